#include "leitong/engine/indexing.hpp"
#include "leitong/engine/reading.hpp"
#include "leitong/text/fold.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "scratch.hpp"

namespace leitong::engine {
namespace {

using testing::Scratch;
namespace fs = std::filesystem;

const std::string k_data = std::string(LEITONG_SOURCE_DIR) + "/data";

// Keeps all records.
class Kept : public ReportSink {
public:
    Result<void> begin(const ReportOverview& whole, const std::optional<ReportChanges>& since,
                       std::span<const ReportDocument> all_documents,
                       std::span<const ReportClusterHead> all_clusters) override {
        overview = whole;
        changes = since;
        documents.assign(all_documents.begin(), all_documents.end());
        heads.assign(all_clusters.begin(), all_clusters.end());
        return {};
    }
    Result<void> document(std::uint32_t index, std::span<const ReportParagraph> list) override {
        EXPECT_EQ(index, paragraphs.size());
        paragraphs.emplace_back(list.begin(), list.end());
        return {};
    }
    Result<void> cluster(const ReportCluster& cluster) override {
        clusters.push_back(cluster);
        return {};
    }
    Result<void> end() override {
        is_ended = true;
        return {};
    }

    ReportOverview overview;
    std::optional<ReportChanges> changes;
    std::vector<ReportDocument> documents;
    std::vector<ReportClusterHead> heads;
    std::vector<std::vector<ReportParagraph>> paragraphs;
    std::vector<ReportCluster> clusters;
    bool is_ended = false;
};

Reader reader(const std::string& store) {
    auto opened = Reader::open(store);
    EXPECT_TRUE(opened.has_value());
    return std::move(*opened);
}

std::uint64_t index_into(const std::string& store, IndexOptions options) {
    auto report = index(store, options, {.today = "2026-01-02"});
    EXPECT_TRUE(report.has_value()) << report.error().message.text(Language::en);
    return report ? report->run : 0;
}

void report_into(Kept& kept, const std::string& store,
                 const std::optional<std::uint64_t>& since = {}) {
    Reader source = reader(store);
    ReportOptions options;
    options.today = "2026-01-03";
    options.threads = 2;
    options.most_places = 1000;
    if (since) {
        options.since = std::to_string(*since);
    }
    const auto done = source.report(options, kept);
    ASSERT_TRUE(done.has_value()) << done.error().message.text(Language::en);
    EXPECT_TRUE(kept.is_ended);
}

class SamplesReport : public ::testing::Test {
protected:
    void SetUp() override {
        m_store = m_scratch.path("a.db");
        index_into(m_store, {.paths = {k_data + "/speeches", k_data + "/regulations",
                                       k_data + "/notices_en", k_data + "/records.jsonl"}});
        report_into(m_report, m_store);
    }
    Scratch m_scratch;
    std::string m_store;
    Kept m_report;
};

// A sink that cannot go on, and one in whose middle somebody presses Ctrl-C.
TEST_F(SamplesReport, EndsWithThePageThatCannotBeWritten) {
    class Full : public Kept {
        Result<void> cluster(const ReportCluster&) override {
            return fail(Errc::io, Msg::run_interrupted);
        }
    };
    for (const unsigned threads : {1U, 2U}) {
        Full full;
        const auto done = reader(m_store).report({.threads = threads}, full);
        ASSERT_FALSE(done);
        EXPECT_EQ(done.error().code, Errc::io);
        EXPECT_FALSE(full.is_ended);
    }
}

TEST_F(SamplesReport, EndsWhenInterruptedBetweenPages) {
    class Pressed : public Kept {
    public:
        std::atomic<bool> interrupted = false;
        Result<void> cluster(const ReportCluster&) override {
            interrupted = true;
            return {};
        }
    };
    for (const unsigned threads : {1U, 2U}) {
        Pressed pressed;
        const auto done = reader(m_store).report(
            {.threads = threads, .interrupted = &pressed.interrupted}, pressed);
        ASSERT_FALSE(done);
        EXPECT_EQ(done.error().code, Errc::interrupted);
        EXPECT_FALSE(pressed.is_ended);
    }
}

TEST_F(SamplesReport, SharesAreThoseOfTheListings) {
    Reader source = reader(m_store);
    const auto documents = source.documents({}).value();
    ASSERT_EQ(m_report.documents.size(), documents.size());
    std::uint64_t without_stock = 0;
    for (std::size_t i = 0; i < documents.size(); ++i) {
        EXPECT_EQ(m_report.documents[i].record.document, documents[i].document);
        EXPECT_EQ(m_report.documents[i].record.root, documents[i].root);
        EXPECT_DOUBLE_EQ(m_report.documents[i].record.reused_share, documents[i].reused_share)
            << documents[i].document;
        EXPECT_DOUBLE_EQ(m_report.documents[i].record.reused_share_without_stock,
                         documents[i].reused_share_without_stock)
            << documents[i].document;
        without_stock += m_report.documents[i].reused_letters_without_stock;
    }
    std::size_t at = 0;
    const auto works = source.works({}).value();
    for (const ReportDocument& document : m_report.documents) {
        for (const WorkRecord& work : document.works) {
            ASSERT_LT(at, works.size());
            EXPECT_EQ(work.title, works[at].title);
            EXPECT_EQ(work.letters, works[at].letters);
            EXPECT_DOUBLE_EQ(work.reused_share, works[at].reused_share) << work.document;
            EXPECT_DOUBLE_EQ(work.reused_share_without_stock, works[at].reused_share_without_stock)
                << work.document;
            ++at;
        }
    }
    EXPECT_EQ(at, works.size());
    EXPECT_EQ(m_report.overview.reused_letters_without_stock, without_stock);
    EXPECT_LT(without_stock, m_report.overview.reused_letters);
}

// Every phrase that a paragraph names as stock is, or lies in, one that `stock` lists or is made of
// several that overlap. What fills their slots varies.
TEST_F(SamplesReport, NamesStockPhrasesOfParagraphs) {
    Reader source = reader(m_store);
    const auto typed = [](std::string_view text) {
        text::Folded folded;
        text::fold(text, folded);
        return folded.typed.symbols;
    };
    std::vector<std::u32string> phrases;
    const auto listed = source.stock({}).value();
    for (const StockRecord& phrase : listed) {
        phrases.push_back(typed(phrase.text));
    }
    std::size_t named = 0;
    for (const std::vector<ReportParagraph>& document : m_report.paragraphs) {
        for (const ReportParagraph& paragraph : document) {
            std::uint64_t at = 0;
            for (const ByteRange& range : paragraph.stock) {
                ASSERT_LT(range.begin, range.end);
                ASSERT_LE(range.end, paragraph.text.size());
                EXPECT_LE(at, range.begin);
                at = range.end;
                const std::u32string said = typed(paragraph.text.substr(range.begin, range.size()));
                EXPECT_TRUE(std::ranges::any_of(phrases, [&](const std::u32string& phrase) {
                    return said.find(phrase) != std::u32string::npos ||
                           phrase.find(said) != std::u32string::npos;
                })) << paragraph.text.substr(range.begin, range.size());
                ++named;
            }
        }
    }
    EXPECT_GT(named, 10U);
}

TEST_F(SamplesReport, ClustersAreThoseOfTheListing) {
    Reader source = reader(m_store);
    std::size_t at = 0;
    ASSERT_TRUE(source.clusters({}, [&](const ClusterRecord& wanted) {
        const ReportCluster& came = m_report.clusters.at(at);
        EXPECT_EQ(came.rank, at);
        EXPECT_EQ(m_report.heads.at(at).id, wanted.id);
        EXPECT_EQ(came.record.id, wanted.id);
        EXPECT_EQ(came.record.works, wanted.works);
        EXPECT_EQ(came.record.documents, wanted.documents);
        EXPECT_EQ(came.record.relation, wanted.relation) << wanted.id;
        EXPECT_EQ(came.record.centre, wanted.centre);
        EXPECT_EQ(came.record.text, wanted.text);
        EXPECT_EQ(came.record.members.size(), wanted.members.size());
        for (std::size_t i = 0; i < wanted.members.size(); ++i) {
            EXPECT_EQ(came.record.members[i].ref, wanted.members[i].ref);
            EXPECT_DOUBLE_EQ(came.record.members[i].similarity, wanted.members[i].similarity);
            EXPECT_EQ(m_report.documents[came.member_documents[i]].record.document,
                      wanted.members[i].ref.document);
        }
        ++at;
        return true;
    }));
    EXPECT_EQ(at, m_report.clusters.size());
    EXPECT_GT(at, 50U);
}

// Undone, the edits of a text give the centre's.
TEST_F(SamplesReport, EditsAreAllThatDiffers) {
    std::size_t edits = 0;
    for (const ReportCluster& cluster : m_report.clusters) {
        std::size_t members = 0;
        for (const ReportVariant& variant : cluster.variants) {
            std::string undone;
            std::uint64_t kept = 0;
            for (const EditRecord& edit : variant.edits) {
                ASSERT_LE(kept, edit.range.begin);
                ASSERT_LE(edit.range.end, variant.text.size());
                undone += variant.text.substr(kept, edit.range.begin - kept) + edit.centre;
                kept = edit.range.end;
                ++edits;
            }
            undone += variant.text.substr(kept);
            EXPECT_EQ(undone, cluster.record.text);
            members += variant.members.size();
        }
        EXPECT_EQ(members, cluster.record.members.size());
    }
    EXPECT_GT(edits, 100U);
}

using Place = std::pair<std::string, std::uint32_t>;

// The pairs of the store, one by one, say the same of each paragraph; but a quotation of a part is
// found when pairs are listed, and is told by the shares alone.
TEST_F(SamplesReport, PlacesElsewhereArePairsOfOtherWorks) {
    std::map<std::pair<Place, Place>, Relation> pairs;
    std::map<Place, std::uint64_t> wanted;  // places that are alike as a whole
    Reader source = reader(m_store);
    ASSERT_TRUE(source.pairs({}, [&](const PairRecord& pair) {
        const bool is_claimed = pair.relation != Relation::stock &&
                                pair.relation != Relation::similar && !pair.same_work &&
                                pair.a.work != 0 && pair.b.work != 0;
        if (is_claimed) {
            const Place a(pair.a.document, pair.a.paragraph);
            const Place b(pair.b.document, pair.b.paragraph);
            pairs[{a, b}] = pairs[{b, a}] = pair.relation;
            if (pair.relation != Relation::excerpt) {
                ++wanted[a];
                ++wanted[b];
            }
        }
        return true;
    }));
    std::uint64_t reused = 0;
    std::uint64_t quoted = 0;
    for (std::size_t d = 0; d < m_report.documents.size(); ++d) {
        for (std::uint32_t p = 0; p < m_report.paragraphs[d].size(); ++p) {
            const ReportParagraph& paragraph = m_report.paragraphs[d][p];
            const Place here(m_report.documents[d].record.document, p + 1);
            ASSERT_EQ(paragraph.elsewhere.size(), paragraph.places);
            EXPECT_EQ(paragraph.reuse == ParagraphReuse::reused, paragraph.places > 0);
            std::uint64_t alike = 0;
            for (const ElsewhereRecord& place : paragraph.elsewhere) {
                const Place there(m_report.documents[place.document].record.document,
                                  place.paragraph);
                const auto found = pairs.find({here, there});
                ASSERT_NE(found, pairs.end()) << here.first << ':' << here.second;
                EXPECT_EQ(found->second == Relation::excerpt, place.relation == Relation::excerpt);
                ++(place.relation == Relation::excerpt ? quoted : alike);
            }
            EXPECT_EQ(alike, wanted[here]) << here.first << ':' << here.second;
            reused += paragraph.places > 0 ? 1 : 0;
        }
    }
    EXPECT_GT(reused, 100U);
    EXPECT_GT(quoted, 10U);
}

// --- what changed

const std::string k_one =
    "坚持把项目建设作为经济工作的主抓手，全年实施重点项目203个，完成投资94.7亿元，增长12.5%。";
const std::string k_two =
    "义务教育阶段学校应当均衡编班，不得以任何名义设置重点班和快慢班，违者严肃处理。";
const std::string k_three =
    "县级以上人民政府应当建立健全防汛抗旱指挥体系，落实行政首长负责制，统一调度水库闸坝。";
// Long enough that one change of five letters leaves it near, and two do not.
const std::string k_left =
    "各级各部门要把安全生产责任扛在肩上，层层压实责任，逐项排查隐患，坚决防止事故发生。要紧盯矿山、"
    "工地、学校、商场等场所，把检查做到夜间，把整改落到台账，对拖延敷衍的单位公开曝光，对漏报瞒报的"
    "干部严肃追责，让群众过上安稳的日子。";

struct Story {
    Scratch scratch;
    std::string store = scratch.path("a.db");

