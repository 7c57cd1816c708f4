#include "plausibility.hpp"

#include <array>
#include <cstdint>

#include "common_characters.hpp"
#include "utf8.hpp"

namespace leitong::text {

namespace {

// Costs in bits. The four lists hold about 28, 55, 11 and 4 % of running Chinese, so one of n
// characters costs log2(n / share); the rest are what the order of magnitude of their use says.
constexpr std::uint8_t k_cost_commonest = 8;
constexpr std::uint8_t k_cost_common = 10;
constexpr std::uint8_t k_cost_usual = 13;
constexpr std::uint8_t k_cost_known = 15;
constexpr std::uint8_t k_cost_rare_han = 18;
constexpr std::uint8_t k_cost_extension_han = 22;
constexpr std::uint8_t k_cost_unlikely = 25;  // controls, private use, unassigned
constexpr std::uint8_t k_cost_bad_byte = 30;
constexpr std::uint8_t k_cost_more_bad_bytes = 10;  // the rest of a sequence that broke
constexpr std::uint8_t k_cost_cut_end = 12;         // a text cut in the middle of a character
constexpr std::uint8_t k_cost_lone_pair = 7;  // extra: two high letters of one byte, side by side
constexpr std::uint8_t k_cost_in_word = 4;  // extra: a Han character glued to a small Latin letter
constexpr std::uint8_t k_cost_repeated = 1;
constexpr std::uint8_t k_cost_alternating = 3;
constexpr std::uint8_t k_cost_same_alphabet = 6;

struct Range {
    char32_t first, last;
    std::uint8_t cost;
};

// Later rows win.
constexpr std::array k_ranges = {
    Range{0x0000, 0x001F, k_cost_unlikely},
    Range{0x0009, 0x000A, 6},  // tab, line feed
    Range{0x000D, 0x000D, 6},
    Range{0x0020, 0x0020, 3},
    Range{0x0021, 0x007E, 9},
    Range{'0', '9', 6},
    Range{'A', 'Z', 7},
    Range{'a', 'z', 5},
    Range{',', '.', 7},
    Range{0x007F, 0x007F, k_cost_unlikely},
    Range{0x0080, 0x00FF, 13},
    Range{0x00A0, 0x00A0, 9},   // no-break space
    Range{0x00A3, 0x00A3, 9},   // £
    Range{0x00A7, 0x00A7, 9},   // §
    Range{0x00A9, 0x00A9, 9},   // ©
    Range{0x00AB, 0x00AB, 9},   // «
    Range{0x00AE, 0x00AE, 9},   // ®
    Range{0x00B0, 0x00B0, 9},   // °
    Range{0x00B7, 0x00B7, 9},   // ·
    Range{0x00BB, 0x00BB, 9},   // »
    Range{0x00C0, 0x00DE, 10},  // À … Þ
    Range{0x00DF, 0x00FC, 8},   // ß … ü
    Range{0x00F0, 0x00F0, 12},  // ð
    Range{0x00F7, 0x00F7, 13},  // ÷
    Range{0x0100, 0x024F, 12},  // Latin extended
    Range{0x0250, 0x036F, 15},  // phonetics, combining marks
    Range{0x0370, 0x06FF, 12},  // Greek … Arabic
    Range{0x0700, 0x1FFF, 15},  // other alphabets
    Range{0x1E00, 0x1EFF, 12},  // Latin extended: Vietnamese
    Range{0x2000, 0x206F, 12},  // general punctuation
    Range{0x2013, 0x2014, 9},   // – —
    Range{0x2018, 0x2019, 8},   // ‘ ’
    Range{0x201C, 0x201D, 8},   // “ ”
    Range{0x2022, 0x2022, 10},  // •
    Range{0x2026, 0x2026, 8},   // …
    Range{0x2070, 0x20AB, 14},
    Range{0x20AC, 0x20AC, 10},  // €
    Range{0x2100, 0x245F, 14},  // ℃ Ⅱ →
    Range{0x2122, 0x2122, 10},  // ™
    Range{0x2460, 0x249B, 12},  // ① ⑴
    Range{0x249C, 0x2BFF, 16},  // ■ ★
    Range{0x2C00, 0x2FFF, 20},  // radicals
    Range{0x3000, 0x303F, 10},  // CJK punctuation
    Range{0x3000, 0x3002, 7},   // 、 。
    Range{0x300A, 0x300D, 8},   // 《 「
    Range{0x3040, 0x30FF, 14},  // kana
    Range{0x3100, 0x33FF, 17},  // bopomofo, units
    Range{0x3400, 0x4DBF, k_cost_extension_han},
    Range{0x4E00, 0x9FFF, k_cost_rare_han},
    Range{0xA000, 0xABFF, 22},  // Yi …
    Range{0xAC00, 0xD7A3, 15},  // Hangul
    Range{0xF900, 0xFAFF, 22},  // compatibility ideographs
    Range{0xFB00, 0xFEFF, 18},  // compatibility forms
    Range{0xFF01, 0xFF5E, 10},  // full width
    Range{0xFF01, 0xFF01, 8},   // ！
    Range{0xFF08, 0xFF09, 8},   // （ ）
    Range{0xFF0C, 0xFF0C, 7},   // ，
    Range{0xFF1A, 0xFF1B, 8},   // ： ；
    Range{0xFF5F, 0xFFEF, 17},  // half width
};

class CostTable {
public:
    CostTable() {
        m_bits.fill(k_cost_unlikely);
        for (const Range& range : k_ranges) {
            for (char32_t value = range.first; value <= range.last; ++value) {
                m_bits[value] = range.cost;
            }
        }
        set(k_known_characters, k_cost_known);
        set(k_usual_characters, k_cost_usual);
        set(k_common_characters, k_cost_common);
        set(k_commonest_characters, k_cost_commonest);
    }

