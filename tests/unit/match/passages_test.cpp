#include "leitong/match/passages.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace leitong::match {
namespace {

// Paragraphs as a document has them, with a line end between.
struct Text {
    std::string utf8;
    PassageText ready;
};

Text make(const std::vector<std::string>& paragraphs) {
    Text text;
    text::Folded folded;
    for (const std::string& paragraph : paragraphs) {
        text::fold(paragraph, folded);
        text.ready.add(folded, text.utf8.size());
        text.utf8 += paragraph + "\n";
    }
    text.ready.finish();
    return text;
}

std::string_view read(const Text& text, Span span) {
    const ByteRange range = text.ready.bytes(span);
    return std::string_view(text.utf8).substr(range.begin, range.size());
}

std::string encoded(char32_t character) {
    return {static_cast<char>(0xE0 | character >> 12),
            static_cast<char>(0x80 | (character >> 6 & 63)),
            static_cast<char>(0x80 | (character & 63))};
}

// Han characters that fold to themselves and are no numerals; as many as asked for, up to 1,000.
const std::vector<std::string>& alphabet() {
    static const std::vector<std::string> characters = [] {
        std::vector<std::string> found;
        text::Folded folded;
        for (char32_t c = 0x6C40; found.size() < 1000; ++c) {
            text::fold("天" + encoded(c) + "地", folded);
            if (folded.typed.symbols == std::u32string{U'天', c, U'地'}) {
                found.push_back(encoded(c));
            }
        }
        return found;
    }();
    return characters;
}

using Characters = std::vector<std::size_t>;  // indices of the alphabet

Characters random_text(std::mt19937& random, std::size_t size, std::size_t of = 1000) {
    Characters text(size);
    std::ranges::generate(text, [&] { return random() % of; });
    return text;
}

std::string utf8(const Characters& text) {
    std::string out;
    for (const std::size_t index : text) {
        out += alphabet()[index];
    }
    return out;
}

Characters edited(std::mt19937& random, const Characters& text, std::size_t per_mille) {
    Characters out;
    for (const std::size_t character : text) {
        if (random() % 1000 >= per_mille) {
            out.push_back(character);
            continue;
        }
        const auto kind = random() % 3;  // put another, put one more, leave out
        if (kind != 2) {
            out.push_back(random() % 1000);
        }
        if (kind == 1) {
            out.push_back(character);
        }
    }
    return out;
}

// --- what any answer must be

void expect_sound(const Text& a, const Text& b, const std::vector<Passage>& passages) {
    for (const Passage& passage : passages) {
        ASSERT_FALSE(passage.stretches.empty());
        std::uint32_t end_a = passage.a.begin;
        std::uint32_t end_b = passage.b.begin;
        std::uint32_t letters = 0;
        for (const Stretch& stretch : passage.stretches) {
            EXPECT_GT(stretch.length, 0U);
            EXPECT_GE(stretch.a, end_a);
            EXPECT_GE(stretch.b, end_b);
            EXPECT_EQ(a.ready.symbols().substr(stretch.a, stretch.length),
                      b.ready.symbols().substr(stretch.b, stretch.length));
            end_a = stretch.a + stretch.length;
            end_b = stretch.b + stretch.length;
            letters += stretch.length;
        }
        EXPECT_EQ(passage.stretches.front().a, passage.a.begin);
        EXPECT_EQ(passage.stretches.front().b, passage.b.begin);
        EXPECT_EQ(passage.a.end, end_a);
        EXPECT_EQ(passage.b.end, end_b);
        EXPECT_LE(end_a, a.ready.size());
        EXPECT_LE(end_b, b.ready.size());
        EXPECT_EQ(passage.letters, letters);
        const PassageVerdict verdict = judge(a.ready, b.ready, passage);
        EXPECT_GE(verdict.similarity, 0.0);
        EXPECT_LE(verdict.similarity, 1.0);
    }
}

// Both sides' text, read from the positions and folded anew, is what was aligned.
void expect_rereads(const Text& text, Span span) {
    text::Folded folded;
    std::u32string again;
    for (std::size_t n = 0; n < text.ready.paragraphs(); ++n) {
        const Span paragraph = text.ready.paragraph(n);
        const Span part{std::max(span.begin, paragraph.begin), std::min(span.end, paragraph.end)};
        if (part.begin < part.end) {
            text::fold(read(text, part), folded);
            again += folded.typed.symbols;
        }
    }
    EXPECT_EQ(again, text.ready.symbols().substr(span.begin, span.size())) << read(text, span);
}

bool is_equal(const Passage& x, const Passage& y) {
    return x.a == y.a && x.b == y.b && x.letters == y.letters && x.edits == y.edits &&
           x.wild == y.wild && x.stretches == y.stretches;
}

void expect_symmetric(const Text& a, const Text& b) {
    std::vector<Passage> forth = find_passages(a.ready, b.ready);
    std::vector<Passage> back = find_passages(b.ready, a.ready);
    for (Passage& passage : back) {
        std::swap(passage.a, passage.b);
        for (Stretch& stretch : passage.stretches) {
            std::swap(stretch.a, stretch.b);
        }
    }
    std::ranges::sort(back, [](const Passage& x, const Passage& y) {
        return std::pair(x.a, x.b) < std::pair(y.a, y.b);
    });
    EXPECT_TRUE(std::ranges::equal(forth, back, is_equal));
}

// The best score of any local alignment, by the textbook (Smith and Waterman).
std::int64_t best_score(const Characters& a, const Characters& b) {
    std::vector<std::int64_t> row(b.size() + 1, 0);
    std::int64_t best = 0;
    for (const std::size_t c : a) {
        std::int64_t diagonal = 0;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::int64_t above = row[j];
            row[j] = std::max(
                {std::int64_t{0}, diagonal + (c == b[j - 1] ? 1 : -1), above - 1, row[j - 1] - 1});
            diagonal = above;
            best = std::max(best, row[j]);
        }
    }
    return best;
}

