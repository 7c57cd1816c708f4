#include "consensus.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

namespace leitong::templates {

namespace {

using match::Stretch;

constexpr std::size_t k_sample = 64;  // passages that the consensus is made of
constexpr int k_rounds = 2;
constexpr std::uint32_t k_strong = 8;       // weight of a stretch that is never chance
constexpr std::uint32_t k_sign_weight = 3;  // a sign keeps fillers apart better than a letter

std::uint32_t weight_of(std::span<const Unit> units, std::uint32_t begin, std::uint32_t end) {
    std::uint32_t sum = 0;
    for (std::uint32_t i = begin; i < end; ++i) {
        sum += weight(units[i]);
    }
    return sum;
}

class Cleaner {
public:
    Cleaner(std::span<const Unit> a, std::span<const Unit> b, std::vector<Stretch> stretches)
        : m_a(a), m_b(b), m_stretches(std::move(stretches)) {}

    std::vector<Stretch> run() {
        for (std::size_t i = 0; i < m_stretches.size(); ++i) {
            const Stretch next =
                i + 1 < m_stretches.size() ? m_stretches[i + 1] : Stretch{size(m_a), size(m_b), 0};
            const Stretch before = m_kept.empty() ? Stretch{} : m_kept.back();
            const Stretch& stretch = m_stretches[i];
            const std::uint32_t strength = strength_of(stretch);
            if (strength >= k_strong ||
                (gap(before, stretch) <= 2 * strength && gap(stretch, next) <= 2 * strength)) {
                m_kept.push_back(stretch);
            }
        }
        grow();
        return std::move(m_kept);
    }

private:
    static std::uint32_t size(std::span<const Unit> units) {
        return static_cast<std::uint32_t>(units.size());
    }

    [[nodiscard]] std::uint32_t strength_of(const Stretch& stretch) const {
        std::uint32_t sum = 0;
        for (std::uint32_t i = stretch.a; i < stretch.a + stretch.length; ++i) {
            const bool is_title = m_a[i].kind == UnitKind::value && m_a[i].slot == SlotKind::title;
            sum += is_title                        ? k_strong
                   : m_a[i].kind == UnitKind::sign ? k_sign_weight
                                                   : weight(m_a[i]);
        }
        return sum;
    }

    // How much stands between two stretches: little where one side is a value, which stands for
    // whatever the other says.
    [[nodiscard]] std::uint32_t gap(const Stretch& left, const Stretch& right) const {
        const std::uint32_t a0 = left.a + left.length;
        const std::uint32_t b0 = left.b + left.length;
        const bool is_value = is_one_value(m_a, a0, right.a) || is_one_value(m_b, b0, right.b);
        const std::uint32_t larger =
            std::max(weight_of(m_a, a0, right.a), weight_of(m_b, b0, right.b));
        return is_value ? std::min(larger, 3U) : larger;
    }

    static bool is_one_value(std::span<const Unit> units, std::uint32_t begin, std::uint32_t end) {
        return end == begin + 1 && units[begin].kind == UnitKind::value;
    }

    // What was dropped may leave equal units at the edges of what stayed.
    void grow() {
        for (std::size_t i = 0; i < m_kept.size(); ++i) {
            Stretch& stretch = m_kept[i];
            const Stretch before = i == 0 ? Stretch{} : m_kept[i - 1];
            const std::uint32_t first_a = before.a + before.length;
            const std::uint32_t first_b = before.b + before.length;
            while (stretch.a > first_a && stretch.b > first_b &&
                   m_a[stretch.a - 1].symbol == m_b[stretch.b - 1].symbol) {
                --stretch.a;
                --stretch.b;
                ++stretch.length;
            }
            const std::uint32_t last_a = i + 1 == m_kept.size() ? size(m_a) : m_kept[i + 1].a;
            const std::uint32_t last_b = i + 1 == m_kept.size() ? size(m_b) : m_kept[i + 1].b;
            while (stretch.a + stretch.length < last_a && stretch.b + stretch.length < last_b &&
                   m_a[stretch.a + stretch.length].symbol ==
                       m_b[stretch.b + stretch.length].symbol) {
                ++stretch.length;
            }
        }
    }

