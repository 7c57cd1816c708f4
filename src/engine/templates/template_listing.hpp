// All templates of a store, made from its clusters. Private to engine.
#pragma once

#include "leitong/model/report_records.hpp"

#include <cstddef>
#include <functional>
#include <limits>

#include "engine/reading/reader_impl.hpp"

namespace leitong::engine {

struct TemplateScope {
    unsigned threads = 1;
    // Of the families, only so many: the largest. What is less than they are, loose families and
    // sentences, is left out with the rest.
    std::size_t most_families = std::numeric_limits<std::size_t>::max();
    // Asked now and then, on any thread: whether to give up with Errc::interrupted. May be empty.
    std::function<bool()> is_over;
};

// Templates, those of most members first; blocks and findings in their order. The same for any
// number of threads.
[[nodiscard]] Result<ReportTemplates> find_templates(Reader::Impl& impl,
                                                     const TemplateScope& scope);

}  // namespace leitong::engine
