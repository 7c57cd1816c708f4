// The whole program as a function, with the world injected: tests call it, main() only connects it
// to the process.
#pragma once

#include "leitong/cli/exit_status.hpp"
#include "leitong/cli/invocation.hpp"

#include <atomic>
#include <cstddef>
#include <functional>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

namespace leitong::cli {

struct Streams {
    std::istream& in;
    std::ostream& out;  // results only: what a script would parse
    std::ostream& err;  // progress, warnings, errors; errors begin with "leitong: "
    bool out_is_terminal = false;
    bool err_is_terminal = false;
    std::size_t columns = 0;         // of the terminal out is; 0: unknown
    std::size_t err_columns = 0;     // of the terminal err is; 0: unknown
    std::function<int()> out_errno;  // why writing to out failed, as errno; may be empty
};

struct Environment {
    Variables variables;
    std::string today;                               // YYYY-MM-DD
    const std::atomic<bool>* interrupted = nullptr;  // set by a signal handler; may be null
};

// args is what follows the program's name. Fails in no other way than by the exit status.
[[nodiscard]] ExitStatus run(std::span<const std::string> args, const Streams& streams,
                             const Environment& environment);

}  // namespace leitong::cli
