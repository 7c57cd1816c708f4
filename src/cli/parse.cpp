#include "leitong/base/assert.hpp"
#include "leitong/cli/invocation.hpp"
#include "leitong/cli/suggest.hpp"
#include "leitong/cli/tokens.hpp"
#include "leitong/cli/values.hpp"

#include <algorithm>
#include <array>

namespace leitong::cli {

namespace {

std::string variable(const Variables& variables, std::string_view name) {
    const auto found = variables.find(name);
    return found == variables.end() ? std::string() : found->second;
}

When when_named(std::string_view name) {
    return name == "always" ? When::always : name == "never" ? When::never : When::automatic;
}

// The commands that take an option of any row: for "goes with index and query".
std::string takers(Option option) {
    std::string names;
    for (const CommandRow& command : command_rows()) {
        if (row_of(option, command.id) != nullptr) {
            names += names.empty() ? "" : ", ";
            names += command.name;
        }
    }
    return names;
}

Result<const CommandRow*> find_command(const std::string& typed) {
    if (const CommandRow* row = command_named(typed)) {
        return row;
    }
    std::vector<std::string_view> names;
    for (const CommandRow& row : command_rows()) {
        names.push_back(row.name);
    }
    const std::string_view near = nearest(typed, names);
    if (near.empty()) {
        return fail(Errc::invalid_argument, Msg::unknown_command, typed);
    }
    return fail(Errc::invalid_argument, Msg::unknown_command_near, typed, near);
}

Result<void> check_count(const CommandRow& command, std::size_t given) {
    if (given < command.min_arguments) {
        return fail(Errc::invalid_argument, Msg::too_few_arguments, command.name,
                    command.arguments);
    }
    if (given > command.max_arguments && command.max_arguments == 0) {
        return fail(Errc::invalid_argument, Msg::takes_no_arguments, command.name);
    }
    if (given > command.max_arguments) {
        return fail(Errc::invalid_argument, Msg::too_many_arguments, command.name,
                    command.arguments);
    }
    return {};
}

// Each option belongs to the command, stands once (common ones may repeat), and its value parses.
Result<Values> read_options(const Tokens& tokens, const CommandRow& command) {
    Values values(command.id);
    for (const TypedOption& typed : tokens.options) {
        const OptionRow* row = row_of(typed.id, command.id);
        if (row == nullptr) {
            return fail(Errc::invalid_argument, Msg::option_not_for_command, dashed(typed.id),
                        command.name, takers(typed.id));
        }
        if (values.given(typed.id) && !is_common(*row) && row->kind != ValueKind::none) {
            return fail(Errc::invalid_argument, Msg::option_twice, dashed(typed.id));
        }
        LEITONG_TRY(check_value(*row, typed.value));
        values.set(typed.id, typed.value);
    }
    return values;
}

Result<void> read_common(const Values& values, const Variables& variables, Invocation& invocation) {
    invocation.typed_db = values.text(Option::db);
    invocation.db = invocation.typed_db;
    if (invocation.db.empty()) {
        invocation.db = variable(variables, "LEITONG_DB");
    }
    if (invocation.db.empty()) {
        invocation.db = "./leitong.db";
    }
    const std::string format = values.text(Option::format);
    if (values.given(Option::json) && values.given(Option::format) && format != "jsonl") {
        return fail(Errc::invalid_argument, Msg::options_conflict, "--json", "--format " + format);
    }
    invocation.format = values.given(Option::json) || format == "jsonl" ? Format::jsonl
                        : format == "csv"                               ? Format::csv
                        : format == "html"                              ? Format::html
                                                                        : Format::text;
    invocation.color = when_named(values.text(Option::color));
    invocation.verbosity = values.given(Option::quiet) ? Verbosity::quiet : Verbosity::normal;
    invocation.threads = static_cast<unsigned>(values.count(Option::threads));
    return {};
}

Result<Invocation> help_for(const Tokens& tokens, Invocation invocation) {
    invocation.show = Show::help;
    for (const TypedOption& typed : tokens.options) {
        if (typed.id == Option::color) {
            invocation.color = when_named(typed.value);
        }
    }
    const bool asked_by_name = !tokens.arguments.empty() && tokens.arguments[0] == "help";
    const std::size_t at = asked_by_name ? 1 : 0;
    invocation.command = Command::help;
    if (tokens.arguments.size() > at) {
        LEITONG_TRY_ASSIGN(const CommandRow* command, find_command(tokens.arguments[at]));
        invocation.command = command->id;
    }
    return invocation;
}

}  // namespace

Result<Invocation> parse(std::span<const std::string> args, const Variables& variables) {
    LEITONG_TRY_ASSIGN(const Tokens tokens, tokenise(args));
    const auto asks = [&tokens](Option option) {
        return std::ranges::find(tokens.options, option, &TypedOption::id) != tokens.options.end();
    };
    Invocation invocation;
    invocation.language = language_of(args, variables);
    if (asks(Option::version)) {
        invocation.show = Show::version;
        return invocation;
    }
    // A command line that asks for help is not scolded for what else is wrong with it.
    if (asks(Option::help)) {
        return help_for(tokens, std::move(invocation));
    }
    if (tokens.arguments.empty()) {
        return fail(Errc::invalid_argument, Msg::no_command);
    }
    LEITONG_TRY_ASSIGN(const CommandRow* command, find_command(tokens.arguments[0]));
    LEITONG_TRY_ASSIGN(const Values values, read_options(tokens, *command));
    LEITONG_TRY(check_count(*command, tokens.arguments.size() - 1));
    if (command->id == Command::help) {
        return help_for(tokens, std::move(invocation));
    }
    invocation.command = command->id;
    LEITONG_TRY(read_common(values, variables, invocation));
    LEITONG_TRY(read_command(values, std::span(tokens.arguments).subspan(1), invocation));
    return invocation;
}

Language language_of(std::span<const std::string> args, const Variables& variables) {
    std::optional<Language> typed;
    const auto read = [&typed](std::string_view value) {
        if (value == "zh" || value == "en") {
            typed = value == "zh" ? Language::zh : Language::en;
        }
    };
    for (std::size_t i = 0; i < args.size() && args[i] != "--"; ++i) {
        if (args[i] == "--lang" && i + 1 < args.size()) {
            read(args[i + 1]);
        } else if (args[i].starts_with("--lang=")) {
            read(std::string_view(args[i]).substr(7));
        }
    }
    if (typed) {
        return *typed;
    }
    for (const std::string_view name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const std::string value = variable(variables, name);
        if (!value.empty()) {
            return value.starts_with("zh") ? Language::zh : Language::en;
        }
    }
    return Language::en;
}

}  // namespace leitong::cli
