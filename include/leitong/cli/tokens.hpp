// The command line as typed: which options, with which values, and the rest. Values are not looked
// at yet. The only place that knows Boost.Program_options.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/cli/options.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace leitong::cli {

struct TypedOption {
    Option id{};
    std::string value;  // empty for a flag
};

struct Tokens {
    std::vector<TypedOption> options;    // in order
    std::vector<std::string> arguments;  // in order, the command's name first
};

// Fails with Errc::invalid_argument: an unknown option, a value missing or given to a flag.
[[nodiscard]] Result<Tokens> tokenise(std::span<const std::string> args);

// "--name" of an option, for messages.
[[nodiscard]] std::string dashed(Option option);

}  // namespace leitong::cli
