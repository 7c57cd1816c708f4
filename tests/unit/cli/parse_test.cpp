#include "leitong/cli/invocation.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace leitong::cli {
namespace {

using Words = std::vector<std::string>;

Invocation parsed(const Words& words, const Variables& variables = {}) {
    auto result = parse(words, variables);
    EXPECT_TRUE(result) << (result ? "" : result.error().message.text(Language::en));
    return result.value_or(Invocation{});
}

struct WrongCase {
    const char* name;
    Words words;
    Msg message;
};

class WrongUsage : public testing::TestWithParam<WrongCase> {};

TEST_P(WrongUsage, IsRefusedWithItsReason) {
    const auto result = parse(GetParam().words, {});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::invalid_argument);
    EXPECT_EQ(message_name(result.error().message.id), message_name(GetParam().message));
}

const WrongCase k_wrong[] = {
    {"nothing", {}, Msg::no_command},
    {"only_an_option", {"--quiet"}, Msg::no_command},
    {"unknown_command", {"frobnicate"}, Msg::unknown_command},
    {"mistyped_command", {"qurey", "x"}, Msg::unknown_command_near},
    {"help_for_unknown_command", {"help", "frobnicate"}, Msg::unknown_command},
    {"unknown_option", {"pairs", "--frobnicate"}, Msg::unknown_option},
    {"unknown_letter", {"pairs", "-Z"}, Msg::unknown_option},
    {"mistyped_option", {"pairs", "--documnet=x"}, Msg::unknown_option_near},
    {"abbreviated_option", {"pairs", "--docu", "x"}, Msg::unknown_option_near},
    {"value_missing", {"pairs", "--document"}, Msg::option_needs_value},
    {"value_empty", {"pairs", "--document="}, Msg::option_needs_value},
    {"value_empty_word", {"pairs", "--document", ""}, Msg::option_needs_value},
    {"value_for_flag", {"pairs", "--quiet=yes"}, Msg::option_takes_no_value},
    {"option_of_another", {"pairs", "--prune"}, Msg::option_not_for_command},
    {"filter_twice", {"pairs", "--document", "a", "--document", "b"}, Msg::option_twice},
    {"argument_for_listing", {"pairs", "x"}, Msg::takes_no_arguments},
    {"two_texts", {"query", "a", "b"}, Msg::too_many_arguments},
    {"explain_one", {"explain", "a:1"}, Msg::too_few_arguments},
    {"explain_three", {"explain", "a:1", "b:2", "c:3"}, Msg::too_many_arguments},
    {"explain_no_number", {"explain", "a", "b:2"}, Msg::bad_paragraph_name},
    {"explain_zero", {"explain", "a:0", "b:2"}, Msg::bad_paragraph_name},
    {"explain_negative", {"explain", "a:-1", "b:2"}, Msg::bad_paragraph_name},
    {"explain_no_document", {"explain", ":1", "b:2"}, Msg::bad_paragraph_name},
    {"remove_nothing", {"remove"}, Msg::too_few_arguments},
    {"remove_empty", {"remove", ""}, Msg::empty_argument},
    {"query_nothing", {"query"}, Msg::query_needs_text},
    {"query_empty", {"query", ""}, Msg::empty_argument},
    {"query_blank", {"query", " \t\n"}, Msg::empty_argument},
    {"query_text_and_file", {"query", "x", "--file", "f"}, Msg::options_conflict},
    {"query_file_and_batch", {"query", "--batch", "b", "--file", "f"}, Msg::options_conflict},
    {"query_stdin_and_paragraph", {"query", "-", "-p", "a:1"}, Msg::options_conflict},
    {"query_bad_paragraph", {"query", "--paragraph", "a"}, Msg::bad_paragraph_name},
    {"index_stdin_twice", {"index", "-", "--files-from", "-"}, Msg::stdin_twice},
    {"index_dash_twice", {"index", "-", "-"}, Msg::stdin_twice},
    {"index_empty_path", {"index", ""}, Msg::empty_argument},
    {"root_for_two", {"index", "a", "b", "--root", "r"}, Msg::usage_root_needs_one_path},
    {"root_for_none", {"index", "--root", "r"}, Msg::usage_root_needs_one_path},
    {"root_for_list_and_path",
     {"index", "a", "--files-from", "l", "--root", "r"},
     Msg::usage_root_needs_one_path},
    {"top_zero", {"query", "x", "--top", "0"}, Msg::bad_count},
    {"top_negative", {"query", "x", "--top=-1"}, Msg::bad_count},
    {"top_fraction", {"query", "x", "--top", "1.5"}, Msg::bad_count},
    {"top_overflow", {"query", "x", "--top", "99999999999999999999"}, Msg::bad_count},
    {"similarity_above_one", {"pairs", "-s", "1.5"}, Msg::bad_fraction},
    {"similarity_nan", {"pairs", "-s", "nan"}, Msg::bad_fraction},
    {"similarity_percent", {"pairs", "-s", "80%"}, Msg::bad_fraction},
    {"size_unit", {"index", "a", "--max-file-size", "3X"}, Msg::bad_size},
    {"size_zero", {"index", "a", "--max-file-size", "0"}, Msg::bad_size},
    {"size_overflow", {"index", "a", "--max-file-size", "99999999999G"}, Msg::bad_size},
    {"mistyped_choice", {"pairs", "--relation", "varaint"}, Msg::bad_choice_near},
    {"unknown_choice", {"pairs", "--relation", "plagiarism"}, Msg::bad_choice},
    {"csv_for_status", {"status", "--format", "csv"}, Msg::bad_choice},
    {"json_and_csv", {"pairs", "--json", "--format", "csv"}, Msg::options_conflict},
    {"unknown_language", {"pairs", "--lang", "fr"}, Msg::bad_choice},
};
INSTANTIATE_TEST_SUITE_P(, WrongUsage, testing::ValuesIn(k_wrong),
                         [](const auto& wrong) { return wrong.param.name; });

