// What one code point is and folds to. Private to text; the tables come from ICU at start-up.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace leitong::text {

enum class CharClass : std::uint8_t {
    drop,  // zero width, controls, private use
    space,
    punctuation,
    symbol,
    digit,     // 0 … 9 after folding
    spaced,    // a letter of a script written with spaces
    unspaced,  // a letter of a script written without
    han
};

struct Character {
    char32_t folded = 0;
    CharClass klass{};
    bool complex = false;  // folds to other than one code point: ask fold_cluster
    bool joins = false;    // may combine with what stands before it
};

[[nodiscard]] constexpr bool is_letter(CharClass klass) noexcept {
    return klass >= CharClass::digit;
}

[[nodiscard]] Character character(char32_t value) noexcept;

// The same for loops over text, which would else ask at every character whether the table is made.
class CharacterTable {
public:
    CharacterTable() noexcept;
    [[nodiscard]] Character operator()(char32_t value) const noexcept {
        if (value >= k_size) {
            return character(value);
        }
        const std::uint32_t packed = m_rows[value];
        return {packed & 0x1FFFFF, static_cast<CharClass>(packed >> 21 & 15),
                (packed >> 25 & 1) != 0, (packed >> 26 & 1) != 0};
    }

    static constexpr char32_t k_size = 0x10000;

private:
    // Packed: folded code point (21 bits), class (4 bits), complex, joins.
    const std::uint32_t* m_rows;
};

// NFKC, case folding and Han classes over a cluster (a code point and what joins it), as UTF-8.
void fold_cluster(std::string_view cluster, std::vector<Character>& out);

// What a Han code point is compared as.
[[nodiscard]] char32_t han_class(char32_t value) noexcept;

// A set of code points as they are after folding.
class FoldedSet {
public:
    explicit FoldedSet(std::u32string_view members);
    [[nodiscard]] bool contains(char32_t folded) const noexcept {
        return folded < 0x10000 && (m_bits[folded >> 6] >> (folded & 63) & 1) != 0;
    }

private:
    std::vector<std::uint64_t> m_bits;
};

}  // namespace leitong::text
