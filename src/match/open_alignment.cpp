#include "open_alignment.hpp"

#include "leitong/text/fold.hpp"

#include <algorithm>
#include <cstring>

namespace leitong::match {

namespace {

// Scores are stored so much higher, so that 0 is what was never reached: it comes in for nothing
// where lanes are shifted.
constexpr std::uint16_t k_zero = 1024;
constexpr std::uint16_t k_unreached = 0;
// Neither is a letter.
constexpr std::uint16_t k_slot = 0xFFFF;
constexpr std::uint16_t k_nothing = 0xFFFE;

// Eight lanes, as every processor has them.
using Lanes [[gnu::vector_size(16)]] = std::uint16_t;
using Signed [[gnu::vector_size(16)]] = std::int16_t;

Lanes load(const std::uint16_t* from) noexcept {
    Lanes lanes;
    std::memcpy(&lanes, from, sizeof lanes);
    return lanes;
}

void store(std::uint16_t* to, Lanes lanes) noexcept {
    std::memcpy(to, &lanes, sizeof lanes);
}

Lanes all(std::uint16_t value) noexcept {
    return Lanes{} + value;
}

// Scores and thresholds are small, so comparing them as signed numbers is right, and one
// instruction.
Lanes is_greater(Lanes x, Lanes y) noexcept {
    return reinterpret_cast<Lanes>(reinterpret_cast<Signed>(x) > reinterpret_cast<Signed>(y));
}

Lanes greatest(Lanes x, Lanes y) noexcept {
    const auto a = reinterpret_cast<Signed>(x);
    const auto b = reinterpret_cast<Signed>(y);
    return reinterpret_cast<Lanes>(a > b ? a : b);
}

// x less y, where that would be below nothing: nothing. Neither passes 2^15.
Lanes less(Lanes x, std::uint16_t y) noexcept {
    return greatest(x, all(y)) - y;
}

bool is_any(Lanes mask) noexcept {
    std::array<std::uint64_t, 2> words{};
    std::memcpy(words.data(), &mask, sizeof mask);
    return (words[0] | words[1]) != 0;
}

// What each lane may take from those on its left, each of which is one edit away from the next.
Lanes from_left(Lanes lanes) noexcept {
    const Lanes none{};
    lanes = greatest(lanes,
                     less(__builtin_shuffle(none, lanes, Lanes{7, 8, 9, 10, 11, 12, 13, 14}), 1));
    lanes =
        greatest(lanes, less(__builtin_shuffle(none, lanes, Lanes{6, 7, 8, 9, 10, 11, 12, 13}), 2));
    return greatest(lanes,
                    less(__builtin_shuffle(none, lanes, Lanes{4, 5, 6, 7, 8, 9, 10, 11}), 4));
}

bool fits(char32_t symbol, std::uint16_t& out) noexcept {
    out = symbol == text::k_slot_symbol ? k_slot : static_cast<std::uint16_t>(symbol);
    return symbol == text::k_slot_symbol || symbol < k_nothing;
}

}  // namespace

OpenAligner::OpenAligner() : m_table(std::make_unique<Table>()) {
    m_table->b.fill(k_nothing);
}

bool OpenAligner::put_a(std::uint32_t i, char32_t symbol) noexcept {
    return fits(symbol, m_table->a[i]);
}

bool OpenAligner::put_b(std::uint32_t j, char32_t symbol) noexcept {
    return fits(symbol, m_table->b[k_left + j + 1]);
}

bool OpenAligner::is_equal(std::uint32_t i, std::uint32_t j) const noexcept {
    return m_table->a[i - 1] == m_table->b[k_left + j];
}

OpenAligner::Score OpenAligner::diagonal(std::uint32_t i, std::uint32_t j) const noexcept {
    const Score before = m_table->rows[i - 1][k_left + j - 1];
    const int change = is_equal(i, j) ? (m_table->a[i - 1] == k_slot ? 0 : 1) : -1;
    return before == k_unreached ? k_unreached : static_cast<Score>(before + change);
}

// A row again, cell by cell, since its best changes what is worth keeping to the right of it.
OpenAligner::Live OpenAligner::settle(std::uint32_t i, std::uint32_t first,
                                      std::uint32_t end) noexcept {
    Score* here = m_table->rows[i].data() + k_left;
    Live live{m_columns + 1, 0};
    for (std::uint32_t j = first; j < end; ++j) {
        if (here[j] < m_best_score - k_drop) {
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

OpenAligner::Live OpenAligner::fill_row(std::uint32_t i, Live above) noexcept {
    const Score* up = m_table->rows[i - 1].data() + k_left;
    Score* here = m_table->rows[i].data() + k_left;
    m_table->rows[i].fill(k_unreached);
    const std::uint16_t symbol = m_table->a[i - 1];
    // Two for what is equal, and then one less for all.
    const std::uint16_t gain = symbol == k_slot ? 1 : 2;
    const auto least = static_cast<Score>(m_best_score - k_drop);
    const Lanes steps{1, 2, 3, 4, 5, 6, 7, 8};
    Lanes is_best{};
    Score left = k_unreached;
    std::uint32_t j = above.first;
    for (; j <= m_columns && (j <= above.last + 1 || left > least); j += k_lanes) {
        const Lanes equal = reinterpret_cast<Lanes>(load(m_table->b.data() + k_left + j) == symbol);
        const Lanes across = less(load(up + j - 1) + (equal & gain), 1);
        Lanes score = from_left(greatest(across, less(load(up + j), 1)));
        score = greatest(score, greatest(all(left), steps) - steps);
        score &= load(m_table->columns.data() + k_left + j);
        score &= is_greater(score, all(static_cast<Score>(least - 1)));
        is_best |= equal & reinterpret_cast<Lanes>(score == across) &
                   is_greater(score, all(static_cast<Score>(m_best_score - 1)));
        store(here + j, score);
        left = score[k_lanes - 1];
    }
    const std::uint32_t end = std::min(j, m_columns + 1);
    if (is_any(is_best)) {
        return settle(i, above.first, end);
    }
    Live live{above.first, end};
    while (live.first < end && here[live.first] == k_unreached) {
        ++live.first;
    }
    if (live.first == end) {
        return {1, 0};
    }
    while (here[live.last - 1] == k_unreached) {
        --live.last;
    }
    --live.last;
    return live;
}

OpenAligner::Corner OpenAligner::fill(std::uint32_t rows, std::uint32_t columns) noexcept {
    m_columns = columns;
    m_best = {};
    m_best_score = k_zero;
    m_table->columns.fill(0);
    std::fill_n(m_table->columns.begin() + k_left, columns + 1, Score{0xFFFF});
    std::fill(m_table->b.begin() + k_left + columns + 1, m_table->b.end(), k_nothing);
    Row& first = m_table->rows[0];
    first.fill(k_unreached);
    Live live{0, std::min(columns, static_cast<std::uint32_t>(k_drop))};
    for (std::uint32_t j = 0; j <= live.last; ++j) {
        first[k_left + j] = static_cast<Score>(k_zero - j);
    }
    for (std::uint32_t i = 1; i <= rows && live.first <= live.last; ++i) {
        live = fill_row(i, live);
    }
    return m_best;
}

OpenAligner::Step OpenAligner::step(Corner corner) const noexcept {
    const auto [i, j] = corner;
    if (i == 0) {
        return Step::skip_b;
    }
    const Score score = m_table->rows[i][k_left + j];
    if (j > 0 && score == diagonal(i, j)) {
        return is_equal(i, j) ? Step::equal : Step::differ;
    }
    return score + 1 == m_table->rows[i - 1][k_left + j] ? Step::skip_a : Step::skip_b;
}

}  // namespace leitong::match
