#include "consensus.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

namespace leitong::templates {

namespace {

using match::Stretch;

constexpr std::size_t k_sample = 64;        // passages that the consensus is made of
constexpr std::uint32_t k_most_unlike = 4;  // in weight, of fillers of one place
constexpr int k_rounds = 3;                 // of which the last takes away only
// A clause stays if at least two fifths of the passages have it.
constexpr std::size_t k_keep = 2;
constexpr std::size_t k_keep_of = 5;

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

// What a passage inserts where others have nothing.
struct Insertion {
    std::span<const Unit> units;
    std::u32string_view symbols;
};

// The insertion that has most of what the others have: it stands for all of them, and what of it
// the others lack goes in the next round.
const Insertion& central_of(const std::vector<Insertion>& insertions) {
    std::unordered_map<char32_t, std::uint32_t> count;
    for (const Insertion& insertion : insertions) {
        const std::unordered_set<char32_t> own(insertion.symbols.begin(), insertion.symbols.end());
        for (const char32_t symbol : own) {
            ++count[symbol];
        }
    }
    const Insertion* best = &insertions.front();
    std::int64_t best_score = INT64_MIN;
    for (const Insertion& insertion : insertions) {
        std::int64_t score = 0;
        for (const Unit& unit : insertion.units) {
            score +=
                (count[unit.symbol] * 2 >= insertions.size() ? 1 : -1) * std::int64_t{weight(unit)};
        }
        if (score > best_score) {
            best_score = score;
            best = &insertion;
        }
    }
    return *best;
}

// Puts in the clauses that passages have and the columns lack, so that all of them meet in one
// place whatever stands beside them: the fullest passages first, for they tell the order.
void gather_clauses(std::vector<const Reading*> sample, std::vector<Unit>& columns,
                    std::u32string& symbols) {
    const std::size_t most_columns = 2 * columns.size();
    std::ranges::stable_sort(sample, std::ranges::greater(),
                             [](const Reading* reading) { return reading->units.size(); });
    for (const Reading* reading : sample) {
        const auto stretches = align_units(columns, symbols, reading->units, reading->symbols);
        std::vector<Unit> gathered;
        std::uint32_t column = 0;
        std::uint32_t unit = 0;
        for (std::size_t i = 0; i < stretches.size(); ++i) {
            const Stretch& next = stretches[i];
            gathered.insert(gathered.end(), columns.begin() + column,
                            columns.begin() + next.a + next.length);
            const bool is_put_in = next.a == column && next.b > unit && i > 0 &&
                                   (next.length == 0 || stretches[i - 1].length == 0);
            if (is_put_in) {
                gathered.insert(gathered.end() - next.length, reading->units.begin() + unit,
                                reading->units.begin() + next.b);
            }
            column = next.a + next.length;
            unit = next.b + next.length;
        }
        gathered.insert(gathered.end(), columns.begin() + column, columns.end());
        if (gathered.size() > most_columns) {
            return;
        }
        columns = std::move(gathered);
        symbols.clear();
        for (const Unit& own : columns) {
            symbols += own.symbol;
        }
    }
}

// One round: columns go that too few have of those whose clause is not left out as a whole; what
// enough insert alike, or in the same place as a clause of its own, comes.
class Refinement {
public:
    Refinement(std::vector<Unit>& columns, std::u32string& symbols)
        : m_columns(columns),
          m_symbols(symbols),
          m_support(columns.size()),
          m_absent(columns.size()),
          m_insertions(columns.size() + 1) {}

    void run(const std::vector<const Reading*>& sample, bool inserts) {
        for (const Reading* reading : sample) {
            count(*reading, inserts);
        }
        rebuild(sample.size());
    }

private:
    void count(const Reading& reading, bool inserts) {
        const auto stretches = align_units(m_columns, m_symbols, reading.units, reading.symbols);
        Stretch before;
        for (std::size_t i = 0; i <= stretches.size(); ++i) {
            const Stretch next = i < stretches.size()
                                     ? stretches[i]
                                     : Stretch{static_cast<std::uint32_t>(m_columns.size()),
                                               static_cast<std::uint32_t>(reading.units.size()), 0};
            const std::uint32_t column = before.a + before.length;
            const std::uint32_t unit = before.b + before.length;
            const std::uint32_t left_out = weight_of(m_columns, column, next.a);
            const std::uint32_t instead = weight_of(reading.units, unit, next.b);
            const bool is_absent = is_clause_left_out(left_out, instead) ||
                                   (instead == 0 && next.length == 0 && i < stretches.size());
            const bool is_other = instead * k_most_unlike >= left_out && left_out > 0;
            for (std::uint32_t c = column; c < next.a; ++c) {
                m_absent[c] += is_absent ? 1U : 0U;
                m_support[c] += is_other ? 1U : 0U;
            }
            if (inserts && next.b > unit && left_out * 4 <= instead) {
                m_insertions[next.a].push_back(
                    {std::span(reading.units).subspan(unit, next.b - unit),
                     std::u32string_view(reading.symbols).substr(unit, next.b - unit)});
            }
            for (std::uint32_t c = next.a; c < next.a + next.length; ++c) {
                ++m_support[c];
            }
            before = next;
        }
    }

