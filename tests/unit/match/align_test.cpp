#include "leitong/match/align.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <string>

namespace leitong::match {
namespace {

std::u32string random_text(std::mt19937& random, std::size_t size, unsigned alphabet) {
    std::u32string text(size, U' ');
    std::ranges::generate(text,
                          [&] { return static_cast<char32_t>(0x4E00 + random() % alphabet); });
    return text;
}

// Longest common subsequence by the textbook.
std::size_t lcs(const std::u32string& a, const std::u32string& b) {
    std::vector<std::size_t> row(b.size() + 1, 0);
    for (const char32_t c : a) {
        std::size_t diagonal = 0;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t above = row[j + 1];
            row[j + 1] = c == b[j] ? diagonal + 1 : std::max(row[j + 1], row[j]);
            diagonal = above;
        }
    }
    return row[b.size()];
}

void expect_sound(const std::u32string& a, const std::u32string& b,
                  const std::vector<Stretch>& stretches) {
    std::uint32_t end_a = 0;
    std::uint32_t end_b = 0;
    for (const Stretch& stretch : stretches) {
        EXPECT_GT(stretch.length, 0U);
        EXPECT_GE(stretch.a, end_a);
        EXPECT_GE(stretch.b, end_b);
        EXPECT_EQ(a.substr(stretch.a, stretch.length), b.substr(stretch.b, stretch.length));
        end_a = stretch.a + stretch.length;
        end_b = stretch.b + stretch.length;
    }
    EXPECT_LE(end_a, a.size());
    EXPECT_LE(end_b, b.size());
}

TEST(Align, FindsALongestCommonSubsequenceOfShortTexts) {
    std::mt19937 random(1);
    for (int round = 0; round < 300; ++round) {
        const std::u32string a = random_text(random, random() % 60, 4);
        const std::u32string b = random_text(random, random() % 60, 4);
        const auto stretches = align(a, b);
        expect_sound(a, b, stretches);
        EXPECT_EQ(total_length(stretches), lcs(a, b));
        EXPECT_EQ(total_length(align(b, a)), total_length(stretches));
    }
}

TEST(Align, AlignsEqualTextsWhole) {
    const std::u32string text(5000, U'重');
    EXPECT_EQ(align(text, text), (std::vector<Stretch>{{0, 0, 5000}}));
    EXPECT_TRUE(align(U"", U"").empty());
    EXPECT_TRUE(align(text, U"").empty());
}

TEST(Align, FindsEditedCopiesOfLongTexts) {
    std::mt19937 random(2);
    const std::u32string a = random_text(random, 20'000, 2000);
    std::u32string b = a;
    for (std::size_t at = 50; at < b.size(); at += 100) {
        b[at] = U'改';
    }
    b.insert(7000, random_text(random, 500, 2000));
    const auto stretches = align(a, b);
    expect_sound(a, b, stretches);
    EXPECT_GE(total_length(stretches), a.size() * 98 / 100);
}

TEST(Align, StaysCheapOnTextsMadeToBeDear) {
    std::u32string a;
    std::u32string b;
    for (int i = 0; i < 100'000; ++i) {
        a += i % 2 == 0 ? U'甲' : U'乙';
        b += i % 3 == 0 ? U'甲' : U'乙';
    }
    const auto started = std::chrono::steady_clock::now();
    expect_sound(a, b, align(a, b));
    EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(20));
}

// A bug found in the README: the last letter of a query was matched with the last of the paragraph.
TEST(SameStretches, RunToTheEndOfWhatIsTheSame) {
    const std::u32string sentence = U"要抓紧清欠把账款清偿以上";
    const std::u32string paragraph = U"事要办好要抓紧清欠把账款清偿以上农民工工资一分不欠顶得上";
    EXPECT_EQ(same_stretches(sentence, paragraph), (std::vector<Stretch>{{0, 4, 12}}));
    EXPECT_EQ(same_stretches(paragraph, sentence), (std::vector<Stretch>{{4, 0, 12}}));
}

TEST(WithoutChance, DropsLonelyShortStretches) {
    const std::vector<Stretch> stretches = {
        {0, 0, 20}, {60, 70, 2}, {120, 130, 30}, {151, 161, 3}, {155, 165, 20}};
    EXPECT_EQ(without_chance(stretches),
              (std::vector<Stretch>{{0, 0, 20}, {120, 130, 30}, {151, 161, 3}, {155, 165, 20}}));
}

}  // namespace
}  // namespace leitong::match
