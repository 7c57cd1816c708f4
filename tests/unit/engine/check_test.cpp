// Drafts against a store.
#include "leitong/engine/indexing.hpp"
#include "leitong/engine/reading.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <random>
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

// Text of characters drawn at random, which has nothing in common with any other.
class Writer {
public:
    explicit Writer(unsigned seed) : m_random(seed) {}
    std::string sentence(std::size_t size) {
        std::string text;
        for (std::size_t i = 0; i < size; ++i) {
            const auto c = static_cast<char32_t>(0x6C40 + m_random() % 2000);
            text += {static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 63)),
                     static_cast<char>(0x80 | (c & 63))};
        }
        return text + "。";
    }
    std::string document(std::size_t paragraphs) {
        std::string text;
        for (std::size_t i = 0; i < paragraphs; ++i) {
            text += sentence(30 + m_random() % 60) + "\n";
        }
        return text;
    }

private:
    std::mt19937 m_random;
};

CheckedDraft check(Reader& reader, const std::string& text, const CheckOptions& options = {}) {
    auto checked = reader.check({{"draft.txt", text}}, options);
    EXPECT_TRUE(checked.has_value() && checked->size() == 1 && (*checked)[0].has_value());
    return checked && !checked->empty() && (*checked)[0] ? *(*checked)[0] : CheckedDraft{};
}

void expect_in_bounds(const CheckLetters& letters) {
    EXPECT_LE(letters.reused, letters.all);
    EXPECT_LE(letters.without_stock, letters.reused);
    EXPECT_LE(letters.without_quotations, letters.reused);
    EXPECT_LE(letters.base + letters.reused, letters.all);
}

TEST(Check, FindsADocumentOfTheStoreWhole) {
    const Scratch scratch;
    Writer writer(1);
    std::vector<std::string> documents;
    for (int i = 0; i < 4; ++i) {
        documents.push_back(writer.document(8));
        scratch.write("in/" + std::to_string(i) + ".txt", documents.back());
    }
    Reader reader = index_all(scratch);
    for (std::size_t i = 0; i < documents.size(); ++i) {
        const CheckedDraft draft = check(reader, documents[i]);
        EXPECT_GT(draft.document.letters.all, 0U);
        EXPECT_EQ(draft.document.letters.reused, draft.document.letters.all);
        ASSERT_TRUE(draft.document.largest.has_value());
        EXPECT_EQ(draft.document.largest->document, "in/" + std::to_string(i) + ".txt");
        EXPECT_EQ(draft.document.largest->letters, draft.document.letters.all);
        expect_in_bounds(draft.document.letters);
    }
}

TEST(Check, FindsNothingOfUnrelatedText) {
    const Scratch scratch;
    Writer writer(2);
    scratch.write("in/a.txt", writer.document(20));
    Reader reader = index_all(scratch);
    const CheckedDraft draft = check(reader, Writer(77).document(20));
    EXPECT_EQ(draft.document.letters.reused, 0U);
    EXPECT_EQ(draft.document.reused_paragraphs, 0U);
    EXPECT_FALSE(draft.document.largest.has_value());
}

TEST(Check, ShowsThePartOfAParagraphThatWasCopied) {
    const Scratch scratch;
    Writer writer(3);
    const std::string copied = writer.sentence(45);
    const std::string own = writer.sentence(40);
    scratch.write("in/a.txt", writer.document(3) + writer.sentence(50) + copied + "\n");
    Reader reader = index_all(scratch);
    const CheckedDraft draft = check(reader, writer.document(2) + own + copied + own + "\n");
    const CheckParagraph& paragraph = draft.paragraphs.at(2);
    ASSERT_EQ(paragraph.reused.size(), 1U);
    const ByteRange range = paragraph.reused[0];
    const std::string found =
        paragraph.text.substr(range.begin - paragraph.range.begin, range.size());
    EXPECT_EQ(found + "。", copied);
    ASSERT_EQ(paragraph.sources.size(), 1U);
    EXPECT_EQ(paragraph.sources[0].relation, Relation::excerpt);
    EXPECT_EQ(paragraph.sources[0].ref.paragraph, 4U);
    EXPECT_EQ(paragraph.sources[0].letters, 45U);
    EXPECT_EQ(paragraph.sources[0].runs.size(), 1U);
    EXPECT_EQ(draft.document.reused_paragraphs, 1U);
}

