// Alignment of passages by units. Private to templates.
#pragma once

#include "leitong/match/align.hpp"
#include "leitong/templates/units.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "clause_alignment.hpp"

namespace leitong::templates {

// Of units [begin, end).
[[nodiscard]] std::uint32_t weight_of(std::span<const Unit> units, std::uint32_t begin,
                                      std::uint32_t end) noexcept;

// As match::align, without agreements by chance: too light for what differs around them, or of
// lists of which one stands shifted against the other (A, B and C against B, D and E).
[[nodiscard]] std::vector<match::Stretch> align_closely(const Sequence& a, const Sequence& b);

// The same, clause by clause where clauses differ. A stretch of no length parts clauses that one
// side leaves out from a difference beside them.
[[nodiscard]] std::vector<match::Stretch> align_units(std::span<const Unit> a,
                                                      std::u32string_view a_symbols,
                                                      std::span<const Unit> b,
                                                      std::u32string_view b_symbols);

}  // namespace leitong::templates
