// What a query finds, by the gram index.
#include "leitong/engine/indexing.hpp"
#include "leitong/engine/reading.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "checked_pages.hpp"
#include "scratch.hpp"

namespace leitong::engine {
namespace {

using testing::Scratch;
namespace fs = std::filesystem;

const RunContext k_context = {.today = "2026-01-02"};

void index_all(const std::string& store, const std::vector<std::string>& paths) {
    const auto report = index(store, {.paths = paths}, k_context);
    ASSERT_TRUE(report.has_value()) << report.error().message.text(Language::en);
}

std::vector<HitRecord> hits(const std::string& store, const std::string& text,
                            const QueryOptions& options = {}) {
    auto reader = Reader::open(store);
    EXPECT_TRUE(reader.has_value()) << reader.error().message.text(Language::en);
    return reader->query(text, "", options).value();
}

// What of hits must not depend on how the store came to be.
std::vector<std::string> told(const std::vector<HitRecord>& hits) {
    std::vector<std::string> lines;
    for (const HitRecord& hit : hits) {
        lines.push_back(hit.ref.document + ":" + std::to_string(hit.ref.paragraph) + " " +
                        std::to_string(hit.score) + " " + std::string(name(hit.relation)));
    }
    return lines;
}

const std::string k_moved =
    "国防部设参谋本部，为部长之军令幕僚及三军联合作战指挥机构，掌理提出建军备战需求、律定作战序列"
    "。";
const std::string k_rewritten = "参谋本部依令掌管三军联合作战之指挥，并拟订作战序列。";

// Paragraphs that share words with everything and rare ones with nothing.
std::string common_text(std::size_t count) {
    const std::vector<std::string> subjects = {"各级机关", "有关单位", "地方政府", "主管部门"};
    const std::vector<std::string> verbs = {"应当掌理", "应当提出", "依令拟订", "负责指挥"};
    const std::vector<std::string> objects = {"年度计划", "财政需求", "工作报告", "人员配置"};
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += subjects[i % 4] + verbs[i / 4 % 4] + objects[i / 16 % 4] + "并予公布第" +
                std::string(1 + i / 64 % 7, static_cast<char>('a' + i % 26)) + "号。\n";
    }
    return text;
}

TEST(Query, FindsWhatSharesLittleButRare) {
    const Scratch scratch;
    scratch.write("in/law.txt", k_moved + "\n");
    scratch.write("in/other.txt", common_text(400));
    index_all(scratch.path("a.db"), {scratch.path("in")});
    const auto found = hits(scratch.path("a.db"), k_rewritten);
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found.front().ref.document, "in/law.txt");
    EXPECT_LT(found.front().similarity, 0.2) << "it is to be found by what is rare";
    for (std::size_t i = 1; i < found.size(); ++i) {
        EXPECT_LE(found[i].score, found[i - 1].score);
        EXPECT_EQ(found[i].rank, i + 1);
    }
    EXPECT_TRUE(hits(scratch.path("a.db"), "量子纠缠态蒸馏协议在低温环境中得到实验验证").empty());
}

TEST(Query, FindsAFewCharactersWhereverTheyStand) {
    const Scratch scratch;
    scratch.write("in/law.txt", k_moved + "\n");
    scratch.write("in/other.txt", common_text(300));
    index_all(scratch.path("a.db"), {scratch.path("in")});
    const auto found = hits(scratch.path("a.db"), "三军联合");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().ref.document, "in/law.txt");
}

TEST(Query, PutsTheEqualFirstAndThenByName) {
    const Scratch scratch;
    scratch.write("in/c.txt", "本条例自2012年3月1日起施行。\n");
    scratch.write("in/b.txt", "本条例自2013年5月1日起施行。\n");
    scratch.write("in/a.txt", "本条例自2014年7月1日起施行。\n");
    index_all(scratch.path("a.db"), {scratch.path("in")});
    const auto found = hits(scratch.path("a.db"), "本条例自2013年5月1日起施行。");
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].ref.document, "in/b.txt");
    EXPECT_EQ(found[1].ref.document, "in/a.txt");
    EXPECT_EQ(found[2].ref.document, "in/c.txt");
    EXPECT_DOUBLE_EQ(found[2].score, 1);
    EXPECT_EQ(
        hits(scratch.path("a.db"), "本条例自2013年5月1日起施行。", {.top = 1})[0].ref.document,
        "in/b.txt");
}