TEST(Check, TellsSlotsAndWhichAreAsInTheSource) {
    const Scratch scratch;
    Writer writer(4);
    const std::string text = writer.sentence(30);
    scratch.write("in/a.txt", writer.document(2) + "2019年，全镇修好了36座桥，" + text + "\n");
    Reader reader = index_all(scratch);
    const CheckedDraft draft =
        check(reader, writer.document(2) + "2024年，全镇修好了36座桥，" + text + "\n");
    ASSERT_EQ(draft.paragraphs.at(2).sources.size(), 1U);
    const CheckSource& source = draft.paragraphs[2].sources[0];
    EXPECT_EQ(source.relation, Relation::variant);
    ASSERT_EQ(source.slots.size(), 2U);
    EXPECT_EQ(source.slots[0].draft_text, "2024");
    EXPECT_EQ(source.slots[0].source_text, "2019");
    EXPECT_FALSE(source.slots[0].is_as_in_source);
    EXPECT_EQ(source.slots[1].draft_text, source.slots[1].source_text);
    EXPECT_TRUE(source.slots[1].is_as_in_source);
}

// Also where a part of a paragraph was taken over.
TEST(Check, TellsSlotsOfAnExcerpt) {
    const Scratch scratch;
    Writer writer(13);
    const std::string before = writer.sentence(20);
    const std::string after = writer.sentence(20);
    scratch.write("in/a.txt", writer.sentence(90) + before + "账款清偿80%以上，拨付7天，" + after +
                                  writer.sentence(90) + "\n");
    Reader reader = index_all(scratch);
    const CheckedDraft draft = check(reader, before + "账款清偿80%以上，拨付15天，" + after + "\n");
    ASSERT_EQ(draft.paragraphs.at(0).sources.size(), 1U);
    const CheckSource& source = draft.paragraphs[0].sources[0];
    EXPECT_EQ(source.relation, Relation::excerpt);
    ASSERT_EQ(source.slots.size(), 2U);
    EXPECT_EQ(source.slots[0].draft_text, "80");
    EXPECT_TRUE(source.slots[0].is_as_in_source);
    EXPECT_EQ(source.slots[1].draft_text, "15");
    EXPECT_EQ(source.slots[1].source_text, "7");
    EXPECT_FALSE(source.slots[1].is_as_in_source);
}

TEST(Check, TellsNamesLeftAsInTheSourceByTheTemplate) {
    const Scratch scratch;
    Writer writer(8);
    const std::string text = writer.sentence(60);
    const auto speech = [&](const std::string& place, const std::string& park, const char* year) {
        return "会议要求，" + place + "市各部门要立足实际，到" + year + "年把" + park +
               "产业园建成投产，" + text + "\n";
    };
    scratch.write("in/a.txt", writer.document(2) + speech("武安", "临江", "2019"));
    scratch.write("in/b.txt", writer.document(2) + speech("寿光", "海城", "2021"));
    scratch.write("in/c.txt", writer.document(2) + speech("曲阜", "宜城", "2022"));
    Reader reader = index_all(scratch);
    // From b.txt: the first name and the year are changed, the second name is forgotten.
    const CheckedDraft draft =
        check(reader, writer.document(2) + speech("永康", "海城", "2025"), {.top = 3});
    for (const CheckSource& source : draft.paragraphs.at(2).sources) {
        ASSERT_EQ(source.slots.size(), 3U) << source.ref.document;
        EXPECT_EQ(source.slots[0].kind, SlotKind::place);
        EXPECT_EQ(source.slots[0].draft_text, "永康");
        EXPECT_FALSE(source.slots[0].is_as_in_source);
        EXPECT_EQ(source.slots[1].kind, SlotKind::year);
        EXPECT_FALSE(source.slots[1].is_as_in_source);
        EXPECT_EQ(source.slots[2].draft_text, "海城");
        EXPECT_EQ(source.slots[2].is_as_in_source, source.ref.document == "in/b.txt");
        const ByteRange& in_source = source.slots[2].source;
        EXPECT_EQ(source.text.substr(in_source.begin - source.ref.range.begin, in_source.size()),
                  source.slots[2].source_text);
    }
    EXPECT_EQ(draft.paragraphs[2].sources.size(), 3U);
}

