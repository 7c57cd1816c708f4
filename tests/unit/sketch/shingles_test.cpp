#include "leitong/sketch/shingles.hpp"

#include "leitong/sketch/anchors.hpp"
#include "leitong/sketch/simhash.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <vector>

namespace leitong::sketch {
namespace {

constexpr Token k_word = k_word_token_bit;

std::vector<Token> random_tokens(std::mt19937& random, std::size_t size, Token alphabet = 3000) {
    std::vector<Token> tokens(size);
    std::ranges::generate(tokens, [&] { return 0x4E00 + random() % alphabet; });
    return tokens;
}

std::size_t shingle_count(const std::vector<Token>& tokens) {
    std::vector<Shingle> out;
    shingles(tokens, out);
    return out.size();
}

TEST(Shingles, AreThreeCharactersOrTwoWordsOrAMixtureOfThatWeight) {
    EXPECT_EQ(shingle_count({1, 2, 3, 4, 5}), 3U);
    EXPECT_EQ(shingle_count({k_word | 1, k_word | 2, k_word | 3}), 2U);
    EXPECT_EQ(shingle_count({1, k_word | 2, 3, 4}), 2U);
    EXPECT_EQ(shingle_count({1, 2}), 1U);
    EXPECT_EQ(shingle_count({k_word | 1}), 1U);
    EXPECT_EQ(shingle_count({}), 0U);
}

TEST(Shingles, OfThreeCharactersArePackedExactly) {
    std::vector<Shingle> out;
    shingles(std::vector<Token>{0x10FFFF, 1, 0x4E00}, out);
    EXPECT_EQ(out, (std::vector<Shingle>{Shingle{0x10FFFF} << 42 | Shingle{1} << 21 | 0x4E00}));
}

TEST(ShingleSet, IsTheSetOfTheSequence) {
    std::mt19937 random(1);
    for (int round = 0; round < 50; ++round) {
        const std::vector<Token> tokens = random_tokens(random, random() % 80, 6);
        std::vector<Shingle> sequence;
        std::vector<Shingle> set;
        shingles(tokens, sequence);
        shingle_set(tokens, set);
        const std::set<Shingle> expected(sequence.begin(), sequence.end());
        EXPECT_TRUE(std::ranges::equal(set, expected));
    }
}

// Words, slots and characters of one script lie in few buckets or many: sorted all the same.
TEST(ShingleSet, IsSortedWhateverTheScript) {
    std::mt19937 random(6);
    const std::vector<Token> kinds = {0x4E00, 0x41, 0xF0000, 0x20000, k_word_token_bit, 0x9FA5};
    for (std::size_t round = 0; round < 400; ++round) {
        std::vector<Token> tokens(random() % 300);
        for (Token& token : tokens) {
            token = kinds[random() % (1 + round % kinds.size())] + random() % (1 + round * 7);
        }
        std::vector<Shingle> sequence;
        std::vector<Shingle> set;
        shingles(tokens, sequence);
        shingle_set(tokens, set);
        const std::set<Shingle> expected(sequence.begin(), sequence.end());
        ASSERT_TRUE(std::ranges::equal(set, expected)) << round;
    }
}

TEST(Intersection, IsTheSameOnEveryProcessor) {
    std::mt19937 random(8);
    for (int round = 0; round < 400; ++round) {
        std::vector<Shingle> a;
        std::vector<Shingle> b;
        shingle_set(random_tokens(random, random() % 90, 4), a);
        shingle_set(random_tokens(random, random() % 90, 4), b);
        std::vector<Shingle> both;
        std::ranges::set_intersection(a, b, std::back_inserter(both));
        EXPECT_EQ(intersection_size(a, b, Processor::scalar), both.size());
        EXPECT_EQ(intersection_size(a, b, best_processor()), both.size());
    }
}

TEST(Jaccard, AgreesWithSetsAndIsSymmetric) {
    std::mt19937 random(2);
    for (int round = 0; round < 200; ++round) {
        std::vector<Shingle> a;
        std::vector<Shingle> b;
        shingle_set(random_tokens(random, random() % 60, 5), a);
        shingle_set(random_tokens(random, random() % 60, 5), b);
        std::vector<Shingle> both;
        std::ranges::set_intersection(a, b, std::back_inserter(both));
        EXPECT_EQ(intersection_size(a, b), both.size());
        EXPECT_EQ(intersection_size(b, a), both.size());
        const auto size_a = static_cast<std::uint32_t>(a.size());
        const auto size_b = static_cast<std::uint32_t>(b.size());
        const double similarity = jaccard(intersection_size(a, b), size_a, size_b);
        EXPECT_GE(similarity, 0);
        EXPECT_LE(similarity, 1);
    }
    EXPECT_EQ(jaccard(0, 0, 0), 0) << "two empty sets are similar to nothing";
}

// The guarantee of winnowing: whatever surrounds it, a run of k_guaranteed characters that two
// sequences share gives them a common anchor.
void expect_common_anchor(std::mt19937& random, std::size_t length,
                          std::vector<Token> (*make)(std::mt19937&, std::size_t)) {
    for (int round = 0; round < 300; ++round) {
        const std::vector<Token> run = make(random, length);
        const auto around = [&] {
            std::vector<Token> tokens = make(random, random() % 40);
            tokens.insert(tokens.end(), run.begin(), run.end());
            const std::vector<Token> tail = make(random, random() % 40);
            tokens.insert(tokens.end(), tail.begin(), tail.end());
            return tokens;
        };
        std::vector<std::uint64_t> a;
        std::vector<std::uint64_t> b;
        anchors(around(), a);
        anchors(around(), b);
        std::vector<std::uint64_t> both;
        std::ranges::set_intersection(a, b, std::back_inserter(both));
        EXPECT_FALSE(both.empty());
    }
}

TEST(Anchors, FindEveryRunOfTheGuaranteedLength) {
    std::mt19937 random(3);
    expect_common_anchor(random, k_guaranteed, [](std::mt19937& source, std::size_t size) {
        return random_tokens(source, size);
    });
    expect_common_anchor(random, 7, [](std::mt19937& source, std::size_t size) {
        std::vector<Token> words = random_tokens(source, size);
        for (Token& word : words) {
            word |= k_word;
        }
        return words;
    });
}

TEST(Anchors, OfCharactersAreTheLeastOfEveryWindow) {
    std::mt19937 random(8);
    for (std::size_t size = 0; size < 60; ++size) {
        const std::vector<Token> tokens = random_tokens(random, size);
        std::vector<std::uint64_t> hashes;
        anchor_candidates(tokens, hashes);
        std::set<std::uint64_t> expected;
        for (std::size_t first = 0; first < hashes.size(); ++first) {
            const std::size_t last = first + k_window;
            if (last > hashes.size() && first > 0) {
                break;
            }
            expected.insert(*std::min_element(
                hashes.begin() + static_cast<std::ptrdiff_t>(first),
                hashes.begin() + static_cast<std::ptrdiff_t>(std::min(last, hashes.size()))));
        }
        std::vector<std::uint64_t> out;
        anchors(tokens, out);
        EXPECT_EQ(out, std::vector<std::uint64_t>(expected.begin(), expected.end())) << size;
    }
}

TEST(Anchors, AreAboutTwoOfNine) {
    std::mt19937 random(4);
    std::vector<std::uint64_t> out;
    anchors(random_tokens(random, 9000), out);
    EXPECT_NEAR(static_cast<double>(out.size()), 2000, 200);
}

TEST(SimHash, CountsBitsLikeTheDefinition) {
    std::mt19937_64 random(5);
    for (const std::size_t size : {1U, 2U, 3U, 8U, 17U, 64U, 100U, 1000U}) {
        std::vector<Shingle> set(size);
        std::ranges::generate(set, random);
        std::uint64_t expected = 0;
        for (unsigned bit = 0; bit < 64; ++bit) {
            const auto ones = static_cast<std::size_t>(std::ranges::count_if(set, [&](Shingle s) {
                std::uint64_t mixed = s;
                mixed ^= mixed >> 33;
                mixed *= 0xff51afd7ed558ccdULL;
                mixed ^= mixed >> 33;
                mixed *= 0xc4ceb9fe1a85ec53ULL;
                mixed ^= mixed >> 33;
                return (mixed >> bit & 1) != 0;
            }));
            expected |= static_cast<std::uint64_t>(ones > size / 2) << bit;
        }
        EXPECT_EQ(simhash(set), expected);
    }
}

}  // namespace
}  // namespace leitong::sketch