std::int64_t score_of(const Passage& passage) {
    return std::int64_t{passage.letters} - passage.edits;
}

std::int64_t best_of(const std::vector<Passage>& passages) {
    std::int64_t best = 0;
    for (const Passage& passage : passages) {
        best = std::max(best, score_of(passage));
    }
    return best;
}

// --- laws

TEST(Passages, NoLocalAlignmentOfShortTextsIsBetter) {
    std::mt19937 random(1);
    int listed = 0;
    for (int round = 0; round < 600; ++round) {
        const Characters shared = random_text(random, 35 + random() % 100);
        Characters a = random_text(random, random() % 120);
        Characters b = random_text(random, random() % 120);
        a.insert(a.begin() + static_cast<long>(random() % (a.size() + 1)), shared.begin(),
                 shared.end());
        const Characters copy = edited(random, shared, random() % 120);
        b.insert(b.begin() + static_cast<long>(random() % (b.size() + 1)), copy.begin(),
                 copy.end());
        const Text text_a = make({utf8(a)});
        const Text text_b = make({utf8(b)});
        const auto found = find_passages(text_a.ready, text_b.ready);
        expect_sound(text_a, text_b, found);
        if (!found.empty()) {
            ++listed;
            EXPECT_GE(best_of(found), best_score(a, b)) << round;
        }
    }
    EXPECT_GT(listed, 450);
}

TEST(Passages, AnySharedRunOfTheStatedLengthIsFound) {
    std::mt19937 random(2);
    for (int round = 0; round < 300; ++round) {
        const Characters run = random_text(random, 30);
        Characters a = random_text(random, random() % 400, 60);
        Characters b = random_text(random, random() % 400, 60);
        const std::size_t at_a = random() % (a.size() + 1);
        const std::size_t at_b = random() % (b.size() + 1);
        a.insert(a.begin() + static_cast<long>(at_a), run.begin(), run.end());
        b.insert(b.begin() + static_cast<long>(at_b), run.begin(), run.end());
        const Text text_a = make({utf8(a)});
        const Text text_b = make({utf8(b)});
        const auto found = find_passages(text_a.ready, text_b.ready);
        ASSERT_EQ(text_a.ready.size(), a.size()) << text_a.utf8;
        ASSERT_EQ(text_b.ready.size(), b.size()) << text_b.utf8;
        EXPECT_TRUE(std::ranges::any_of(found, [&](const Passage& passage) {
            return passage.a.begin <= at_a && passage.a.end >= at_a + 30 &&
                   passage.b.begin <= at_b && passage.b.end >= at_b + 30;
        })) << round;
    }
}

