#include "leitong/engine/indexing.hpp"
#include "leitong/engine/reading.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>

#include "scratch.hpp"

namespace leitong::engine {
namespace {

using testing::Scratch;
namespace fs = std::filesystem;

const RunContext k_context = {.today = "2026-01-02"};
const std::string k_data = std::string(LEITONG_SOURCE_DIR) + "/data";

IndexReport index_into(const std::string& store, IndexOptions options) {
    auto report = index(store, options, k_context);
    EXPECT_TRUE(report.has_value()) << report.error().message.text(Language::en);
    return report ? std::move(*report) : IndexReport{};
}

Reader reader(const std::string& store) {
    auto opened = Reader::open(store);
    EXPECT_TRUE(opened.has_value()) << opened.error().message.text(Language::en);
    return std::move(*opened);
}

std::string exported(const std::string& store) {
    std::string all;
    Reader source = reader(store);
    EXPECT_TRUE(source.export_to([&](std::string_view line) {
        all += line;
        all += '\n';
        return true;
    }));
    return all;
}

void expect_sound(const std::string& store) {
    const auto report = reader(store).verify();
    ASSERT_TRUE(report.has_value());
    EXPECT_GT(report->rows, 0U);
    for (const Message& problem : report->problems) {
        ADD_FAILURE() << problem.text(Language::en);
    }
}

const std::string k_text =
    "坚持把项目建设作为经济工作的主抓手，全年实施重点项目203个，完成投资94.7亿元，增长12.5%。";
const std::string k_masked =
    "坚持把项目建设作为经济工作的主抓手，全年实施重点项目**x个，完成投资**.x亿元，增长X%。";
const std::string k_other = "义务教育阶段学校应当均衡编班，不得以任何名义设置重点班和快慢班。";

// A text that was drafted for a file that is not written after all is sketched for the next.
TEST(Index, SketchesWhatAFileLeftToOneThatWasRefused) {
    const Scratch scratch;
    scratch.write("in/b.jsonl", R"({"id": "c.txt", "text": "一份文件只有一个名称。"})");
    scratch.write("in/b.jsonl#c.txt", k_text);  // of the name of the record
    scratch.write("in/z.txt", k_text + "\n" + k_other);
    const IndexReport report = index_into(scratch.path("a.db"), {.paths = {scratch.path("in")}});
    EXPECT_EQ(report.documents_added, 2U);
    ASSERT_EQ(report.skipped.size(), 1U);

    fs::remove(scratch.path("in/b.jsonl#c.txt"));
    index_into(scratch.path("b.db"), {.paths = {scratch.path("in")}});
    EXPECT_EQ(exported(scratch.path("a.db")), exported(scratch.path("b.db")));
    expect_sound(scratch.path("a.db"));
}

TEST(Index, ReadsSkipsReplacesAndForgets) {
    const Scratch scratch;
    const std::string store = scratch.path("a.db");
    scratch.write("in/a.txt", k_text);
    scratch.write("in/b.txt", k_masked + "\n" + k_other);
    IndexReport report = index_into(store, {.paths = {scratch.path("in")}});
    EXPECT_EQ(report.documents_added, 2U);
    EXPECT_EQ(report.paragraphs, 3U);
    EXPECT_EQ(report.total_clusters, 1U);

    report = index_into(store, {});
    EXPECT_EQ(report.documents_unchanged, 2U);
    EXPECT_EQ(report.bytes, 0U) << "unchanged files are not opened";

    scratch.write("in/b.txt", k_other + "而且");
    report = index_into(store, {});
    EXPECT_EQ(report.documents_changed, 1U);
    EXPECT_EQ(report.total_clusters, 0U);

    fs::remove(scratch.path("in/a.txt"));
    report = index_into(store, {});
    EXPECT_EQ(report.documents_gone, 1U);
    EXPECT_EQ(report.total_documents, 2U);
    report = index_into(store, {.prune = Prune::yes, .dry_run = DryRun::yes});
    EXPECT_EQ(report.documents,
              (decltype(report.documents){{"in/a.txt", DocumentChange::removed}}));
    EXPECT_EQ(report.total_documents, 2U) << "a dry run changes nothing";
    report = index_into(store, {.prune = Prune::yes});
    EXPECT_EQ(report.documents_removed, 1U);
    EXPECT_EQ(report.total_documents, 1U);
    expect_sound(store);
}

TEST(Index, NamesWhatItCannotReadAndGoesOn) {
    const Scratch scratch;
    scratch.write("in/binary.txt", std::string("\x7f"
                                               "ELF\0\0\0\1\2\3\0\0\0",
                                               14));
    scratch.write("in/empty.txt", "\n \n");
    scratch.write("in/good.txt", k_text);
    scratch.write("in/records.jsonl", "{\"id\":\"1\",\"text\":\"" + k_other + "\"}\nnot json\n");
    const IndexReport report = index_into(scratch.path("a.db"), {.paths = {scratch.path("in")}});
    EXPECT_EQ(report.documents_added, 2U);
    std::vector<Errc> codes;
    for (const SkippedInput& skipped : report.skipped) {
        codes.push_back(skipped.code);
    }
    EXPECT_EQ(codes, (std::vector<Errc>{Errc::binary, Errc::empty, Errc::bad_record}));
    EXPECT_TRUE(report.skipped[2].source.ends_with("records.jsonl:2"));
}

// Found in review: a second run said nothing of what it still could not read.
TEST(Index, NamesWhatItCannotReadEachTime) {
    const Scratch scratch;
    scratch.write("in/empty.txt", "\n \n");
    scratch.write("in/other.pdf", "%PDF-1.4");
    scratch.write("in/records.jsonl", "{\"id\":\"1\",\"text\":\"" + k_other + "\"}\nnot json\n");
    const std::string store = scratch.path("a.db");
    const IndexReport first = index_into(store, {.paths = {scratch.path("in")}});
    EXPECT_EQ(first.skipped.size(), 2U);
    EXPECT_EQ(first.other_files.at(".pdf"), 1U);
    const IndexReport second = index_into(store, {});
    ASSERT_EQ(second.skipped.size(), 2U);
    EXPECT_EQ(second.skipped[1].reason, first.skipped[1].reason);
    EXPECT_EQ(reader(store).status()->skipped.size(), 2U);
}

TEST(Index, LeavesNothingBehindWhereItDoesNothing) {
    const Scratch scratch;
    scratch.write("in/a.txt", k_text);
    const IndexReport report =
        index_into(scratch.path("a.db"), {.paths = {scratch.path("in")}, .dry_run = DryRun::yes});
    EXPECT_EQ(report.documents_added, 1U);
    EXPECT_EQ(index(scratch.path("b.db"), {}, k_context).error().code, Errc::not_found);
    EXPECT_EQ(remove(scratch.path("b.db"), {"x"}, k_context).error().code, Errc::not_found);
    std::size_t entries = 0;
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator(scratch.path("."))) {
        ++entries;
    }
    EXPECT_EQ(entries, 1U) << "the folder that was read, and no store";
}

TEST(Prune, KeepsWhatCouldNotBeReadAndNothingElse) {
    const Scratch scratch;
    const std::string store = scratch.path("a.db");
    scratch.write("in/b.txt", k_text);
    scratch.write("in/xb.txt", k_other);
    index_into(store, {.paths = {scratch.path("in")}});
    fs::remove(scratch.path("in/b.txt"));
    fs::remove(scratch.path("in/xb.txt"));
    fs::create_directories(scratch.path("in"));
    scratch.write("in/xb.txt", std::string(2000, 'x'));
    const IndexReport report = index_into(
        store, {.paths = {scratch.path("in")}, .prune = Prune::yes, .max_file_bytes = 1000});
    EXPECT_EQ(report.documents_removed, 1U);
    EXPECT_EQ(report.documents_gone, 0U);
    EXPECT_EQ(report.documents_out_of_reach, 1U);
}

// Indexing again with another option reads again, and loses nothing.
TEST(Index, WithOtherOptionsReadsTheSameFilesAgain) {
    const Scratch scratch;
    scratch.write("in/a.txt", k_text + "\n" + k_other);
    scratch.write("in/b.jsonl", R"({"id": "r", "text": "x", "body": ")" + k_masked + R"("})");
    const std::string folder = scratch.path("in");
    const std::vector<IndexOptions> others = {
        {.paths = {folder}, .encoding = "UTF-8"},
        {.paths = {folder}, .text_field = "body"},
        {.paths = {folder}, .paragraphs = ParagraphMode::block},
        {.paths = {folder}, .hidden = Hidden::read},
        {.paths = {folder}, .symlinks = Symlinks::follow},
        {.paths = {folder}, .max_file_bytes = 100'000},
    };
    for (std::size_t i = 0; i < others.size(); ++i) {
        const std::string store = scratch.path("again" + std::to_string(i) + ".db");
        const std::string fresh = scratch.path("fresh" + std::to_string(i) + ".db");
        index_into(store, {.paths = {folder}});
        const IndexReport again = index_into(store, others[i]);
        EXPECT_EQ(again.documents_changed, 2U) << i;
        EXPECT_EQ(again.documents_removed, 0U) << i;
        EXPECT_EQ(again.total_documents, 2U) << i;
        index_into(fresh, others[i]);
        EXPECT_EQ(exported(store), exported(fresh)) << i;
        EXPECT_EQ(index_into(store, {}).documents_unchanged, 2U) << i;
        expect_sound(store);
    }
}

TEST(Index, RefusesAnEncodingThatNobodyKnows) {
    const Scratch scratch;
    scratch.write("in/a.txt", k_text);
    const std::string store = scratch.path("a.db");
    const auto refused =
        index(store, {.paths = {scratch.path("in")}, .encoding = "klingon"}, k_context);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::invalid_argument);
    EXPECT_FALSE(fs::exists(store));
}

// What cannot be read is named until it can be, or its root is forgotten, whatever else is indexed.
TEST(Index, RemembersWhatIsSkippedInOtherRoots) {
    const Scratch scratch;
    const std::string store = scratch.path("a.db");
    scratch.write("one/a.txt", k_text);
    scratch.write("one/broken.txt", std::string(64, '\1'));
    scratch.write("one/records.jsonl", "{}\n");
    scratch.write("two/b.txt", k_other);
    const auto skipped = [&] { return reader(store).status()->skipped.size(); };
    EXPECT_EQ(index_into(store, {.paths = {scratch.path("one")}}).skipped.size(), 2U);
    EXPECT_EQ(index_into(store, {.paths = {scratch.path("two")}}).skipped.size(), 0U);
    EXPECT_EQ(skipped(), 2U);
    EXPECT_EQ(index_into(store, {.paths = {scratch.path("one")}}).skipped.size(), 2U);
    EXPECT_EQ(index_into(store, {}).skipped.size(), 2U);
    scratch.write("one/broken.txt", k_masked);
    EXPECT_EQ(index_into(store, {.paths = {scratch.path("one")}}).skipped.size(), 1U);
    EXPECT_EQ(skipped(), 1U);
    ASSERT_TRUE(remove(store, {"one"}, k_context));
    EXPECT_EQ(skipped(), 0U);
    expect_sound(store);
}

TEST(Index, RemembersWhatIsSkippedOfAList) {
    const Scratch scratch;
    const std::string store = scratch.path("a.db");
    scratch.write("x/a.txt", k_text);
    const std::string broken = scratch.write("y/broken.txt", std::string(64, '\1'));
    const std::string list =
        scratch.write("list.txt", scratch.path("x/a.txt") + "\n" + broken + "\n");
    scratch.write("two/b.txt", k_other);
    const auto skipped = [&] { return reader(store).status()->skipped.size(); };
    ASSERT_TRUE(index(store, {.files_from = list}, k_context));
    index_into(store, {.paths = {scratch.path("two")}});
    EXPECT_EQ(skipped(), 1U);
    scratch.write("y/broken.txt", k_masked);
    ASSERT_TRUE(index(store, {.files_from = list}, k_context));
    EXPECT_EQ(skipped(), 0U);
}

// One path that is not there does not keep others from being read, and makes no root.
TEST(Index, GoesOnWhereOneOfSeveralPathsIsNotThere) {
    const Scratch scratch;
    const std::string store = scratch.path("a.db");
    scratch.write("in/a.txt", k_text);
    const IndexReport report =
        index_into(store, {.paths = {scratch.path("nowhere"), scratch.path("in")}});
    EXPECT_EQ(report.documents_added, 1U);
    ASSERT_EQ(report.skipped.size(), 1U);
    EXPECT_EQ(report.skipped[0].code, Errc::not_found);
    EXPECT_EQ(index_into(store, {}).skipped.size(), 0U);
    EXPECT_FALSE(index(scratch.path("b.db"), {.paths = {scratch.path("nowhere")}}, k_context));
    EXPECT_FALSE(fs::exists(scratch.path("b.db")));
}

TEST(Index, KnowsAMissingRootByARelativePath) {
    const Scratch scratch;
    const std::string store = scratch.path("a.db");
    scratch.write("in/a.txt", k_text);
    const fs::path before = fs::current_path();
    fs::current_path(scratch.path("."));
    index_into(store, {.paths = {"in"}});
    fs::rename("in", "elsewhere");
    const auto missing = index(store, {.paths = {"in"}}, k_context);
    fs::current_path(before);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, Errc::not_found);
}

