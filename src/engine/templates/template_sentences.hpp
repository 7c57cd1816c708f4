// Families of sentences: templates within paragraphs that are otherwise unlike. Private to engine.
#pragma once

#include <cstdint>

#include "template_cache.hpp"
#include "template_families.hpp"

namespace leitong::engine {

inline constexpr std::uint32_t k_fewest_sentence_works = 3;

// Sentences of body paragraphs in no cluster that are alike in so many works or more. A sentence's
// end from the beginning of one of its clauses counts as well: …，下面是某网小编推荐…。
// Cost: the texts are read once; memory: 16 bytes for each of a piece's first 16 shingles.
[[nodiscard]] Result<std::vector<Family>> sentence_families(Reader::Impl& impl, unsigned threads,
                                                            TemplateCache& cache);

}  // namespace leitong::engine