TEST(Passages, AreSymmetricAndReread) {
    std::mt19937 random(3);
    for (int round = 0; round < 200; ++round) {
        std::vector<std::string> a;
        std::vector<std::string> b;
        for (int paragraph = 0; paragraph < 4; ++paragraph) {
            const Characters text = random_text(random, 20 + random() % 80, 300);
            a.push_back(utf8(text));
            // Copies in another order, cut and joined otherwise.
            const std::string copy = utf8(edited(random, text, random() % 80));
            if (random() % 2 == 0) {
                b.insert(b.begin(), copy);
            } else if (!b.empty()) {
                b.back() += "，" + copy;
            }
        }
        const Text text_a = make(a);
        const Text text_b = make(b);
        expect_symmetric(text_a, text_b);
        const auto found = find_passages(text_a.ready, text_b.ready);
        expect_sound(text_a, text_b, found);
        for (const Passage& passage : found) {
            expect_rereads(text_a, passage.a);
            expect_rereads(text_b, passage.b);
        }
    }
}

// One passage that a growing edit splits at last: until then its similarity falls, and the letters
// aligned never grow.
TEST(Passages, ALongerEditNeverRaisesASimilarity) {
    std::mt19937 random(4);
    for (int round = 0; round < 60; ++round) {
        const Characters text = random_text(random, 120, 500);
        const std::size_t at = 40 + random() % 20;
        double similarity = 1.0;
        std::int64_t score = 120;
        for (std::size_t length = 0; length <= 60; ++length) {
            Characters other = text;
            for (std::size_t i = 0; i < length; ++i) {
                other[at + i] = 500 + random() % 500;
            }
            const Text a = make({utf8(text)});
            const Text b = make({utf8(other)});
            const auto found = find_passages(a.ready, b.ready);
            ASSERT_FALSE(found.empty());
            EXPECT_LE(best_of(found), score);
            score = best_of(found);
            if (found.size() == 1 && found[0].a == Span{0, 120}) {
                const double now = judge(a.ready, b.ready, found[0]).similarity;
                EXPECT_LE(now, similarity);
                similarity = now;
            }
        }
        EXPECT_LT(similarity, 1.0);
    }
}

TEST(Passages, AnswerAsOneForEqualTexts) {
    std::mt19937 random(5);
    for (const std::size_t size : {30U, 40U, 1000U}) {
        const std::string text = utf8(random_text(random, size));
        const Text a = make({text});
        const auto found = find_passages(a.ready, a.ready);
        ASSERT_EQ(found.size(), 1U);
        EXPECT_EQ(found[0].a, (Span{0, a.ready.size()}));
        EXPECT_EQ(found[0].b, (Span{0, a.ready.size()}));
        EXPECT_EQ(judge(a.ready, a.ready, found[0]).relation, Relation::identical);
    }
    const Text nothing = make({});
    EXPECT_TRUE(find_passages(nothing.ready, nothing.ready).empty());
    const Text little = make({"总则"});
    EXPECT_TRUE(find_passages(little.ready, little.ready).empty());
}

// --- what people do to texts

constexpr const char* k_first =
    "要坚持把防汛安全放在首位，全县所有水库由指挥部统一调度，任何单位不得擅自蓄水放水。";
constexpr const char* k_second =
    "上游要为下游想，泄洪以前两个小时必须通知到沿河的村庄，我们吃过别人不打招呼的苦头。";

TEST(Passages, RunAcrossEndsOfParagraphs) {
    const Text a = make({"开头的话说了别的事情。", k_first, k_second});
    const Text b = make({std::string(k_first) + k_second, "结尾说的又是另一回事。"});
    const auto found = find_passages(a.ready, b.ready);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(
        read(b, found[0].b),
        std::string(k_first) + std::string(k_second).substr(0, std::string_view(k_second).size() -
                                                                   std::string_view("。").size()));
    EXPECT_EQ(judge(a.ready, b.ready, found[0]).relation, Relation::identical);
}

