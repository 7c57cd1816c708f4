// What is each command's own: its options into the engine's structures, checked against each other.
#include "leitong/cli/tokens.hpp"
#include "leitong/cli/values.hpp"

#include <algorithm>
#include <utility>

namespace leitong::cli {

namespace {

using Arguments = std::span<const std::string>;

tl::unexpected<Error> conflict(std::string_view a, std::string_view b) {
    return fail(Errc::invalid_argument, Msg::options_conflict, a, b);
}

Result<void> check_index(const engine::IndexOptions& options) {
    const bool has_list = options.files_from.has_value();
    const auto dash = [](const std::string& path) { return path == "-"; };
    const auto dashes = std::ranges::count_if(options.paths, dash);
    if (dashes + (has_list && dash(*options.files_from) ? 1 : 0) > 1) {
        return fail(Errc::invalid_argument, Msg::stdin_twice);
    }
    if (std::ranges::any_of(options.paths, &std::string::empty)) {
        return fail(Errc::invalid_argument, Msg::empty_argument, "index");
    }
    if (options.root_name && options.paths.size() + (has_list ? 1 : 0) != 1) {
        return fail(Errc::invalid_argument, Msg::usage_root_needs_one_path);
    }
    return {};
}

Result<void> read_index(const Values& values, Arguments arguments, Invocation& invocation) {
    engine::IndexOptions& options = invocation.index;
    options.paths.assign(arguments.begin(), arguments.end());
    options.root_name = values.text_if_given(Option::root);
    options.files_from = values.text_if_given(Option::files_from);
    options.text_field = values.text(Option::text_field);
    options.id_field = values.text(Option::id_field);
    options.encoding = values.text_if_given(Option::encoding);
    options.paragraphs =
        paragraph_mode_named(values.text(Option::paragraphs)).value_or(ParagraphMode::automatic);
    options.max_file_bytes = values.size_bytes(Option::max_file_size);
    options.prune = values.given(Option::prune) ? engine::Prune::yes : engine::Prune::no;
    options.dry_run = values.given(Option::dry_run) ? engine::DryRun::yes : engine::DryRun::no;
    options.hidden = values.given(Option::hidden) ? engine::Hidden::read : engine::Hidden::skip;
    options.symlinks =
        values.given(Option::follow_symlinks) ? engine::Symlinks::follow : engine::Symlinks::skip;
    options.threads = invocation.threads;
    return check_index(options);
}

Result<void> read_query(const Values& values, Arguments arguments, Invocation& invocation) {
    // What was given of the ways to give a text, by the names people know them under.
    std::vector<std::pair<QuerySource, std::string>> given;
    if (!arguments.empty()) {
        invocation.query = arguments[0];
        given.emplace_back(arguments[0] == "-" ? QuerySource::standard_input : QuerySource::text,
                           arguments[0] == "-" ? "-" : "TEXT");
    }
    for (const auto& [option, source] :
         {std::pair(Option::file, QuerySource::file), std::pair(Option::batch, QuerySource::batch),
          std::pair(Option::paragraph, QuerySource::paragraph)}) {
        if (values.given(option)) {
            invocation.query = values.text(option);
            given.emplace_back(source, dashed(option));
        }
    }
    if (given.empty()) {
        return fail(Errc::invalid_argument, Msg::query_needs_text);
    }
    if (given.size() > 1) {
        return conflict(given[0].second, given[1].second);
    }
    invocation.query_source = given[0].first;
    if (invocation.query.find_first_not_of(" \t\r\n") == std::string::npos) {
        return fail(Errc::invalid_argument, Msg::empty_argument, "query");
    }
    if (invocation.query_source == QuerySource::file && invocation.query == "-") {
        invocation.query_source = QuerySource::standard_input;
    }
    if (invocation.query_source == QuerySource::paragraph) {
        invocation.query_paragraph = parse_paragraph_name(invocation.query).value();
    }
    invocation.query_options.top = static_cast<std::uint32_t>(values.count(Option::top));
    invocation.query_options.min_similarity = values.fraction(Option::min_similarity);
    return {};
}

Result<void> read_explain(Arguments arguments, Invocation& invocation) {
    const auto a = parse_paragraph_name(arguments[0]);
    const auto b = parse_paragraph_name(arguments[1]);
    if (!a || !b) {
        return fail(Errc::invalid_argument, Msg::bad_paragraph_name, arguments[a ? 1 : 0]);
    }
    invocation.explain_a = *a;
    invocation.explain_b = *b;
    return {};
}

Result<void> read_check(const Values& values, Arguments arguments, Invocation& invocation) {
    if (std::ranges::any_of(arguments, &std::string::empty)) {
        return fail(Errc::invalid_argument, Msg::empty_argument, "check");
    }
    if (std::ranges::count(arguments, "-") > 1) {
        return fail(Errc::invalid_argument, Msg::stdin_twice);
    }
    invocation.names.assign(arguments.begin(), arguments.end());
    invocation.check.top = static_cast<std::uint32_t>(values.count(Option::top));
    invocation.check.encoding = values.text_if_given(Option::encoding);
    invocation.stock_file = values.text_if_given(Option::stock);
    invocation.base_file = values.text_if_given(Option::base);
    invocation.out = values.text(Option::out);
    const bool is_asked = values.given(Option::format) || values.given(Option::json);
    if (!is_asked && (invocation.out.ends_with(".html") || invocation.out.ends_with(".htm"))) {
        invocation.format = Format::html;
    }
    return {};
}

Result<void> read_compare(Arguments arguments, Invocation& invocation) {
    if (std::ranges::any_of(arguments, &std::string::empty)) {
        return fail(Errc::invalid_argument, Msg::empty_argument, "compare");
    }
    if (arguments[0] == "-" && arguments[1] == "-") {
        return fail(Errc::invalid_argument, Msg::stdin_twice);
    }
    invocation.names.assign(arguments.begin(), arguments.end());
    return {};
}

Result<void> read_fill(const Values& values, Arguments arguments, Invocation& invocation) {
    if (arguments[0] != "fill") {
        return fail(Errc::invalid_argument, Msg::too_few_arguments, "template", "fill FILE FILE");
    }
    invocation.template_filter.id = values.text_if_given(Option::template_id);
    invocation.blanks =
        values.given(Option::keep_blanks) ? engine::Blanks::keep : engine::Blanks::refuse;
    invocation.out = values.text(Option::out);
    return read_compare(arguments.subspan(1), invocation);
}

Result<void> read_report(const Values& values, Invocation& invocation) {
    if (!values.given(Option::out)) {
        return fail(Errc::invalid_argument, Msg::option_missing, dashed(Option::out),
                    row_of(invocation.command).name);
    }
    invocation.out = values.text(Option::out);
    if (invocation.command == Command::report) {
        invocation.since = values.text_if_given(Option::since);
        return {};
    }
    invocation.keep = values.count(Option::keep);
    if (values.given(Option::fail_on)) {
        invocation.fail_on = parse_conditions(values.text(Option::fail_on)).value();
    }
    return {};
}

// Whichever of the filters the command takes.
void read_filter(const Values& values, Command command, engine::Filter& filter) {
    const auto takes = [command](Option option) { return row_of(option, command) != nullptr; };
    if (takes(Option::document)) {
        filter.document = values.text_if_given(Option::document);
    }
    if (takes(Option::cluster)) {
        filter.cluster = values.text_if_given(Option::cluster);
    }
    if (takes(Option::relation) && values.given(Option::relation)) {
        filter.relation = relation_named(values.text(Option::relation));
    }
    if (takes(Option::since)) {
        filter.since = values.text_if_given(Option::since);
    }
    if (takes(Option::min_size)) {
        filter.min_size = static_cast<std::uint32_t>(values.count(Option::min_size));
    }
    if (takes(Option::min_similarity)) {
        filter.min_similarity = values.fraction(Option::min_similarity);
    }
    if (takes(Option::min_letters)) {
        filter.min_letters = values.count(Option::min_letters);
    }
}

void read_template_filter(const Values& values, engine::TemplateFilter& filter) {
    filter.document = values.text_if_given(Option::document);
    filter.id = values.text_if_given(Option::template_id);
    filter.min_works = static_cast<std::uint32_t>(values.count(Option::min_works));
}

void read_stock_filter(const Values& values, engine::StockFilter& filter) {
    filter.document = values.text_if_given(Option::document);
    filter.min_works = static_cast<std::uint32_t>(values.count(Option::min_works));
    filter.min_letters = static_cast<std::uint32_t>(values.count(Option::min_letters));
}

}  // namespace

Result<void> read_command(const Values& values, Arguments arguments, Invocation& invocation) {
    switch (invocation.command) {
        case Command::index:
            return read_index(values, arguments, invocation);
        case Command::query:
            return read_query(values, arguments, invocation);
        case Command::pairs:
        case Command::passages:
        case Command::clusters:
        case Command::works:
        case Command::documents:
            read_filter(values, invocation.command, invocation.filter);
            invocation.filter.threads = invocation.threads;
            return {};
        case Command::templates:
            read_template_filter(values, invocation.template_filter);
            return {};
        case Command::template_fill:
            return read_fill(values, arguments, invocation);
        case Command::stock:
            read_stock_filter(values, invocation.stock_filter);
            invocation.stock_filter.threads = invocation.threads;
            return {};
        case Command::explain:
            return read_explain(arguments, invocation);
        case Command::check:
            return read_check(values, arguments, invocation);
        case Command::compare:
            read_filter(values, invocation.command, invocation.filter);
            return read_compare(arguments, invocation);
        case Command::remove:
            invocation.names.assign(arguments.begin(), arguments.end());
            if (std::ranges::any_of(invocation.names, &std::string::empty)) {
                return fail(Errc::invalid_argument, Msg::empty_argument, "remove");
            }
            return {};
        case Command::export_store:
            invocation.out = values.text(Option::out);
            return {};
        case Command::report:
        case Command::nightly:
            return read_report(values, invocation);
        case Command::status:
        case Command::verify:
        case Command::help:
            return {};
    }
    return {};
}

}  // namespace leitong::cli
