// How a root was indexed, kept with it as name=value lines, so that it is read in the same way
// again. Private to engine.
#pragma once

#include "leitong/engine/indexing.hpp"

#include <string>
#include <string_view>

namespace leitong::engine {

[[nodiscard]] std::string options_text(const IndexOptions& options);
// `now` with what the text says.
[[nodiscard]] IndexOptions options_of(std::string_view text, const IndexOptions& now);

}  // namespace leitong::engine
