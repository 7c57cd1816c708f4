#include "leitong/templates/paragraph_matching.hpp"

#include "leitong/templates/units.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "unit_alignment.hpp"

namespace leitong::templates {

namespace {

using Matches = std::vector<std::optional<PieceMatch>>;

// A work as one sequence of units, with the paragraph that each is of.
struct Stream {
    std::span<const std::string_view> paragraphs;
    std::vector<Unit> units;
    std::u32string symbols;
    std::vector<std::uint32_t> owner;
    std::vector<std::uint32_t> first;   // unit of a paragraph; one more than there are
    std::vector<std::uint32_t> weight;  // of a paragraph

    Stream(std::span<const std::string_view> texts, Symbols& numbers) : paragraphs(texts) {
        std::vector<Unit> own;
        for (std::uint32_t i = 0; i < texts.size(); ++i) {
            read_units(texts[i], numbers, own);
            first.push_back(static_cast<std::uint32_t>(units.size()));
            for (const Unit& unit : own) {
                units.push_back(unit);
                symbols += unit.symbol;
                owner.push_back(i);
            }
            weight.push_back(weight_of(own, 0, static_cast<std::uint32_t>(own.size())));
        }
        first.push_back(static_cast<std::uint32_t>(units.size()));
    }
};

// What one paragraph of the other work has of one of the centre.
struct Overlap {
    std::uint32_t weight = 0;
    std::uint32_t begin = 0;  // units of the other work that are aligned, from the first …
    std::uint32_t end = 0;    // … to the last
};

constexpr bool ends_sentence(char32_t sign) noexcept {
    return sign == U'.' || sign == U'!' || sign == U'?' || sign == U';' || sign == U':' ||
           sign == 0x3002 || sign == 0x2026;
}

class Matcher {
public:
    Matcher(std::span<const std::string_view> centre, std::span<const std::string_view> other)
        : m_centre(centre, m_numbers), m_other(other, m_numbers), m_matches(centre.size()) {}

    Matches run() {
        find_overlaps();
        match_by_text();
        match_by_place();
        return std::move(m_matches);
    }

private:
    using PairKey = std::pair<std::uint32_t, std::uint32_t>;  // paragraph of other, of the centre

    void find_overlaps() {
        for (const match::Stretch& stretch :
             align_units(m_centre.units, m_centre.symbols, m_other.units, m_other.symbols)) {
            for (std::uint32_t i = 0; i < stretch.length; ++i) {
                const std::uint32_t unit = stretch.b + i;
                Overlap& overlap = m_overlaps[{m_other.owner[unit], m_centre.owner[stretch.a + i]}];
                if (overlap.weight == 0) {
                    overlap.begin = unit;
                }
                overlap.weight += templates::weight(m_other.units[unit]);
                overlap.end = unit + 1;
            }
        }
        // A word or two at an edge is no paragraph.
        std::erase_if(m_overlaps, [&](const auto& entry) {
            const std::uint32_t shorter =
                std::min(m_other.weight[entry.first.first], m_centre.weight[entry.first.second]);
            return entry.second.weight * 5 < shorter * 2;
        });
    }

    void match_by_text() {
        std::vector<std::uint32_t> best(m_matches.size());
        for (auto at = m_overlaps.begin(); at != m_overlaps.end();) {
            const std::uint32_t paragraph = at->first.first;
            auto last = at;
            while (last != m_overlaps.end() && last->first.first == paragraph) {
                ++last;
            }
            std::uint64_t begin = 0;
            for (; at != last; ++at) {
                const auto next = std::next(at);
                const bool is_last = next == last;
                const std::uint32_t cut = is_last ? 0 : cut_between(at->second, next->second);
                const std::uint64_t end =
                    is_last ? m_other.paragraphs[paragraph].size() : m_other.units[cut - 1].end;
                const std::uint32_t own = at->first.second;
                if (at->second.weight > best[own]) {
                    best[own] = at->second.weight;
                    m_matches[own] = PieceMatch{paragraph, {begin, end}};
                }
                begin = is_last ? 0 : m_other.units[cut].begin;
            }
        }
    }

    // The unit before which the second begins: after the end of a sentence where there is one.
    [[nodiscard]] std::uint32_t cut_between(const Overlap& first, const Overlap& second) const {
        for (std::uint32_t unit = second.begin; unit > first.end; --unit) {
            if (m_other.units[unit - 1].kind == UnitKind::sign &&
                ends_sentence(m_other.units[unit - 1].symbol)) {
                return unit;
            }
        }
        return std::max(first.end, 1U);
    }

