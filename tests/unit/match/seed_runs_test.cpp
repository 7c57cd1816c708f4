// Runs grown from seeds against all runs there are.
#include "match/seed_runs.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "match/diagonal_ends.hpp"

namespace leitong::match {
namespace {

constexpr std::uint32_t k_seed = 6;  // characters

// Characters as they are, each a unit by itself.
PassageText make(const std::u32string& characters) {
    text::Folded folded;
    folded.typed.symbols = characters;
    for (std::uint32_t i = 0; i < characters.size(); ++i) {
        folded.typed.begin.push_back(4 * i);
        folded.typed.end.push_back(4 * i + 4);
        folded.units.push_back(text::Unit::character);
    }
    PassageText made;
    made.add(folded, 0);
    made.finish();
    return made;
}

// Every maximal run long enough to hold a seed.
std::vector<Stretch> by_definition(const PassageText& a, const PassageText& b) {
    const std::u32string_view x = a.symbols();
    const std::u32string_view y = b.symbols();
    std::vector<Stretch> runs;
    for (std::uint32_t i = 0; i < x.size(); ++i) {
        for (std::uint32_t j = 0; j < y.size(); ++j) {
            if (i > 0 && j > 0 && x[i - 1] == y[j - 1]) {
                continue;
            }
            std::uint32_t length = 0;
            while (i + length < x.size() && j + length < y.size() &&
                   x[i + length] == y[j + length]) {
                ++length;
            }
            if (length >= k_seed) {
                runs.push_back({i, j, length});
            }
        }
    }
    return runs;
}

std::u32string random_text(std::mt19937& random, std::size_t size, char32_t first) {
    std::u32string text(size, U' ');
    std::ranges::generate(text, [&] { return first + random() % 300; });
    return text;
}

// Pieces of one in the other, some of them more than once.
std::u32string quoting(std::mt19937& random, const std::u32string& source, char32_t first) {
    std::u32string text;
    while (text.size() < 400) {
        text += random_text(random, random() % 30, first);
        const std::size_t begin = random() % source.size();
        const std::u32string piece = source.substr(begin, random() % 60);
        text += piece;
        text += random() % 3 == 0 ? piece : U"";
    }
    return text;
}

TEST(SeedRuns, AreAllRunsThatHoldASeed) {
    std::mt19937 random(20261129);
    constexpr char32_t k_common = 0x4E00;
    constexpr char32_t k_rare = 0x20000;  // beyond what 16 bits hold
    for (int round = 0; round < 300; ++round) {
        const char32_t of_a = random() % 4 == 0 ? k_rare : k_common;
        const char32_t of_b = random() % 4 == 0 ? k_rare : k_common;
        const std::u32string source = random_text(random, 1 + random() % 500, of_a);
        const PassageText a = make(source);
        const PassageText b = make(quoting(random, source, of_b));
        ASSERT_EQ(seed_runs(a, b), by_definition(a, b)) << "round " << round;
        ASSERT_EQ(seed_runs(b, a), by_definition(b, a)) << "round " << round;
    }
}

TEST(SeedRuns, TextsWithoutASeedHaveNone) {
    const PassageText none = make(U"");
    const PassageText few = make(U"一二三四五");
    const PassageText some = make(U"一二三四五六");
    EXPECT_TRUE(seed_runs(none, some).empty());
    EXPECT_TRUE(seed_runs(some, none).empty());
    EXPECT_TRUE(seed_runs(few, some).empty());
    EXPECT_EQ(seed_runs(some, some), (std::vector<Stretch>{{0, 0, 6}}));
}

// What recurs on both sides is paired with a few of its like: linear, not all with all.
TEST(SeedRuns, OfWhatRecursAreFew) {
    std::u32string text;
    for (int i = 0; i < 2000; ++i) {
        text += U"甲乙丙丁戊己庚";
    }
    const PassageText a = make(text);
    const std::vector<Stretch>& runs = seed_runs(a, a);
    EXPECT_LE(runs.size(), 2 * text.size());
    EXPECT_NE(std::ranges::find(runs, Stretch{0, 0, a.size()}), runs.end());
}

// Quadratic, it would take 10^11 steps.
TEST(SeedRuns, OfWhatRecursAreFoundInLinearTime) {
    std::u32string text;
    for (int i = 0; i < 100'000; ++i) {
        text += U"甲乙丙丁戊己庚";
    }
    const PassageText a = make(text);
    const PassageText b = make(text.substr(3));
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_LE(seed_runs(a, b).size(), 4 * text.size());
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

TEST(DiagonalEnds, ForgetWithEachPairOfTexts) {
    DiagonalEnds ends;
    ends.start(10, 5);
    EXPECT_TRUE(ends.is_past(3, 0));
    ends.put(3, 4);
    EXPECT_FALSE(ends.is_past(3, 3));
    EXPECT_TRUE(ends.is_past(3, 4));
    EXPECT_TRUE(ends.is_past(4, 0));
    ends.start(10, 5);
    EXPECT_TRUE(ends.is_past(3, 0));
    ends.start(20, 5);
    EXPECT_TRUE(ends.is_past(3, 0));
}

TEST(DiagonalEnds, CountAnewBeforeTheyOverflow) {
    DiagonalEnds ends;
    ends.start(10, std::numeric_limits<std::uint32_t>::max() - 30);
    ends.start(10, 5);  // counted on from there
    for (int pair = 0; pair < 40; ++pair) {
        EXPECT_TRUE(ends.is_past(3, 0)) << pair;
        ends.put(3, 5);
        EXPECT_FALSE(ends.is_past(3, 4)) << pair;
        ends.start(10, 5);
    }
}

}  // namespace
}  // namespace leitong::match
