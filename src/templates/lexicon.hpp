// Words by which a filler or its surroundings tell a kind. Private to templates.
#pragma once

#include "leitong/model/kinds.hpp"

#include <optional>
#include <string_view>

namespace leitong::templates {

// Han text is given as the symbols of units: folded, Simplified.
[[nodiscard]] bool is_place_name(std::u32string_view han);  // 洛阳市, 洛阳, 浙江嘉善
[[nodiscard]] bool is_chinese_numeral(std::u32string_view han);
// By how a name ends: 洛阳市城管局 an organisation, 云箬县 a place, 实施办法 a title.
[[nodiscard]] std::optional<SlotKind> kind_by_ending(std::u32string_view han);
// By what follows: …市, …网小编, …同志; before: 第…
[[nodiscard]] std::optional<SlotKind> kind_by_following(std::u32string_view han);
// Holds what no name holds: 是 的 了 被 …
[[nodiscard]] bool is_predicate(std::u32string_view han);
// What is counted or measured: 个 亩 万元 公里.
[[nodiscard]] bool begins_with_unit(std::u32string_view han);

// A word of English text as it stands.
[[nodiscard]] bool is_organisation_word(std::string_view word);
[[nodiscard]] bool is_function_word(std::string_view word);
[[nodiscard]] bool is_month(std::string_view word);

}  // namespace leitong::templates
