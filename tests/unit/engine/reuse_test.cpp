// What is listed between texts: short copies, rewritten sentences, formulas.
#include "leitong/engine/indexing.hpp"
#include "leitong/engine/reading.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "scratch.hpp"

namespace leitong::engine {
namespace {

using testing::Scratch;

Reader index_all(const Scratch& scratch) {
    const auto report =
        index(scratch.path("a.db"), {.paths = {scratch.path("in")}}, {.today = "2026-01-02"});
    EXPECT_TRUE(report.has_value());
    auto opened = Reader::open(scratch.path("a.db"));
    EXPECT_TRUE(opened.has_value());
    return std::move(*opened);
}

std::string encoded(char32_t character) {
    return {static_cast<char>(0xE0 | character >> 12),
            static_cast<char>(0x80 | (character >> 6 & 63)),
            static_cast<char>(0x80 | (character & 63))};
}

// Sentences of characters drawn at random.
class Writer {
public:
    std::vector<char32_t> sentence(std::size_t size) {
        std::vector<char32_t> made(size);
        for (char32_t& character : made) {
            character = any();
        }
        return made;
    }
    // One character in `one_in` is another, with at least one.
    std::vector<char32_t> rewritten(std::vector<char32_t> text, std::size_t one_in) {
        text[m_random() % text.size()] = any();
        for (char32_t& character : text) {
            character = m_random() % one_in == 0 ? any() : character;
        }
        return text;
    }
    static std::string utf8(const std::vector<char32_t>& text) {
        std::string out;
        for (const char32_t character : text) {
            out += encoded(character);
        }
        return out;
    }

private:
    char32_t any() { return 0x6C40 + static_cast<char32_t>(m_random() % 2000); }
    std::mt19937 m_random{7};
};

std::multimap<Relation, std::pair<std::string, std::string>> pairs_of(Reader& reader) {
    std::multimap<Relation, std::pair<std::string, std::string>> found;
    EXPECT_TRUE(reader.pairs({}, [&](const PairRecord& pair) {
        found.emplace(pair.relation, std::pair(pair.a.document, pair.b.document));
        return true;
    }));
    return found;
}

// What `pairs` calls identical, a variant or near is reused, however short it is.
TEST(Reuse, CountsShortCopiesThatPairsLists) {
    const Scratch scratch;
    Writer writer;
    const std::string copied = "谁家的渠道谁家清淤，验收合格的当天开闸放水。";
    const std::string own = Writer::utf8(writer.sentence(60)) + "。";
    scratch.write("in/a.txt", own + "\n" + copied);
    scratch.write("in/b.txt", copied + "\n" + Writer::utf8(writer.sentence(60)) + "。");
    Reader reader = index_all(scratch);
    EXPECT_EQ(pairs_of(reader).count(Relation::identical), 1U);

    const auto works = reader.works({});
    ASSERT_TRUE(works.has_value());
    ASSERT_EQ(works->size(), 2U);
    for (const WorkRecord& work : *works) {
        EXPECT_NEAR(work.reused_share, 20.0 / 80.0, 0.02) << work.document;
    }
    std::vector<PassageRecord> passages;
    EXPECT_TRUE(reader.passages({}, [&](const PassageRecord& passage) {
        passages.push_back(passage);
        return true;
    }));
    ASSERT_EQ(passages.size(), 1U);
    EXPECT_EQ(passages[0].relation, Relation::identical);
}

// A tenth of a short sentence edited leaves no eight characters in a row and a similarity at which
// the bands of the index find one in two.
TEST(Reuse, ListsRewrittenSentences) {
    const Scratch scratch;
    Writer writer;
    constexpr std::size_t k_sentences = 200;
    for (std::size_t i = 0; i < k_sentences; ++i) {
        const auto source = writer.sentence(24 + i % 20);
        const std::string name = std::to_string(i);
        scratch.write("in/a" + name + ".txt", Writer::utf8(source));
        scratch.write("in/b" + name + ".txt", Writer::utf8(writer.rewritten(source, 10)));
    }
    Reader reader = index_all(scratch);
    std::size_t found = 0;
    std::size_t wrong = 0;
    for (const auto& [relation, names] : pairs_of(reader)) {
        const bool is_right = names.first.substr(4) == names.second.substr(4);
        ++(is_right ? found : wrong);
    }
    EXPECT_GE(found, k_sentences * 97 / 100);
    EXPECT_EQ(wrong, 0U);
}

// What paragraphs of very many works have in common is a formula; what two have is a quotation.
TEST(Reuse, CallsWhatIsSharedByVeryManyStock) {
    const Scratch scratch;
    Writer writer;
    const std::string formula =
        "对直接负责的主管人员和其他直接责任人员依法给予处分构成犯罪的依法追究刑事责任";
    const std::string quoted = Writer::utf8(writer.sentence(36));
    for (std::size_t i = 0; i < 60; ++i) {
        const std::string told = i < 2 ? quoted : Writer::utf8(writer.sentence(36));
        scratch.write("in/" + std::to_string(i) + ".txt",
                      Writer::utf8(writer.sentence(20)) + "，" + formula + "。\n" +
                          Writer::utf8(writer.sentence(30)) + "，" + told + "。");
    }
    Reader reader = index_all(scratch);
    const auto found = pairs_of(reader);
    EXPECT_EQ(found.count(Relation::excerpt), 1U);
    EXPECT_EQ(found.count(Relation::similar), 0U);
    EXPECT_GT(found.count(Relation::stock), 50U);
}

// Reuse is counted between works, never between copies of files; a copy is still a pair.
TEST(Reuse, OfACopyOfAFileDoesNotCount) {
    const Scratch scratch;
    Writer writer;
    std::string text;
    std::string quoted;
    for (int i = 0; i < 6; ++i) {
        const std::string paragraph = Writer::utf8(writer.sentence(60)) + "。\n";
        text += paragraph;
        quoted = i < 2 ? quoted + paragraph : quoted;
    }
    scratch.write("in/a.txt", text);
    scratch.write("in/copy/b.txt", text);
    Reader reader = index_all(scratch);
    const std::vector<WorkRecord> works = reader.works({}).value();
    for (const WorkRecord& work : works) {
        EXPECT_EQ(work.reused_share, 0.0) << work.document;
    }
    const auto pairs = reader.document_pairs({}).value();
    ASSERT_EQ(pairs.size(), 1U);
    EXPECT_GT(pairs[0].reused_share_a, 0.9);

    scratch.write("in/c.txt", quoted + Writer::utf8(writer.sentence(400)) + "。\n");
    Reader with_another = index_all(scratch);
    const std::vector<WorkRecord> now = with_another.works({}).value();
    for (const WorkRecord& work : now) {
        EXPECT_GT(work.reused_share, 0.2) << work.document;
        EXPECT_LT(work.reused_share, 0.5) << work.document;
    }
}

}  // namespace
}  // namespace leitong::engine