    [[nodiscard]] std::uint8_t bits(char32_t value) const noexcept {
        if (value < m_bits.size()) {
            return m_bits[value];
        }
        const bool emoji = value >= 0x1F000 && value <= 0x1FAFF;
        const bool han = value >= 0x20000 && value <= 0x323AF;
        return emoji ? 16 : han ? k_cost_extension_han : k_cost_unlikely;
    }

private:
    void set(std::string_view characters, std::uint8_t cost) {
        for (std::size_t at = 0; at < characters.size();) {
            const CodePoint point = code_point_at(characters, at);
            m_bits[point.value] = cost;
            at += point.size;
        }
    }

    std::array<std::uint8_t, 0x10000> m_bits{};
};

bool is_high_letter(char32_t value) {
    return value >= 0x80 && value <= 0xFF && value != 0xA0;
}

bool is_small_latin(char32_t value) {
    return value >= 'a' && value <= 'z';
}

bool is_han(char32_t value) {
    return value >= 0x4E00 && value <= 0x9FFF;
}

// Of the alphabets that take two bytes a letter in UTF-8, a text keeps to one.
bool same_alphabet(char32_t left, char32_t right) {
    const auto block = [](char32_t value) {
        return value < 0x370 || value > 0x6FF ? 0
               : value < 0x400                ? 1
               : value < 0x530                ? 2
               : value < 0x590                ? 3
               : value < 0x600                ? 4
                                              : 5;
    };
    return block(left) != 0 && block(left) == block(right);
}

}  // namespace

Plausibility plausibility(std::string_view utf8, Bytes bytes) {
    static const CostTable table;
    Plausibility result;
    char32_t previous = 0;
    char32_t before_previous = 0;
    std::size_t trailing_bad_bits = 0;
    for (std::size_t at = 0; at < utf8.size();) {
        const CodePoint point = code_point_at(utf8, at);
        at += point.size;
        ++result.characters;
        const char32_t value = point.value;
        std::size_t bits = table.bits(value);
        if (value == k_replacement) {
            bits = previous == k_replacement ? k_cost_more_bad_bytes : k_cost_bad_byte;
            trailing_bad_bits += bits;
        } else {
            trailing_bad_bits = 0;
            // Rules, masks and runs of one letter say nothing: NNNN is not 乎乎 in UTF-16.
            if (value < 0x80 && bits < k_cost_unlikely) {
                bits = value == previous          ? k_cost_repeated
                       : value == before_previous ? k_cost_alternating
                                                  : bits;
            } else if (same_alphabet(value, previous)) {
                bits = k_cost_same_alphabet;
            } else if (bytes == Bytes::single && is_high_letter(value) &&
                       is_high_letter(previous)) {
                bits += k_cost_lone_pair;
            }
        }
        const bool is_glued = (is_small_latin(previous) && is_han(value)) ||
                              (is_han(previous) && is_small_latin(value));
        result.cost_bits += bits + (is_glued ? k_cost_in_word : 0U);
        before_previous = previous;
        previous = value;
    }
    if (trailing_bad_bits > k_cost_cut_end &&
        trailing_bad_bits <= k_cost_bad_byte + 2 * k_cost_more_bad_bytes) {
        result.cost_bits -= trailing_bad_bits - k_cost_cut_end;
    }
    return result;
}

}  // namespace leitong::text
