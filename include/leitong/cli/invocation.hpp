// What a command line asks for, checked and typed.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/cli/night.hpp"
#include "leitong/cli/options.hpp"
#include "leitong/engine/filling.hpp"
#include "leitong/engine/indexing.hpp"
#include "leitong/engine/reading.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace leitong::cli {

// Environment variables that leitong reads, by name; unset ones are absent.
using Variables = std::map<std::string, std::string, std::less<>>;

enum class Format : std::uint8_t { text, jsonl, csv, html };  // html: templates and check
enum class When : std::uint8_t { automatic, always, never };
enum class Verbosity : std::uint8_t { normal, quiet };
enum class Show : std::uint8_t { results, help, version };

// DOCUMENT:N, split at the last ':', since names of documents may hold ':' and '#'.
struct ParagraphName {
    std::string document;
    std::uint32_t paragraph = 0;

    friend bool operator==(const ParagraphName&, const ParagraphName&) = default;
};

// Where a query's text comes from; exactly one of them is given.
enum class QuerySource : std::uint8_t { text, file, standard_input, batch, paragraph };

struct Invocation {
    Command command = Command::help;
    // Of --help and --version; also for help COMMAND, where command is the one to describe, or
    // help.
    Show show = Show::results;

    std::string db;
    // As a further command line must repeat it: empty unless --db was typed.
    std::string typed_db;
    Format format = Format::text;
    When color = When::automatic;
    Verbosity verbosity = Verbosity::normal;
    Language language = Language::en;
    unsigned threads = 0;

    engine::IndexOptions index;

    QuerySource query_source{};
    std::string query;  // the text, or the name of the file
    ParagraphName query_paragraph;
    engine::QueryOptions query_options;

    engine::Filter filter;
    engine::TemplateFilter template_filter;  // template fill: its id
    engine::Blanks blanks{};
    engine::StockFilter stock_filter;
    engine::CheckOptions check;             // what files say is read later
    std::optional<std::string> stock_file;  // check
    std::optional<std::string> base_file;   // check
    ParagraphName explain_a;
    ParagraphName explain_b;
    std::vector<std::string> names;  // remove; check, compare, template fill: the files
    std::string out;  // export, check; "-": standard output; report, nightly: a folder
    std::optional<std::string> since;  // a run
    std::size_t keep = 0;              // nightly: reports
    std::vector<Condition> fail_on;    // nightly
};

// args is what follows the program's name. Fails with Errc::invalid_argument; opens nothing.
[[nodiscard]] Result<Invocation> parse(std::span<const std::string> args,
                                       const Variables& variables);

// The language to speak, told from args and variables alone, so that it is known even where parse
// fails.
[[nodiscard]] Language language_of(std::span<const std::string> args, const Variables& variables);

[[nodiscard]] std::optional<ParagraphName> parse_paragraph_name(std::string_view text);

// Bytes: "4096", "64K", "256M", "2G" (powers of 1024; a B or iB after the letter is allowed).
[[nodiscard]] std::optional<std::uint64_t> parse_size(std::string_view text);

}  // namespace leitong::cli