// `pairs` calls such paragraphs identical, variants or near, so a share must not pass them over.
TEST(Passages, WholeParagraphsAreFoundHoweverShort) {
    const std::string own = "一月以来各村都在修路";
    const std::string far = "二月以后县里开始植树";
    const struct {
        const char* name;
        std::string a;
        std::string b;
        bool is_found;
    } cases[] = {
        {"equal", "谁家的渠道谁家清淤，验收合格的当天开闸放水。",
         "谁家的渠道谁家清淤，验收合格的当天开闸放水。", true},
        {"masked", "要抓紧修复水毁渠道85公里，春灌不误农时",
         "要抓紧修复水毁渠道×公里，春灌不误农时", true},
        {"near", "要抓紧修复水毁的渠道和机耕道路三公里保证春灌不误农时好",
         "要抓紧修复水毁的渠道和机耕道路三公里保证春灌不误农时", true},
        {"rewritten", "要抓紧修复水毁的渠道春灌不误农时", "要尽快修复水毁的渠道确保不误农时",
         false},
        {"part of a longer one", "谁家的渠道谁家清淤，验收合格的当天开闸放水。",
         "会议要求，谁家的渠道谁家清淤，验收合格的当天开闸放水。", false},
        {"too short", "特此通知。", "特此通知。", false},
    };
    for (const auto& [name, a, b, is_found] : cases) {
        const Text left = make({own, a, far});
        const Text right = make({far + own, b, own + far + own});
        const auto found = find_passages(left.ready, right.ready);
        ASSERT_EQ(found.size(), is_found ? 1U : 0U) << name;
        if (is_found) {
            EXPECT_GE(read(left, found[0].a).size() + 3, a.size() - 3) << name;
            EXPECT_GE(found[0].letters, 15U) << name;
        }
        EXPECT_EQ(find_passages(right.ready, left.ready).size(), found.size()) << name;
    }
}

TEST(Passages, OfWordsAreShorterBesideALongOne) {
    const std::string brief = "seven oxen drew that old carts";  // 25 letters
    const std::string lengthy = "whoever finds a purse shall bring it to the bailiff";
    const auto told = [](const std::string& quoted) {
        return "Then Margaret said " + quoted + " because she knew. ";
    };
    const auto written = [](const std::string& quoted) {
        return "Here Geoffrey wrote " + quoted + " although few read. ";
    };
    const Text alone_a = make({told(brief)});
    const Text alone_b = make({written(brief)});
    EXPECT_TRUE(find_passages(alone_a.ready, alone_b.ready).empty());

    std::string gap_a;
    std::string gap_b;
    for (int i = 0; i < 3; ++i) {
        gap_a += "One two three four five six seven eight nine ten eleven twelve. ";
        gap_b += "Un deux trois quatre cinq sept huit neuf dix onze douze treize. ";
    }
    const Text both_a = make({told(brief), gap_a, told(lengthy)});
    const Text both_b = make({written(brief), gap_b, written(lengthy)});
    const auto found = find_passages(both_a.ready, both_b.ready);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(read(both_a, found[0].a), brief);
}

// Short runs of words between rewritten ones are what two texts on one matter agree in anyway.
TEST(Passages, CountLongRunsOfWordsAsReused) {
    const Text a =
        make({"the bailiff shall bring every purse to the market cross and cry it there"});
    const Text b =
        make({"the bailiff shall bring every purse to the market gate and shout it there"});
    const auto found = find_passages(a.ready, b.ready);
    ASSERT_EQ(found.size(), 1U);
    const auto reused = reused_stretches(a.ready, found[0]);
    ASSERT_EQ(reused.size(), 1U);
    EXPECT_EQ(read(a, {reused[0].a, reused[0].a + reused[0].length}).substr(0, 43),
              "the bailiff shall bring every purse to the ");
}

TEST(Passages, OneForEachPlaceOfAQuotation) {
    const Text a = make({k_first});
    const Text b = make({k_first, "这里隔着一段完全不相干的文字，说的是教育和卫生。", k_first});
    EXPECT_EQ(find_passages(a.ready, b.ready).size(), 2U);
    const Text swapped =
        make({k_second, "这里隔着一段完全不相干的文字，说的是教育和卫生。", k_first});
    const Text straight = make({k_first, k_second});
    EXPECT_EQ(find_passages(straight.ready, swapped.ready).size(), 2U);
}

