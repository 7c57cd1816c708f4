#include "leitong/cli/completions.hpp"
#include "leitong/cli/options.hpp"

#include <fmt/core.h>

namespace leitong::cli {

namespace {

constexpr std::string_view k_head =
    R"~(# bash completion for leitong. Made from its option table; tests/docs/pages.py makes it again.

# The command among the words before the one to complete, if it was typed.
_leitong_command() {
    local i word
    for ((i = 1; i < COMP_CWORD; ++i)); do
        word=${COMP_WORDS[i]}
        case $word in
            =) ;;
            -*)
                if [[ $(_leitong_value "" "$word") != nothing ]]; then
                    if [[ ${COMP_WORDS[i + 1]-} == = ]]; then i=$((i + 2)); else i=$((i + 1)); fi
                fi
                ;;
            *)
                printf '%s' "$word"
                return
                ;;
        esac
    done
}
)~";

constexpr std::string_view k_tail = R"~(
# COMPREPLY from one of the words that the functions above print.
_leitong_reply() {
    local expected=$1 current=$2
    COMPREPLY=()
    case $expected in
        file)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -f -- "$current")
            ;;
        folder)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -d -- "$current")
            ;;
        command) mapfile -t COMPREPLY < <(compgen -W "$(_leitong_commands)" -- "$current") ;;
        'choice '*) mapfile -t COMPREPLY < <(compgen -W "${expected#choice }" -- "$current") ;;
    esac
}

_leitong() {
    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command
    # bash takes --name=value for three words.
    if [[ $current == = ]]; then
        current=''
    elif [[ $before == = ]]; then
        before=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    command=$(_leitong_command)
    if [[ $before == -* && $(_leitong_value "$command" "$before") != nothing ]]; then
        _leitong_reply "$(_leitong_value "$command" "$before")" "$current"
    elif [[ $current == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(_leitong_options "$command")" -- "$current")
    elif [[ -z $command ]]; then
        _leitong_reply command "$current"
    else
        _leitong_reply "$(_leitong_argument "$command")" "$current"
    fi
}

complete -F _leitong leitong
)~";

// The reply for what is expected, as _leitong_reply reads it.
std::string reply(Expected expected, const OptionRow* row) {
    switch (expected) {
        case Expected::nothing:
            return "nothing";
        case Expected::choice: {
            std::string words = "choice";
            for (const std::string_view choice : choices_of(*row)) {
                words += ' ';
                words += choice;
            }
            return words;
        }
        case Expected::file:
            return "file";
        case Expected::folder:
            return "folder";
        case Expected::command:
            return "command";
        case Expected::anything:
            return "anything";
    }
    return "nothing";
}

std::string commands_function() {
    std::string names;
    for (const CommandRow& row : command_rows()) {
        names += names.empty() ? "" : " ";
        names += row.name;
    }
    return fmt::format("\n_leitong_commands() {{\n    printf '%s' '{}'\n}}\n", names);
}

std::string options_of(const CommandRow* command) {
    std::string names;
    for (const OptionRow& row : option_rows()) {
        if (command == nullptr ? is_common(row) : row.commands.holds(command->id)) {
            const std::string name = "--" + std::string(row.name);
            if ((" " + names + " ").find(" " + name + " ") == std::string::npos) {
                names += (names.empty() ? "" : " ") + name;
            }
        }
    }
    return names;
}

std::string options_function() {
    std::string out =
        "\n# The options of a command; without one, those of all.\n"
        "_leitong_options() {\n    case $1 in\n";
    for (const CommandRow& row : command_rows()) {
        out += fmt::format("        {}) printf '%s' '{}' ;;\n", row.name, options_of(&row));
    }
    return out + fmt::format("        *) printf '%s' '{}' ;;\n    esac\n}}\n", options_of(nullptr));
}

std::string argument_function() {
    std::string out =
        "\n# What a command takes for an argument.\n"
        "_leitong_argument() {\n    case $1 in\n";
    for (const CommandRow& row : command_rows()) {
        out += fmt::format("        {}) printf '%s' {} ;;\n", row.name,
                           reply(expected_argument(row), nullptr));
    }
    return out + "    esac\n}\n";
}

// "pairs --format" | "pairs -f"; no command: any.
std::string patterns(const OptionRow& row, std::string_view command) {
    std::string out = fmt::format("'{} --{}'", command, row.name);
    if (row.letter != '\0') {
        out += fmt::format(" | '{} -{}'", command, row.letter);
    }
    return out;
}

// Later rows are for any command that no earlier one named, and for none: of an option that is
// typed before the command only its arity is certain.
std::string value_function() {
    std::string out =
        "\n# What an option of a command takes for a value.\n"
        "_leitong_value() {\n    case \"$1 $2\" in\n";
    for (const OptionRow& row : option_rows()) {
        std::string commands;
        for (const CommandRow& command : command_rows()) {
            if (row.commands.holds(command.id)) {
                commands += (commands.empty() ? "" : " | ") + patterns(row, command.name);
            }
        }
        out += fmt::format("        {}) printf '%s' '{}' ;;\n",
                           commands + " | " + patterns(row, ""), reply(expected_value(row), &row));
    }
    return out + "        *) printf '%s' nothing ;;\n    esac\n}\n";
}

}  // namespace

std::string bash_completion() {
    return std::string(k_head) + commands_function() + options_function() + argument_function() +
           value_function() + std::string(k_tail);
}

}  // namespace leitong::cli
