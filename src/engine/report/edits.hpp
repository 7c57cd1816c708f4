// How one text of a cluster differs from another. Private to engine.
#pragma once

#include "leitong/model/report_records.hpp"

#include <string_view>
#include <vector>

namespace leitong::engine {

// How a text reads otherwise than the centre's, to the character.
[[nodiscard]] std::vector<EditRecord> edits_of(std::string_view centre_text, std::string_view text);

}  // namespace leitong::engine
