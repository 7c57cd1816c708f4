#include "clause_gaps.hpp"

#include <algorithm>

#include "unit_alignment.hpp"

namespace leitong::templates {

namespace {

using match::Stretch;
using Units = std::span<const Unit>;

constexpr bool is_clause_sign(char32_t sign) noexcept {
    return sign == U',' || sign == U';' || sign == U'!' || sign == U'?' || sign == U':' ||
           sign == 0x3002;
}

// Whether [begin, end) are clauses from end to end, or from before one sign to before another.
bool are_clauses(Units units, Side side) {
    if (side.is_empty()) {
        return false;
    }
    const bool is_after = side.begin == 0 || ends_clause(units, side.begin - 1);
    const bool is_before = side.end == units.size() || ends_clause(units, side.end);
    return (is_after && ends_clause(units, side.end - 1)) ||
           (is_before && ends_clause(units, side.begin));
}

// What is left of a side without whole clauses at its beginning, or at its end.
std::vector<Side> rests(Units units, Side side) {
    constexpr std::uint32_t k_longest = 400;  // units; more is no gap beside a slot
    std::vector<Side> found;
    if (side.end - side.begin > k_longest) {
        return found;
    }
    for (std::uint32_t at = side.begin + 1; at < side.end; ++at) {
        if (are_clauses(units, {side.begin, at})) {
            found.push_back({at, side.end});
        }
        if (are_clauses(units, {at, side.end})) {
            found.push_back({side.begin, at});
        }
    }
    return found;
}

// Whether a side stands between the ends of clauses.
bool is_between_signs(Units units, Side side) {
    return (side.begin == 0 || ends_clause(units, side.begin - 1)) &&
           (side.end == units.size() || ends_clause(units, side.end));
}

// Whether clauses of one side stand where the other has others.
bool are_other_clauses(Units a, Units b, const Sides& gap) {
    const auto are_whole = [](Units units, Side side) {
        return are_clauses(units, side) || is_between_signs(units, side);
    };
    return are_whole(a, gap.a) && are_whole(b, gap.b) && !are_signs_equal(a, b, gap);
}

// Puts the stretches of one gap behind what is there already.
class GapWriter {
public:
    GapWriter(Units a, Units b, std::vector<Stretch>& out) : m_a(a), m_b(b), m_out(out) {}

    void part(const Sides& gap) {
        if (const auto rest = without_clauses(m_a, m_b, gap)) {
            if (rest->a.begin > gap.a.begin || rest->b.begin > gap.b.begin) {
                m_out.push_back({rest->a.begin, rest->b.begin, 0});
            }
            same_ends(rest->a, rest->b);
            if (rest->a.end < gap.a.end || rest->b.end < gap.b.end) {
                m_out.push_back({rest->a.end, rest->b.end, 0});
            }
        } else if (are_other_clauses(m_a, m_b, gap)) {
            m_out.push_back({gap.a.end, gap.b.begin, 0});
        }
    }

private:
    // What is the same at the edges of the rest, now that it stands for itself.
    void same_ends(Side a, Side b) {
        const auto most = std::min(a.end - a.begin, b.end - b.begin);
        std::uint32_t first = 0;
        while (first < most && m_a[a.begin + first].symbol == m_b[b.begin + first].symbol) {
            ++first;
        }
        std::uint32_t last = 0;
        while (first + last < most &&
               m_a[a.end - last - 1].symbol == m_b[b.end - last - 1].symbol) {
            ++last;
        }
        if (first > 0) {
            m_out.push_back({a.begin, b.begin, first});
        }
        if (last > 0) {
            m_out.push_back({a.end - last, b.end - last, last});
        }
    }

    Units m_a;
    Units m_b;
    std::vector<Stretch>& m_out;
};

}  // namespace

bool ends_clause(Units units, std::uint32_t at) {
    constexpr std::uint32_t k_near = 4;
    if (units[at].kind != UnitKind::sign || !is_clause_sign(units[at].symbol)) {
        return false;
    }
    for (std::uint32_t i = at; i > 0 && i + k_near > at; --i) {
        if (units[i - 1].kind == UnitKind::character) {
            return true;
        }
    }
    return false;
}

bool are_signs_equal(Units a, Units b, Sides gap) {
    const auto next = [](Units units, std::uint32_t& at, std::uint32_t end) {
        while (at < end && units[at].kind != UnitKind::sign) {
            ++at;
        }
        return at < end;
    };
    while (true) {
        const bool has_a = next(a, gap.a.begin, gap.a.end);
        const bool has_b = next(b, gap.b.begin, gap.b.end);
        if (!has_a || !has_b) {
            return has_a == has_b;
        }
        if (a[gap.a.begin++].symbol != b[gap.b.begin++].symbol) {
            return false;
        }
    }
}

std::optional<Sides> without_clauses(Units a, Units b, const Sides& gap) {
    std::optional<Sides> best;
    std::uint32_t best_cost = 0;
    const auto offer = [&](const Sides& rest) {
        if (rest.a.is_empty() || rest.b.is_empty() || !are_signs_equal(a, b, rest)) {
            return;
        }
        const std::uint32_t a_weight = weight_of(a, rest.a.begin, rest.a.end);
        const std::uint32_t b_weight = weight_of(b, rest.b.begin, rest.b.end);
        const std::uint32_t longer = std::max(a_weight, b_weight);
        const std::uint32_t cost = longer - std::min(a_weight, b_weight);
        if (cost * 2 <= longer && (!best || cost < best_cost)) {
            best = rest;
            best_cost = cost;
        }
    };
    for (const Side& rest : rests(a, gap.a)) {
        offer({rest, gap.b});
    }
    for (const Side& rest : rests(b, gap.b)) {
        offer({gap.a, rest});
    }
    return best;
}

std::vector<Stretch> part_clauses(Units a, Units b, std::vector<Stretch> stretches) {
    std::vector<Stretch> parted;
    GapWriter writer(a, b, parted);
    Stretch before;
    for (std::size_t i = 0; i <= stretches.size(); ++i) {
        const Stretch next = i < stretches.size()
                                 ? stretches[i]
                                 : Stretch{static_cast<std::uint32_t>(a.size()),
                                           static_cast<std::uint32_t>(b.size()), 0};
        const Side a_side{before.a + before.length, next.a};
        const Side b_side{before.b + before.length, next.b};
        if (!a_side.is_empty() && !b_side.is_empty()) {
            writer.part({a_side, b_side});
        }
        if (i < stretches.size()) {
            parted.push_back(next);
        }
        before = next;
    }
    return parted;
}

}  // namespace leitong::templates
