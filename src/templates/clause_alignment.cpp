#include "clause_alignment.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

#include "clause_gaps.hpp"
#include "unit_alignment.hpp"

namespace leitong::templates {

namespace {

using match::Stretch;

constexpr std::uint32_t k_nothing = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint32_t k_anchor_weight = 16;    // of an equal clause that is no chance
constexpr std::size_t k_most_pairs = 4096;       // of clauses in one zone
constexpr std::uint32_t k_longest_clause = 256;  // units

std::vector<Side> clauses_of(std::span<const Unit> units) {
    std::vector<Side> clauses;
    std::uint32_t begin = 0;
    for (std::uint32_t at = 0; at < units.size(); ++at) {
        if (ends_clause(units, at) || at + 1 == units.size()) {
            clauses.push_back({begin, at + 1});
            begin = at + 1;
        }
    }
    return clauses;
}

// Weight of the heaviest common subsequence of two clauses.
class SharedWeight {
public:
    std::uint32_t operator()(const Sequence& a, const Sequence& b) {
        m_row.assign(b.units.size() + 1, 0);
        for (std::size_t i = 0; i < a.units.size(); ++i) {
            std::uint32_t diagonal = 0;
            for (std::size_t j = 0; j < b.units.size(); ++j) {
                const std::uint32_t above = m_row[j + 1];
                const std::uint32_t here = a.symbols[i] == b.symbols[j]
                                               ? diagonal + weight(a.units[i])
                                               : std::max(above, m_row[j]);
                diagonal = above;
                m_row[j + 1] = here;
            }
        }
        return m_row.back();
    }

private:
    std::vector<std::uint32_t> m_row;
};

class ClauseAligner {
public:
    ClauseAligner(const Sequence& a, const Sequence& b, std::vector<Stretch> stretches)
        : m_a(a),
          m_b(b),
          m_stretches(std::move(stretches)),
          m_a_clauses(clauses_of(a.units)),
          m_b_clauses(clauses_of(b.units)) {}

    std::vector<Stretch> run() {
        if (m_a_clauses.size() < 2 || m_b_clauses.size() < 2) {
            return std::move(m_stretches);
        }
        find_images();
        std::uint32_t a_clause = 0;
        std::uint32_t b_clause = 0;
        const auto a_count = static_cast<std::uint32_t>(m_a_clauses.size());
        const auto b_count = static_cast<std::uint32_t>(m_b_clauses.size());
        for (std::uint32_t i = 0; i < a_count; ++i) {
            const std::uint32_t same = equal_clause(i);
            if (same != k_nothing && same >= b_clause) {
                zone({a_clause, i}, {b_clause, same});
                put({m_a_clauses[i].begin, m_b_clauses[same].begin, length(m_a_clauses[i])});
                a_clause = i + 1;
                b_clause = same + 1;
            }
        }
        zone({a_clause, a_count}, {b_clause, b_count});
        return std::move(m_out);
    }

private:
    static std::uint32_t length(const Side& side) { return side.end - side.begin; }

    void find_images() {
        m_image.assign(m_a.units.size(), k_nothing);
        for (const Stretch& stretch : m_stretches) {
            for (std::uint32_t i = 0; i < stretch.length; ++i) {
                m_image[stretch.a + i] = stretch.b + i;
            }
        }
        m_clause_at.assign(m_b.units.size(), k_nothing);
        for (std::uint32_t i = 0; i < m_b_clauses.size(); ++i) {
            m_clause_at[m_b_clauses[i].begin] = i;
        }
    }

    // The clause of b that a clause of a is aligned to from end to end.
    [[nodiscard]] std::uint32_t equal_clause(std::uint32_t index) const {
        const Side& clause = m_a_clauses[index];
        const std::uint32_t first = m_image[clause.begin];
        const std::uint32_t found = first == k_nothing ? k_nothing : m_clause_at[first];
        if (found == k_nothing || length(m_b_clauses[found]) != length(clause)) {
            return k_nothing;
        }
        for (std::uint32_t i = 0; i < length(clause); ++i) {
            if (m_image[clause.begin + i] != first + i) {
                return k_nothing;
            }
        }
        const bool is_equal = weight_of(m_a.units, clause.begin, clause.end) >= k_anchor_weight;
        return is_equal ? found : k_nothing;
    }

