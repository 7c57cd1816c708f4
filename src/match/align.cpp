#include "leitong/match/align.hpp"

#include <algorithm>
#include <unordered_map>

namespace leitong::match {

namespace {

constexpr std::uint32_t k_short = 400;          // symbols of both sides together: diff at once
constexpr std::uint32_t k_longest_diff = 6000;  // without anchors, beyond this: unaligned
constexpr std::uint32_t k_anchor_lengths[] = {16, 8, 4};

// Tables of a diff, which are as large as its edits squared: kept from text to text, since asking
// for them anew cost more than filling them.
struct DiffTables {
    std::vector<std::int32_t> trace;
    std::vector<std::int32_t> reach;
    std::vector<Stretch> found;
};

class Aligner {
public:
    Aligner(std::u32string_view a, std::u32string_view b, DiffTables& tables)
        : m_a(a), m_b(b), m_trace(tables.trace), m_reach(tables.reach), m_found(tables.found) {}

    std::vector<Stretch> run() {
        range(0, size(m_a), 0, size(m_b), 0);
        return std::move(m_out);
    }

private:
    static std::uint32_t size(std::u32string_view text) noexcept {
        return static_cast<std::uint32_t>(text.size());
    }

    void emit(std::uint32_t a, std::uint32_t b, std::uint32_t length) {
        if (length == 0) {
            return;
        }
        if (!m_out.empty()) {
            Stretch& last = m_out.back();
            if (last.a + last.length == a && last.b + last.length == b) {
                last.length += length;
                return;
            }
        }
        m_out.push_back({a, b, length});
    }

    void range(std::uint32_t a0, std::uint32_t a1, std::uint32_t b0, std::uint32_t b1,
               std::size_t level) {
        std::uint32_t prefix = 0;
        while (a0 + prefix < a1 && b0 + prefix < b1 && m_a[a0 + prefix] == m_b[b0 + prefix]) {
            ++prefix;
        }
        emit(a0, b0, prefix);
        a0 += prefix;
        b0 += prefix;
        std::uint32_t suffix = 0;
        while (a0 < a1 - suffix && b0 < b1 - suffix &&
               m_a[a1 - suffix - 1] == m_b[b1 - suffix - 1]) {
            ++suffix;
        }
        middle(a0, a1 - suffix, b0, b1 - suffix, level);
        emit(a1 - suffix, b1 - suffix, suffix);
    }

    void middle(std::uint32_t a0, std::uint32_t a1, std::uint32_t b0, std::uint32_t b1,
                std::size_t level) {
        if (a0 == a1 || b0 == b1) {
            return;
        }
        const std::uint32_t both = a1 - a0 + b1 - b0;
        if (both <= k_short) {
            diff(a0, a1, b0, b1);
            return;
        }
        for (; level < std::size(k_anchor_lengths); ++level) {
            const std::vector<Stretch> anchors =
                unique_common(a0, a1, b0, b1, k_anchor_lengths[level]);
            if (!anchors.empty()) {
                between(anchors, a0, a1, b0, b1, level);
                return;
            }
        }
        if (both <= k_longest_diff) {
            diff(a0, a1, b0, b1);
        }
    }

    void between(const std::vector<Stretch>& anchors, std::uint32_t a0, std::uint32_t a1,
                 std::uint32_t b0, std::uint32_t b1, std::size_t level) {
        for (const Stretch& anchor : anchors) {
            if (anchor.a < a0 || anchor.b < b0) {
                continue;  // overlaps what the one before grew to
            }
            range(a0, anchor.a, b0, anchor.b, level);
            std::uint32_t length = anchor.length;
            while (anchor.a + length < a1 && anchor.b + length < b1 &&
                   m_a[anchor.a + length] == m_b[anchor.b + length]) {
                ++length;
            }
            emit(anchor.a, anchor.b, length);
            a0 = anchor.a + length;
            b0 = anchor.b + length;
        }
        range(a0, a1, b0, b1, level + 1);
    }

