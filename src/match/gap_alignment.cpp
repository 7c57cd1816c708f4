#include "gap_alignment.hpp"

#include <algorithm>
#include <limits>
#include <span>

#include "open_bound.hpp"

namespace leitong::match {

namespace {

constexpr std::int16_t k_unreached = std::numeric_limits<std::int16_t>::min() / 2;

}  // namespace

std::uint32_t GapAligner::place_a(std::uint32_t i) const noexcept {
    return m_direction == Direction::forward ? m_span_a.begin + i : m_span_a.end - 1 - i;
}

std::uint32_t GapAligner::place_b(std::uint32_t j) const noexcept {
    return m_direction == Direction::forward ? m_span_b.begin + j : m_span_b.end - 1 - j;
}

GapAligner::Cell* GapAligner::row(std::uint32_t i) noexcept {
    return m_cells.data() + std::size_t{i} * (m_columns + 1);
}

GapAligner::Cell& GapAligner::cell(Corner corner) noexcept {
    return row(corner.i)[corner.j];
}

void GapAligner::start(Span a, Span b, Direction direction) {
    m_span_a = a;
    m_span_b = b;
    m_direction = direction;
    m_rows = a.size();
    m_columns = b.size();
    m_best = {};
    m_best_score = 0;
    m_has_masks = m_a.has_masks(a) || m_b.has_masks(b);
    m_is_fast = false;
    m_path.clear();
    m_out.pieces.clear();
    m_out.edits_after = 0;
    m_out.wild_after = 0;
}

void GapAligner::make_room() {
    const std::size_t cells = std::size_t{m_rows + 1} * (m_columns + 1);
    if (m_cells.size() < cells) {
        m_cells.resize(cells);
    }
    read_masks();
}

// Masks reach rows ahead, so where there are any all cells are made ready; else none need be.
void GapAligner::read_masks() {
    if (!m_has_masks) {
        return;
    }
    m_limits_a.resize(m_rows);
    m_limits_b.resize(m_columns);
    for (std::uint32_t i = 0; i < m_rows; ++i) {
        m_limits_a[i] = static_cast<std::uint8_t>(m_a.filler_limit(place_a(i)));
    }
    for (std::uint32_t j = 0; j < m_columns; ++j) {
        m_limits_b[j] = static_cast<std::uint8_t>(m_b.filler_limit(place_b(j)));
    }
    std::fill(row(0), row(m_rows + 1), Cell{k_unreached, Step::none, 0});
}

void GapAligner::offer(Corner to, Cell value) noexcept {
    Cell& there = cell(to);
    if (value.score > there.score || (value.score == there.score && value.step < there.step)) {
        there = value;
    }
}

void GapAligner::leave_masks(Corner from) {
    const auto [i, j] = from;
    const std::int16_t score = cell(from).score;
    if (i < m_rows) {
        const std::uint32_t limit = std::min<std::uint32_t>(m_limits_a[i], m_columns - j);
        for (std::uint32_t length = 1; length <= limit; ++length) {
            offer({i + 1, j + length}, {score, Step::wild_a, static_cast<std::uint8_t>(length)});
        }
    }
    if (j < m_columns) {
        const std::uint32_t limit = std::min<std::uint32_t>(m_limits_b[j], m_rows - i);
        for (std::uint32_t length = 1; length <= limit; ++length) {
            offer({i + length, j + 1}, {score, Step::wild_b, static_cast<std::uint8_t>(length)});
        }
    }
}

// The best way to (i, j) but by a mask.
GapAligner::Cell GapAligner::step_to(std::uint32_t i, std::uint32_t j, Live above) noexcept {
    Cell best{k_unreached, Step::none, 1};
    const Cell* up = row(i - 1);
    if (j > above.first && j <= above.last + 1) {
        const std::uint32_t a = place_a(i - 1);
        const bool is_equal = m_a.symbols()[a] == m_b.symbols()[place_b(j - 1)];
        const int change = is_equal ? (m_a.is_slot(a) ? 0 : 1) : -1;
        best.score = static_cast<std::int16_t>(up[j - 1].score + change);
        best.step = is_equal ? Step::equal : Step::differ;
    }
    if (j >= above.first && j <= above.last && up[j].score - 1 > best.score) {
        best.score = static_cast<std::int16_t>(up[j].score - 1);
        best.step = Step::skip_a;
    }
    return best;
}

void GapAligner::fill_first_row(End end) {
    const std::uint32_t last = end == End::whole || m_has_masks
                                   ? m_columns
                                   : std::min(m_columns, static_cast<std::uint32_t>(-m_floor));
    row(0)[0] = {0, Step::none, 0};
    for (std::uint32_t j = 0; j <= last; ++j) {
        const Cell skip{static_cast<std::int16_t>(-static_cast<int>(j)), Step::skip_b, 1};
        if (j > 0 && (!m_has_masks || skip.score > row(0)[j].score)) {
            row(0)[j] = skip;
        }
        if (m_has_masks) {
            leave_masks({0, j});
        }
    }
}

GapAligner::Live GapAligner::fill_row(std::uint32_t i, Live above, End end) {
    const bool is_cut = end == End::open && !m_has_masks;
    Cell* here = row(i);
    Live live{m_columns + 1, 0};
    for (std::uint32_t j = is_cut ? above.first : 0; j <= m_columns; ++j) {
        Cell best = step_to(i, j, above);
        const bool has_left = j > 0 && (!is_cut || (live.first <= j - 1 && live.last == j - 1));
        if (has_left && here[j - 1].score - 1 > best.score) {
            best = {static_cast<std::int16_t>(here[j - 1].score - 1), Step::skip_b, 1};
        }
        if (m_has_masks && here[j].score >= best.score && here[j].step != Step::none) {
            best = here[j];
        }
        here[j] = best;
        if (is_cut && best.score < std::max<int>(m_floor, m_best_score - k_drop)) {
            here[j].score = k_unreached;
            if (j > above.last) {
                break;  // nothing further can come but from here
            }
            continue;
        }
        live.first = std::min(live.first, j);
        live.last = j;
        // An open end lies on what is equal; of equal ends it is the furthest.
        if (best.step == Step::equal && best.score >= m_best_score) {
            m_best = {i, j};
            m_best_score = best.score;
        }
        if (m_has_masks) {
            leave_masks({i, j});
        }
    }
    return live;
}

GapAligner::Corner GapAligner::fill(End end) {
    fill_first_row(end);
    const bool is_cut = end == End::open && !m_has_masks;
    Live live{0, is_cut ? std::min(m_columns, static_cast<std::uint32_t>(-m_floor)) : m_columns};
    for (std::uint32_t i = 1; i <= m_rows && live.first <= live.last; ++i) {
        live = fill_row(i, live, end);
    }
    return end == End::whole ? Corner{m_rows, m_columns} : m_best;
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
        const Cell at = last_step(corner);
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
    make_room();
    walk_back(fill(End::whole));
    return m_out;
}

const GapAlignment& GapAligner::open(Span a, Span b, Direction direction, std::uint32_t before) {
    start(a, b, direction);
    m_floor =
        static_cast<std::int16_t>(-static_cast<int>(std::min<std::uint32_t>(before - 1, k_drop)));
    m_is_fast = !m_has_masks && m_a.has_codes() && m_b.has_codes();
    if (m_is_fast) {
        const std::span<const Code> codes_a = m_a.codes().subspan(a.begin, a.size());
        const std::span<const Code> codes_b = m_b.codes().subspan(b.begin, b.size());
        if (!may_have_end(codes_a, codes_b, direction, before)) {
            return m_out;
        }
        m_open.put(codes_a, codes_b, direction);
        walk_back(m_open.fill(before));
    } else {
        make_room();
        walk_back(fill(End::open));
    }
    return m_out;
}

GapAligner::Cell GapAligner::last_step(Corner corner) noexcept {
    if (!m_is_fast) {
        return cell(corner);
    }
    switch (m_open.step(corner)) {
        case OpenAligner::Step::equal:
            return {0, Step::equal, 1};
        case OpenAligner::Step::differ:
            return {0, Step::differ, 1};
        case OpenAligner::Step::skip_a:
            return {0, Step::skip_a, 1};
        case OpenAligner::Step::skip_b:
            return {0, Step::skip_b, 1};
    }
    return {};
}

const GapAlignment& GapAligner::forward(Span a, Span b, std::uint32_t before) {
    a.end = std::min(a.end, a.begin + k_most_open);
    b.end = std::min(b.end, b.begin + k_most_open);
    return open(a, b, Direction::forward, before);
}

const GapAlignment& GapAligner::backward(Span a, Span b, std::uint32_t before) {
    a.begin = std::max(a.begin, a.end - std::min(a.end, k_most_open));
    b.begin = std::max(b.begin, b.end - std::min(b.end, k_most_open));
    return open(a, b, Direction::backward, before);
}

}  // namespace leitong::match