TEST(Listings, RefuseADocumentThatIsNotThere) {
    const Scratch scratch;
    const std::string store = scratch.path("a.db");
    scratch.write("in/a.txt", k_text);
    index_into(store, {.paths = {scratch.path("in")}});
    const Filter filter = {.document = "nowhere"};
    Reader source = reader(store);
    EXPECT_EQ(source.works(filter).error().code, Errc::not_found);
    EXPECT_EQ(source.documents(filter).error().code, Errc::not_found);
    EXPECT_EQ(source.pairs(filter, [](const PairRecord&) { return true; }).error().code,
              Errc::not_found);
    EXPECT_EQ(source.clusters(filter, [](const ClusterRecord&) { return true; }).error().code,
              Errc::not_found);
    EXPECT_EQ(source.works({.document = "in"})->size(), 1U);
}

TEST(Index, RefusesARootNameThatAnotherPathHas) {
    const Scratch scratch;
    scratch.write("one/in/a.txt", k_text);
    scratch.write("two/in/a.txt", k_other);
    const std::string store = scratch.path("a.db");
    index_into(store, {.paths = {scratch.path("one/in")}});
    const auto refused = index(store, {.paths = {scratch.path("two/in")}}, k_context);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::invalid_argument);
    index_into(store, {.paths = {scratch.path("two/in")}, .root_name = "two"});
    EXPECT_EQ(reader(store).documents({})->size(), 2U);
}