    // Substrings of `length` that occur once on both sides, as a longest chain in order on both.
    std::vector<Stretch> unique_common(std::uint32_t a0, std::uint32_t a1, std::uint32_t b0,
                                       std::uint32_t b1, std::uint32_t length) const {
        if (a1 - a0 < length || b1 - b0 < length) {
            return {};
        }
        struct Places {
            std::uint32_t a = 0, b = 0, in_a = 0, in_b = 0;
        };
        std::unordered_map<std::u32string_view, Places> places;
        places.reserve(a1 - a0);
        for (std::uint32_t i = a0; i + length <= a1; ++i) {
            Places& place = places[m_a.substr(i, length)];
            place.a = i;
            ++place.in_a;
        }
        for (std::uint32_t i = b0; i + length <= b1; ++i) {
            const auto found = places.find(m_b.substr(i, length));
            if (found != places.end()) {
                found->second.b = i;
                ++found->second.in_b;
            }
        }
        std::vector<Stretch> common;
        for (const auto& [text, place] : places) {
            if (place.in_a == 1 && place.in_b == 1) {
                common.push_back({place.a, place.b, length});
            }
        }
        std::ranges::sort(common, {}, &Stretch::a);
        return longest_increasing(common);
    }

    // Patience sorting by position in b.
    static std::vector<Stretch> longest_increasing(const std::vector<Stretch>& common) {
        std::vector<std::size_t> tops;
        std::vector<std::size_t> before(common.size());
        constexpr std::size_t k_none = ~std::size_t{0};
        for (std::size_t i = 0; i < common.size(); ++i) {
            const auto pile = std::ranges::lower_bound(
                tops, common[i].b, {}, [&](std::size_t top) { return common[top].b; });
            before[i] = pile == tops.begin() ? k_none : *(pile - 1);
            if (pile == tops.end()) {
                tops.push_back(i);
            } else {
                *pile = i;
            }
        }
        std::vector<Stretch> chain;
        for (std::size_t i = tops.empty() ? k_none : tops.back(); i != k_none; i = before[i]) {
            chain.push_back(common[i]);
        }
        std::ranges::reverse(chain);
        return chain;
    }

    // Myers: furthest reaching paths by number of edits, kept for walking back.
    void diff(std::uint32_t a0, std::uint32_t a1, std::uint32_t b0, std::uint32_t b1) {
        const auto n = static_cast<std::int32_t>(a1 - a0);
        const auto m = static_cast<std::int32_t>(b1 - b0);
        const std::int32_t most = std::min<std::int32_t>(n + m, k_most_edits);
        m_trace.clear();
        std::vector<std::int32_t>& reach = m_reach;
        reach.assign(static_cast<std::size_t>(2 * most + 3), 0);
        const std::int32_t zero = most + 1;
        for (std::int32_t d = 0; d <= most; ++d) {
            for (std::int32_t k = -d; k <= d; k += 2) {
                const bool down =
                    k == -d || (k != d && at(reach, zero + k - 1) < at(reach, zero + k + 1));
                std::int32_t x = down ? at(reach, zero + k + 1) : at(reach, zero + k - 1) + 1;
                std::int32_t y = x - k;
                while (x < n && y < m && m_a[a0 + index(x)] == m_b[b0 + index(y)]) {
                    ++x;
                    ++y;
                }
                reach[index(zero + k)] = x;
                if (x >= n && y >= m) {
                    walk_back(a0, b0, n, m, d);
                    return;
                }
            }
            m_trace.insert(m_trace.end(), reach.begin() + (zero - d),
                           reach.begin() + (zero + d + 1));
        }
    }

    static std::size_t index(std::int32_t i) noexcept { return static_cast<std::size_t>(i); }
    static std::int32_t at(const std::vector<std::int32_t>& reach, std::int32_t i) noexcept {
        return reach[index(i)];
    }
    // Reach of diagonal k after d edits: before it stand the 1 + 3 + … diagonals of fewer edits.
    [[nodiscard]] std::int32_t traced(std::int32_t d, std::int32_t k) const noexcept {
        return m_trace[index(d * d + k + d)];
    }