    // --- what stands between, before and after

    void match_by_place() {
        std::vector<bool> used(m_other.paragraphs.size());
        bool is_any = false;
        for (const auto& match : m_matches) {
            if (match) {
                used[match->paragraph] = true;
                is_any = true;
            }
        }
        for (const auto& [key, overlap] : m_overlaps) {
            used[key.first] = true;
        }
        if (!is_any) {
            return;
        }
        std::uint32_t other = 0;
        for (std::uint32_t own = 0; own < m_matches.size();) {
            if (m_matches[own]) {
                other = std::max(other, m_matches[own]->paragraph + 1);
                ++own;
                continue;
            }
            std::uint32_t end = own;
            while (end < m_matches.size() && !m_matches[end]) {
                ++end;
            }
            const auto other_end = end < m_matches.size()
                                       ? m_matches[end]->paragraph
                                       : static_cast<std::uint32_t>(m_other.paragraphs.size());
            std::vector<std::uint32_t> free;
            for (std::uint32_t i = other; i < other_end; ++i) {
                if (!used[i]) {
                    free.push_back(i);
                }
            }
            pair_up(own, end, free);
            own = end;
        }
    }

    // As many on both sides: one for one. Else those that share most, in order.
    void pair_up(std::uint32_t begin, std::uint32_t end, const std::vector<std::uint32_t>& free) {
        constexpr std::size_t k_most = 16;
        const std::size_t count = end - begin;
        if (free.empty() || count > k_most || free.size() > k_most) {
            return;
        }
        if (free.size() == count) {
            for (std::size_t i = 0; i < count; ++i) {
                take(begin + static_cast<std::uint32_t>(i), free[i]);
            }
            return;
        }
        std::vector<std::vector<double>> best(count + 1, std::vector<double>(free.size() + 1));
        for (std::size_t i = count; i-- > 0;) {
            for (std::size_t j = free.size(); j-- > 0;) {
                const double shared = likeness(begin + static_cast<std::uint32_t>(i), free[j]);
                best[i][j] = std::max({best[i + 1][j], best[i][j + 1],
                                       shared > 0 ? best[i + 1][j + 1] + shared : 0.0});
            }
        }
        std::size_t i = 0;
        std::size_t j = 0;
        while (i < count && j < free.size()) {
            const auto own = begin + static_cast<std::uint32_t>(i);
            if (best[i][j] == best[i + 1][j]) {
                ++i;
            } else if (best[i][j] == best[i][j + 1]) {
                ++j;
            } else {
                take(own, free[j]);
                ++i;
                ++j;
            }
        }
    }

    void take(std::uint32_t own, std::uint32_t paragraph) {
        constexpr std::uint32_t k_most_unlike = 8;  // in weight
        const std::uint32_t a = m_centre.weight[own];
        const std::uint32_t b = m_other.weight[paragraph];
        if (std::max(a, b) <= k_most_unlike * std::min(a, b)) {
            m_matches[own] = PieceMatch{paragraph, {0, m_other.paragraphs[paragraph].size()}};
        }
    }

    // What two paragraphs have in common, as a share of the longer; 0 if hardly anything.
    [[nodiscard]] double likeness(std::uint32_t own, std::uint32_t paragraph) const {
        constexpr double k_least = 0.2;
        std::map<char32_t, std::int32_t> count;
        for (std::uint32_t i = m_centre.first[own]; i < m_centre.first[own + 1]; ++i) {
            ++count[m_centre.symbols[i]];
        }
        std::uint32_t shared = 0;
        for (std::uint32_t i = m_other.first[paragraph]; i < m_other.first[paragraph + 1]; ++i) {
            shared += count[m_other.symbols[i]]-- > 0 ? templates::weight(m_other.units[i]) : 0;
        }
        const std::uint32_t longer =
            std::max({1U, m_centre.weight[own], m_other.weight[paragraph]});
        const double share = static_cast<double>(shared) / longer;
        return share < k_least ? 0 : share;
    }

    Symbols m_numbers;
    Stream m_centre;
    Stream m_other;
    std::map<PairKey, Overlap> m_overlaps;
    Matches m_matches;
};

}  // namespace

Matches match_paragraphs(std::span<const std::string_view> centre,
                         std::span<const std::string_view> other) {
    return Matcher(centre, other).run();
}

}  // namespace leitong::templates
