// The options of one command line with their values: typed, or the table's default.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/cli/invocation.hpp"
#include "leitong/cli/options.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace leitong::cli {

class Values {
public:
    explicit Values(Command command) : m_command(command) {}

    void set(Option option, std::string value) { m_typed[option] = std::move(value); }
    [[nodiscard]] bool given(Option option) const { return m_typed.contains(option); }

    // The value, else the default, else empty.
    [[nodiscard]] std::string text(Option option) const;
    [[nodiscard]] std::optional<std::string> text_if_given(Option option) const;
    // Of values that check_value has passed.
    [[nodiscard]] std::uint64_t count(Option option) const;
    [[nodiscard]] double fraction(Option option) const;
    [[nodiscard]] std::uint64_t size_bytes(Option option) const;

private:
    Command m_command;
    std::map<Option, std::string> m_typed;
};

// Fails with Errc::invalid_argument if value is none that the row allows.
[[nodiscard]] Result<void> check_value(const OptionRow& row, const std::string& value);

// Fills in what is the command's own, and checks its options against each other.
[[nodiscard]] Result<void> read_command(const Values& values,
                                        std::span<const std::string> arguments,
                                        Invocation& invocation);

}  // namespace leitong::cli
