// Of what kind a slot is: told from its fillers first, then from what stands around it. Private to
// templates.
#pragma once

#include "leitong/model/kinds.hpp"
#include "leitong/templates/units.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace leitong::templates {

// What one passage has in a slot, with the passage around it.
struct FillerView {
    std::string_view text;        // of the whole passage
    std::span<const Unit> units;  // of the whole passage
    std::uint32_t begin = 0;      // units of the filler, half-open; may be empty
    std::uint32_t end = 0;
    std::uint32_t works = 1;  // that have it
};

// What evidence there is that a place varies by nature, not by edit.
enum class Nature : std::uint8_t { unknown, typed };

struct KindGuess {
    SlotKind kind = SlotKind::text;
    Nature nature = Nature::unknown;
};

// `fillers` are distinct, and not all of them empty.
[[nodiscard]] KindGuess guess_kind(std::span<const FillerView> fillers);

}  // namespace leitong::templates
