#include "leitong/cli/exit_status.hpp"
#include "leitong/cli/show.hpp"
#include "leitong/report/json_writer.hpp"
#include "leitong/report/table.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>

namespace leitong::cli {

namespace {

std::string_view name(engine::DocumentChange change) noexcept {
    switch (change) {
        case engine::DocumentChange::added:
            return "added";
        case engine::DocumentChange::changed:
            return "changed";
        case engine::DocumentChange::removed:
            return "removed";
    }
    return "changed";
}

char sign(engine::DocumentChange change) noexcept {
    switch (change) {
        case engine::DocumentChange::added:
            return '+';
        case engine::DocumentChange::changed:
            return '~';
        case engine::DocumentChange::removed:
            return '-';
    }
    return '~';
}

Msg reason_message(Errc code) noexcept {
    switch (code) {
        case Errc::not_found:
            return Msg::reason_not_found;
        case Errc::too_large:
            return Msg::reason_too_large;
        case Errc::empty:
            return Msg::reason_empty;
        case Errc::binary:
            return Msg::reason_binary;
        case Errc::bad_encoding:
            return Msg::reason_bad_encoding;
        case Errc::bad_record:
            return Msg::reason_bad_record;
        case Errc::io:
            return Msg::reason_unreadable;
        default:
            return Msg::reason_other;
    }
}

// "3 (2 empty, 1 binary)"
std::string skipped_words(const engine::IndexReport& report, Language language) {
    if (report.skipped.empty()) {
        return {};
    }
    std::map<Msg, std::uint64_t> counts;
    for (const engine::SkippedInput& skipped : report.skipped) {
        ++counts[reason_message(skipped.code)];
    }
    std::string reasons;
    for (const auto& [reason, count] : counts) {
        reasons += reasons.empty() ? "" : say(language, Msg::list_comma);
        reasons += say(language, reason, report::grouped(count));
    }
    return say(language, Msg::index_skipped, report::grouped(report.skipped.size()), reasons);
}

// Files of a folder that are no text by their names, so that nobody thinks they were read.
// Documents of an office: `are_wanted`, else all others.
std::string other_files_words(const engine::IndexReport& report, bool are_wanted,
                              Language language) {
    constexpr std::array<std::string_view, 16> k_office = {
        ".doc", ".docx", ".dot", ".wps", ".rtf",  ".odt",  ".pdf",  ".ofd",
        ".htm", ".html", ".ppt", ".xls", ".pptx", ".xlsx", ".epub", ".pages"};
    std::string endings;
    std::uint64_t files = 0;
    for (const auto& [ending, count] : report.other_files) {
        if ((std::ranges::find(k_office, ending) != k_office.end()) != are_wanted) {
            continue;
        }
        files += count;
        endings += endings.empty() ? "" : say(language, Msg::list_comma);
        endings += fmt::format("{} {}", report::grouped(count),
                               ending.empty() ? "-" : report::printable(ending));
    }
    return files == 0 ? std::string()
                      : say(language, are_wanted ? Msg::index_office_files : Msg::index_other_files,
                            report::grouped(files), endings);
}

std::string documents_words(const engine::IndexReport& report, Language language) {
    std::string words =
        say(language, Msg::index_documents, report::grouped(report.documents_added),
            report::grouped(report.documents_changed), report::grouped(report.documents_unchanged),
            report::grouped(report.documents_removed));
    if (report.documents_gone > 0) {
        words += say(language, Msg::list_comma) +
                 say(language, Msg::index_gone, report::grouped(report.documents_gone));
    }
    if (report.documents_out_of_reach > 0) {
        words +=
            say(language, Msg::list_comma) +
            say(language, Msg::index_out_of_reach, report::grouped(report.documents_out_of_reach));
    }
    return words;
}

std::string speed_words(const engine::IndexReport& report, Language language) {
    // Below a tenth of a second a rate says more of the clock than of the program; and below a
    // megabyte, of what is done whatever is read.
    const double megabytes = static_cast<double>(report.bytes) / 1e6;
    if (report.seconds < 0.1 || megabytes < 1) {
        return say(language, Msg::index_time, fmt::format("{:.1f}", report.seconds));
    }
    return say(language, Msg::index_time_and_rate, fmt::format("{:.1f}", report.seconds),
               fmt::format("{:.1f}", megabytes / report.seconds));
}

}  // namespace

std::string skipped_line(const engine::SkippedInput& skipped, Language language) {
    return say(language, Msg::skipped_input, skipped.source, skipped.reason.text(language));
}

void append_jsonl(std::string& out, const engine::IndexReport& report, engine::DryRun dry_run,
                  Language language) {
    report::JsonWriter json(out);
    for (const engine::SkippedInput& skipped : report.skipped) {
        json.open_object()
            .string("type", "skipped")
            .string("source", skipped.source)
            .string("reason", name(skipped.code))
            .string("message", skipped.reason.text(language))
            .close_object()
            .end_line();
    }
    for (const auto& [document, change] : report.documents) {
        json.open_object()
            .string("type", "change")
            .string("document", document)
            .string("change", name(change))
            .close_object()
            .end_line();
    }
    json.open_object().string("type", "summary");
    json.key("dry_run").boolean(dry_run == engine::DryRun::yes);
    json.number("files", report.files).number("bytes", report.bytes);
    json.number("documents_added", report.documents_added)
        .number("documents_changed", report.documents_changed)
        .number("documents_unchanged", report.documents_unchanged)
        .number("documents_removed", report.documents_removed)
        .number("documents_gone", report.documents_gone + report.documents_out_of_reach)
        .number("paragraphs", report.paragraphs);
    if (dry_run == engine::DryRun::no) {  // a dry run compares no text with the store's
        json.number("new_texts", report.texts_new);
    }
    std::uint64_t other_files = 0;
    for (const auto& [ending, count] : report.other_files) {
        other_files += count;
    }
    json.number("skipped", report.skipped.size())
        .number("other_files", other_files)
        .number("total_documents", report.total_documents)
        .number("total_paragraphs", report.total_paragraphs)
        .number("total_clusters", report.total_clusters)
        .fraction("seconds", report.seconds)
        .close_object()
        .end_line();
}

void append_text(std::string& out, const engine::IndexReport& report, engine::DryRun dry_run,
                 const report::Display& display) {
    const Language language = display.language;
    if (dry_run == engine::DryRun::yes) {
        for (const auto& [document, change] : report.documents) {
            out += fmt::format("{} {}\n", sign(change), report::printable(document));
        }
        out += say(language, Msg::index_dry_run_head) + '\n';
    } else {
        out += say(language, Msg::index_head, report::grouped(report.files),
                   report::byte_size(report.bytes), speed_words(report, language)) +
               '\n';
    }
    report::Facts facts = {
        {say(language, Msg::index_label_documents), documents_words(report, language)},
        {say(language, Msg::index_label_paragraphs),
         dry_run == engine::DryRun::yes
             ? say(language, Msg::index_paragraphs_dry, report::grouped(report.paragraphs))
             : say(language, Msg::index_paragraphs, report::grouped(report.paragraphs),
                   report::grouped(report.texts_new))},
        {say(language, Msg::index_label_skipped), skipped_words(report, language)},
        {say(language, Msg::index_label_other), other_files_words(report, true, language)},
        {say(language, Msg::index_label_other), other_files_words(report, false, language)}};
    if (dry_run == engine::DryRun::no) {
        facts.emplace_back(
            say(language, Msg::index_label_store),
            say(language, Msg::index_store, report::grouped(report.total_documents),
                report::grouped(report.total_paragraphs), report::grouped(report.total_clusters)));
    }
    report::append_facts(out, facts, display);
    if (report.files == 0 && report.skipped.empty()) {
        out += say(language, Msg::index_no_files) + '\n';
    }
}

}  // namespace leitong::cli
