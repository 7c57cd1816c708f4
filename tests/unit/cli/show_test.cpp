#include "leitong/cli/show.hpp"

#include "leitong/cli/progress.hpp"
#include "leitong/report/width.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sstream>
#include <string>
#include <vector>

namespace leitong::cli {
namespace {

using nlohmann::ordered_json;
using testing::HasSubstr;
using testing::Not;

std::vector<ordered_json> parsed_lines(const std::string& text) {
    std::vector<ordered_json> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        lines.push_back(ordered_json::parse(line));
    }
    return lines;
}

engine::IndexReport report_with_skips() {
    engine::IndexReport report;
    report.files = 3;
    report.bytes = 2'000'000;
    report.documents_added = 1;
    report.documents_gone = 4;
    report.seconds = 0.5;
    report.total_clusters = 25;
    report.skipped = {{"a\x1b.bin", Errc::binary, message(Msg::plain, "not text")},
                      {"b.txt", Errc::empty, message(Msg::plain, "nothing in it")},
                      {"c.txt", Errc::empty, message(Msg::plain, "nothing in it")}};
    return report;
}

TEST(ShowIndex, SummaryCountsTheSkippedByReason) {
    std::string out;
    append_text(out, report_with_skips(), engine::DryRun::no, {});
    EXPECT_THAT(out, HasSubstr("3 (2 empty, 1 not text)"));
    EXPECT_THAT(out, HasSubstr("4 gone but kept"));
    EXPECT_THAT(out, HasSubstr("0.5 s, 4.0 MB/s"));
    EXPECT_THAT(out, HasSubstr("25 clusters"));
}

TEST(ShowIndex, TellsWhatToDoAboutDocumentsThatAreNoText) {
    engine::IndexReport report = report_with_skips();
    report.other_files = {{".docx", 2}, {".pdf", 1}, {".png", 7}, {"", 1}};
    std::string out;
    append_text(out, report, engine::DryRun::no, {.columns = 300});
    EXPECT_THAT(out,
                HasSubstr("3 documents that are no plain text (2 .docx, 1 .pdf); save them as"));
    EXPECT_THAT(out,
                HasSubstr("8 files of other kinds (1 -, 7 .png); a file that is named itself"));
    EXPECT_THAT(out, Not(HasSubstr("Nothing was read")));
}

TEST(ShowIndex, TellsThatNothingWasThere) {
    std::string out;
    append_text(out, engine::IndexReport{}, engine::DryRun::no, {});
    EXPECT_THAT(out, HasSubstr("Nothing was read"));
}

TEST(ShowIndex, DoesNotAdvisePruneWhereItWouldNotHelp) {
    engine::IndexReport report = report_with_skips();
    report.documents_gone = 0;
    report.documents_out_of_reach = 52;
    std::string out;
    append_text(out, report, engine::DryRun::no, {.columns = 300});
    EXPECT_THAT(out, HasSubstr("52 kept, though"));
    EXPECT_THAT(out, Not(HasSubstr("--prune")));
}

TEST(ShowStatus, NamesTheOptionsOfARootAsTheyAreTyped) {
    engine::Status status;
    status.roots.push_back({"plain", "/plain", 1, {}});
    engine::IndexOptions options;
    options.encoding = "GB18030";
    options.paragraphs = ParagraphMode::block;
    options.text_field = "body";
    options.id_field = "key";
    options.hidden = engine::Hidden::read;
    options.symlinks = engine::Symlinks::follow;
    options.max_file_bytes = 1000;
    status.roots.push_back({"in", "/in", 1, options});
    std::string out;
    append_text(out, status, {.columns = 300});
    EXPECT_THAT(out, HasSubstr("/in  (--encoding GB18030 --paragraphs block --text-field body "
                               "--id-field key --hidden --follow-symlinks --max-file-size 1000)"));
    EXPECT_THAT(out, HasSubstr("/plain\n"));
}

TEST(ShowIndex, JsonEndsWithTheSummary) {
    std::string out;
    append_jsonl(out, report_with_skips(), engine::DryRun::no, Language::en);
    const auto lines = parsed_lines(out);
    ASSERT_EQ(lines.size(), 4U);
    EXPECT_EQ(lines[0]["type"], "skipped");
    EXPECT_EQ(lines[0]["reason"], "binary");
    EXPECT_EQ(lines[3]["type"], "summary");
    EXPECT_EQ(lines[3]["documents_added"], 1);
    EXPECT_EQ(lines[3]["skipped"], 3);
    EXPECT_EQ(lines[3]["dry_run"], false);
}

TEST(ShowIndex, DryRunListsChangesAndClaimsNothing) {
    engine::IndexReport report;
    report.documents = {{"d/a.txt", engine::DocumentChange::added},
                        {"d/b.txt", engine::DocumentChange::removed}};
    std::string out;
    append_text(out, report, engine::DryRun::yes, {});
    EXPECT_THAT(out, HasSubstr("+ d/a.txt\n- d/b.txt\n"));
    EXPECT_THAT(out, HasSubstr("nothing was changed"));
    EXPECT_THAT(out, Not(HasSubstr("clusters")));
}

TEST(ShowExplanation, SaysWhyAndShowsBothReadings) {
    engine::Explanation explanation;
    explanation.a.ref = {"d/a.txt", 1, 5, {100, 112}};
    explanation.a.text = "甲乙丙丁";
    explanation.a.typed = "⟦year⟧年";
    explanation.a.slots = {{SlotKind::year, {100, 104}, "2014"}};
    explanation.b = explanation.a;
    explanation.b.ref.paragraph = 6;
    explanation.runs = {{{103, 106}, {100, 103}}};
    explanation.reason = message(Msg::plain, "for a reason");
    std::string out;
    append_text(out, explanation, {});
    EXPECT_THAT(out, HasSubstr("甲⟦乙⟧丙丁"));
    EXPECT_THAT(out, HasSubstr("⟦甲⟧乙丙丁"));
    EXPECT_THAT(out, HasSubstr("not related: for a reason"));
    EXPECT_THAT(out, HasSubstr("year 2014"));
    std::string json;
    append_jsonl(json, explanation, Language::en);
    const auto lines = parsed_lines(json);
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_TRUE(lines[0]["relation"].is_null());
    EXPECT_EQ(lines[0]["a"]["slots"][0]["kind"], "year");
    explanation.relation = Relation::near;
    json.clear();
    append_jsonl(json, explanation, Language::en);
    EXPECT_EQ(parsed_lines(json)[0]["relation"], "near");
}

TEST(ShowStatus, JsonAndTextHoldTheRoots) {
    engine::Status status;
    status.path = "x.db";
    status.roots = {{"seeds", "corpora/seeds", 26}};
    status.parameters = {{"shingle", "3"}};
    status.skipped = {{"a.bin", message(Msg::plain, "binary")}};
    std::string json;
    append_jsonl(json, status, Language::en);
    const auto lines = parsed_lines(json);
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0]["roots"][0]["documents"], 26);
    EXPECT_EQ(lines[0]["parameters"]["shingle"], "3");
    std::string text;
    append_text(text, status, {});
    EXPECT_THAT(text, HasSubstr("seeds         26  corpora/seeds\n"));
    EXPECT_THAT(text, HasSubstr("a.bin  binary"));
}

