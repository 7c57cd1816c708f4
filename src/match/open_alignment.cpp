#include "open_alignment.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace leitong::match {

namespace {

// Scores are stored so much higher, so that 0 is what was never reached: it comes in for nothing
// where lanes are shifted, and one step from it is below what is kept.
constexpr std::uint8_t k_zero = 28;
constexpr std::uint8_t k_unreached = 0;
static_assert(k_zero - k_drop > 1 && k_zero + k_most_open < 128);

// Sixteen lanes, as every processor has them.
using Lanes [[gnu::vector_size(16)]] = std::uint8_t;
using Signed [[gnu::vector_size(16)]] = std::int8_t;

Lanes load(const std::uint8_t* from) noexcept {
    Lanes lanes;
    std::memcpy(&lanes, from, sizeof lanes);
    return lanes;
}

void store(std::uint8_t* to, Lanes lanes) noexcept {
    std::memcpy(to, &lanes, sizeof lanes);
}

Lanes all(std::uint8_t value) noexcept {
    return Lanes{} + value;
}

// Scores and thresholds are small, so comparing them as signed numbers is right, and one
// instruction.
Lanes is_greater(Lanes x, Lanes y) noexcept {
    return reinterpret_cast<Lanes>(reinterpret_cast<Signed>(x) > reinterpret_cast<Signed>(y));
}

Lanes greatest(Lanes x, Lanes y) noexcept {
    return x > y ? x : y;
}

// x less y, where that would be below nothing: nothing.
Lanes less(Lanes x, Lanes y) noexcept {
    return greatest(x, y) - y;
}

bool is_any(Lanes mask) noexcept {
    std::array<std::uint64_t, 2> words{};
    std::memcpy(words.data(), &mask, sizeof mask);
    return (words[0] | words[1]) != 0;
}

// Lanes moved to the right; nothing comes in.
template <int n>
Lanes right(Lanes lanes) noexcept {
    return __builtin_shufflevector(Lanes{}, lanes, 16 - n, 17 - n, 18 - n, 19 - n, 20 - n, 21 - n,
                                   22 - n, 23 - n, 24 - n, 25 - n, 26 - n, 27 - n, 28 - n, 29 - n,
                                   30 - n, 31 - n);
}

// What each lane may take from those on its left, each of which is one edit away from the next.
Lanes from_left(Lanes lanes) noexcept {
    lanes = greatest(lanes, less(right<1>(lanes), all(1)));
    lanes = greatest(lanes, less(right<2>(lanes), all(2)));
    lanes = greatest(lanes, less(right<4>(lanes), all(4)));
    return greatest(lanes, less(right<8>(lanes), all(8)));
}

void copy(std::span<const Code> from, OpenAligner::Direction direction, Code* to) noexcept {
    if (direction == OpenAligner::Direction::forward) {
        std::copy(from.begin(), from.end(), to);
    } else {
        std::reverse_copy(from.begin(), from.end(), to);
    }
}

}  // namespace

OpenAligner::OpenAligner() : m_table(std::make_unique<Table>()) {}

void OpenAligner::put(std::span<const Code> a, std::span<const Code> b,
                      Direction direction) noexcept {
    m_rows = static_cast<std::uint32_t>(a.size());
    m_columns = static_cast<std::uint32_t>(b.size());
    copy(a, direction, m_table->a.data());
    copy(b, direction, m_table->b.data());
    constexpr unsigned k_half = 8;
    for (std::size_t j = 0; j < b.size(); ++j) {
        m_table->b_low[j + 1] = static_cast<std::uint8_t>(m_table->b[j]);
        m_table->b_high[j + 1] = static_cast<std::uint8_t>(m_table->b[j] >> k_half);
    }
    m_table->columns.fill(0);
    std::fill_n(m_table->columns.begin(), b.size() + 1, Score{0xFF});
}

bool OpenAligner::is_equal(std::uint32_t i, std::uint32_t j) const noexcept {
    return m_table->a[i - 1] == m_table->b[j - 1];
}

OpenAligner::Score OpenAligner::diagonal(std::uint32_t i, std::uint32_t j) const noexcept {
    const Score before = m_table->rows[i - 1][j - 1];
    const int change = is_equal(i, j) ? (m_table->a[i - 1] == k_slot_code ? 0 : 1) : -1;
    return before == k_unreached ? k_unreached : static_cast<Score>(before + change);
}

// What a cell is kept with.
OpenAligner::Score OpenAligner::least() const noexcept {
    return std::max(m_floor, static_cast<Score>(m_best_score - k_drop));
}

