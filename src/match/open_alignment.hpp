// The alignment that begins at a corner and goes as far as it is worth, for texts without masks:
// most of what finding passages costs. Private to match.
//
// The same answer as filling the table cell by cell (gap_alignment.cpp), sixteen cells at a time:
// what a row takes from the row above needs nothing of its own row, and what it takes from its left
// is a running maximum (Farrar 2007 does the same for local alignment).
//
// Units:   symbols, from the corner; a score is one for what is equal (none for a slot), less one
//          for each edit.
#pragma once

#include "leitong/match/passage_text.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace leitong::match {

inline constexpr std::uint32_t k_most_open = 96;
// An open alignment is given up where it has lost as much since its best, or all that stood before
// it: what comes after is better off without that.
inline constexpr int k_drop = 24;

class OpenAligner {
public:
    struct Corner {
        std::uint32_t i = 0;
        std::uint32_t j = 0;
    };
    // Of equal scores the first is taken.
    enum class Step : std::uint8_t { equal, differ, skip_a, skip_b };

    OpenAligner();

    // Takes the texts, read from the corner on: forward from its beginning, or backward from its
    // end. At most k_most_open symbols each, all of which fit into 16 bits.
    enum class Direction : std::uint8_t { forward, backward };
    void put(std::span<const Code> a, std::span<const Code> b, Direction direction) noexcept;

    // The best end, on what is equal; of equal ends the furthest. `before` is the score of what the
    // alignment goes on from, at least 1.
    [[nodiscard]] Corner fill(std::uint32_t before) noexcept;
    // The last step of the best way to a corner that the way to the best end goes through.
    [[nodiscard]] Step step(Corner corner) const noexcept;

private:
    using Score = std::uint8_t;
    static constexpr std::uint32_t k_lanes = 16;
    static constexpr std::size_t k_columns = (k_most_open / k_lanes + 1) * k_lanes;
    using Row = std::array<Score, k_columns>;
    struct alignas(k_lanes) Table {
        std::array<Row, k_most_open + 1> rows;
        std::array<Code, k_most_open> a;
        std::array<Code, k_most_open> b;
        Row b_low;  // the symbol of column j, by halves
        Row b_high;
        Row columns;  // all bits set where there is a column
    };
    // Columns of a row that are worth going on from.
    struct Live {
        std::uint32_t first = 0;
        std::uint32_t last = 0;
    };

    [[nodiscard]] Live fill_row(std::uint32_t i, Live above) noexcept;
    [[nodiscard]] Live settle(std::uint32_t i, std::uint32_t first, std::uint32_t end) noexcept;
    [[nodiscard]] Score least() const noexcept;
    [[nodiscard]] bool is_equal(std::uint32_t i, std::uint32_t j) const noexcept;
    [[nodiscard]] Score diagonal(std::uint32_t i, std::uint32_t j) const noexcept;
    [[nodiscard]] Live live_of(std::uint32_t i, std::uint32_t first,
                               std::uint32_t end) const noexcept;

    std::unique_ptr<Table> m_table;
    std::uint32_t m_rows = 0;
    std::uint32_t m_columns = 0;
    std::uint32_t m_used_rows = 0;  // of the table, which are to be cleared
    Corner m_best;
    Score m_best_score = 0;
    Score m_floor = 0;  // the least that any cell is kept with
};

}  // namespace leitong::match