    // Clauses [a.begin, a.end) and [b.begin, b.end), between equal ones.
    void zone(const Side& a, const Side& b) {
        if (a.is_empty() && b.is_empty()) {
            return;
        }
        const Sides units{units_of(m_a_clauses, a, m_a), units_of(m_b_clauses, b, m_b)};
        const std::size_t kept = m_out.size();
        if (!is_in_step(a, b) && by_clauses(a, b, units)) {
            return;
        }
        m_out.resize(kept);
        for (const Stretch& stretch : m_stretches) {
            if (stretch.length == 0 && is_within(stretch, units)) {
                part(stretch.a, stretch.b);
            }
            const std::uint32_t begin = std::max(stretch.a, units.a.begin);
            const std::uint32_t end = std::min(stretch.a + stretch.length, units.a.end);
            if (begin < end) {
                put({begin, stretch.b + (begin - stretch.a), end - begin});
            }
        }
    }

    static bool is_within(const Stretch& point, const Sides& units) {
        return point.a >= units.a.begin && point.a <= units.a.end && point.b >= units.b.begin &&
               point.b <= units.b.end;
    }

    static Side units_of(const std::vector<Side>& clauses, const Side& range,
                         const Sequence& text) {
        const auto at = [&](std::uint32_t clause) {
            return clause < clauses.size() ? clauses[clause].begin
                                           : static_cast<std::uint32_t>(text.units.size());
        };
        return {at(range.begin), at(range.end)};
    }

    // Whether both sides have as many clauses, each ends where the other's does, and none is
    // another clause than its fellow. What a colon announces may be all else.
    bool is_in_step(const Side& a, const Side& b) {
        if (length(a) != length(b)) {
            return false;
        }
        for (std::uint32_t i = 0; i < length(a); ++i) {
            const Side& own = m_a_clauses[a.begin + i];
            const Side& other = m_b_clauses[b.begin + i];
            const bool is_announced = own.begin > 0 && m_a.symbols[own.begin - 1] == U':';
            const bool is_other = !is_announced && is_heavy(m_a.units, own) &&
                                  is_heavy(m_b.units, other) && worth_of(own, other) == 0;
            if (m_image[own.end - 1] != other.end - 1 || is_other) {
                return false;
            }
        }
        return true;
    }

    static bool is_heavy(std::span<const Unit> units, const Side& clause) {
        return weight_of(units, clause.begin, clause.end) >= k_anchor_weight;
    }

    bool by_clauses(const Side& a, const Side& b, const Sides& units) {
        if (a.is_empty() || b.is_empty()) {
            part(units.a.begin, units.b.begin);
            part(units.a.end, units.b.begin);
            part(units.a.end, units.b.end);
            return true;
        }
        if (std::size_t{length(a)} * length(b) > k_most_pairs || !are_short(a, b)) {
            return false;
        }
        const auto pairs = alike_clauses(a, b);
        std::uint32_t explained = 0;
        Side at{units.a.begin, units.b.begin};  // what is written up to: of a, and of b
        for (const auto& [i, j] : pairs) {
            const Side& own = m_a_clauses[i];
            const Side& other = m_b_clauses[j];
            leave_out(at, own.begin, other.begin);
            for (const Stretch& stretch :
                 align_closely(m_a.part(own.begin, own.end), m_b.part(other.begin, other.end))) {
                put({own.begin + stretch.a, other.begin + stretch.b, stretch.length});
                explained += weight_of(m_a.units, own.begin + stretch.a,
                                       own.begin + stretch.a + stretch.length);
            }
            at = {own.end, other.end};
        }
        leave_out(at, units.a.end, units.b.end);
        return explained * 2 >= weight_aligned(units.a);
    }

