// The consensus of passages, and how each aligns to it. Private to templates.
#pragma once

#include "leitong/templates/units.hpp"

#include <span>
#include <string>
#include <vector>

#include "unit_alignment.hpp"

namespace leitong::templates {

// A passage read into units.
struct Reading {
    std::string_view text;
    std::vector<Unit> units;
    std::u32string symbols;   // of the units
    std::u32string contents;  // of the units
    std::uint32_t works = 1;
    bool is_first = true;  // not equal after folding to one before it
};

// What a passage has instead of columns [column_begin, column_end): other units, or another value.
struct Event {
    std::uint32_t column_begin = 0;
    std::uint32_t column_end = 0;
    std::uint32_t unit_begin = 0;
    std::uint32_t unit_end = 0;
    bool is_parted = false;  // by a stretch of no length, from another event
};

inline constexpr std::uint32_t k_clause_weight = 16;  // what is as heavy may be a clause of its own

// Whether a gap of such weight is a clause that a passage leaves out, rather than one that it has
// otherwise.
[[nodiscard]] constexpr bool is_clause_left_out(std::uint32_t left_out,
                                                std::uint32_t instead) noexcept {
    return left_out >= k_clause_weight && instead * 4 < left_out;
}

struct Consensus {
    std::vector<Unit> columns;  // begin and end are of `text`
    std::u32string symbols;
    std::vector<std::vector<match::Stretch>> stretches;  // a reading's: a is columns, b its units

    [[nodiscard]] std::vector<Event> events(std::size_t reading, std::span<const Unit> units) const;
};

// Readings must be in an order of content. Cost: a sample of them aligned three times, all once.
[[nodiscard]] Consensus agree(std::span<const Reading> readings);

}  // namespace leitong::templates
