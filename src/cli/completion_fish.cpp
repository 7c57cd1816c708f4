#include "leitong/base/messages.hpp"
#include "leitong/cli/completions.hpp"
#include "leitong/cli/options.hpp"

#include <fmt/core.h>

#include <set>

namespace leitong::cli {

namespace {

// A word between single quotes of fish.
std::string quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\') {
            out += '\\';
        }
        out += c;
    }
    return out + "'";
}

// Finds the command among the words typed, which needs to know which options take a word.
std::string command_function() {
    std::set<std::string> with_value;
    for (const OptionRow& row : option_rows()) {
        if (row.kind != ValueKind::none) {
            with_value.insert("--" + std::string(row.name));
            if (row.letter != '\0') {
                with_value.insert(std::string("-") + row.letter);
            }
        }
    }
    std::string options;
    for (const std::string& option : with_value) {
        options += " " + option;
    }
    return fmt::format(R"~(function __leitong_command
    set -l words (commandline -opc)
    set -l is_value no
    for word in $words[2..-1]
        if test $is_value = yes
            set is_value no
        else if contains -- $word{}
            set is_value yes
        else if not string match -q -- '-*' $word
            echo $word
            return 0
        end
    end
    return 1
end

function __leitong_is
    set -l command (__leitong_command)
    and contains -- $command $argv
end

)~",
                       options);
}

std::string value_of(const OptionRow& row) {
    switch (expected_value(row)) {
        case Expected::nothing:
            return "";
        case Expected::choice: {
            std::string words;
            for (const std::string_view choice : choices_of(row)) {
                words += words.empty() ? "" : " ";
                words += choice;
            }
            return " -x -a " + quoted(words);
        }
        case Expected::file:
            return " -r -F";
        case Expected::folder:
            return " -x -a '(__fish_complete_directories)'";
        case Expected::command:
        case Expected::anything:
            return " -x";
    }
    return "";
}

std::string line_of(const OptionRow& row) {
    std::string condition;
    std::string names;
    for (const CommandRow& command : command_rows()) {
        if (row.commands.holds(command.id)) {
            names += " " + std::string(command.name);
        }
    }
    if (!row.commands.holds(Command::help)) {  // one of all commands may stand before the command
        condition = fmt::format(" -n '__leitong_is{}'", names);
    } else if (row.id == Option::format) {
        condition = fmt::format(" -n 'not __leitong_command; or __leitong_is{}'", names);
    }
    const std::string letter = row.letter == '\0' ? "" : fmt::format(" -s {}", row.letter);
    return fmt::format("complete -c leitong{} -l {}{}{} -d {}\n", condition, row.name, letter,
                       value_of(row), quoted(say(Language::en, row.help)));
}

}  // namespace

std::string fish_completion() {
    std::string out =
        "# fish completion for leitong. Made from its option table; tests/docs/pages.py makes it "
        "again.\n\n" +
        command_function() + "complete -c leitong -f\n";
    std::string names;
    for (const CommandRow& row : command_rows()) {
        names += names.empty() ? "" : " ";
        names += row.name;
        out += fmt::format("complete -c leitong -n 'not __leitong_command' -a {} -d {}\n", row.name,
                           quoted(say(Language::en, row.summary)));
    }
    for (const CommandRow& row : command_rows()) {
        const Expected expected = expected_argument(row);
        if (expected == Expected::file) {
            out += fmt::format("complete -c leitong -n '__leitong_is {}' -F\n", row.name);
        } else if (expected == Expected::folder) {
            out += fmt::format(
                "complete -c leitong -n '__leitong_is {}' -a "
                "'(__fish_complete_directories)'\n",
                row.name);
        } else if (expected == Expected::command) {
            out += fmt::format("complete -c leitong -n '__leitong_is {}' -a {}\n", row.name,
                               quoted(names));
        }
    }
    for (const OptionRow& row : option_rows()) {
        out += line_of(row);
    }
    return out;
}

}  // namespace leitong::cli
