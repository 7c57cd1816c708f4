#include "leitong/cli/tokens.hpp"

#include "leitong/base/assert.hpp"
#include "leitong/cli/suggest.hpp"

#include <boost/program_options/cmdline.hpp>
#include <boost/program_options/errors.hpp>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>

#include <algorithm>
#include <set>

namespace leitong::cli {

namespace po = boost::program_options;

namespace {

const OptionRow* any_row_named(std::string_view name) {
    const auto row = std::ranges::find(option_rows(), name, &OptionRow::name);
    return row == option_rows().end() ? nullptr : &*row;
}

po::options_description describe_options() {
    po::options_description description;
    std::set<std::string_view> seen;
    for (const OptionRow& row : option_rows()) {
        if (!seen.insert(row.name).second) {
            continue;
        }
        std::string names(row.name);
        if (row.letter != '\0') {
            names += {',', row.letter};
        }
        // The description owns the semantic.
        description.add_options()(names.c_str(), new po::untyped_value(row.kind == ValueKind::none),
                                  "");
    }
    return description;
}

tl::unexpected<Error> unknown_option(const std::string& typed) {
    std::vector<std::string_view> names;
    for (const OptionRow& row : option_rows()) {
        names.push_back(row.name);
    }
    const std::size_t dashes = std::min(typed.find_first_not_of('-'), typed.size());
    const std::size_t end = std::min(typed.find('='), typed.size());
    const std::string_view word =
        std::string_view(typed).substr(dashes, std::max(end, dashes) - dashes);
    const std::string_view near = nearest(word, names);
    if (near.empty()) {
        return fail(Errc::invalid_argument, Msg::unknown_option, typed);
    }
    return fail(Errc::invalid_argument, Msg::unknown_option_near, typed, near);
}

tl::unexpected<Error> bad_syntax(const po::invalid_syntax& error) {
    using Kind = po::invalid_syntax::kind_t;
    // As typed if the error knows that (an option given by its letter), else by its name.
    const std::string option = error.get_option_name();
    const Kind kind = error.kind();
    if (kind == Kind::extra_parameter || kind == Kind::long_adjacent_not_allowed) {
        return fail(Errc::invalid_argument, Msg::option_takes_no_value, option);
    }
    if (kind == Kind::missing_parameter || kind == Kind::empty_adjacent_parameter) {
        return fail(Errc::invalid_argument, Msg::option_needs_value, option);
    }
    return fail(Errc::invalid_argument, Msg::unknown_option, option);
}

Tokens collect(const po::parsed_options& parsed) {
    Tokens tokens;
    for (const auto& option : parsed.options) {
        if (option.string_key.empty()) {
            tokens.arguments.insert(tokens.arguments.end(), option.value.begin(),
                                    option.value.end());
            continue;
        }
        const OptionRow* row = any_row_named(option.string_key);
        LEITONG_ASSERT(row != nullptr, "the parser knows only the table's options");
        tokens.options.push_back({row->id, option.value.empty() ? "" : option.value.front()});
    }
    return tokens;
}

}  // namespace

std::string dashed(Option option) {
    const auto row = std::ranges::find(option_rows(), option, &OptionRow::id);
    LEITONG_ASSERT(row != option_rows().end(), "every option has a row");
    return "--" + std::string(row->name);
}

Result<Tokens> tokenise(std::span<const std::string> args) {
    namespace style = po::command_line_style;
    try {
        const po::options_description description = describe_options();
        // No guessing: an abbreviation that works today would break when an option is added.
        const po::parsed_options parsed =
            po::command_line_parser(std::vector<std::string>(args.begin(), args.end()))
                .options(description)
                .style(style::unix_style & ~style::allow_guessing)
                .run();
        return collect(parsed);
    } catch (const po::unknown_option& error) {
        return unknown_option(error.get_option_name());
    } catch (const po::invalid_syntax& error) {
        return bad_syntax(error);
    } catch (const po::error& error) {
        return fail(Errc::invalid_argument, Msg::plain, error.what());
    }
}

}  // namespace leitong::cli