    void rebuild(std::size_t sample) {
        const auto is_enough = [&](std::size_t count) {
            return count >= 2 && count * k_keep_of >= sample * k_keep;
        };
        std::vector<Unit> columns;
        for (std::size_t c = 0; c <= m_columns.size(); ++c) {
            insert(c, sample, is_enough, columns);
            const bool stays = c < m_columns.size() && m_support[c] > 0 &&
                               m_support[c] * 2 >= sample - m_absent[c] &&
                               (sample <= 2 || is_enough(sample - m_absent[c]));
            if (stays) {
                columns.push_back(m_columns[c]);
            }
        }
        m_columns = std::move(columns);
        m_symbols.clear();
        for (const Unit& column : m_columns) {
            m_symbols += column.symbol;
        }
    }

    template <typename IsEnough>
    void insert(std::size_t column, std::size_t sample, const IsEnough& is_enough,
                std::vector<Unit>& columns) const {
        std::map<std::u32string_view, std::size_t> alike;
        std::vector<Insertion> clauses;
        const Insertion* most = nullptr;
        for (const Insertion& insertion : m_insertions[column]) {
            const std::size_t count = ++alike[insertion.symbols];
            if (count * 2 > sample) {
                most = &insertion;
            }
            if (weight_of(insertion.units, 0, static_cast<std::uint32_t>(insertion.units.size())) >=
                k_clause_weight) {
                clauses.push_back(insertion);
            }
        }
        if (most == nullptr && is_enough(clauses.size())) {
            most = &central_of(clauses);
        }
        if (most != nullptr) {
            columns.insert(columns.end(), most->units.begin(), most->units.end());
        }
    }

    std::vector<Unit>& m_columns;
    std::u32string& m_symbols;
    std::vector<std::size_t> m_support;
    std::vector<std::size_t> m_absent;  // whose clause is left out
    std::vector<std::vector<Insertion>> m_insertions;
};

}  // namespace

std::vector<Event> Consensus::events(std::size_t reading, std::span<const Unit> units) const {
    std::vector<Event> found;
    Event gap;
    const auto close_gap = [&](std::uint32_t column, std::uint32_t unit, bool is_parted) {
        gap.column_end = column;
        gap.unit_end = unit;
        gap.is_parted |= is_parted;
        if (gap.column_begin < gap.column_end || gap.unit_begin < gap.unit_end) {
            found.push_back(gap);
        }
    };
    for (const Stretch& stretch : stretches[reading]) {
        close_gap(stretch.a, stretch.b, stretch.length == 0);
        for (std::uint32_t i = 0; i < stretch.length; ++i) {
            const std::uint32_t column = stretch.a + i;
            const std::uint32_t unit = stretch.b + i;
            if (columns[column].content != units[unit].content) {
                found.push_back({column, column + 1, unit, unit + 1});
            }
        }
        gap = {stretch.a + stretch.length, 0, stretch.b + stretch.length, 0, stretch.length == 0};
    }
    close_gap(static_cast<std::uint32_t>(columns.size()), static_cast<std::uint32_t>(units.size()),
              false);
    return found;
}

Consensus agree(std::span<const Reading> readings) {
    const std::vector<const Reading*> sample = sample_of(readings);
    const Reading& backbone = backbone_of(sample);
    Consensus made{backbone.units, backbone.symbols, {}};
    if (sample.size() > 2) {
        gather_clauses(sample, made.columns, made.symbols);
    }
    for (int round = 0; round < k_rounds; ++round) {
        Refinement(made.columns, made.symbols).run(sample, round + 1 < k_rounds);
    }
    made.stretches.reserve(readings.size());
    for (const Reading& reading : readings) {
        made.stretches.push_back(
            align_units(made.columns, made.symbols, reading.units, reading.symbols));
    }
    return made;
}

}  // namespace leitong::templates
