#include "leitong/cli/help.hpp"

#include "leitong/cli/exit_status.hpp"
#include "leitong/report/table.hpp"
#include "leitong/report/width.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace leitong::cli {

namespace {

using Entries = std::vector<std::pair<std::string, std::string>>;  // term, explanation

constexpr std::size_t k_max_columns = 100;      // longer lines are hard to read
constexpr std::size_t k_max_term_columns = 26;  // longer terms stand on a line of their own
constexpr std::size_t k_gap = 2;

std::size_t columns_of(const report::Display& display) {
    return std::min(display.columns, k_max_columns);
}

void append_head(std::string& out, Msg head, const report::Display& display) {
    out += '\n' + report::toned(display, report::Tone::strong, say(display.language, head)) + '\n';
}

void append_entries(std::string& out, const Entries& entries, const report::Display& display) {
    const std::size_t max_term_columns = std::min(k_max_term_columns, columns_of(display) / 3);
    std::size_t term_columns = 0;
    for (const auto& [term, explanation] : entries) {
        if (const std::size_t width = report::width_of(term); width <= max_term_columns) {
            term_columns = std::max(term_columns, width);
        }
    }
    const std::size_t indent = k_gap + term_columns + k_gap;
    for (const auto& [term, explanation] : entries) {
        out.append(k_gap, ' ');
        if (report::width_of(term) > term_columns) {
            out += term + '\n';
            out.append(indent, ' ');
        } else {
            out += report::padded(term, term_columns + k_gap, report::Align::left);
        }
        out += report::wrapped(explanation, columns_of(display), indent) + '\n';
    }
}

std::pair<std::string, std::string> describe(const OptionRow& row, Language language) {
    std::string term = row.letter == '\0' ? "    " : fmt::format("-{}, ", row.letter);
    term += fmt::format("--{}", row.name);
    if (row.kind != ValueKind::none) {
        term += fmt::format(" {}", row.value_name);
    }
    std::string help = say(language, row.help);
    if (!row.default_value.empty()) {
        help = say(language, Msg::help_default, help, row.default_value);
    }
    return {std::move(term), std::move(help)};
}

// Rows of one id (of different commands) are shown once.
template <typename Wanted>
Entries describe_rows(const Wanted& wanted, Language language) {
    Entries entries;
    std::set<Option> seen;
    for (const OptionRow& row : option_rows()) {
        if (wanted(row) && seen.insert(row.id).second) {
            entries.push_back(describe(row, language));
        }
    }
    return entries;
}

std::string program_help(const report::Display& display) {
    const Language language = display.language;
    std::string out =
        say(language, Msg::help_usage, message_template(Msg::help_synopsis, language)) + "\n\n";
    out += report::wrapped(say(language, Msg::about_leitong), columns_of(display), 0) + '\n';
    append_head(out, Msg::help_commands, display);
    Entries commands;
    for (const CommandRow& row : command_rows()) {
        commands.emplace_back(row.name, say(language, row.summary));
    }
    append_entries(out, commands, display);
    append_head(out, Msg::help_common_options, display);
    append_entries(out, describe_rows(is_common, language), display);
    append_head(out, Msg::help_statuses, display);
    Entries statuses;
    for (const StatusRow& row : status_rows()) {
        statuses.emplace_back(std::to_string(static_cast<unsigned>(row.status)),
                              say(language, row.meaning));
    }
    append_entries(out, statuses, display);
    out += '\n' + say(language, Msg::help_more) + '\n';
    return out;
}

void append_examples(std::string& out, std::string_view examples) {
    while (!examples.empty()) {
        const std::size_t end = std::min(examples.find('\n'), examples.size());
        out += fmt::format("  {}\n", examples.substr(0, end));
        examples.remove_prefix(std::min(end + 1, examples.size()));
    }
}

}  // namespace

std::string help_text(Command command, const report::Display& display) {
    if (command == Command::help) {
        return program_help(display);
    }
    const Language language = display.language;
    const CommandRow& row = row_of(command);
    std::string synopsis = say(language, Msg::help_command_synopsis, row.name, row.arguments);
    synopsis.erase(synopsis.find_last_not_of(' ') + 1);
    std::string out = say(language, Msg::help_usage, synopsis) + "\n\n";
    out += report::wrapped(say(language, row.description), columns_of(display), 0) + '\n';
    const auto takes = [command](const OptionRow& option) {
        return option.commands.holds(command);
    };
    const Entries own = describe_rows(
        [&](const OptionRow& option) { return takes(option) && !is_common(option); }, language);
    if (!own.empty()) {
        append_head(out, Msg::help_options, display);
        append_entries(out, own, display);
    }
    append_head(out, Msg::help_common_options, display);
    append_entries(
        out,
        describe_rows([&](const OptionRow& option) { return takes(option) && is_common(option); },
                      language),
        display);
    append_head(out, Msg::help_examples, display);
    append_examples(out, row.examples);
    return out;
}

}  // namespace leitong::cli
