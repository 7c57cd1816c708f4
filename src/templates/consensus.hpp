// The consensus of passages, and how each aligns to it. Private to templates.
#pragma once

#include "leitong/match/align.hpp"
#include "leitong/templates/units.hpp"

#include <span>
#include <string>
#include <vector>

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
};

struct Consensus {
    std::vector<Unit> columns;  // begin and end are of `text`
    std::u32string symbols;
    std::vector<std::vector<match::Stretch>> stretches;  // a reading's: a is columns, b its units

    [[nodiscard]] std::vector<Event> events(std::size_t reading, std::span<const Unit> units) const;
};

// Readings must be in an order of content. Cost: a sample of them aligned three times, all once.
[[nodiscard]] Consensus agree(std::span<const Reading> readings);

// Alignment of units: as match::align, without agreements by chance.
[[nodiscard]] std::vector<match::Stretch> align_units(std::span<const Unit> a,
                                                      std::u32string_view a_symbols,
                                                      std::span<const Unit> b,
                                                      std::u32string_view b_symbols);

}  // namespace leitong::templates
