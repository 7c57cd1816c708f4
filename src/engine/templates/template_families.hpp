// Families: passages that may share a template. Private to engine.
#pragma once

#include "leitong/model/records.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/reading/reader_impl.hpp"

namespace leitong::engine {

// A distinct text, and where it stands in works.
struct Passage {
    std::string text;
    std::vector<Ref> places;
    std::uint32_t works = 0;
    std::uint32_t group = 0;  // of its family: 0 is the cluster, others joined it
};

// Passages in order of content. Groups other than 0 are near the centre of the cluster: each stays
// if the skeleton explains it, and is a family of its own otherwise.
using Family = std::vector<Passage>;

class ParagraphSet;

// Adds the texts of a typed text, with their places that are text of works and not taken.
[[nodiscard]] Result<void> add_passages(Reader::Impl& impl, TypedId typed, std::uint32_t group,
                                        const ParagraphSet& taken, Family& family);

// Of paragraphs that are not taken: calls `core` for the families of the stored clusters, the
// largest first, until it returns false; if it never does, then `loose` for texts in no cluster and
// no such family that are alike below the threshold of clusters.
[[nodiscard]] Result<void> for_families(Reader::Impl& impl, const ParagraphSet& taken,
                                        const std::function<bool(Family&&)>& core,
                                        const std::function<void(Family&&)>& loose);

}  // namespace leitong::engine