    [[nodiscard]] bool are_short(const Side& a, const Side& b) const {
        const auto is_short = [](const Side& clause) { return length(clause) <= k_longest_clause; };
        return std::all_of(m_a_clauses.begin() + a.begin, m_a_clauses.begin() + a.end, is_short) &&
               std::all_of(m_b_clauses.begin() + b.begin, m_b_clauses.begin() + b.end, is_short);
    }

    [[nodiscard]] std::uint32_t weight_aligned(const Side& a) const {
        std::uint32_t sum = 0;
        for (std::uint32_t i = a.begin; i < a.end; ++i) {
            sum += m_image[i] == k_nothing ? 0 : weight(m_a.units[i]);
        }
        return sum;
    }

    // Pairs of clauses, in order on both sides, that together have most in common.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> alike_clauses(const Side& a,
                                                                       const Side& b) {
        const std::size_t width = length(b) + 1;
        std::vector<std::int64_t> best((length(a) + 1) * width);
        std::vector<std::int64_t> worth(best.size());
        for (std::uint32_t i = length(a); i-- > 0;) {
            for (std::uint32_t j = length(b); j-- > 0;) {
                const std::size_t cell = i * width + j;
                worth[cell] = worth_of(m_a_clauses[a.begin + i], m_b_clauses[b.begin + j]);
                best[cell] = std::max(best[cell + width], best[cell + 1]);
                if (worth[cell] > 0) {
                    best[cell] = std::max(best[cell], best[cell + width + 1] + worth[cell]);
                }
            }
        }
        std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
        std::uint32_t i = 0;
        std::uint32_t j = 0;
        while (i < length(a) && j < length(b)) {
            const std::size_t cell = i * width + j;
            if (worth[cell] > 0 && best[cell] == best[cell + width + 1] + worth[cell]) {
                pairs.emplace_back(a.begin + i, b.begin + j);
                ++i;
                ++j;
            } else if (best[cell] == best[cell + width]) {
                ++i;
            } else {
                ++j;
            }
        }
        return pairs;
    }

    // What two clauses have in common, less what a third of both weighs: not positive if they are
    // no more alike than that.
    std::int64_t worth_of(const Side& a, const Side& b) {
        const std::uint32_t shared = m_shared(m_a.part(a.begin, a.end), m_b.part(b.begin, b.end));
        const std::uint32_t both =
            weight_of(m_a.units, a.begin, a.end) + weight_of(m_b.units, b.begin, b.end);
        const std::int64_t alike =
            std::min(5 * std::int64_t{shared} - both, std::int64_t{both} / 2);
        return alike > 0 ? 4 * alike + shared : 0;
    }

    // What each side alone has from where both are up to here.
    void leave_out(const Side& from, std::uint32_t a, std::uint32_t b) {
        if (from.begin < a || from.end < b) {
            part(from.begin, from.end);
            part(a, from.end);
            part(a, b);
        }
    }

    void part(std::uint32_t a, std::uint32_t b) {
        const bool is_there = !m_out.empty() && m_out.back() == Stretch{a, b, 0};
        if (!is_there) {
            m_out.push_back({a, b, 0});
        }
    }

    void put(const Stretch& stretch) { append_stretch(m_out, stretch); }

    Sequence m_a;
    Sequence m_b;
    std::vector<Stretch> m_stretches;
    std::vector<Side> m_a_clauses;
    std::vector<Side> m_b_clauses;
    std::vector<std::uint32_t> m_image;      // unit of b that a unit of a is aligned to
    std::vector<std::uint32_t> m_clause_at;  // clause that begins at a unit of b
    std::vector<Stretch> m_out;
    SharedWeight m_shared;
};

}  // namespace

std::vector<Stretch> align_clauses(const Sequence& a, const Sequence& b,
                                   std::vector<Stretch> stretches) {
    return ClauseAligner(a, b, std::move(stretches)).run();
}

}  // namespace leitong::templates