    void write(const std::string& name, const std::string& text) const {
        (void)scratch.write("in/" + name, text);
    }
    void remove(const std::string& name) const { fs::remove(scratch.path("in/" + name)); }
    [[nodiscard]] std::uint64_t run() const {
        return index_into(store, {.paths = {scratch.path("in")}, .prune = Prune::yes});
    }
};

std::vector<std::string> names_of(const ReportChanges& changes) {
    std::vector<std::string> names;
    for (const ClusterChangeRecord& record : changes.clusters) {
        std::string text(name(record.change));
        for (const ClusterSize& size : record.before) {
            text += " " + std::to_string(size.size);
        }
        text += " >";
        for (const ClusterSize& size : record.now) {
            text += " " + std::to_string(size.size);
        }
        names.push_back(text);
    }
    for (const DocumentChangeRecord& record : changes.documents) {
        names.push_back(std::string(name(record.change)) + " " + record.document);
    }
    return names;
}

std::vector<std::string> changes_of(const Story& story, std::uint64_t since) {
    Kept kept;
    report_into(kept, story.store, since);
    EXPECT_TRUE(kept.changes.has_value());
    return kept.changes ? names_of(*kept.changes) : std::vector<std::string>{};
}

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Changes, NothingHappenedWhereNothingChanged) {
    const Story story;
    story.write("a.txt", k_one);
    story.write("b.txt", k_one);
    const std::uint64_t first = story.run();
    EXPECT_THAT(changes_of(story, first), IsEmpty());
    (void)story.run();
    EXPECT_THAT(changes_of(story, first), IsEmpty());
}

TEST(Changes, SaysWhatIsNewGrownShrunkAndGone) {
    const Story story;
    story.write("a.txt", k_one + "\n" + k_two);
    story.write("b.txt", k_one);
    const std::uint64_t first = story.run();
    story.write("c.txt", k_one + "\n" + k_two);
    const std::uint64_t second = story.run();
    EXPECT_THAT(changes_of(story, first), ElementsAre("new > 2", "grown 2 > 3", "added in/c.txt"));
    story.remove("c.txt");
    story.write("b.txt", k_three);
    const std::uint64_t third = story.run();
    EXPECT_THAT(changes_of(story, second),
                ElementsAre("gone 3 >", "gone 2 >", "changed in/b.txt", "removed in/c.txt"));
    EXPECT_THAT(changes_of(story, first), ElementsAre("gone 2 >", "changed in/b.txt"));
    story.write("b.txt", k_one);
    (void)story.run();
    EXPECT_THAT(changes_of(story, third), ElementsAre("new > 2", "changed in/b.txt"));
    EXPECT_THAT(changes_of(story, first), IsEmpty()) << "back to what it was";
}

TEST(Changes, AClusterThatLosesParagraphsHasShrunk) {
    const Story story;
    story.write("a.txt", k_one);
    story.write("b.txt", k_one);
    story.write("c.txt", k_one);
    const std::uint64_t first = story.run();
    story.remove("c.txt");
    (void)story.run();
    EXPECT_THAT(changes_of(story, first), ElementsAre("shrunk 3 > 2", "removed in/c.txt"));
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    text.replace(text.find(what), what.size(), by);
    return text;
}

TEST(Changes, TellsMergedFromSplit) {
    const Story story;
    // Two groups of equal texts, too unlike to be one cluster, until a bridge stands between.
    const std::string left = k_left;
    const std::string bridge = replaced(k_left, "紧盯矿山", "盯住码头渡口");
    const std::string right = replaced(bridge, "公开曝光，", "当场停工，");
    for (const char* file : {"a.txt", "b.txt"}) {
        story.write(file, left);
    }
    for (const char* file : {"c.txt", "d.txt"}) {
        story.write(file, right);
    }
    const std::uint64_t first = story.run();
    Kept before;
    report_into(before, story.store);
    ASSERT_EQ(before.clusters.size(), 2U) << "the example does not say what it should";
    for (const char* file : {"e.txt", "f.txt", "g.txt", "h.txt", "i.txt"}) {
        story.write(file, bridge);
    }
    const std::uint64_t second = story.run();
    Kept after;
    report_into(after, story.store, first);
    ASSERT_EQ(after.clusters.size(), 1U) << "the bridge does not join them";
    EXPECT_EQ(names_of(*after.changes).front(), "merged 2 2 > 9");
    for (const char* file : {"e.txt", "f.txt", "g.txt", "h.txt", "i.txt"}) {
        story.remove(file);
    }
    (void)story.run();
    EXPECT_EQ(changes_of(story, second).front(), "split 9 > 2 2");
    EXPECT_THAT(changes_of(story, first), IsEmpty());
}

TEST(Changes, AStoreThatWasEmptyCanBeComparedWith) {
    const Story story;
    fs::create_directories(story.scratch.path("in"));
    const std::uint64_t first = story.run();
    story.write("a.txt", k_one);
    story.write("b.txt", k_one);
    (void)story.run();
    EXPECT_THAT(changes_of(story, first),
                ElementsAre("new > 2", "added in/a.txt", "added in/b.txt"));
}

TEST(Changes, NewReuseIsWhatWasNotReusedBefore) {
    const Story story;
    story.write("a.txt", k_one + "\n" + k_two);
    story.write("b.txt", k_one);
    const std::uint64_t first = story.run();
    story.write("c.txt", k_one + "\n" + k_two + "\n这一句别处没有，所以它不是谁的副本。");
    (void)story.run();
    Kept kept;
    report_into(kept, story.store, first);
    std::map<std::string, std::uint64_t> letters;
    for (const NewReuseRecord& record : kept.changes->new_reuse) {
        letters[record.document] = record.letters;
    }
    ASSERT_EQ(letters.size(), 2U) << "b.txt was reused before";
    EXPECT_LT(letters["in/a.txt"], letters["in/c.txt"]);
    EXPECT_EQ(letters["in/c.txt"], kept.documents[2].reused_letters);
    EXPECT_TRUE(kept.paragraphs[0][1].is_new_reuse);
    EXPECT_FALSE(kept.paragraphs[0][0].is_new_reuse);
    for (const ReportCluster& cluster : kept.clusters) {
        EXPECT_EQ(cluster.new_members.size(), 1U);
    }
}

// What a copy of a file has is told beside it, and counts neither as reuse nor as new reuse.
TEST(Changes, ACopyOfAFileIsNoNewReuse) {
    const Story story;
    story.write("a.txt", k_one + "\n" + k_two);
    const std::uint64_t first = story.run();
    story.write("b.txt", k_one + "\n" + k_two);
    (void)story.run();
    Kept kept;
    report_into(kept, story.store, first);
    EXPECT_TRUE(kept.changes->new_reuse.empty());
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(kept.documents[i].reused_letters, 0U);
        EXPECT_EQ(kept.paragraphs[i][0].places, 1U);
    }
}