// More places than are read at once to put them in order.
TEST(Query, TakesTheFirstOfManyPlacesByName) {
    const Scratch scratch;
    std::vector<std::string> names;
    for (unsigned i = 0; i < 100; ++i) {
        names.push_back("d" + std::to_string((i * 37) % 100 + 100) + ".txt");
        scratch.write("in/" + names.back(), "总则性规定由主管部门另行公布。\n");
    }
    std::ranges::sort(names);
    index_all(scratch.path("a.db"), {scratch.path("in")});
    const auto found = hits(scratch.path("a.db"), "总则性规定由主管部门另行公布。", {.top = 5});
    ASSERT_EQ(found.size(), 5U);
    for (std::size_t i = 0; i < 5; ++i) {
        EXPECT_EQ(found[i].ref.document, "in/" + names[i]);
    }
}

TEST(Query, AnswersTheSameWhateverCameAndWentBefore) {
    const Scratch scratch;
    scratch.write("a/law.txt", k_moved + "\n");
    scratch.write("a/other.txt", common_text(200));
    scratch.write("b/more.txt", common_text(350) + k_rewritten + "\n");
    index_all(scratch.path("once.db"), {scratch.path("a")});
    index_all(scratch.path("more.db"), {scratch.path("b")});
    index_all(scratch.path("more.db"), {scratch.path("a")});
    ASSERT_TRUE(remove(scratch.path("more.db"), {"b"}, k_context));
    for (const std::string& text :
         {k_rewritten, k_moved, std::string("有关单位依令拟订财政需求")}) {
        EXPECT_EQ(told(hits(scratch.path("once.db"), text)),
                  told(hits(scratch.path("more.db"), text)));
    }
    EXPECT_FALSE(hits(scratch.path("more.db"), k_rewritten).empty());
}

TEST(Query, MinSimilarityLeavesOutAllButWhatLiesWithin) {
    const Scratch scratch;
    scratch.write("in/law.txt", k_moved + "\n" + k_rewritten + "\n");
    index_all(scratch.path("a.db"), {scratch.path("in")});
    EXPECT_EQ(hits(scratch.path("a.db"), k_rewritten).size(), 2U);
    EXPECT_EQ(hits(scratch.path("a.db"), k_rewritten, {.min_similarity = 0.5}).size(), 1U);
    EXPECT_EQ(hits(scratch.path("a.db"), "三军联合作战指挥机构", {.min_similarity = 0.5}).size(),
              1U);
}

// A store as the programs before the gram index made it.
TEST(Upgrade, GivesTheTextsOfAStoreOfSchema3TheirGrams) {
    const Scratch scratch;
    const std::string store = scratch.path("a.db");
    scratch.write("in/law.txt", k_moved + "\n");
    scratch.write("in/other.txt", common_text(100));
    index_all(store, {scratch.path("in")});
    const auto before = told(hits(store, k_rewritten));
    sqlite3* database = nullptr;
    ASSERT_EQ(
        sqlite3_open_v2(store.c_str(), &database, SQLITE_OPEN_READWRITE, testing::k_checked_pages),
        SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(database,
                           "DROP TABLE grams; DROP TABLE gram_sizes; DROP TABLE gram_segments; "
                           "DELETE FROM parameters WHERE name IN ('gram_version', "
                           "'grams_missing_id'); PRAGMA user_version = 3",
                           nullptr, nullptr, nullptr),
              SQLITE_OK);
    sqlite3_close(database);
    EXPECT_EQ(Reader::open(store).error().code, Errc::store_version);
    index_all(store, {scratch.path("in")});
    EXPECT_EQ(told(hits(store, k_rewritten)), before);
    auto reader = Reader::open(store).value();
    EXPECT_TRUE(reader.verify().value().problems.empty());
}

}  // namespace
}  // namespace leitong::engine
