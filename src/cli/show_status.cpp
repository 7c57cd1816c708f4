#include "leitong/cli/options.hpp"
#include "leitong/cli/show.hpp"
#include "leitong/report/json_writer.hpp"
#include "leitong/report/table.hpp"

#include <fmt/core.h>

namespace leitong::cli {

namespace {

// With what names the run where a command asks for one.
std::string last_run_words(const engine::Status& status) {
    return status.last_run_number == 0
               ? report::printable(status.last_run)
               : fmt::format("{}  (--since {})", report::printable(status.last_run),
                             status.last_run_number);
}

// Options of a root that are not as they are by themselves, as one would type them.
std::string options_as_typed(const engine::IndexOptions& options) {
    const engine::IndexOptions plain;
    std::string typed;
    const auto add = [&](Option option, std::string_view value) {
        typed += typed.empty() ? "--" : " --";
        typed += row_of(option, Command::index)->name;
        typed += value.empty() ? "" : " ";
        typed += value;
    };
    if (options.encoding) {
        add(Option::encoding, *options.encoding);
    }
    if (options.paragraphs != plain.paragraphs) {
        add(Option::paragraphs, name(options.paragraphs));
    }
    if (options.text_field != plain.text_field) {
        add(Option::text_field, options.text_field);
    }
    if (options.id_field != plain.id_field) {
        add(Option::id_field, options.id_field);
    }
    if (options.hidden != plain.hidden) {
        add(Option::hidden, "");
    }
    if (options.symlinks != plain.symlinks) {
        add(Option::follow_symlinks, "");
    }
    if (options.max_file_bytes != plain.max_file_bytes) {
        add(Option::max_file_size, std::to_string(options.max_file_bytes));
    }
    return typed;
}

report::Facts store_facts(const engine::Status& status, Language language) {
    const auto count = [](std::uint64_t number) { return report::grouped(number); };
    const auto label = [language](Msg id) { return say(language, id); };
    report::Facts facts = {
        {label(Msg::status_store), fmt::format("{}  {}", report::printable(status.path),
                                               report::byte_size(status.size_bytes))},
        {label(Msg::status_documents), count(status.documents)},
        {label(Msg::status_works), count(status.works)},
        {label(Msg::status_paragraphs),
         say(language, Msg::status_paragraph_count, count(status.paragraphs), count(status.texts),
             count(status.typed_texts))},
        {label(Msg::status_pairs), count(status.pairs)},
        {label(Msg::status_clusters), count(status.clusters)},
        {label(Msg::status_last_run), last_run_words(status)}};
    if (status.pending > 0) {
        facts.emplace_back(label(Msg::status_pending),
                           say(language, Msg::status_pending_count, count(status.pending)));
    }
    return facts;
}

void append_named_facts(std::string& out, Msg head,
                        const std::vector<std::pair<std::string, std::string>>& rows,
                        const report::Display& display) {
    if (rows.empty()) {
        return;
    }
    out += '\n' + report::toned(display, report::Tone::strong, say(display.language, head)) + '\n';
    report::Facts facts;
    for (const auto& [name, value] : rows) {
        facts.emplace_back(report::printable(name), report::printable(value));
    }
    report::append_facts(out, facts, display);
}

void write_strings(report::JsonWriter& json, std::string_view key,
                   const std::vector<std::string>& strings) {
    json.key(key).open_array();
    for (const std::string& text : strings) {
        json.string(text);
    }
    json.close_array();
}

}  // namespace

void append_jsonl(std::string& out, const engine::Status& status, Language language) {
    report::JsonWriter json(out);
    json.open_object()
        .string("type", "status")
        .string("store", status.path)
        .number("size_bytes", status.size_bytes);
    json.key("roots").open_array();
    for (const engine::Status::Root& root : status.roots) {
        json.open_object()
            .string("name", root.name)
            .string("path", root.path)
            .number("documents", root.documents)
            .close_object();
    }
    json.close_array()
        .number("documents", status.documents)
        .number("works", status.works)
        .number("paragraphs", status.paragraphs)
        .number("texts", status.texts)
        .number("typed_texts", status.typed_texts)
        .number("pairs", status.pairs)
        .number("clusters", status.clusters)
        .number("pending", status.pending);
    json.key("parameters").open_object();
    for (const auto& [name, value] : status.parameters) {
        json.string(name, value);
    }
    json.close_object().key("skipped").open_array();
    for (const auto& [source, reason] : status.skipped) {
        json.open_object()
            .string("source", source)
            .string("reason", reason.text(language))
            .close_object();
    }
    json.close_array().string("last_run", status.last_run).close_object().end_line();
}

void append_text(std::string& out, const engine::Status& status, const report::Display& display) {
    const Language language = display.language;
    report::append_facts(out, store_facts(status, language), display);
    if (!status.roots.empty()) {
        out += '\n';
        report::Table table({{say(language, Msg::head_root), report::Align::left},
                             {say(language, Msg::head_documents), report::Align::right},
                             {say(language, Msg::head_path), report::Align::left}},
                            report::Table::LastColumn::whole);
        for (const engine::Status::Root& root : status.roots) {
            const std::string options = options_as_typed(root.options);
            const std::string shown = options.empty() ? "" : fmt::format("  ({})", options);
            table.add({report::printable(root.name), report::grouped(root.documents),
                       report::printable(root.path + shown)});
        }
        table.append_to(out, display);
    }
    append_named_facts(out, Msg::status_parameters, status.parameters, display);
    std::vector<std::pair<std::string, std::string>> skipped;
    for (const auto& [source, reason] : status.skipped) {
        skipped.emplace_back(source, reason.text(language));
    }
    append_named_facts(out, Msg::status_skipped, skipped, display);
}

void append_jsonl(std::string& out, const engine::VerifyReport& report, Language language) {
    report::JsonWriter json(out);
    for (const Message& problem : report.problems) {
        json.open_object()
            .string("type", "problem")
            .string("problem", message_name(problem.id))
            .string("message", problem.text(language))
            .close_object()
            .end_line();
    }
    json.open_object()
        .string("type", "summary")
        .number("rows", report.rows)
        .number("problems", report.problems.size())
        .close_object()
        .end_line();
}

void append_text(std::string& out, const engine::VerifyReport& report,
                 const report::Display& display) {
    const Language language = display.language;
    for (const Message& problem : report.problems) {
        out += report::printable(problem.text(language)) + '\n';
    }
    out += report.problems.empty()
               ? say(language, Msg::verify_sound, report::grouped(report.rows))
               : say(language, Msg::verify_damaged, report::grouped(report.rows),
                     report::grouped(report.problems.size()));
    out += '\n';
}

void append_jsonl(std::string& out, const engine::RemoveReport& report) {
    report::JsonWriter json(out);
    json.open_object().string("type", "removed");
    write_strings(json, "roots", report.roots);
    write_strings(json, "documents", report.documents);
    json.close_object().end_line();
}

void append_text(std::string& out, const engine::RemoveReport& report,
                 const report::Display& display) {
    for (const std::string& document : report.documents) {
        out += fmt::format("- {}\n", report::printable(document));
    }
    out += say(display.language, Msg::removed_documents, report::grouped(report.documents.size()));
    for (const std::string& root : report.roots) {
        out += '\n' + say(display.language, Msg::removed_root, report::printable(root));
    }
    out += '\n';
}

}  // namespace leitong::cli