TEST(Index, ReadsStandardInputAndLists) {
    const Scratch scratch;
    std::istringstream input(k_text);
    RunContext context = k_context;
    context.standard_input = &input;
    const std::string store = scratch.path("a.db");
    ASSERT_TRUE(index(store, {.paths = {"-"}, .root_name = "pipe"}, context));
    scratch.write("x/a.txt", k_other);
    const std::string list = scratch.write("list.txt", scratch.path("x/a.txt") + "\n");
    ASSERT_TRUE(index(store, {.files_from = list}, context));
    const auto documents = reader(store).documents({});
    ASSERT_EQ(documents->size(), 2U);
    EXPECT_EQ(documents->at(1).document, "pipe");
}

TEST(Index, StopsWhenInterruptedAndGoesOn) {
    const Scratch scratch;
    const std::atomic<bool> interrupted = true;
    RunContext context = k_context;
    context.interrupted = &interrupted;
    const std::string store = scratch.path("a.db");
    const auto stopped = index(store, {.paths = {k_data + "/speeches"}}, context);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, Errc::interrupted);
    index_into(store, {});
    const std::string whole = scratch.path("b.db");
    index_into(whole, {.paths = {k_data + "/speeches"}});
    EXPECT_EQ(exported(store), exported(whole));
}

