// Block templates: templates and equal paragraphs that follow one another in several works; and
// what they show of single works. Private to engine.
#pragma once

#include "leitong/model/records.hpp"

#include <vector>

#include "engine/reading/reader_impl.hpp"

namespace leitong::engine {

// Names the variables of slots in `templates`, which must be in their final order.
[[nodiscard]] Result<std::vector<BlockTemplateRecord>> find_blocks(
    Reader::Impl& impl, std::vector<TemplateRecord>& templates);

// Masks that a sibling undoes, names and years left over from another work.
[[nodiscard]] Result<std::vector<FindingRecord>> find_findings(
    Reader::Impl& impl, const std::vector<TemplateRecord>& templates,
    const std::vector<BlockTemplateRecord>& blocks);

}  // namespace leitong::engine