TEST(Changes, RemovingByNameIsARunToo) {
    const Story story;
    story.write("a.txt", k_one);
    story.write("b.txt", k_one);
    const std::uint64_t first = story.run();
    ASSERT_TRUE(remove(story.store, {"in/b.txt"}, {.today = "2026-01-05", .command = "remove"}));
    EXPECT_THAT(changes_of(story, first), ElementsAre("gone 2 >", "removed in/b.txt"));
}

TEST(Changes, ARunIsNamedByItsNumberOrADay) {
    const Story story;
    story.write("a.txt", k_one);
    const std::uint64_t run = story.run();
    Reader source = reader(story.store);
    for (const auto& [since, is_there] :
         std::vector<std::pair<std::string, bool>>{{std::to_string(run), true},
                                                   {"2026-01-02", true},
                                                   {"2030-01-01", true},
                                                   {"2026-01-01", false},
                                                   {"99", false},
                                                   {"0", false}}) {
        Kept kept;
        ReportOptions options;
        options.since = since;
        const auto done = source.report(options, kept);
        EXPECT_EQ(done.has_value(), is_there) << since;
        if (!done) {
            EXPECT_EQ(done.error().code, Errc::not_found);
        }
    }
}

TEST(Changes, ListingsOfClustersTakeARunToo) {
    const Story story;
    story.write("a.txt", k_one + "\n" + k_two);
    story.write("b.txt", k_one);
    const std::uint64_t first = story.run();
    story.write("c.txt", k_two);
    (void)story.run();
    Reader source = reader(story.store);
    std::vector<std::string> texts;
    ASSERT_TRUE(
        source.clusters({.since = std::to_string(first)}, [&](const ClusterRecord& cluster) {
            texts.push_back(cluster.text);
            return true;
        }));
    EXPECT_THAT(texts, ElementsAre(k_two));
}

