#include "leitong/base/messages.hpp"
#include "leitong/cli/completions.hpp"
#include "leitong/cli/options.hpp"

#include <fmt/core.h>

namespace leitong::cli {

namespace {

// Inside single quotes of zsh, and inside the brackets or between the colons of _arguments.
std::string quoted(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\'') {
            out += "'\\''";
        } else if (c == '[' || c == ']' || c == ':' || c == '\\') {
            out += {'\\', c};
        } else {
            out += c;
        }
    }
    return out;
}

std::string action(Expected expected, const OptionRow* row) {
    switch (expected) {
        case Expected::choice: {
            std::string words;
            for (const std::string_view choice : choices_of(*row)) {
                words += words.empty() ? "" : " ";
                words += choice;
            }
            return "(" + words + ")";
        }
        case Expected::file:
            return "_files";
        case Expected::folder:
            return "_files -/";
        case Expected::command:
            return "_leitong_commands";
        case Expected::nothing:
        case Expected::anything:
            return " ";
    }
    return " ";
}

std::string specifications(const OptionRow& row, std::string_view indent) {
    const std::string help = quoted(say(Language::en, row.help));
    const std::string value =
        row.kind == ValueKind::none
            ? ""
            : fmt::format(":{}:{}", quoted(row.value_name), action(expected_value(row), &row));
    const bool has_value = row.kind != ValueKind::none;
    std::string out =
        fmt::format("{}'--{}{}[{}]{}'", indent, row.name, has_value ? "=" : "", help, value);
    if (row.letter != '\0') {
        out += fmt::format(" \\\n{}'-{}{}[{}]{}'", indent, row.letter, has_value ? "+" : "", help,
                           value);
    }
    return out;
}

std::string commands_function() {
    std::string out = "_leitong_commands() {\n    local -a commands=(\n";
    for (const CommandRow& row : command_rows()) {
        out += fmt::format("        '{}:{}'\n", row.name, quoted(say(Language::en, row.summary)));
    }
    return out + "    )\n    _describe -t commands command commands\n}\n\n";
}

std::string case_of(const CommandRow& command) {
    std::string out = fmt::format("        {})\n            _arguments -s -S", command.name);
    for (const OptionRow& row : option_rows()) {
        if (row.commands.holds(command.id)) {
            out += " \\\n" + specifications(row, "                ");
        }
    }
    const Expected expected = expected_argument(command);
    if (expected != Expected::nothing) {
        out += fmt::format(" \\\n                '*:{}:{}'", quoted(command.arguments),
                           action(expected, nullptr));
    }
    return out + "\n            ;;\n";
}

}  // namespace

std::string zsh_completion() {
    std::string out =
        "#compdef leitong\n"
        "# Made from the option table of leitong; tests/docs/pages.py makes it again.\n\n" +
        commands_function() +
        "_leitong() {\n"
        "    local curcontext=$curcontext state line\n"
        "    typeset -A opt_args\n"
        "    _arguments -C -s -S";
    for (const OptionRow& row : option_rows()) {
        if (row.commands.holds(Command::help) && is_common(row)) {
            out += " \\\n" + specifications(row, "        ");
        }
    }
    out +=
        " \\\n        '1: :_leitong_commands' \\\n        '*:: :->rest'\n"
        "    [[ $state == rest ]] || return\n"
        "    case $words[1] in\n";
    for (const CommandRow& row : command_rows()) {
        out += case_of(row);
    }
    return out +
           "    esac\n}\n\nif [[ $zsh_eval_context[-1] == loadautofunc ]]; then\n"
           "    _leitong \"$@\"\nelse\n    compdef _leitong leitong\nfi\n";
}

}  // namespace leitong::cli
