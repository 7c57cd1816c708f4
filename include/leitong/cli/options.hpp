// The command line as data: one table of commands and one of options, from which the parser,
// --help, the man pages and the completions are made (and, by tests, every claim about any).
//
// Parsing opens nothing: options are checked against each other before any file is touched.
// Threads: everything here is stateless.
#pragma once

#include "leitong/base/messages.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace leitong::cli {

enum class Command : std::uint8_t {
    index,
    query,
    pairs,
    passages,
    clusters,
    templates,
    template_fill,
    stock,
    works,
    documents,
    explain,
    check,
    compare,
    status,
    verify,
    remove,
    export_store,
    report,
    nightly,
    help
};

// A set of commands, one bit each.
struct CommandSet {
    std::uint32_t bits = 0;

    [[nodiscard]] constexpr bool holds(Command command) const noexcept {
        return ((bits >> static_cast<unsigned>(command)) & 1U) != 0;
    }
    friend constexpr bool operator==(const CommandSet&, const CommandSet&) = default;
};

struct CommandRow {
    Command id{};
    std::string_view name;       // as typed
    std::string_view arguments;  // as in the synopsis: "PATH…"; empty: takes none
    std::uint32_t min_arguments = 0;
    std::uint32_t max_arguments = 0;
    Msg summary{};              // imperative, no full stop
    Msg description{};          // a paragraph for --help
    std::string_view examples;  // whole command lines, one a line
};

enum class Option : std::uint8_t {
    db,
    format,
    json,
    quiet,
    color,
    lang,
    threads,
    help,
    version,
    root,
    files_from,
    text_field,
    id_field,
    encoding,
    paragraphs,
    max_file_size,
    prune,
    dry_run,
    hidden,
    follow_symlinks,
    file,
    batch,
    paragraph,
    top,
    document,
    cluster,
    relation,
    min_size,
    min_similarity,
    template_id,
    keep_blanks,
    min_works,
    min_letters,
    out,
    since,
    keep,
    fail_on,
    stock,
    base
};

// What may stand as an option's value.
enum class ValueKind : std::uint8_t {
    none,       // a flag
    text,       // anything but nothing
    choice,     // one of value_name's, which are separated by '|'
    count,      // a whole number in [low, high]
    fraction,   // in [0, 1]
    size,       // bytes: a whole number, with K, M or G for powers of 1024
    paragraph,  // DOCUMENT:N
    run,        // the number of a run, or a day
    condition   // METRIC OP NUMBER, several with commas between
};

struct OptionRow {
    Option id{};
    std::string_view name;  // as typed, without --
    char letter = '\0';     // as typed, without -; '\0': none
    ValueKind kind{};
    std::string_view value_name{};     // as in --help: "FILE", "text|jsonl"
    std::string_view default_value{};  // shown and parsed like a typed one; empty: none
    Msg help{};
    CommandSet commands;  // rows of one name share letter and arity, and no command
    std::uint64_t low = 0;
    std::uint64_t high = 0;
};

// An environment variable that leitong reads. Neighbours of one help are explained together.
struct VariableRow {
    std::string_view name;
    Msg help{};
};

[[nodiscard]] std::span<const VariableRow> variable_rows() noexcept;

// In the order in which --help shows them.
[[nodiscard]] std::span<const CommandRow> command_rows() noexcept;
[[nodiscard]] std::span<const OptionRow> option_rows() noexcept;

// Options that every command takes; shown apart, and the last of several counts.
[[nodiscard]] bool is_common(const OptionRow& row) noexcept;

[[nodiscard]] const CommandRow& row_of(Command command) noexcept;
[[nodiscard]] const CommandRow* command_named(std::string_view name) noexcept;
// What is to stand as an argument or as a value, for completions: told from the table's words.
enum class Expected : std::uint8_t { nothing, choice, file, folder, command, anything };
[[nodiscard]] Expected expected_value(const OptionRow& row) noexcept;
[[nodiscard]] Expected expected_argument(const CommandRow& row) noexcept;
// The values of an option of kind choice.
[[nodiscard]] std::vector<std::string_view> choices_of(const OptionRow& row);

// The row of an option for a command, or null if the command does not take it.
[[nodiscard]] const OptionRow* row_of(Option option, Command command) noexcept;

}  // namespace leitong::cli