TEST(Changes, ExportHoldsNothingOfRuns) {
    const Story story;
    const Story other;
    story.write("a.txt", k_one);
    (void)story.run();
    for (const Story* one : {&story, &other}) {
        one->write("a.txt", k_one);
        one->write("b.txt", k_one);
        (void)one->run();
    }
    const auto exported = [](const Story& one) {
        std::string all;
        EXPECT_TRUE(reader(one.store).export_to([&](std::string_view line) {
            all += line;
            return true;
        }));
        return all;
    };
    EXPECT_EQ(exported(story), exported(other));
    const auto sound = reader(story.store).verify();
    ASSERT_TRUE(sound.has_value());
    EXPECT_THAT(sound->problems, IsEmpty());
}

TEST(Prune, LeavesARootAloneThatLostAllItsFiles) {
    const Story story;
    story.write("a.txt", k_one);
    (void)story.run();
    story.remove("a.txt");
    auto report = index(story.store, {.prune = Prune::unless_emptied}, {.today = "2026-01-02"});
    ASSERT_TRUE(report.has_value());
    EXPECT_EQ(report->documents_removed, 0U);
    ASSERT_EQ(report->skipped.size(), 1U);
    EXPECT_EQ(report->skipped[0].reason.id, Msg::root_emptied);
    EXPECT_EQ(report->total_documents, 1U);
}

}  // namespace
}  // namespace leitong::engine