TEST(Parse, StoreIsTypedElseOfTheEnvironmentElseHere) {
    EXPECT_EQ(parsed({"pairs"}).db, "./leitong.db");
    EXPECT_EQ(parsed({"pairs"}, {{"LEITONG_DB", "e.db"}}).db, "e.db");
    EXPECT_EQ(parsed({"pairs"}, {{"LEITONG_DB", ""}}).db, "./leitong.db");
    EXPECT_EQ(parsed({"--db", "t.db", "pairs"}, {{"LEITONG_DB", "e.db"}}).db, "t.db");
    EXPECT_EQ(parsed({"pairs", "--db=t.db"}).db, "t.db");
    EXPECT_EQ(parsed({"pairs"}, {{"LEITONG_DB", "e.db"}}).typed_db, "");
    EXPECT_EQ(parsed({"--db", "t.db", "pairs"}).typed_db, "t.db");
}

TEST(Parse, OfCommonOptionsTheLastCounts) {
    EXPECT_EQ(parsed({"--db", "a", "pairs", "--db", "b"}).db, "b");
}

TEST(Parse, IndexFillsTheEnginesOptions) {
    const auto options =
        parsed({"index", "a", "b", "--prune", "-n", "--hidden", "--follow-symlinks",
                "--max-file-size", "64K", "--paragraphs", "block", "--encoding", "Big5",
                "--text-field", "body", "--id-field", "key", "-j", "3"})
            .index;
    EXPECT_EQ(options.paths, (Words{"a", "b"}));
    EXPECT_EQ(options.prune, engine::Prune::yes);
    EXPECT_EQ(options.dry_run, engine::DryRun::yes);
    EXPECT_EQ(options.hidden, engine::Hidden::read);
    EXPECT_EQ(options.symlinks, engine::Symlinks::follow);
    EXPECT_EQ(options.max_file_bytes, 65536U);
    EXPECT_EQ(options.paragraphs, ParagraphMode::block);
    EXPECT_EQ(options.encoding, "Big5");
    EXPECT_EQ(options.text_field, "body");
    EXPECT_EQ(options.id_field, "key");
    EXPECT_EQ(options.threads, 3U);
}

TEST(Parse, TheTablesDefaultsAreTheEnginesDefaults) {
    const engine::IndexOptions typed = parsed({"index"}).index;
    const engine::IndexOptions engines;
    EXPECT_EQ(typed.text_field, engines.text_field);
    EXPECT_EQ(typed.id_field, engines.id_field);
    EXPECT_EQ(typed.max_file_bytes, engines.max_file_bytes);
    EXPECT_EQ(typed.paragraphs, engines.paragraphs);
    EXPECT_EQ(typed.prune, engines.prune);
    EXPECT_EQ(typed.hidden, engines.hidden);
    EXPECT_EQ(typed.symlinks, engines.symlinks);
    EXPECT_EQ(typed.threads, engines.threads);
    const engine::QueryOptions query = parsed({"query", "x"}).query_options;
    EXPECT_EQ(query.top, engine::QueryOptions{}.top);
    EXPECT_EQ(query.min_similarity, engine::QueryOptions{}.min_similarity);
    EXPECT_EQ(parsed({"clusters"}).filter.min_size, engine::Filter{}.min_size);
    EXPECT_EQ(parsed({"pairs"}).filter.min_similarity, engine::Filter{}.min_similarity);
}

struct SourceCase {
    const char* name;
    Words words;
    QuerySource source;
    std::string query;
};

class Source : public testing::TestWithParam<SourceCase> {};

TEST_P(Source, IsTold) {
    const Invocation invocation = parsed(GetParam().words);
    EXPECT_EQ(invocation.query_source, GetParam().source);
    EXPECT_EQ(invocation.query, GetParam().query);
}

