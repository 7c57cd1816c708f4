// Walks the table of commands and options: what it says is what the parser does and --help shows.
#include "leitong/cli/help.hpp"
#include "leitong/cli/invocation.hpp"
#include "leitong/cli/options.hpp"
#include "leitong/cli/values.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace leitong::cli {
namespace {

using testing::HasSubstr;
using Words = std::vector<std::string>;

bool is_kebab(std::string_view name) {
    return !name.empty() && name.front() != '-' && name.back() != '-' &&
           std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
}

// A value that the row's kind allows.
std::string value_for(const OptionRow& row) {
    switch (row.kind) {
        case ValueKind::none:
            return "";
        case ValueKind::text:
            return "some text";
        case ValueKind::choice:
            return std::string(row.value_name.substr(0, row.value_name.find('|')));
        case ValueKind::count:
            return std::to_string(row.high);
        case ValueKind::fraction:
            return "0.5";
        case ValueKind::size:
            return "64K";
        case ValueKind::paragraph:
            return "a:b#c:7";
        case ValueKind::run:
            return "7";
        case ValueKind::condition:
            return "new-clusters>0";
    }
    return "";
}

// A command line of the command that is right but for the option that is to be added.
Words right_line(Command command, Option added) {
    Words words = {std::string(row_of(command).name)};
    switch (command) {
        case Command::index:
            words.push_back("path");
            break;
        case Command::query:
            if (added != Option::file && added != Option::batch && added != Option::paragraph) {
                words.push_back("text");
            }
            break;
        case Command::explain:
            words.insert(words.end(), {"a:1", "b:2"});
            break;
        case Command::compare:
            words.insert(words.end(), {"a.txt", "b.txt"});
            break;
        case Command::check:
            words.push_back("a.txt");
            break;
        case Command::template_fill:
            words.insert(words.end(), {"fill", "t.json", "values.csv"});
            break;
        case Command::remove:
            words.push_back("name");
            break;
        case Command::report:
        case Command::nightly:
            if (added != Option::out) {
                words.insert(words.end(), {"--out", "dir"});
            }
            break;
        default:
            break;
    }
    if (added == Option::files_from || added == Option::root) {
        words = {"index"};
        words.push_back(added == Option::root ? "path" : "--quiet");
    }
    return words;
}

std::string text_of(const Error& error) {
    return error.message.text(Language::en);
}

TEST(OptionTable, NamesAreWellFormed) {
    for (const OptionRow& row : option_rows()) {
        EXPECT_TRUE(is_kebab(row.name)) << row.name;
        EXPECT_NE(row.commands.bits, 0U) << row.name;
        EXPECT_EQ(row.kind == ValueKind::none, row.value_name.empty()) << row.name;
    }
    std::set<std::string_view> commands;
    for (const CommandRow& row : command_rows()) {
        EXPECT_TRUE(is_kebab(row.name)) << row.name;
        EXPECT_TRUE(commands.insert(row.name).second) << row.name;
        EXPECT_EQ(row.arguments.empty(), row.max_arguments == 0) << row.name;
        EXPECT_LE(row.min_arguments, row.max_arguments) << row.name;
        EXPECT_EQ(command_named(row.name), &row);
    }
}

// The parser reads the words of a line before it knows the command, so these must not depend on it.
TEST(OptionTable, RowsOfOneNameDifferInNothingTheParserSees) {
    std::map<std::string_view, const OptionRow*> by_name;
    std::map<char, std::string_view> by_letter;
    for (const OptionRow& row : option_rows()) {
        const auto [same, is_new] = by_name.emplace(row.name, &row);
        EXPECT_EQ(same->second->id, row.id) << row.name;
        EXPECT_EQ(same->second->letter, row.letter) << row.name;
        EXPECT_EQ(same->second->kind, row.kind) << row.name;
        if (!is_new) {
            EXPECT_EQ(same->second->commands.bits & row.commands.bits, 0U) << row.name;
        }
        if (row.letter != '\0') {
            EXPECT_EQ(by_letter.emplace(row.letter, row.name).first->second, row.name);
        }
    }
}

TEST(OptionTable, EveryWordOfHelpIsThereInBothLanguages) {
    const auto check = [](Msg id, std::string_view of) {
        EXPECT_FALSE(message_template(id, Language::en).empty()) << of;
        EXPECT_FALSE(message_template(id, Language::zh).empty()) << of;
        EXPECT_NE(message_template(id, Language::en), message_template(id, Language::zh)) << of;
    };
    for (const OptionRow& row : option_rows()) {
        check(row.help, row.name);
        const std::string_view english = message_template(row.help, Language::en);
        EXPECT_TRUE(std::isupper(static_cast<unsigned char>(english.front())) != 0) << row.name;
        EXPECT_NE(english.back(), '.') << row.name;
    }
    for (const CommandRow& row : command_rows()) {
        check(row.summary, row.name);
        check(row.description, row.name);
        EXPECT_LE(message_template(row.summary, Language::en).size(), 60U) << row.name;
    }
}

TEST(OptionTable, EveryOptionIsInTheHelpOfItsCommandsAndOfNoOther) {
    for (const CommandRow& command : command_rows()) {
        if (command.id == Command::help) {
            continue;
        }
        for (const Language language : {Language::en, Language::zh}) {
            const std::string help =
                help_text(command.id, {.columns = 100, .language = language}) + "\n";
            for (const OptionRow& row : option_rows()) {
                const std::string term = "--" + std::string(row.name) +
                                         (row.kind == ValueKind::none ? "" : " ") +
                                         std::string(row.value_name);
                const bool is_shown = help.find(term + " ") != std::string::npos ||
                                      help.find(term + "\n") != std::string::npos;
                // A row of another command may read the same.
                const bool is_taken =
                    std::ranges::any_of(option_rows(), [&](const OptionRow& other) {
                        return other.name == row.name && other.value_name == row.value_name &&
                               other.commands.holds(command.id);
                    });
                EXPECT_EQ(is_shown, is_taken) << command.name << ' ' << term;
            }
        }
    }
}

TEST(OptionTable, EveryCommandIsInTheHelpOfTheProgram) {
    const std::string help = help_text(Command::help, {});
    for (const CommandRow& row : command_rows()) {
        EXPECT_THAT(help, HasSubstr("\n  " + std::string(row.name) + " "));
    }
}

TEST(OptionTable, EveryOptionParsesWithEachOfItsCommandsBeforeAndAfterIt) {
    for (const CommandRow& command : command_rows()) {
        for (const OptionRow& row : option_rows()) {
            if (!row.commands.holds(command.id)) {
                continue;
            }
            Words option = {"--" + std::string(row.name)};
            if (row.kind != ValueKind::none) {
                option.push_back(value_for(row));
            }
            Words after = right_line(command.id, row.id);
            Words before = option;
            before.insert(before.end(), after.begin(), after.end());
            after.insert(after.end(), option.begin(), option.end());
            for (const Words& words : {before, after}) {
                const auto parsed = parse(words, {});
                EXPECT_TRUE(parsed) << command.name << ' ' << row.name << ": "
                                    << (parsed ? "" : text_of(parsed.error()));
            }
        }
    }
}

TEST(OptionTable, NoOptionParsesWithACommandThatDoesNotTakeIt) {
    for (const CommandRow& command : command_rows()) {
        for (const OptionRow& row : option_rows()) {
            if (row_of(row.id, command.id) != nullptr) {
                continue;
            }
            Words words = right_line(command.id, Option::db);
            words.push_back("--" + std::string(row.name));
            if (row.kind != ValueKind::none) {
                words.push_back(value_for(row));
            }
            const auto parsed = parse(words, {});
            ASSERT_FALSE(parsed) << command.name << ' ' << row.name;
            EXPECT_EQ(parsed.error().message.id, Msg::option_not_for_command);
        }
    }
}

TEST(OptionTable, DefaultsAndChoicesAreValuesThatParse) {
    for (const OptionRow& row : option_rows()) {
        if (!row.default_value.empty()) {
            EXPECT_TRUE(check_value(row, std::string(row.default_value))) << row.name;
        }
        EXPECT_TRUE(check_value(row, value_for(row))) << row.name;
        if (row.kind != ValueKind::none) {
            EXPECT_FALSE(check_value(row, "")) << row.name;
        }
        if (row.kind != ValueKind::none && row.kind != ValueKind::text) {
            EXPECT_FALSE(check_value(row, "certainly:not")) << row.name;
        }
    }
}

// The words of the last `leitong …` of a shell line, up to a pipe or a redirection.
Words words_of_example(std::string_view line) {
    line.remove_prefix(line.rfind("leitong ") + 8);
    Words words(1);
    bool is_quoted = false;
    for (const char c : line) {
        if (!is_quoted && (c == '|' || c == '>')) {
            break;
        }
        if (c == '\'') {
            is_quoted = !is_quoted;
        } else if (c == ' ' && !is_quoted) {
            words.emplace_back();
        } else {
            words.back() += c;
        }
    }
    std::erase(words, "");
    return words;
}

TEST(OptionTable, EveryExampleParsesAsItsCommand) {
    for (const CommandRow& command : command_rows()) {
        std::string_view examples = command.examples;
        EXPECT_FALSE(examples.empty()) << command.name;
        while (!examples.empty()) {
            const std::size_t end = std::min(examples.find('\n'), examples.size());
            // Of `leitong export | sha256sum` the first, of `find … | leitong …` the last command.
            const auto parsed = parse(words_of_example(examples.substr(0, end)), {});
            ASSERT_TRUE(parsed) << examples.substr(0, end) << ": " << text_of(parsed.error());
            EXPECT_TRUE(parsed->command == command.id || command.id == Command::help);
            examples.remove_prefix(std::min(end + 1, examples.size()));
        }
    }
}

}  // namespace
}  // namespace leitong::cli
