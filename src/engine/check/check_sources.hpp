// The works of a store that a draft may share text with. Private to engine.
#pragma once

#include "leitong/base/result.hpp"

#include <cstdint>
#include <vector>

#include "check_draft.hpp"
#include "engine/common/library.hpp"
#include "engine/finding/passage_index.hpp"

namespace leitong::engine {

// Works that are aligned with a draft, at most: those that share most anchors with it.
inline constexpr std::size_t k_most_sources = 2000;

// By how many anchors they share with the draft, then by name. Each paragraph has its best among
// them, `of_each` if there are so many. Cost: a look-up an anchor of the draft that differs from
// those before, and one for each text that is among a paragraph's best.
[[nodiscard]] Result<std::vector<WorkPlace>> source_works(Library& library, const CheckDraft& draft,
                                                          std::size_t of_each);

}  // namespace leitong::engine