// What a stopped run skipped was read by it and is not read again: it must be named all the same.
TEST(Index, NamesWhatAnInterruptedRunSkipped) {
    const Scratch scratch;
    const std::string store = scratch.path("a.db");
    scratch.write("in/a.txt", k_text);
    scratch.write("in/b.txt", k_text + "各有关单位要抓好落实。");
    scratch.write("in/broken.txt", std::string(64, '\1'));
    std::atomic<bool> interrupted = false;
    RunContext context = k_context;
    context.interrupted = &interrupted;
    context.progress = [&](const Progress& progress) {
        interrupted = interrupted || (progress.stage == Stage::reading && progress.done == 3);
    };
    const auto stopped = index(store, {.paths = {scratch.path("in")}}, context);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, Errc::interrupted);

    EXPECT_EQ(index_into(store, {}).skipped.size(), 1U);
    EXPECT_EQ(index_into(store, {}).skipped.size(), 1U);
    scratch.write("in/broken.txt", k_other);
    EXPECT_EQ(index_into(store, {}).skipped.size(), 0U);
    expect_sound(store);
}

TEST(Remove, GoesOnWhereItWasInterrupted) {
    const Scratch scratch;
    const std::string store = scratch.path("a.db");
    scratch.write("in/a.txt", k_text);
    scratch.write("in/b.txt", k_masked);
    scratch.write("in/c.txt", k_text + k_other);
    scratch.write("in/d.txt", k_other + k_masked);
    index_into(store, {.paths = {scratch.path("in")}});
    const std::string whole = exported(store);
    const std::atomic<bool> interrupted = true;
    RunContext context = k_context;
    context.interrupted = &interrupted;
    const auto stopped = remove(store, {"in/a.txt"}, context);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, Errc::interrupted);
    const auto again = remove(store, {"in/a.txt"}, k_context);
    ASSERT_TRUE(again) << "it was forgotten, but what follows from it was not done";
    EXPECT_EQ(again->documents, std::vector<std::string>{"in/a.txt"});
    EXPECT_EQ(reader(store).status()->pending, 0U);
    EXPECT_NE(exported(store), whole);
    expect_sound(store);
    EXPECT_EQ(remove(store, {"in/a.txt"}, k_context).error().code, Errc::not_found)
        << "what ended is not gone on with";
}

