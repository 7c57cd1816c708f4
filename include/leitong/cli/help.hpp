// --help, made from the tables.
#pragma once

#include "leitong/cli/options.hpp"
#include "leitong/report/display.hpp"

#include <string>

namespace leitong::cli {

// Of a command; of the whole program for Command::help.
[[nodiscard]] std::string help_text(Command command, const report::Display& display);

}  // namespace leitong::cli
