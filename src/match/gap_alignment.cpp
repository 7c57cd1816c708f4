#include "gap_alignment.hpp"

#include <algorithm>
#include <limits>

namespace leitong::match {

namespace {

// An open alignment is given up where it has lost as much since its best.
constexpr std::int32_t k_drop = 24;
constexpr std::int32_t k_unreached = std::numeric_limits<std::int32_t>::min() / 2;

}  // namespace

std::uint32_t GapAligner::place_a(std::uint32_t i) const noexcept {
    return m_direction == Direction::forward ? m_span_a.begin + i : m_span_a.end - 1 - i;
}

std::uint32_t GapAligner::place_b(std::uint32_t j) const noexcept {
    return m_direction == Direction::forward ? m_span_b.begin + j : m_span_b.end - 1 - j;
}

GapAligner::Cell& GapAligner::cell(std::uint32_t i, std::uint32_t j) noexcept {
    return m_cells[std::size_t{i} * (m_columns + 1) + j];
}

void GapAligner::start(Span a, Span b, Direction direction) {
    m_span_a = a;
    m_span_b = b;
    m_direction = direction;
    m_rows = a.size();
    m_columns = b.size();
    m_ready_rows = 0;
    const std::size_t cells = std::size_t{m_rows + 1} * (m_columns + 1);
    if (m_cells.size() < cells) {
        m_cells.resize(cells);
    }
    m_path.clear();
    m_out.pieces.clear();
    m_out.edits_after = 0;
    m_out.wild_after = 0;
}

void GapAligner::offer(Corner to, const Cell& value) {
    // Rows are made ready when first met: an open alignment leaves most of them alone.
    while (m_ready_rows <= to.i) {
        Cell* row = &cell(m_ready_rows, 0);
        std::fill(row, row + m_columns + 1, Cell{k_unreached, Step::none, 0});
        ++m_ready_rows;
    }
    Cell& there = cell(to.i, to.j);
    if (value.score > there.score || (value.score == there.score && value.step < there.step)) {
        there = value;
    }
}

void GapAligner::leave_masks(Corner from, std::int32_t score) {
    const auto [i, j] = from;
    if (i < m_rows) {
        const std::uint32_t limit = std::min(m_a.filler_limit(place_a(i)), m_columns - j);
        for (std::uint32_t length = 1; length <= limit; ++length) {
            offer({i + 1, j + length}, {score, Step::wild_a, static_cast<std::uint8_t>(length)});
        }
    }
    if (j < m_columns) {
        const std::uint32_t limit = std::min(m_b.filler_limit(place_b(j)), m_rows - i);
        for (std::uint32_t length = 1; length <= limit; ++length) {
            offer({i + length, j + 1}, {score, Step::wild_b, static_cast<std::uint8_t>(length)});
        }
    }
}

// All that can follow a cell.
void GapAligner::leave(Corner from) {
    const auto [i, j] = from;
    const std::int32_t score = cell(i, j).score;
    if (i < m_rows && j < m_columns) {
        const std::uint32_t a = place_a(i);
        if (m_a.symbols()[a] == m_b.symbols()[place_b(j)]) {
            offer({i + 1, j + 1}, {score + (m_a.is_slot(a) ? 0 : 1), Step::equal, 1});
        } else {
            offer({i + 1, j + 1}, {score - 1, Step::differ, 1});
        }
    }
    if (i < m_rows) {
        offer({i + 1, j}, {score - 1, Step::skip_a, 1});
    }
    if (j < m_columns) {
        offer({i, j + 1}, {score - 1, Step::skip_b, 1});
    }
    leave_masks(from, score);
}

GapAligner::Corner GapAligner::fill(End end) {
    offer({0, 0}, {0, Step::none, 0});
    Corner best{0, 0};
    std::int32_t best_score = 0;
    // Rows that nothing led to are not ready: an open alignment ends there.
    for (std::uint32_t i = 0; i < m_ready_rows; ++i) {
        for (std::uint32_t j = 0; j <= m_columns; ++j) {
            const Cell here = cell(i, j);
            if (here.score == k_unreached ||
                (end == End::open && here.score < best_score - k_drop)) {
                continue;
            }
            // An open end lies on what is equal; of equal ends the furthest.
            if (end == End::open && here.step == Step::equal && here.score >= best_score) {
                best = {i, j};
                best_score = here.score;
            }
            leave({i, j});
        }
    }
    return end == End::whole ? Corner{m_rows, m_columns} : best;
}

// One step of the best path, as a piece.
void GapAligner::note(const Cell& at, Corner corner) {
    Piece piece;
    if (at.step == Step::equal) {
        piece.stretch = {place_a(corner.i - 1), place_b(corner.j - 1), 1};
    } else if (at.step == Step::wild_a || at.step == Step::wild_b) {
        piece.wild = 1;
    } else {
        piece.edits = 1;
    }
    m_path.push_back(piece);
}

void GapAligner::walk_back(Corner corner) {
    while (corner.i > 0 || corner.j > 0) {
        const Cell at = cell(corner.i, corner.j);
        note(at, corner);
        const bool takes_a = at.step != Step::skip_b;
        const bool takes_b = at.step != Step::skip_a;
        corner.i -= takes_a ? (at.step == Step::wild_b ? at.length : 1U) : 0U;
        corner.j -= takes_b ? (at.step == Step::wild_a ? at.length : 1U) : 0U;
    }
    if (m_direction == Direction::forward) {
        std::ranges::reverse(m_path);
    }
    Piece open;
    for (const Piece& step : m_path) {
        if (step.stretch.length == 0) {
            open.edits += step.edits;
            open.wild += step.wild;
            continue;
        }
        const bool joins = open.edits == 0 && open.wild == 0 && !m_out.pieces.empty();
        if (joins) {
            ++m_out.pieces.back().stretch.length;
        } else {
            open.stretch = step.stretch;
            m_out.pieces.push_back(open);
            open = {};
        }
    }
    m_out.edits_after = open.edits;
    m_out.wild_after = open.wild;
}

const GapAlignment& GapAligner::between(Span a, Span b) {
    start(a, b, Direction::forward);
    if (a.size() == 0 || b.size() == 0) {
        m_out.edits_after = std::max(a.size(), b.size());
        return m_out;
    }
    walk_back(fill(End::whole));
    return m_out;
}

const GapAlignment& GapAligner::forward(Span a, Span b) {
    a.end = std::min(a.end, a.begin + k_most_open);
    b.end = std::min(b.end, b.begin + k_most_open);
    start(a, b, Direction::forward);
    walk_back(fill(End::open));
    return m_out;
}

const GapAlignment& GapAligner::backward(Span a, Span b) {
    a.begin = std::max(a.begin, a.end - std::min(a.end, k_most_open));
    b.begin = std::max(b.begin, b.end - std::min(b.end, k_most_open));
    start(a, b, Direction::backward);
    walk_back(fill(End::open));
    return m_out;
}

}  // namespace leitong::match
