#include "leitong/cli/run.hpp"

#include "leitong/cli/commands.hpp"
#include "leitong/cli/help.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <ostream>
#include <system_error>

namespace leitong::cli {

namespace {

std::string_view variable(const Environment& environment, std::string_view name) {
    const auto found = environment.variables.find(name);
    return found == environment.variables.end() ? std::string_view{} : found->second;
}

report::Colour colour_for(When when, const Streams& streams, const Environment& environment) {
    const bool wanted = when == When::automatic ? streams.out_is_terminal &&
                                                      variable(environment, "NO_COLOR").empty() &&
                                                      variable(environment, "TERM") != "dumb"
                                                : when == When::always;
    return wanted ? report::Colour::on : report::Colour::off;
}

std::size_t columns_for(const Streams& streams, const Environment& environment) {
    constexpr std::size_t fallback = 80;
    if (streams.columns > 0) {
        return streams.columns;
    }
    const std::string_view typed = variable(environment, "COLUMNS");
    std::size_t columns = 0;
    std::from_chars(typed.data(), typed.data() + typed.size(), columns);
    return columns >= 20 && columns <= 10'000 ? columns : fallback;
}

report::Display display_for(const Invocation& invocation, const Streams& streams,
                            const Environment& environment) {
    report::Display display;
    display.columns = columns_for(streams, environment);
    display.colour = colour_for(invocation.color, streams, environment);
    display.language = invocation.language;
    if (!invocation.typed_db.empty()) {
        display.program += " --db " + report::shell_word(invocation.typed_db);
    }
    return display;
}

Result<ExitStatus> dispatch(const Context& context) {
    switch (context.invocation.command) {
        case Command::index:
            return run_index(context);
        case Command::query:
            return run_query(context);
        case Command::pairs:
            return run_pairs(context);
        case Command::passages:
            return run_passages(context);
        case Command::clusters:
            return run_clusters(context);
        case Command::templates:
            return run_templates(context);
        case Command::template_fill:
            return run_template_fill(context);
        case Command::stock:
            return run_stock(context);
        case Command::works:
            return run_works(context);
        case Command::documents:
            return run_documents(context);
        case Command::explain:
            return run_explain(context);
        case Command::check:
            return run_check(context);
        case Command::compare:
            return run_compare(context);
        case Command::status:
            return run_status(context);
        case Command::verify:
            return run_verify(context);
        case Command::remove:
            return run_remove(context);
        case Command::export_store:
            return run_export(context);
        case Command::report:
            return run_report(context);
        case Command::nightly:
            return run_nightly(context);
        case Command::help:
            break;
    }
    return ExitStatus::done;
}

Result<ExitStatus> show(const Context& context) {
    switch (context.invocation.show) {
        case Show::help:
            context.streams.out << help_text(context.invocation.command, context.display);
            return ExitStatus::done;
        case Show::version:
            context.streams.out << "leitong " LEITONG_VERSION "\n";
            return ExitStatus::done;
        case Show::results:
            break;
    }
    return dispatch(context);
}

// A reader that has read enough (| head) is no failure; a full disk is.
ExitStatus status_of_output(ExitStatus status, const Streams& streams, Language language) {
    streams.out.flush();
    const int reason = streams.out_errno ? streams.out_errno() : 0;
    if (streams.out.good()) {
        return status;
    }
    if (reason == EPIPE) {
        return ExitStatus::done;
    }
    streams.err << "leitong: "
                << say(language, Msg::cannot_write, say(language, Msg::standard_output),
                       std::generic_category().message(reason == 0 ? EIO : reason))
                << '\n';
    return ExitStatus::failure;
}

}  // namespace

ExitStatus run(std::span<const std::string> args, const Streams& streams,
               const Environment& environment) {
    const Language language = language_of(args, environment.variables);
    const auto explain = [&](const Error& error) {
        streams.err << "leitong: " << report::printable(error.message.text(language)) << '\n';
        return status_of(error.code);
    };
    const Result<Invocation> invocation = parse(args, environment.variables);
    if (!invocation) {
        return explain(invocation.error());
    }
    const Context context{*invocation, streams, environment,
                          display_for(*invocation, streams, environment)};
    const Result<ExitStatus> result = show(context);
    const ExitStatus status = result ? *result : explain(result.error());
    return status_of_output(status, streams, language);
}

}  // namespace leitong::cli
