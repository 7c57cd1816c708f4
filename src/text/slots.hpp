// Finding slots and outline markers in the folded characters of a paragraph. Private to text.
#pragma once

#include "leitong/model/kinds.hpp"

#include <cstdint>
#include <span>
#include <vector>

#include "characters.hpp"

namespace leitong::text {

// A folded character with the bytes it came from. Dropped characters are not among them.
struct RawUnit {
    char32_t cp = 0;
    CharClass klass{};
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

struct RawSlot {
    std::uint32_t begin = 0;  // indices of units, half-open
    std::uint32_t end = 0;
    SlotKind kind{};
    bool masked = false;
};

// Where the letters begin after outline markers (一、 （二） 3. ④ 第五条 一是 首先，), as an index.
[[nodiscard]] std::size_t outline_marker_end(std::span<const RawUnit> units) noexcept;

// Slots from `from` on, in order, not overlapping.
void find_slots(std::span<const RawUnit> units, std::size_t from, std::vector<RawSlot>& out);

// A sign that masks one character: * × □ ■ ○ █ _ (x and X only where find_slots says so).
[[nodiscard]] bool is_mask_sign(char32_t cp) noexcept;

}  // namespace leitong::text
