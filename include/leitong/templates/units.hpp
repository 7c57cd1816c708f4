// A passage as units that can be aligned: characters, words, values and signs.
//
// A unit is what a slot's boundary never cuts: a character of an unspaced script, a word of a
// spaced one, a whole number, date or mask (94.7, 20**, 2024-03-05), or one punctuation mark. White
// space between units, and what numbers a paragraph (一、 3. *), belongs to none.
//
// Units:   positions are bytes of the passage; contents are equal where the folded texts are.
// Threads: a Symbols is used by one thread at a time.
// Cost:    linear.
#pragma once

#include "leitong/model/kinds.hpp"
#include "leitong/model/range.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace leitong::templates {

enum class UnitKind : std::uint8_t {
    character,
    word,
    value,  // a slot of the text: number, year, mask …
    sign
};

struct Unit {
    char32_t symbol = 0;   // what is aligned: of all values the same
    char32_t content = 0;  // what is compared: a number of its own for each value
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    UnitKind kind{};
    SlotKind slot = SlotKind::text;  // of a value
    bool masked = false;             // a value that hides something
};

// How much a unit says, in the scale of shingles: a character 2, a word 3; a sign 1.
[[nodiscard]] constexpr std::uint32_t weight(const Unit& unit) noexcept {
    switch (unit.kind) {
        case UnitKind::character:
            return 2;
        case UnitKind::word:
        case UnitKind::value:
            return 3;
        case UnitKind::sign:
            return 1;
    }
    return 1;
}

// Numbers for words and values, equal where their texts are; characters stand for themselves.
class Symbols {
public:
    [[nodiscard]] char32_t of(UnitKind kind, std::u32string_view folded);

private:
    std::unordered_map<std::u32string, char32_t> m_numbers;
    std::u32string m_key;
};

// Fills `out`, cleared first.
void read_units(std::string_view passage, Symbols& symbols, std::vector<Unit>& out);

// The passage without what numbers it: from where its units begin.
[[nodiscard]] inline ByteRange extent(const std::vector<Unit>& units) noexcept {
    return units.empty() ? ByteRange{} : ByteRange{units.front().begin, units.back().end};
}

}  // namespace leitong::templates