// What a store holds depends on its documents, not on how they came there.
TEST(Export, IsTheSameForAnyThreadsAndHistory) {
    const Scratch scratch;
    const std::string once = scratch.path("once.db");
    index_into(once, {.paths = {k_data + "/speeches"}, .threads = 1});
    const std::string expected = exported(once);
    EXPECT_GT(expected.size(), 100'000U);
    expect_sound(once);

    const std::string threads = scratch.path("threads.db");
    index_into(threads, {.paths = {k_data + "/speeches"}, .threads = 4});
    EXPECT_EQ(exported(threads), expected);

    // One file after the other in reverse, with others that come and go.
    const std::string piecemeal = scratch.path("piecemeal.db");
    fs::create_directories(scratch.path("speeches"));
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(k_data + "/speeches")) {
        files.push_back(entry.path());
    }
    std::ranges::sort(files, std::greater{});
    index_into(piecemeal, {.paths = {k_data + "/regulations"}});
    for (const fs::path& file : files) {
        fs::copy_file(file, scratch.path("speeches") / file.filename());
        index_into(piecemeal, {.paths = {scratch.path("speeches")}});
    }
    ASSERT_TRUE(remove(piecemeal, {"regulations"}, k_context));
    EXPECT_EQ(exported(piecemeal), expected);
    expect_sound(piecemeal);
}

TEST(Clusters, KeepTheirIdsWhenUnrelatedDocumentsCome) {
    const Scratch scratch;
    const std::string store = scratch.path("a.db");
    const auto ids = [&] {
        std::set<std::string> found;
        EXPECT_TRUE(reader(store).clusters({}, [&](const ClusterRecord& cluster) {
            found.insert(cluster.id);
            return true;
        }));
        return found;
    };
    index_into(store, {.paths = {k_data + "/speeches"}});
    const auto before = ids();
    EXPECT_GT(before.size(), 20U);
    index_into(store, {.paths = {k_data + "/notices_en"}});
    EXPECT_TRUE(std::ranges::includes(ids(), before));
}

