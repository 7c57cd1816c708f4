// Man pages, made from the tables: leitong(1), and leitong-COMMAND(1) for each command.
//
// Committed in docs/man/; a test makes them again and compares. man(7) macros, which mandoc and
// groff read alike.
#pragma once

#include "leitong/base/messages.hpp"
#include "leitong/cli/options.hpp"

#include <string>

namespace leitong::cli {

// "leitong-query"; "leitong" for Command::help, which is told with the whole program.
[[nodiscard]] std::string page_name(Command command);

// The roff source. The date is that of the release.
[[nodiscard]] std::string man_page(Command command, Language language);

}  // namespace leitong::cli
