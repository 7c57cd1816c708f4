// "Did you mean …": the known word nearest to a mistyped one.
#pragma once

#include <span>
#include <string_view>

namespace leitong::cli {

// The word of known with the fewest slips of the pen (a letter left out, put in, changed, or two
// changed about) from typed, the first of several; or one that typed begins. Empty if none is near:
// more slips than a third of the letters, at least one. The result is one of known.
[[nodiscard]] std::string_view nearest(std::string_view typed,
                                       std::span<const std::string_view> known);

}  // namespace leitong::cli