const SourceCase k_sources[] = {
    {"text", {"query", "x"}, QuerySource::text, "x"},
    {"text_like_an_option", {"query", "--", "--file"}, QuerySource::text, "--file"},
    {"text_of_bytes", {"query", "\xc0\xd7"}, QuerySource::text, "\xc0\xd7"},
    {"dash", {"query", "-"}, QuerySource::standard_input, "-"},
    {"file", {"query", "-f", "d.txt"}, QuerySource::file, "d.txt"},
    {"file_dash", {"query", "--file", "-"}, QuerySource::standard_input, "-"},
    {"batch", {"query", "--batch", "q.jsonl"}, QuerySource::batch, "q.jsonl"},
    {"batch_dash", {"query", "--batch", "-"}, QuerySource::batch, "-"},
    {"paragraph", {"query", "--paragraph", "a:1"}, QuerySource::paragraph, "a:1"},
};
INSTANTIATE_TEST_SUITE_P(, Source, testing::ValuesIn(k_sources),
                         [](const auto& source) { return source.param.name; });

TEST(Parse, ParagraphNamesSplitAtTheLastColon) {
    EXPECT_EQ(parse_paragraph_name("a.txt:50"), (ParagraphName{"a.txt", 50}));
    EXPECT_EQ(parse_paragraph_name("c:/x#id:7:3"), (ParagraphName{"c:/x#id:7", 3}));
    EXPECT_EQ(parse_paragraph_name("a:4294967295"), (ParagraphName{"a", 4294967295U}));
    for (const char* wrong :
         {"", ":", "a", "a:", ":1", "a:0", "a:+1", "a: 1", "a:1x", "a:4294967296"}) {
        EXPECT_FALSE(parse_paragraph_name(wrong)) << wrong;
    }
}

TEST(Parse, SizesAreOfPowersOf1024) {
    EXPECT_EQ(parse_size("4096"), 4096U);
    EXPECT_EQ(parse_size("64K"), 65536U);
    EXPECT_EQ(parse_size("64k"), 65536U);
    EXPECT_EQ(parse_size("1MiB"), 1048576U);
    EXPECT_EQ(parse_size("1MB"), 1048576U);
    EXPECT_EQ(parse_size("2G"), std::uint64_t{2} << 30);
    EXPECT_EQ(parse_size("12B"), 12U);
    for (const char* wrong : {"", "K", "-1", "1.5M", "1 M", "1T", "1iB", "1KK"}) {
        EXPECT_FALSE(parse_size(wrong)) << wrong;
    }
}

TEST(Parse, FormatIsTheLastWord) {
    EXPECT_EQ(parsed({"pairs"}).format, Format::text);
    EXPECT_EQ(parsed({"pairs", "--json"}).format, Format::jsonl);
    EXPECT_EQ(parsed({"pairs", "--json", "--format=jsonl"}).format, Format::jsonl);
    EXPECT_EQ(parsed({"pairs", "--format", "csv"}).format, Format::csv);
}

TEST(Parse, HelpIsGivenWhateverElseIsWrong) {
    for (const Words& words : {Words{"--help"}, {"-h"}, {"help"}, {"help", "help"}}) {
        EXPECT_EQ(parsed(words).show, Show::help);
        EXPECT_EQ(parsed(words).command, Command::help);
    }
    for (const Words& words : {Words{"explain", "--help"},
                               {"-h", "explain", "a"},
                               {"help", "explain"},
                               {"explain", "--prune", "-h"}}) {
        EXPECT_EQ(parsed(words).show, Show::help);
        EXPECT_EQ(parsed(words).command, Command::explain);
    }
    EXPECT_EQ(parsed({"pairs", "--version"}).show, Show::version);
}

struct LanguageCase {
    const char* name;
    Words words;
    Variables variables;
    Language language;
};

class Speaks : public testing::TestWithParam<LanguageCase> {};

TEST_P(Speaks, TheLanguageThatIsAskedFor) {
    EXPECT_EQ(language_of(GetParam().words, GetParam().variables), GetParam().language);
}

const LanguageCase k_languages[] = {
    {"nothing_said", {}, {}, Language::en},
    {"locale", {}, {{"LANG", "zh_CN.UTF-8"}}, Language::zh},
    {"messages_before_lang", {}, {{"LANG", "zh_CN"}, {"LC_MESSAGES", "C"}}, Language::en},
    {"all_before_messages", {}, {{"LC_ALL", "zh_TW"}, {"LC_MESSAGES", "C"}}, Language::zh},
    {"empty_says_nothing", {}, {{"LC_ALL", ""}, {"LANG", "zh_HK"}}, Language::zh},
    {"typed", {"--lang", "en"}, {{"LANG", "zh_CN"}}, Language::en},
    {"typed_with_equals", {"pairs", "--lang=zh"}, {}, Language::zh},
    {"typed_twice", {"--lang=zh", "--lang=en"}, {}, Language::en},
    {"typed_after_the_end", {"query", "--", "--lang=zh"}, {}, Language::en},
};
INSTANTIATE_TEST_SUITE_P(, Speaks, testing::ValuesIn(k_languages),
                         [](const auto& speaks) { return speaks.param.name; });

}  // namespace
}  // namespace leitong::cli
