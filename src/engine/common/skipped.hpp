// Skipped inputs as rows: the message with its arguments, so that it can be said in any language
// later. Private to engine.
#pragma once

#include "leitong/engine/indexing.hpp"
#include "leitong/store/store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace leitong::engine {

[[nodiscard]] std::vector<store::SkippedRow> skipped_rows(const std::vector<SkippedInput>& skipped);
// The path of the file, which may be skipped as a whole or for a record or member of it.
[[nodiscard]] std::string_view file_of(const store::SkippedRow& row);
// A reason that this program does not know is given as it stands.
[[nodiscard]] Message reason_of(const store::SkippedRow& row);

}  // namespace leitong::engine
