// Families: passages that may share a template. Private to engine.
#pragma once

#include "leitong/model/records.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "reader_impl.hpp"

namespace leitong::engine {

// A distinct text, and where it stands in works.
struct Passage {
    std::string text;
    std::vector<Ref> places;
};

using Family = std::vector<Passage>;  // in order of content

// Families of the stored clusters, the largest first; `sink` returns false to stop.
[[nodiscard]] Result<void> for_families(Reader::Impl& impl,
                                        const std::function<bool(Family&&)>& sink);

[[nodiscard]] std::optional<TemplateRecord> template_of(const Family& family);

}  // namespace leitong::engine