TEST(Passages, MasksStandForWhatFillsThem) {
    const Text filled =
        make({"2014年视察洛宁时，他要求全县把94.7%"
              "的农户纳入合作社，把路修到每一个自然村，把水引到每一户人家。"});
    const Text masked =
        make({"****年视察××时，他要求全县把**.x%"
              "的农户纳入合作社，把路修到每一个自然村，把水引到每一户人家。"});
    const auto found = find_passages(filled.ready, masked.ready);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].edits, 0U);
    EXPECT_EQ(judge(filled.ready, masked.ready, found[0]).relation, Relation::variant);
    EXPECT_EQ(found[0].a, (Span{0, filled.ready.size()}));
}

TEST(Passages, SaySimilarityOfAndRelation) {
    const Text a = make({k_first});
    std::string other = k_first;
    other.replace(other.find("统一"), std::string_view("统一").size(), "集中");
    const Text b = make({other});
    const auto found = find_passages(a.ready, b.ready);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].edits, 2U);
    const PassageVerdict verdict = judge(a.ready, b.ready, found[0]);
    EXPECT_EQ(verdict.relation, Relation::near);
    EXPECT_LT(verdict.similarity, 1.0);
}

TEST(Passages, WordsAreLetters) {
    const Text a =
        make({"The licensee shall keep complete and accurate records of all copies made."});
    const Text b =
        make({"Every month, the licensee shall keep\ncomplete, and accurate, records of all "
              "copies it made."});
    const auto found = find_passages(a.ready, b.ready);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(read(a, found[0].a), std::string_view(a.utf8).substr(0, a.utf8.size() - 2));
}

TEST(Passages, SlotsAloneAreNoEvidence) {
    std::string numbers;
    for (int i = 0; i < 200; ++i) {
        numbers += std::to_string(i * 37 % 1000) + " 、";
    }
    const Text a = make({numbers});
    EXPECT_TRUE(find_passages(a.ready, a.ready).empty());
}

// Symbols are compared in 16 bits where all fit; one that does not takes the slow way, to the same.
TEST(Passages, AreAsLongInTextWithRareCharacters) {
    const std::string before = "会议听取了关于今年以来工作情况的汇报，";
    const std::string shared =
        "各乡镇要把防汛物资清点一遍，不足的到县里领取并登记签字，险工险段必须有人昼夜值守。";
    const std::string own = "散会以后请各位到门口领取材料。";
    const Text plain_a = make({before + shared});
    const Text plain_b = make({shared + own});
    const Text rare_a = make({before + "𠀀" + shared});
    const Text rare_b = make({shared + own + "𠀁"});
    EXPECT_TRUE(plain_a.ready.has_codes() && plain_b.ready.has_codes());
    EXPECT_FALSE(rare_a.ready.has_codes() || rare_b.ready.has_codes());
    const auto plain = find_passages(plain_a.ready, plain_b.ready);
    const auto rare = find_passages(rare_a.ready, rare_b.ready);
    ASSERT_EQ(plain.size(), 1U);
    ASSERT_EQ(rare.size(), 1U);
    EXPECT_EQ(plain[0].b, rare[0].b);
    EXPECT_EQ(plain[0].letters, rare[0].letters);
}

// --- texts made to be dear

double seconds_of(const Text& a, const Text& b, std::size_t& passages) {
    const auto started = std::chrono::steady_clock::now();
    passages = find_passages(a.ready, b.ready).size();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
}

TEST(Passages, StayCheapOnOneClauseOverAndOver) {
    std::string clause = "各地区各部门要切实加强组织领导，";
    std::string a;
    while (a.size() < 500'000) {
        a += clause;
    }
    std::string b = a;
    b.insert(0, "这份文件前面多出一句完全不同的话。");
    std::size_t passages = 0;
    EXPECT_LT(seconds_of(make({a}), make({b}), passages), 4.0);
    EXPECT_EQ(passages, 1U);
}

TEST(Passages, StayCheapOnFewClausesInAnyOrder) {
    std::mt19937 random(6);
    std::array<Characters, 4> clauses;
    std::ranges::generate(clauses, [&] { return random_text(random, 14); });
    const auto made = [&] {
        Characters text;
        for (int i = 0; i < 10'000; ++i) {
            const Characters& clause = clauses[random() % clauses.size()];
            text.insert(text.end(), clause.begin(), clause.end());
        }
        return make({utf8(text)});
    };
    std::size_t passages = 0;
    EXPECT_LT(seconds_of(made(), made(), passages), 10.0);
    EXPECT_GT(passages, 0U);
}

}  // namespace
}  // namespace leitong::match
