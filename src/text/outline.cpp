// Outline markers: what numbers a paragraph and says nothing of its text.
#include <array>
#include <string_view>

#include "slots.hpp"

namespace leitong::text {

namespace {

using Units = std::span<const RawUnit>;

struct OutlineSets {
    FoldedSet numeral{U"〇零一二三四五六七八九十百千"};
    FoldedSet article{U"条章节编款篇"};
    FoldedSet closing{U"、，,.．:：。)）"};
    char32_t ordinal = character(U'第').folded;
    char32_t is = character(U'是').folded;
    char32_t must = character(U'要').folded;
};

const OutlineSets& sets() {
    static const OutlineSets instance;
    return instance;
}

// 首先， 其次， 再次， 最后， — as they are after folding.
const std::array<std::array<char32_t, 2>, 4>& sequence_words() {
    static const std::array<std::array<char32_t, 2>, 4> words = [] {
        std::array<std::array<char32_t, 2>, 4> folded{};
        constexpr std::array<std::u32string_view, 4> k_plain = {U"首先", U"其次", U"再次", U"最后"};
        for (std::size_t i = 0; i < k_plain.size(); ++i) {
            folded[i] = {character(k_plain[i][0]).folded, character(k_plain[i][1]).folded};
        }
        return folded;
    }();
    return words;
}

class Marker {
public:
    explicit Marker(Units units) : m_units(units) {}

    // Past one marker at `at`, or `at`.
    [[nodiscard]] std::size_t past(std::size_t at) const noexcept {
        if (const std::size_t end = bracketed(at); end > at) {
            return end;
        }
        if (const std::size_t end = article(at); end > at) {
            return end;
        }
        if (const std::size_t end = numbered(at); end > at) {
            return end;
        }
        if (const std::size_t end = counted_words(at); end > at) {
            return end;
        }
        return is_enclosed(cp(at)) ? at + 1 : at;
    }

    [[nodiscard]] std::size_t skip_signs(std::size_t at) const noexcept {
        while (at < m_units.size() && !is_letter(m_units[at].klass) && !opens(cp(at)) &&
               !is_mask_sign(cp(at))) {
            ++at;
        }
        return at;
    }

private:
    [[nodiscard]] char32_t cp(std::size_t at) const noexcept {
        return at < m_units.size() ? m_units[at].cp : 0;
    }
    static bool opens(char32_t c) noexcept { return c == U'(' || c == U'〔' || c == U'['; }
    static bool closes(char32_t c) noexcept { return c == U')' || c == U'〕' || c == U']'; }
    static bool is_enclosed(char32_t c) noexcept {
        return (c >= 0x2460 && c <= 0x24FF) || (c >= 0x2776 && c <= 0x2793) ||
               (c >= 0x3220 && c <= 0x3229) || (c >= 0x3280 && c <= 0x3289);
    }
    // Spaces among the signs of one marker (第 五 条, 一 是) say nothing.
    [[nodiscard]] std::size_t past_spaces(std::size_t at) const noexcept {
        while (at < m_units.size() && m_units[at].klass == CharClass::space) {
            ++at;
        }
        return at;
    }
    [[nodiscard]] std::size_t numeral_end(std::size_t at) const noexcept {
        std::size_t end = at;
        for (int count = 0; count < 6; ++count) {
            const std::size_t next = count == 0 ? at : past_spaces(end);
            if (!sets().numeral.contains(cp(next))) {
                break;
            }
            end = next + 1;
        }
        return end;
    }
    [[nodiscard]] std::size_t digits_end(std::size_t at) const noexcept {
        std::size_t end = at;
        while (cp(end) >= U'0' && cp(end) <= U'9' && end - at < 4) {
            ++end;
        }
        return end;
    }

    // （一） (12) [3] (a)
    [[nodiscard]] std::size_t bracketed(std::size_t at) const noexcept {
        if (!opens(cp(at))) {
            return at;
        }
        const std::size_t inside = past_spaces(at + 1);
        std::size_t end = numeral_end(inside);
        if (end == inside) {
            end = digits_end(inside);
        }
        if (end == inside && inside < m_units.size() &&
            m_units[inside].klass == CharClass::spaced) {
            end = inside + 1;
        }
        const std::size_t closing = past_spaces(end);
        return end > inside && closes(cp(closing)) ? closing + 1 : at;
    }

    // 第十二条  第三章: an article of law keeps its text when its number changes.
    [[nodiscard]] std::size_t article(std::size_t at) const noexcept {
        if (cp(at) != sets().ordinal) {
            return at;
        }
        const std::size_t count = past_spaces(at + 1);
        std::size_t end = numeral_end(count);
        if (end == count) {
            end = digits_end(count);
        }
        const bool is_counted = end > count;
        end = past_spaces(end);
        if (!is_counted || !sets().article.contains(cp(end))) {
            return at;
        }
        ++end;
        const bool stands_alone = end == m_units.size() || !is_letter(m_units[end].klass);
        return stands_alone ? end : at;
    }

    // 一、 十二. 3. 3) 1.2.3 一
    [[nodiscard]] std::size_t numbered(std::size_t at) const noexcept {
        std::size_t end = numeral_end(at);
        if (end > at) {
            const std::size_t closing = past_spaces(end);
            return sets().closing.contains(cp(closing)) ? closing + 1 : at;
        }
        end = digits_end(at);
        if (end == at) {
            return at;
        }
        bool dotted = false;
        while (cp(end) == U'.' && digits_end(end + 1) > end + 1) {
            const std::size_t next = digits_end(end + 1);
            if (cp(next) == U'%' || next - end > 3) {
                return at;
            }
            end = next;
            dotted = true;
        }
        const char32_t after = cp(end);
        if (after == U'、' || after == U'.' || after == U')') {
            return end + 1;
        }
        const bool spaced = end < m_units.size() && m_units[end].klass == CharClass::space;
        return dotted && spaced ? end : at;
    }

    // 一是 二要, 首先，
    [[nodiscard]] std::size_t counted_words(std::size_t at) const noexcept {
        if (numeral_end(at) == at + 1) {
            const std::size_t end = past_spaces(at + 1);
            if (cp(end) == sets().is || cp(end) == sets().must) {
                return end + 1;
            }
        }
        const std::size_t second = past_spaces(at + 1);
        const std::size_t third = past_spaces(second + 1);
        for (const auto& word : sequence_words()) {
            if (cp(at) == word[0] && cp(second) == word[1] && sets().closing.contains(cp(third))) {
                return third + 1;
            }
        }
        return at;
    }

    Units m_units;
};

}  // namespace

std::size_t outline_marker_end(std::span<const RawUnit> units) noexcept {
    const Marker marker(units);
    std::size_t at = marker.skip_signs(0);
    std::size_t end = 0;
    for (int depth = 0; depth < 3; ++depth) {
        const std::size_t next = marker.past(at);
        if (next == at) {
            break;
        }
        end = next;
        at = marker.skip_signs(next);
    }
    return end;
}

}  // namespace leitong::text
