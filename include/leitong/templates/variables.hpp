// Slots that say the same thing: those whose fillers agree in every work are one variable.
//
// Threads: stateless. Cost: linear in the fillers.
#pragma once

#include "leitong/model/kinds.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace leitong::templates {

// A slot of a block of templates: what each work has put there.
struct SlotColumn {
    SlotKind kind{};
    std::vector<std::string> fillers;  // one a work, in the same order for every slot
};

struct Variable {
    SlotKind kind{};
    std::vector<std::string> values;  // one a work
    std::vector<std::size_t> slots;   // indices, in order
};

// In order of their first slots. Fillers are compared as filler_key makes them, masks as one.
[[nodiscard]] std::vector<Variable> bind_variables(std::span<const SlotColumn> slots);

// A slot that follows a variable in all works but one, where it has another work's value.
struct OddSlot {
    std::size_t slot = 0;
    std::size_t variable = 0;
    std::size_t work = 0;    // that has the wrong value
    std::size_t source = 0;  // whose value it is
};
[[nodiscard]] std::vector<OddSlot> find_odd_slots(std::span<const SlotColumn> slots,
                                                  std::span<const Variable> variables);

// A filler without differences that say nothing: white space in a row is one space.
[[nodiscard]] std::string plain_filler(std::string_view filler);

// Equal for fillers that folding makes equal (鶴 and 鹤, ２ and 2).
[[nodiscard]] std::string filler_key(std::string_view filler);

// Whether a filler holds a mask: ** 20XX 某市.
[[nodiscard]] bool hides_something(std::string_view filler);

}  // namespace leitong::templates