    void walk_back(std::uint32_t a0, std::uint32_t b0, std::int32_t x, std::int32_t y,
                   std::int32_t edits) {
        std::vector<Stretch>& found = m_found;
        found.clear();
        for (std::int32_t d = edits; d > 0; --d) {
            const std::int32_t k = x - y;
            const bool down =
                k == -d || (k != d && reach_before(d, k - 1) < reach_before(d, k + 1));
            const std::int32_t from_k = down ? k + 1 : k - 1;
            const std::int32_t from_x = traced(d - 1, from_k);
            const std::int32_t from_y = from_x - from_k;
            const std::int32_t snake_x = down ? from_x : from_x + 1;
            if (x > snake_x) {
                found.push_back({a0 + static_cast<std::uint32_t>(snake_x),
                                 b0 + static_cast<std::uint32_t>(snake_x - k),
                                 static_cast<std::uint32_t>(x - snake_x)});
            }
            x = from_x;
            y = from_y;
        }
        if (x > 0) {
            found.push_back({a0, b0, static_cast<std::uint32_t>(x)});
        }
        for (auto stretch = found.rbegin(); stretch != found.rend(); ++stretch) {
            emit(stretch->a, stretch->b, stretch->length);
        }
    }

    [[nodiscard]] std::int32_t reach_before(std::int32_t d, std::int32_t k) const noexcept {
        const bool is_traced = k >= -(d - 1) && k <= d - 1;
        return is_traced ? traced(d - 1, k) : -1;
    }

    std::u32string_view m_a;
    std::u32string_view m_b;
    std::vector<Stretch> m_out;
    std::vector<std::int32_t>& m_trace;
    std::vector<std::int32_t>& m_reach;
    std::vector<Stretch>& m_found;
};

}  // namespace

std::vector<Stretch> align(std::u32string_view a, std::u32string_view b) {
    thread_local DiffTables tables;
    return Aligner(a, b, tables).run();
}

std::vector<Stretch> without_chance(std::vector<Stretch> stretches) {
    constexpr std::uint32_t k_long_enough = 4;
    const auto gap = [](const Stretch& left, const Stretch& right) {
        return std::max(right.a - left.a - left.length, right.b - left.b - left.length);
    };
    std::vector<Stretch> kept;
    for (std::size_t i = 0; i < stretches.size(); ++i) {
        const Stretch& stretch = stretches[i];
        const bool joins_left = !kept.empty() && gap(kept.back(), stretch) <= 2 * stretch.length;
        const bool joins_right =
            i + 1 < stretches.size() && gap(stretch, stretches[i + 1]) <= 2 * stretch.length;
        if (stretch.length >= k_long_enough || (joins_left && joins_right)) {
            kept.push_back(stretch);
        }
    }
    return kept;
}

std::vector<Stretch> same_stretches(std::u32string_view a, std::u32string_view b) {
    std::vector<Stretch> kept = without_chance(align(a, b));
    for (std::size_t i = 0; i < kept.size(); ++i) {
        Stretch& stretch = kept[i];
        const std::uint32_t first_a = i == 0 ? 0 : kept[i - 1].a + kept[i - 1].length;
        const std::uint32_t first_b = i == 0 ? 0 : kept[i - 1].b + kept[i - 1].length;
        while (stretch.a > first_a && stretch.b > first_b && a[stretch.a - 1] == b[stretch.b - 1]) {
            --stretch.a;
            --stretch.b;
            ++stretch.length;
        }
        const std::size_t last_a = i + 1 == kept.size() ? a.size() : kept[i + 1].a;
        const std::size_t last_b = i + 1 == kept.size() ? b.size() : kept[i + 1].b;
        while (stretch.a + stretch.length < last_a && stretch.b + stretch.length < last_b &&
               a[stretch.a + stretch.length] == b[stretch.b + stretch.length]) {
            ++stretch.length;
        }
    }
    return kept;
}

std::uint64_t total_length(const std::vector<Stretch>& stretches) noexcept {
    std::uint64_t sum = 0;
    for (const Stretch& stretch : stretches) {
        sum += stretch.length;
    }
    return sum;
}

}  // namespace leitong::match
