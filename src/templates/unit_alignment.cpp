#include "unit_alignment.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "clause_gaps.hpp"

namespace leitong::templates {

namespace {

using match::Stretch;

constexpr std::uint32_t k_strong = 8;       // weight of a stretch that is never chance
constexpr std::uint32_t k_sign_weight = 3;  // a sign keeps fillers apart better than a letter

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
                (gap(before, stretch) <= 2 * strength && gap(stretch, next) <= 2 * strength &&
                 !is_shift(before, stretch, next))) {
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

    // 武安 against 安宁: what one side has before, and the other after, is one word for another.
    static bool is_shift(const Stretch& before, const Stretch& stretch, const Stretch& next) {
        const bool a_before = stretch.a > before.a + before.length;
        const bool b_before = stretch.b > before.b + before.length;
        const bool a_after = next.a > stretch.a + stretch.length;
        const bool b_after = next.b > stretch.b + stretch.length;
        return a_before != b_before && a_after != b_after && a_before == b_after;
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

// Where a list stands shifted against another, the same name in different places of both is no
// agreement: what counts is the place, and that the signs between tell.
class Lists {
public:
    Lists(std::span<const Unit> a, std::span<const Unit> b, std::vector<Stretch> stretches)
        : m_a(a), m_b(b), m_stretches(std::move(stretches)) {}

    std::vector<Stretch> run() {
        const std::size_t count = m_stretches.size();
        std::size_t next = 0;  // of the stretches that are not looked at yet
        while (next <= count) {
            std::size_t last = next;
            if (const auto shift = shift_from(next)) {
                last = shift->last;
                write(gap(next, last), shift->places);
            }
            if (last < count) {
                m_made.push_back(m_stretches[last]);
            }
            next = last + 1;
        }
        return join();
    }

private:
    // Lists of which one stands shifted, up to stretch `last`.
    struct Shift {
        std::size_t last = 0;
        Sides places;  // without clauses that only one side has
    };

    // From after the stretch before `first` to the beginning of stretch `last`.
    [[nodiscard]] Sides gap(std::size_t first, std::size_t last) const {
        const Stretch before = first == 0 ? Stretch{} : m_stretches[first - 1];
        const Stretch after = last < m_stretches.size()
                                  ? m_stretches[last]
                                  : Stretch{static_cast<std::uint32_t>(m_a.size()),
                                            static_cast<std::uint32_t>(m_b.size()), 0};
        return {{before.a + before.length, after.a}, {before.b + before.length, after.b}};
    }

    // Up to the stretch before which both sides have had the same signs again.
    [[nodiscard]] std::optional<Shift> shift_from(std::size_t first) const {
        constexpr std::size_t k_most_stretches = 8;
        if (const Sides own = gap(first, first); are_signs_equal(m_a, m_b, own)) {
            return is_list(own.a) ? std::optional(Shift{first, own}) : std::nullopt;
        }
        std::uint32_t same = 0;
        std::uint32_t different = 0;
        for (std::size_t last = first; last <= m_stretches.size(); ++last) {
            const Sides zone = gap(last, last);
            different += std::max(weight_of(m_a, zone.a.begin, zone.a.end),
                                  weight_of(m_b, zone.b.begin, zone.b.end));
            if (last > first && same <= different) {
                const Sides all = gap(first, last);
                if (are_signs_equal(m_a, m_b, all)) {
                    return Shift{last, all};
                }
                const auto rest = without_clauses(m_a, m_b, all);
                if (rest && is_list(rest->a)) {
                    return Shift{last, *rest};
                }
            }
            if (last == m_stretches.size() || last - first >= k_most_stretches) {
                break;
            }
            const Stretch& stretch = m_stretches[last];
            same += weight_of(m_a, stretch.a, stretch.a + stretch.length);
        }
        return std::nullopt;
    }

    // Whether names stand there with 、 between them.
    [[nodiscard]] bool is_list(Side side) const {
        constexpr char32_t k_list_sign = 0x3001;
        const auto units = m_a.subspan(side.begin, side.end - side.begin);
        const auto is_sign = [](const Unit& unit) { return unit.kind == UnitKind::sign; };
        return std::ranges::any_of(units, is_sign) &&
               std::ranges::all_of(units, [&](const Unit& unit) {
                   return !is_sign(unit) || unit.symbol == k_list_sign;
               });
    }

    static std::uint32_t next_sign(std::span<const Unit> units, std::uint32_t at,
                                   std::uint32_t end) {
        while (at < end && units[at].kind != UnitKind::sign) {
            ++at;
        }
        return at;
    }

    void write(const Sides& zone, const Sides& places) {
        if (places.a.begin > zone.a.begin || places.b.begin > zone.b.begin) {
            m_made.push_back({places.a.begin, places.b.begin, 0});
        }
        align_places(places);
        if (places.a.end < zone.a.end || places.b.end < zone.b.end) {
            m_made.push_back({places.a.end, places.b.end, 0});
        }
    }

    // Sign to sign; between two, what is the same on both sides as a whole.
    void align_places(const Sides& zone) {
        std::uint32_t a = zone.a.begin;
        std::uint32_t b = zone.b.begin;
        while (a < zone.a.end || b < zone.b.end) {
            const std::uint32_t a_sign = next_sign(m_a, a, zone.a.end);
            const std::uint32_t b_sign = next_sign(m_b, b, zone.b.end);
            const bool is_same =
                std::ranges::equal(m_a.subspan(a, a_sign - a), m_b.subspan(b, b_sign - b), {},
                                   &Unit::symbol, &Unit::symbol);
            if (is_same && a_sign > a) {
                m_made.push_back({a, b, a_sign - a});
            }
            if (a_sign < zone.a.end) {
                m_made.push_back({a_sign, b_sign, 1});
            }
            a = std::min(a_sign + 1, zone.a.end);
            b = std::min(b_sign + 1, zone.b.end);
        }
    }

    std::vector<Stretch> join() {
        std::vector<Stretch> joined;
        for (const Stretch& stretch : m_made) {
            append_stretch(joined, stretch);
        }
        return joined;
    }

    std::span<const Unit> m_a;
    std::span<const Unit> m_b;
    std::vector<Stretch> m_stretches;
    std::vector<Stretch> m_made;
};

}  // namespace

std::uint32_t weight_of(std::span<const Unit> units, std::uint32_t begin,
                        std::uint32_t end) noexcept {
    std::uint32_t sum = 0;
    for (std::uint32_t i = begin; i < end; ++i) {
        sum += weight(units[i]);
    }
    return sum;
}

std::vector<Stretch> align_closely(const Sequence& a, const Sequence& b) {
    auto stretches = Cleaner(a.units, b.units, match::align(a.symbols, b.symbols)).run();
    return Lists(a.units, b.units, std::move(stretches)).run();
}

std::vector<Stretch> align_units(std::span<const Unit> a, std::u32string_view a_symbols,
                                 std::span<const Unit> b, std::u32string_view b_symbols) {
    const Sequence a_text{a, a_symbols};
    const Sequence b_text{b, b_symbols};
    return part_clauses(a, b, align_clauses(a_text, b_text, align_closely(a_text, b_text)));
}

}  // namespace leitong::templates
