#include "leitong/base/assert.hpp"
#include "leitong/cli/options.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace leitong::cli {

namespace {

constexpr CommandSet set_of(std::initializer_list<Command> commands) {
    CommandSet set;
    for (const Command command : commands) {
        set.bits |= std::uint32_t{1} << static_cast<unsigned>(command);
    }
    return set;
}

constexpr CommandSet k_every{(std::uint32_t{1} << (static_cast<unsigned>(Command::help) + 1)) - 1};
constexpr CommandSet k_templates = set_of({Command::templates});
constexpr CommandSet k_check = set_of({Command::check});
constexpr CommandSet k_listing =
    set_of({Command::query, Command::pairs, Command::passages, Command::clusters, Command::stock,
            Command::works, Command::documents, Command::compare});
constexpr CommandSet k_not_listing{k_every.bits & ~k_listing.bits & ~k_templates.bits &
                                   ~k_check.bits};
constexpr CommandSet k_index = set_of({Command::index});
constexpr CommandSet k_query = set_of({Command::query});
constexpr CommandSet k_clusters = set_of({Command::clusters});
constexpr CommandSet k_fill = set_of({Command::template_fill});
constexpr CommandSet k_stock = set_of({Command::stock});
constexpr CommandSet k_export = set_of({Command::export_store});
constexpr CommandSet k_report = set_of({Command::report});
constexpr CommandSet k_nightly = set_of({Command::nightly});

constexpr std::uint32_t k_many = 1'000'000;

constexpr std::array k_commands = {
    CommandRow{Command::index, "index", "[PATH…]", 0, k_many, Msg::cmd_index, Msg::about_index,
               "leitong index speeches/\n"
               "leitong index --root news --text-field body news.jsonl\n"
               "find . -name '*.txt' -print0 | leitong index --files-from - --root texts\n"
               "leitong index --prune"},
    CommandRow{Command::query, "query", "[TEXT]", 0, 1, Msg::cmd_query, Msg::about_query,
               "leitong query '2014年视察河南时，习近平总书记强调'\n"
               "leitong query --file draft.txt --top 3\n"
               "leitong query --paragraph speeches/001.txt:50\n"
               "leitong query --batch queries.jsonl --json > hits.jsonl"},
    CommandRow{Command::pairs, "pairs", "", 0, 0, Msg::cmd_pairs, Msg::about_pairs,
               "leitong pairs --relation variant\n"
               "leitong pairs --document speeches/001.txt --min-similarity 0.9\n"
               "leitong pairs --format csv > pairs.csv"},
    CommandRow{Command::passages, "passages", "", 0, 0, Msg::cmd_passages, Msg::about_passages,
               "leitong passages --document speeches/001.txt\n"
               "leitong passages --min-letters 200 --relation variant\n"
               "leitong passages --json > passages.jsonl"},
    CommandRow{Command::clusters, "clusters", "", 0, 0, Msg::cmd_clusters, Msg::about_clusters,
               "leitong clusters --min-size 4\n"
               "leitong clusters --document speeches/001.txt"},
    CommandRow{Command::templates, "templates", "", 0, 0, Msg::cmd_templates, Msg::about_templates,
               "leitong templates --min-works 4\n"
               "leitong templates --template t7w2k9xq0m4ra --format csv > values.csv\n"
               "leitong templates --document speeches/001.txt --json"},
    CommandRow{Command::template_fill, "template", "fill FILE FILE", 3, 3, Msg::cmd_template,
               Msg::about_template,
               "leitong template fill t.json values.csv\n"
               "leitong template fill t.json values.csv --out filled\n"
               "leitong template fill all.json values.csv --template t7w2k9xq0m4ra"},
    CommandRow{Command::stock, "stock", "", 0, 0, Msg::cmd_stock, Msg::about_stock,
               "leitong stock --min-works 5\n"
               "leitong stock --document speeches/001.txt\n"
               "leitong stock --format csv > phrases.csv"},
    CommandRow{Command::works, "works", "", 0, 0, Msg::cmd_works, Msg::about_works,
               "leitong works --document speeches/001.txt"},
    CommandRow{Command::documents, "documents", "", 0, 0, Msg::cmd_documents, Msg::about_documents,
               "leitong documents\n"
               "leitong documents --document speeches/001.txt --json"},
    CommandRow{Command::explain, "explain", "DOCUMENT:N DOCUMENT:N", 2, 2, Msg::cmd_explain,
               Msg::about_explain, "leitong explain speeches/001.txt:50 speeches/001.txt:107"},
    CommandRow{Command::check, "check", "FILE…", 1, k_many, Msg::cmd_check, Msg::about_check,
               "leitong check draft.txt\n"
               "leitong check --out check.html draft.txt\n"
               "leitong check --stock phrases.txt --base form.txt --json drafts/*.txt"},
    CommandRow{Command::compare, "compare", "FILE FILE", 2, 2, Msg::cmd_compare, Msg::about_compare,
               "leitong compare draft.txt final.txt\n"
               "leitong compare --min-letters 100 --json a.txt b.txt"},
    CommandRow{Command::status, "status", "", 0, 0, Msg::cmd_status, Msg::about_status,
               "leitong --db texts.db status"},
    CommandRow{Command::verify, "verify", "", 0, 0, Msg::cmd_verify, Msg::about_verify,
               "leitong --db texts.db verify"},
    CommandRow{Command::remove, "remove", "NAME…", 1, k_many, Msg::cmd_remove, Msg::about_remove,
               "leitong remove speeches/001.txt\n"
               "leitong remove speeches"},
    CommandRow{Command::export_store, "export", "", 0, 0, Msg::cmd_export, Msg::about_export,
               "leitong export --out texts.jsonl\n"
               "leitong export | sha256sum"},
    CommandRow{Command::report, "report", "", 0, 0, Msg::cmd_report, Msg::about_report,
               "leitong report --out report\n"
               "leitong report --out report --since 2026-11-20 --lang zh"},
    CommandRow{Command::nightly, "nightly", "", 0, 0, Msg::cmd_nightly, Msg::about_nightly,
               "leitong nightly --out reports\n"
               "leitong nightly --out reports --keep 30 --fail-on 'new-clusters>0'"},
    CommandRow{Command::help, "help", "[COMMAND]", 0, 1, Msg::cmd_help, Msg::about_help,
               "leitong help query"},
};

constexpr std::string_view k_relations = "stock|identical|variant|near|excerpt|similar";

using enum ValueKind;

constexpr std::array k_options = {
    // Of one command or a few.
    OptionRow{Option::root, "root", '\0', text, "NAME", "", Msg::opt_root, k_index},
    OptionRow{Option::files_from, "files-from", '\0', text, "FILE", "", Msg::opt_files_from,
              k_index},
    OptionRow{Option::text_field, "text-field", '\0', text, "FIELD", "text", Msg::opt_text_field,
              k_index},
    OptionRow{Option::id_field, "id-field", '\0', text, "FIELD", "id", Msg::opt_id_field, k_index},
    OptionRow{Option::encoding, "encoding", '\0', text, "NAME", "", Msg::opt_encoding, k_index},
    OptionRow{Option::encoding, "encoding", '\0', text, "NAME", "", Msg::opt_encoding_check,
              k_check},
    OptionRow{Option::paragraphs, "paragraphs", '\0', choice, "auto|line|block", "auto",
              Msg::opt_paragraphs, k_index},
    OptionRow{Option::max_file_size, "max-file-size", '\0', size, "SIZE", "256M",
              Msg::opt_max_file_size, k_index},
    OptionRow{Option::prune, "prune", '\0', none, "", "", Msg::opt_prune, k_index},
    OptionRow{Option::dry_run, "dry-run", 'n', none, "", "", Msg::opt_dry_run, k_index},
    OptionRow{Option::hidden, "hidden", '\0', none, "", "", Msg::opt_hidden, k_index},
    OptionRow{Option::follow_symlinks, "follow-symlinks", '\0', none, "", "",
              Msg::opt_follow_symlinks, k_index},
    OptionRow{Option::file, "file", 'f', text, "FILE", "", Msg::opt_file, k_query},
    OptionRow{Option::batch, "batch", '\0', text, "FILE", "", Msg::opt_batch, k_query},
    OptionRow{Option::paragraph, "paragraph", 'p', paragraph, "DOCUMENT:N", "", Msg::opt_paragraph,
              k_query},
    OptionRow{Option::top, "top", 'k', count, "K", "10", Msg::opt_top, k_query, 1, 1'000'000},
    OptionRow{Option::top, "top", 'k', count, "K", "3", Msg::opt_top_check, k_check, 1, 100},
    OptionRow{Option::min_similarity, "min-similarity", 's', fraction, "S", "0",
              Msg::opt_min_similarity_query, k_query},
    OptionRow{Option::document, "document", 'd', text, "NAME", "", Msg::opt_document,
              set_of({Command::pairs, Command::passages, Command::clusters, Command::templates,
                      Command::stock, Command::works, Command::documents})},
    OptionRow{Option::cluster, "cluster", 'c', text, "ID", "", Msg::opt_cluster,
              set_of({Command::pairs, Command::clusters})},
    OptionRow{Option::relation, "relation", 'r', choice, k_relations, "", Msg::opt_relation,
              set_of({Command::pairs, Command::passages, Command::clusters, Command::compare})},
    OptionRow{Option::min_letters, "min-letters", '\0', count, "N", "0", Msg::opt_min_letters,
              set_of({Command::passages, Command::compare}), 0, 1'000'000'000},
    OptionRow{Option::min_size, "min-size", '\0', count, "N", "2", Msg::opt_min_size, k_clusters, 1,
              1'000'000'000},
    OptionRow{Option::min_similarity, "min-similarity", 's', fraction, "S", "0",
              Msg::opt_min_similarity_pairs,
              set_of({Command::pairs, Command::passages, Command::compare})},
    OptionRow{Option::template_id, "template", '\0', text, "ID", "", Msg::opt_template,
              k_templates},
    OptionRow{Option::template_id, "template", '\0', text, "ID", "", Msg::opt_template_fill,
              k_fill},
    OptionRow{Option::keep_blanks, "keep-blanks", '\0', none, "", "", Msg::opt_keep_blanks, k_fill},
    OptionRow{Option::out, "out", 'o', text, "DIR", "", Msg::opt_out_fill, k_fill},
    OptionRow{Option::min_works, "min-works", '\0', count, "N", "2", Msg::opt_min_works,
              k_templates, 2, 1'000'000'000},
    OptionRow{Option::min_works, "min-works", '\0', count, "N", "3", Msg::opt_min_works_stock,
              k_stock, 2, 1'000'000'000},
    OptionRow{Option::min_letters, "min-letters", '\0', count, "N", "7", Msg::opt_min_letters_stock,
              k_stock, 4, 200},
    OptionRow{Option::out, "out", 'o', text, "FILE", "-", Msg::opt_out, k_export},
    OptionRow{Option::stock, "stock", '\0', text, "FILE", "", Msg::opt_stock, k_check},
    OptionRow{Option::base, "base", '\0', text, "FILE", "", Msg::opt_base, k_check},
    OptionRow{Option::out, "out", 'o', text, "FILE", "-", Msg::opt_out_check, k_check},
    OptionRow{Option::out, "out", 'o', text, "DIR", "", Msg::opt_out_report, k_report},
    OptionRow{Option::since, "since", '\0', run, "RUN", "", Msg::opt_since, k_report},
    OptionRow{Option::since, "since", '\0', run, "RUN", "", Msg::opt_since_clusters, k_clusters},
    OptionRow{Option::out, "out", 'o', text, "DIR", "", Msg::opt_out_nightly, k_nightly},
    OptionRow{Option::keep, "keep", '\0', count, "N", "14", Msg::opt_keep, k_nightly, 1, 100'000},
    OptionRow{Option::fail_on, "fail-on", '\0', condition, "CONDITION", "", Msg::opt_fail_on,
              k_nightly},
    // Of all of them.
    OptionRow{Option::db, "db", '\0', text, "FILE", "", Msg::opt_db, k_every},
    OptionRow{Option::format, "format", '\0', choice, "text|jsonl|csv", "text", Msg::opt_format,
              k_listing},
    OptionRow{Option::format, "format", '\0', choice, "text|jsonl|csv|html", "text",
              Msg::opt_format_html, k_templates},
    OptionRow{Option::format, "format", '\0', choice, "text|jsonl", "text", Msg::opt_format,
              k_not_listing},
    OptionRow{Option::format, "format", '\0', choice, "text|jsonl|html", "text", Msg::opt_format,
              k_check},
    OptionRow{Option::json, "json", '\0', none, "", "", Msg::opt_json, k_every},
    OptionRow{Option::quiet, "quiet", 'q', none, "", "", Msg::opt_quiet, k_every},
    OptionRow{Option::color, "color", '\0', choice, "auto|always|never", "auto", Msg::opt_color,
              k_every},
    OptionRow{Option::lang, "lang", '\0', choice, "zh|en", "", Msg::opt_lang, k_every},
    OptionRow{Option::threads, "threads", 'j', count, "N", "0", Msg::opt_threads, k_every, 0, 1024},
    OptionRow{Option::help, "help", 'h', none, "", "", Msg::opt_help, k_every},
    OptionRow{Option::version, "version", 'V', none, "", "", Msg::opt_version, k_every},
};

constexpr std::array k_variables = {
    VariableRow{"LEITONG_DB", Msg::var_leitong_db},
    VariableRow{"LC_ALL", Msg::var_locale},
    VariableRow{"LC_MESSAGES", Msg::var_locale},
    VariableRow{"LANG", Msg::var_locale},
    VariableRow{"NO_COLOR", Msg::var_no_color},
    VariableRow{"TERM", Msg::var_term},
    VariableRow{"COLUMNS", Msg::var_columns},
    VariableRow{"SOURCE_DATE_EPOCH", Msg::var_source_date_epoch},
};

bool holds_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(
        words, [text](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

}  // namespace

std::span<const VariableRow> variable_rows() noexcept {
    return k_variables;
}

Expected expected_value(const OptionRow& row) noexcept {
    return row.kind == ValueKind::none     ? Expected::nothing
           : row.kind == ValueKind::choice ? Expected::choice
           : row.value_name == "FILE"      ? Expected::file
           : row.value_name == "DIR"       ? Expected::folder
                                           : Expected::anything;
}

Expected expected_argument(const CommandRow& row) noexcept {
    return row.max_arguments == 0                          ? Expected::nothing
           : holds_one_of(row.arguments, {"COMMAND"})      ? Expected::command
           : holds_one_of(row.arguments, {"PATH", "FILE"}) ? Expected::file
           : holds_one_of(row.arguments, {"DIR"})          ? Expected::folder
                                                           : Expected::anything;
}

std::vector<std::string_view> choices_of(const OptionRow& row) {
    std::vector<std::string_view> choices;
    std::string_view rest = row.kind == ValueKind::choice ? row.value_name : std::string_view{};
    while (!rest.empty()) {
        const std::size_t bar = std::min(rest.find('|'), rest.size());
        choices.push_back(rest.substr(0, bar));
        rest.remove_prefix(std::min(bar + 1, rest.size()));
    }
    return choices;
}

std::span<const CommandRow> command_rows() noexcept {
    return k_commands;
}

std::span<const OptionRow> option_rows() noexcept {
    return k_options;
}

bool is_common(const OptionRow& row) noexcept {
    return row.commands == k_every || row.id == Option::format;
}

const CommandRow& row_of(Command command) noexcept {
    const auto row = std::ranges::find(k_commands, command, &CommandRow::id);
    LEITONG_ASSERT(row != k_commands.end(), "every command has a row");
    return *row;
}

const CommandRow* command_named(std::string_view name) noexcept {
    const auto row = std::ranges::find(k_commands, name, &CommandRow::name);
    return row == k_commands.end() ? nullptr : &*row;
}

const OptionRow* row_of(Option option, Command command) noexcept {
    const auto row = std::ranges::find_if(k_options, [&](const OptionRow& candidate) {
        return candidate.id == option && candidate.commands.holds(command);
    });
    return row == k_options.end() ? nullptr : &*row;
}

}  // namespace leitong::cli