TEST(Check, TakesStockPhrasesQuotationsAndTheBaseTextOut) {
    const Scratch scratch;
    Writer writer(5);
    const std::string phrase = "以更加饱满的热情更加务实的作风做好各项工作";
    const std::string copied = writer.sentence(50);
    const std::string form = writer.sentence(60);
    for (int i = 0; i < 4; ++i) {
        scratch.write("in/" + std::to_string(i) + ".txt",
                      writer.document(2) + writer.sentence(20) + phrase + writer.sentence(20) +
                          "\n" + (i == 0 ? copied + phrase + "\n" + form + "\n" : ""));
    }
    Reader reader = index_all(scratch);
    const std::string text =
        writer.document(1) + "“" + copied + "”" + "\n" + copied + phrase + "\n" + form + "\n";
    const CheckedDraft plain = check(reader, text);
    const CheckLetters letters = plain.document.letters;
    expect_in_bounds(letters);
    EXPECT_EQ(letters.reused, 50U + 50U + 21U + 60U);
    EXPECT_EQ(letters.without_stock, letters.reused - 21U);
    EXPECT_EQ(letters.without_quotations, letters.reused - 50U);
    EXPECT_EQ(letters.base, 0U);
    EXPECT_EQ(plain.paragraphs.at(2).stock.size(), 1U);

    CheckOptions options;
    options.base = {form};
    options.stock = {copied};
    const CheckLetters less = check(reader, text, options).document.letters;
    expect_in_bounds(less);
    EXPECT_EQ(less.base, 60U);
    EXPECT_EQ(less.reused, letters.reused - 60U);
    EXPECT_EQ(less.without_stock, 0U);
}

TEST(Check, SaysWhichFileIsNoText) {
    const Scratch scratch;
    scratch.write("in/a.txt", Writer(6).document(3));
    Reader reader = index_all(scratch);
    const auto checked = reader.check({{"empty.txt", ""},
                                       {"binary", std::string("\x7f"
                                                              "ELF\0\0\0\1",
                                                              8)},
                                       {"a", "桥头的树"}},
                                      {});
    ASSERT_TRUE(checked.has_value());
    ASSERT_EQ(checked->size(), 3U);
    EXPECT_EQ((*checked)[0].error().code, Errc::empty);
    EXPECT_EQ((*checked)[1].error().code, Errc::binary);
    EXPECT_TRUE((*checked)[2].has_value());
}

// A hostile draft: one clause of the store without end, in one paragraph and in very many.
TEST(Check, IsNotSlowOnOneClauseRepeated) {
    const Scratch scratch;
    Writer writer(8);
    const std::string clause = "推动高质量发展迈上新台阶，";
    std::string repeated;
    for (int i = 0; i < 2000; ++i) {
        repeated += clause;
    }
    scratch.write("in/a.txt", writer.document(3) + repeated + "\n");
    Reader reader = index_all(scratch);
    std::string draft;
    for (int i = 0; i < 10; ++i) {
        draft += repeated + "\n";
    }
    for (int i = 0; i < 2000; ++i) {
        draft += clause + clause + clause + "\n";
    }
    const auto start = std::chrono::steady_clock::now();
    const CheckedDraft checked = check(reader, draft);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(60));
    EXPECT_GT(checked.document.letters.reused, checked.document.letters.all / 2);
}

}  // namespace
}  // namespace leitong::engine
