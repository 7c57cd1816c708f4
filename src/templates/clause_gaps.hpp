// Clauses left out beside a slot. Private to templates.
#pragma once

#include "leitong/match/align.hpp"
#include "leitong/templates/units.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace leitong::templates {

// Units of one side of an alignment.
struct Side {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    [[nodiscard]] bool is_empty() const noexcept { return begin == end; }
};

// The same on both.
struct Sides {
    Side a;
    Side b;
};

// Whether a clause of an unspaced script ends with unit `at`.
[[nodiscard]] bool ends_clause(std::span<const Unit> units, std::uint32_t at);

// What both have of a gap where one side has whole clauses more, before or after that; none if
// there are no such clauses, or what stays is not much alike in length and signs.
[[nodiscard]] std::optional<Sides> without_clauses(std::span<const Unit> a, std::span<const Unit> b,
                                                   const Sides& gap);

// Whether both sides have the same signs in the same order.
[[nodiscard]] bool are_signs_equal(std::span<const Unit> a, std::span<const Unit> b, Sides gap);

// Where a whole clause that only one side has stands beside what differs on both, an alignment
// shows one difference: 当前，永康产业 against 武安产业. Puts a stretch of no length between the
// two parts: what only one side has, and what stands on both. Of texts in unspaced scripts, whose
// clauses end with a sign.
[[nodiscard]] std::vector<match::Stretch> part_clauses(std::span<const Unit> a,
                                                       std::span<const Unit> b,
                                                       std::vector<match::Stretch> stretches);

}  // namespace leitong::templates