TEST(ShowVerify, EachProblemIsALine) {
    const engine::VerifyReport report{7, {message(Msg::plain, "row 3")}};
    std::string text;
    append_text(text, report, {});
    EXPECT_THAT(text, HasSubstr("row 3\n"));
    EXPECT_THAT(text, Not(HasSubstr("sound")));
    std::string json;
    append_jsonl(json, report, Language::en);
    EXPECT_EQ(parsed_lines(json).back()["problems"], 1);
}

TEST(ProgressLine, FitsBesideTheCursorAndSaysWhatIsKnown) {
    const engine::Progress progress{engine::Stage::reading, 1200, 2400, 40'000'000, 2};
    EXPECT_EQ(progress_line(progress, 2, {}),
              "reading  [########........] 1,200/2,400 files  20.0 MB/s  0:02 left  skipped: 2");
    for (std::size_t columns = 2; columns < 80; ++columns) {
        const report::Display narrow{.columns = columns, .language = Language::zh};
        EXPECT_LT(report::width_of(progress_line(progress, 2, narrow)), columns);
    }
    EXPECT_EQ(progress_line({engine::Stage::listing, 7, 0, 0, 0}, 9, {}), "listing  7 files");
}

TEST(ProgressLine, TellsWhatIsLeftOnceThatCanBeTold) {
    const auto line = [](std::uint64_t done, std::uint64_t total, double seconds) {
        return progress_line({engine::Stage::clustering, done, total, 0, 0}, seconds, {});
    };
    EXPECT_THAT(line(1, 2, 0.9), Not(HasSubstr("left")));
    EXPECT_THAT(line(0, 2, 9), Not(HasSubstr("left")));
    EXPECT_THAT(line(2, 2, 9), Not(HasSubstr("left")));
    EXPECT_THAT(line(5, 0, 9), Not(HasSubstr("left")));
    EXPECT_THAT(line(10, 13, 10), HasSubstr("10/13 texts  0:03 left"));
    EXPECT_THAT(progress_line({engine::Stage::matching, 7, 0, 0, 0}, 2, {}),
                HasSubstr("7 comparisons"));
    EXPECT_THAT(line(1, 62, 1), HasSubstr("1:01 left"));
    EXPECT_THAT(line(1, 2, 3723), HasSubstr("1:02:03 left"));
}

TEST(ProgressBar, LeavesNothingBehind) {
    std::ostringstream out;
    {
        ProgressBar bar(out, {});
        bar.show({engine::Stage::reading, 1, 2, 0, 0});
        bar.show({engine::Stage::reading, 2, 2, 0, 0});  // too soon after the first: not drawn
    }
    EXPECT_EQ(out.str(), "\r\x1b[Kreading  [##########..........] 1/2 files\r\x1b[K");
    std::ostringstream unused;
    { const ProgressBar bar(unused, {}); }
    EXPECT_EQ(unused.str(), "");
}

}  // namespace
}  // namespace leitong::cli