// A row again, cell by cell, since its best changes what is worth keeping to the right of it.
OpenAligner::Live OpenAligner::settle(std::uint32_t i, std::uint32_t first,
                                      std::uint32_t end) noexcept {
    Score* here = m_table->rows[i].data();
    Live live{m_columns + 1, 0};
    for (std::uint32_t j = first; j < end; ++j) {
        if (here[j] < least()) {
            here[j] = k_unreached;
            continue;
        }
        live.first = std::min(live.first, j);
        live.last = j;
        if (here[j] >= m_best_score && j > 0 && is_equal(i, j) && here[j] == diagonal(i, j)) {
            m_best = {i, j};
            m_best_score = here[j];
        }
    }
    return live;
}

// Rows are looked through eight cells at a time.
OpenAligner::Live OpenAligner::live_of(std::uint32_t i, std::uint32_t first,
                                       std::uint32_t end) const noexcept {
    static_assert(std::endian::native == std::endian::little);
    constexpr std::uint32_t k_cells = 8;
    const Score* here = m_table->rows[i].data();
    std::uint64_t cells = 0;
    for (first -= first % k_cells; first < end; first += k_cells) {
        std::memcpy(&cells, here + first, k_cells);
        if (cells != 0) {
            break;
        }
    }
    if (cells == 0) {
        return {1, 0};
    }
    first += static_cast<std::uint32_t>(std::countr_zero(cells)) / k_cells;
    std::uint32_t last = (end - 1) / k_cells * k_cells;
    for (std::memcpy(&cells, here + last, k_cells); cells == 0; last -= k_cells) {
        std::memcpy(&cells, here + last - k_cells, k_cells);
    }
    return {first,
            last + k_cells - 1 - static_cast<std::uint32_t>(std::countl_zero(cells)) / k_cells};
}

OpenAligner::Live OpenAligner::fill_row(std::uint32_t i, Live above) noexcept {
    const Score* up = m_table->rows[i - 1].data();
    Score* here = m_table->rows[i].data();
    const Code symbol = m_table->a[i - 1];
    const Lanes low = all(static_cast<std::uint8_t>(symbol));
    const Lanes high = all(static_cast<std::uint8_t>(symbol >> 8U));
    // Two for what is equal, and then one less for all.
    const Lanes gain = all(symbol == k_slot_code ? 1 : 2);
    const Score least = this->least();
    const Lanes below_least = all(static_cast<Score>(least - 1));
    const Lanes below_best = all(static_cast<Score>(m_best_score - 1));
    const Lanes steps{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    Lanes is_best{};
    Lanes corner{};  // of the column before, in the row above
    Lanes left{};    // all of them the last of the vector before
    std::uint32_t j = above.first - above.first % k_lanes;
    for (; j <= m_columns && (j <= above.last + 1 || left[0] > least); j += k_lanes) {
        const Lanes over = load(up + j);
        const Lanes equal = reinterpret_cast<Lanes>(load(m_table->b_low.data() + j) == low) &
                            reinterpret_cast<Lanes>(load(m_table->b_high.data() + j) == high);
        const Lanes across = less((right<1>(over) | corner) + (equal & gain), all(1));
        corner = __builtin_shufflevector(over, Lanes{}, 15, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
                                         16, 16, 16, 16, 16);
        Lanes score = from_left(greatest(across, less(over, all(1))));
        score = greatest(score, less(left, steps));
        score &= load(m_table->columns.data() + j);
        score &= is_greater(score, below_least);
        is_best |= equal & reinterpret_cast<Lanes>(score == across) & is_greater(score, below_best);
        store(here + j, score);
        left = __builtin_shufflevector(score, score, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15,
                                       15, 15, 15, 15);
    }
    const std::uint32_t end = std::min(j, m_columns + 1);
    return is_any(is_best) ? settle(i, above.first, end) : live_of(i, above.first, end);
}

OpenAligner::Corner OpenAligner::fill(std::uint32_t before) noexcept {
    m_best = {};
    m_best_score = k_zero;
    Row& first = m_table->rows[0];
    std::fill_n(m_table->rows.begin(), m_used_rows, Row{});
    const std::uint32_t most_lost = std::min<std::uint32_t>(before - 1, k_drop);
    m_floor = static_cast<Score>(k_zero - most_lost);
    Live live{0, std::min(m_columns, most_lost)};
    for (std::uint32_t j = 0; j <= live.last; ++j) {
        first[j] = static_cast<Score>(k_zero - j);
    }
    m_used_rows = 1;
    for (; m_used_rows <= m_rows && live.first <= live.last; ++m_used_rows) {
        live = fill_row(m_used_rows, live);
    }
    return m_best;
}

OpenAligner::Step OpenAligner::step(Corner corner) const noexcept {
    const auto [i, j] = corner;
    if (i == 0) {
        return Step::skip_b;
    }
    const Score score = m_table->rows[i][j];
    if (j > 0 && score == diagonal(i, j)) {
        return is_equal(i, j) ? Step::equal : Step::differ;
    }
    return score + 1 == m_table->rows[i - 1][j] ? Step::skip_a : Step::skip_b;
}

}  // namespace leitong::match
