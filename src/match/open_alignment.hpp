// The alignment that begins at a corner and goes as far as it is worth, for texts without masks:
// most of what finding passages costs. Private to match.
//
// The same answer as filling the table cell by cell (gap_alignment.cpp), eight cells at a time:
// what a row takes from the row above needs nothing of its own row, and what it takes from its left
// is a running maximum (Farrar 2007 does the same for local alignment).
//
// Units:   symbols, from the corner; a score is one for what is equal (none for a slot), less one
//          for each edit.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace leitong::match {

inline constexpr std::uint32_t k_most_open = 96;
// An open alignment is given up where it has lost as much since its best.
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

    // Takes the symbols in order from the corner. False where one does not fit into the table.
    [[nodiscard]] bool put_a(std::uint32_t i, char32_t symbol) noexcept;
    [[nodiscard]] bool put_b(std::uint32_t j, char32_t symbol) noexcept;

    // The best end, on what is equal; of equal ends the furthest. At most k_most_open symbols each.
    [[nodiscard]] Corner fill(std::uint32_t rows, std::uint32_t columns) noexcept;
    // The last step of the best way to a corner that the way to the best end goes through.
    [[nodiscard]] Step step(Corner corner) const noexcept;

private:
    using Score = std::uint16_t;
    using Symbol = std::uint16_t;
    static constexpr std::size_t k_lanes = 8;
    static constexpr std::size_t k_left = k_lanes;  // room before column 0
    static constexpr std::size_t k_stride = k_left + k_most_open + 1 + 3 * k_lanes - 1;
    using Row = std::array<Score, k_stride>;
    struct Table {
        std::array<Row, k_most_open + 1> rows;
        std::array<Symbol, k_most_open> a;
        std::array<Symbol, k_stride> b;       // of column j at k_left + j
        std::array<Score, k_stride> columns;  // all bits set where there is a column
    };
    // Columns of a row that are worth going on from.
    struct Live {
        std::uint32_t first = 0;
        std::uint32_t last = 0;
    };

    [[nodiscard]] Live fill_row(std::uint32_t i, Live above) noexcept;
    [[nodiscard]] Live settle(std::uint32_t i, std::uint32_t first, std::uint32_t end) noexcept;
    [[nodiscard]] bool is_equal(std::uint32_t i, std::uint32_t j) const noexcept;
    [[nodiscard]] Score diagonal(std::uint32_t i, std::uint32_t j) const noexcept;

    std::unique_ptr<Table> m_table;
    std::uint32_t m_columns = 0;
    Corner m_best;
    Score m_best_score = 0;
};

}  // namespace leitong::match