    std::span<const Unit> m_a;
    std::span<const Unit> m_b;
    std::vector<Stretch> m_stretches;
    std::vector<Stretch> m_kept;
};

// Every k-th reading, so that the sample is spread over the order of content.
std::vector<const Reading*> sample_of(std::span<const Reading> readings) {
    std::vector<const Reading*> counted;
    for (const Reading& reading : readings) {
        if (reading.is_first) {
            counted.push_back(&reading);
        }
    }
    const std::size_t count = std::min(counted.size(), k_sample);
    std::vector<const Reading*> sample;
    for (std::size_t i = 0; i < count; ++i) {
        sample.push_back(counted[i * counted.size() / count]);
    }
    return sample;
}

// The reading that has most of what most have, and least else.
const Reading& backbone_of(const std::vector<const Reading*>& sample) {
    std::unordered_map<char32_t, std::uint32_t> count;
    for (const Reading* reading : sample) {
        const std::unordered_set<char32_t> own(reading->symbols.begin(), reading->symbols.end());
        for (const char32_t symbol : own) {
            ++count[symbol];
        }
    }
    const Reading* best = sample.front();
    std::int64_t best_score = INT64_MIN;
    for (const Reading* reading : sample) {
        std::int64_t score = 0;
        for (const Unit& unit : reading->units) {
            const std::int64_t sign = count[unit.symbol] * 2 >= sample.size() ? 1 : -1;
            score += sign * weight(unit);
        }
        if (score > best_score) {
            best_score = score;
            best = reading;
        }
    }
    return *best;
}

// Columns that at least half of the sample have, with what more than half insert alike.
class Refinement {
public:
    Refinement(std::vector<Unit>& columns, std::u32string& symbols)
        : m_columns(columns), m_symbols(symbols) {}

    void run(const std::vector<const Reading*>& sample) {
        std::vector<std::uint32_t> support(m_columns.size());
        std::vector<std::map<std::u32string, Insertion>> insertions(m_columns.size() + 1);
        for (const Reading* reading : sample) {
            const auto stretches =
                align_units(m_columns, m_symbols, reading->units, reading->symbols);
            Stretch before;
            for (std::size_t i = 0; i <= stretches.size(); ++i) {
                const Stretch next =
                    i < stretches.size()
                        ? stretches[i]
                        : Stretch{static_cast<std::uint32_t>(m_columns.size()),
                                  static_cast<std::uint32_t>(reading->units.size()), 0};
                const std::uint32_t first = before.b + before.length;
                if (next.b > first) {
                    Insertion& insertion =
                        insertions[next.a][reading->symbols.substr(first, next.b - first)];
                    insertion.units = std::span(reading->units).subspan(first, next.b - first);
                    ++insertion.count;
                }
                for (std::uint32_t c = next.a; c < next.a + next.length; ++c) {
                    ++support[c];
                }
                before = next;
            }
        }
        rebuild(sample.size(), support, insertions);
    }

private:
    struct Insertion {
        std::span<const Unit> units;
        std::uint32_t count = 0;
    };

    void rebuild(std::size_t sample, const std::vector<std::uint32_t>& support,
                 const std::vector<std::map<std::u32string, Insertion>>& insertions) {
        std::vector<Unit> columns;
        for (std::size_t c = 0; c <= m_columns.size(); ++c) {
            for (const auto& [symbols, insertion] : insertions[c]) {
                if (insertion.count * 2 > sample) {
                    columns.insert(columns.end(), insertion.units.begin(), insertion.units.end());
                }
            }
            if (c < m_columns.size() && support[c] * 2 >= sample) {
                columns.push_back(m_columns[c]);
            }
        }
        m_columns = std::move(columns);
        m_symbols.clear();
        for (const Unit& column : m_columns) {
            m_symbols += column.symbol;
        }
    }

    std::vector<Unit>& m_columns;
    std::u32string& m_symbols;
};

}  // namespace

std::vector<Stretch> align_units(std::span<const Unit> a, std::u32string_view a_symbols,
                                 std::span<const Unit> b, std::u32string_view b_symbols) {
    return Cleaner(a, b, match::align(a_symbols, b_symbols)).run();
}

std::vector<Event> Consensus::events(std::size_t reading, std::span<const Unit> units) const {
    std::vector<Event> found;
    Event gap;
    const auto close_gap = [&](std::uint32_t column, std::uint32_t unit) {
        gap.column_end = column;
        gap.unit_end = unit;
        if (gap.column_begin < gap.column_end || gap.unit_begin < gap.unit_end) {
            found.push_back(gap);
        }
    };
    for (const Stretch& stretch : stretches[reading]) {
        close_gap(stretch.a, stretch.b);
        for (std::uint32_t i = 0; i < stretch.length; ++i) {
            const std::uint32_t column = stretch.a + i;
            const std::uint32_t unit = stretch.b + i;
            if (columns[column].content != units[unit].content) {
                found.push_back({column, column + 1, unit, unit + 1});
            }
        }
        gap = {stretch.a + stretch.length, 0, stretch.b + stretch.length, 0};
    }
    close_gap(static_cast<std::uint32_t>(columns.size()), static_cast<std::uint32_t>(units.size()));
    return found;
}

Consensus agree(std::span<const Reading> readings) {
    const std::vector<const Reading*> sample = sample_of(readings);
    const Reading& backbone = backbone_of(sample);
    Consensus made{backbone.units, backbone.symbols, {}};
    for (int round = 0; round < k_rounds; ++round) {
        Refinement(made.columns, made.symbols).run(sample);
    }
    made.stretches.reserve(readings.size());
    for (const Reading& reading : readings) {
        made.stretches.push_back(
            align_units(made.columns, made.symbols, reading.units, reading.symbols));
    }
    return made;
}

}  // namespace leitong::templates
