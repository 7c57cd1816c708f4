// What kinds of slots are called. Private to report.
#pragma once

#include "leitong/base/messages.hpp"
#include "leitong/model/kinds.hpp"

#include <array>
#include <cstddef>

namespace leitong::report {

[[nodiscard]] constexpr Msg kind_message(SlotKind kind) noexcept {
    constexpr std::array<Msg, 14> k_words = {
        Msg::kind_number,   Msg::kind_percent, Msg::kind_quantity, Msg::kind_year,
        Msg::kind_date,     Msg::kind_ordinal, Msg::kind_place,    Msg::kind_organisation,
        Msg::kind_person,   Msg::kind_title,   Msg::kind_mask,     Msg::kind_text,
        Msg::kind_optional, Msg::kind_choice};
    return k_words[static_cast<std::size_t>(kind)];
}

}  // namespace leitong::report
