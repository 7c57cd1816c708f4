// Whether two paragraphs are one text with other fillers: every difference lies inside slots whose
// fillers are compatible (a mask ~ anything short, a number ~ a number, a date ~ a date).
#pragma once

#include "leitong/match/prepared.hpp"
#include "leitong/model/kinds.hpp"

#include <cstdint>

namespace leitong::match {

// How many symbols a mask of so many signs may stand for.
[[nodiscard]] std::uint32_t filler_limit(std::uint32_t signs) noexcept;

// Whether fillers of two kinds go together where neither is a mask.
[[nodiscard]] bool are_compatible(SlotKind a, SlotKind b) noexcept;

// Exact: finds an assignment of fillers to masks if there is one, within bounds that text keeps.
// A mask of w signs stands for at most 6 + 2w symbols. At least half of the letters must be fixed
// text. Symmetric. Cost: linear where there are no masks; each mask tries each length of filler.
[[nodiscard]] bool fillers_explain_all(const Prepared& a, const Prepared& b);

}  // namespace leitong::match
