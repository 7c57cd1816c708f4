// Exact alignment of short pieces of two passage texts: between two runs, or beyond one. Private to
// match.
#pragma once

#include "leitong/match/align.hpp"
#include "leitong/match/passage_text.hpp"

#include <cstdint>
#include <vector>

#include "open_alignment.hpp"

namespace leitong::match {

// An equal stretch, and what differs before it.
struct Piece {
    std::uint32_t edits = 0;
    std::uint32_t wild = 0;
    Stretch stretch;
};

// What an alignment came to: pieces in order of the texts, and what differs after the last.
struct GapAlignment {
    std::vector<Piece> pieces;
    std::uint32_t edits_after = 0;
    std::uint32_t wild_after = 0;
};

// Reuses its tables. Cost: the product of the sizes; where the end is open, of what is alike with
// k_drop (and an eighth of that where no mask is near).
class GapAligner {
public:
    GapAligner(const PassageText& a, const PassageText& b) : m_a(a), m_b(b) {}

    // The best alignment of both pieces whole.
    [[nodiscard]] const GapAlignment& between(Span a, Span b);
    // The best alignment that begins where both pieces begin (forward) or ends where both end
    // (backward), and goes as far as it is worth within k_most_open symbols. No pieces where it is
    // worth nothing. `before` is the score of what it goes on from, at least 1.
    [[nodiscard]] const GapAlignment& forward(Span a, Span b, std::uint32_t before);
    [[nodiscard]] const GapAlignment& backward(Span a, Span b, std::uint32_t before);

private:
    using Direction = OpenAligner::Direction;
    enum class End : std::uint8_t { whole, open };
    // Of equal scores the first is taken.
    enum class Step : std::uint8_t { equal, differ, skip_a, skip_b, wild_a, wild_b, none };
    struct Cell {
        std::int16_t score = 0;
        Step step = Step::none;
        std::uint8_t length = 0;  // of the text that a mask stands for
    };
    using Corner = OpenAligner::Corner;
    // Columns of a row that are worth going on from.
    struct Live {
        std::uint32_t first = 0;
        std::uint32_t last = 0;  // less than first: none
    };

    [[nodiscard]] std::uint32_t place_a(std::uint32_t i) const noexcept;
    [[nodiscard]] std::uint32_t place_b(std::uint32_t j) const noexcept;
    [[nodiscard]] Cell* row(std::uint32_t i) noexcept;
    [[nodiscard]] Cell& cell(Corner corner) noexcept;
    void start(Span a, Span b, Direction direction);
    void make_room();
    [[nodiscard]] const GapAlignment& open(Span a, Span b, Direction direction,
                                           std::uint32_t before);
    [[nodiscard]] Cell last_step(Corner corner) noexcept;
    [[nodiscard]] Corner fill(End end);
    void fill_first_row(End end);
    [[nodiscard]] Live fill_row(std::uint32_t i, Live above, End end);
    [[nodiscard]] Cell step_to(std::uint32_t i, std::uint32_t j, Live above) noexcept;
    void read_masks();
    void leave_masks(Corner from);
    void offer(Corner to, Cell value) noexcept;
    void walk_back(Corner corner);
    void note(const Cell& at, Corner corner);

    const PassageText& m_a;
    const PassageText& m_b;
    Span m_span_a;
    Span m_span_b;
    Direction m_direction = Direction::forward;
    std::uint32_t m_rows = 0;
    std::uint32_t m_columns = 0;
    Corner m_best;  // of an open end
    std::int16_t m_best_score = 0;
    std::int16_t m_floor = 0;  // the least that a cell of an open end is kept with
    bool m_has_masks = false;
    bool m_is_fast = false;  // the table at hand is m_open's
    OpenAligner m_open;
    std::vector<std::uint8_t> m_limits_a;  // filler limits, if there are masks
    std::vector<std::uint8_t> m_limits_b;
    std::vector<Cell> m_cells;
    std::vector<Piece> m_path;  // one a step, from its end
    GapAlignment m_out;
};

}  // namespace leitong::match