TEST(Clusters, HaveMembersThatMeetTheThresholdWithTheCentre) {
    const Scratch scratch;
    const std::string store = scratch.path("a.db");
    index_into(store, {.paths = {k_data + "/speeches", k_data + "/regulations"}});
    Reader source = reader(store);
    std::vector<ClusterRecord> clusters;
    ASSERT_TRUE(source.clusters({}, [&](const ClusterRecord& cluster) {
        clusters.push_back(cluster);
        return true;
    }));
    std::set<std::pair<std::string, std::uint32_t>> seen;
    for (const ClusterRecord& cluster : clusters) {
        EXPECT_GE(cluster.members.size(), 2U);
        for (const ClusterMember& member : cluster.members) {
            EXPECT_TRUE(seen.emplace(member.ref.document, member.ref.paragraph).second)
                << "a paragraph is in one cluster";
            if (member.ref == cluster.centre) {
                continue;
            }
            const auto why = source.explain(member.ref.document, member.ref.paragraph,
                                            cluster.centre.document, cluster.centre.paragraph);
            ASSERT_TRUE(why);
            EXPECT_NEAR(why->similarity, member.similarity, 1e-9);
            EXPECT_TRUE(why->similarity >= 0.8 || why->relation == Relation::variant ||
                        why->relation == Relation::identical);
        }
    }
}

TEST(Pairs, OfManyCopiesAreListedWithTheCentreOnly) {
    const Scratch scratch;
    std::string document;
    for (int i = 0; i < 120; ++i) {
        document += k_text + "\n";
    }
    const std::string store = scratch.path("a.db");
    scratch.write("in/a.txt", document);
    scratch.write("in/b.txt", k_masked + "\n" + k_masked);
    index_into(store, {.paths = {scratch.path("in")}});
    std::uint64_t listed = 0;
    const auto summary = reader(store).pairs({}, [&](const PairRecord&) {
        ++listed;
        return true;
    });
    ASSERT_TRUE(summary);
    EXPECT_EQ(listed, 121U);
    EXPECT_EQ(summary->listed, listed);
    EXPECT_EQ(summary->stood_for, 122U * 121 / 2 - 121);
}

TEST(Query, FindsTheParagraphAndMarksWhatMatches) {
    const Scratch scratch;
    const std::string store = scratch.path("a.db");
    scratch.write("in/a.txt", k_other + "\n" + k_text);
    index_into(store, {.paths = {scratch.path("in")}});
    Reader source = reader(store);
    for (const std::string& question :
         {k_text, k_masked, std::string("堅持把項目建設作為經濟工作的主抓手")}) {
        const auto hits = source.query(question, "q", {});
        ASSERT_TRUE(hits && !hits->empty()) << question;
        EXPECT_EQ(hits->at(0).ref.paragraph, 2U);
        EXPECT_EQ(hits->at(0).query, "q");
        ASSERT_FALSE(hits->at(0).runs.empty());
        const leitong::Run& run = hits->at(0).runs[0];
        const std::string file = k_other + "\n" + k_text;
        EXPECT_TRUE(file.substr(run.b.begin, run.b.size()).starts_with("坚持把项目建设"));
    }
    EXPECT_TRUE(source.query("会议室预订流程已改为线上提交申请", "", {})->empty());
}

TEST(Query, OfAStoredParagraphLeavesItselfOut) {
    const Scratch scratch;
    const std::string store = scratch.path("a.db");
    scratch.write("in/a.txt", k_text);
    scratch.write("in/b.txt", k_masked);
    index_into(store, {.paths = {scratch.path("in")}});
    const auto hits = reader(store).query_paragraph("in/a.txt", 1, {});
    ASSERT_TRUE(hits);
    ASSERT_EQ(hits->size(), 1U);
    EXPECT_EQ(hits->at(0).ref.document, "in/b.txt");
    EXPECT_EQ(hits->at(0).relation, Relation::variant);
    EXPECT_EQ(reader(store).query_paragraph("in/a.txt", 2, {}).error().code, Errc::not_found);
}

}  // namespace
}  // namespace leitong::engine
