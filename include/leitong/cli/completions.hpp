// What a shell completes after `leitong`, made from the tables: commands, the options of each, and
// the values of those that have a choice or name a file.
//
// Committed in docs/completions/; a test makes them again, and asks the shells.
#pragma once

#include <string>

namespace leitong::cli {

[[nodiscard]] std::string bash_completion();
[[nodiscard]] std::string zsh_completion();
[[nodiscard]] std::string fish_completion();

}  // namespace leitong::cli
