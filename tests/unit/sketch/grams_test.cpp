#include "leitong/sketch/grams.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace leitong::sketch {
namespace {

using Tokens = std::vector<Token>;
using Grams = std::vector<Gram>;

constexpr Token k_word = k_word_token_bit | 0x1234;

Grams of(const Tokens& tokens) {
    Grams out;
    grams(tokens, out);
    return out;
}

TEST(Grams, AreThePairsOfNeighbours) {
    const Grams three = of({U'国', U'防', U'部'});
    ASSERT_EQ(three.size(), 2U);
    EXPECT_EQ(three[0], of({U'国', U'防'})[0]);
    EXPECT_EQ(three[1], of({U'防', U'部'})[0]);
    EXPECT_NE(of({U'国', U'防'}), of({U'防', U'国'})) << "order counts";
    EXPECT_EQ(gram_length(Tokens{U'国', U'防', U'部'}, 0), 2U);
}

TEST(Grams, OfOneTokenIsItself) {
    EXPECT_EQ(of({U'国'}).size(), 1U);
    EXPECT_EQ(of({k_word}).size(), 1U);
    EXPECT_NE(of({U'国'}), of({k_word}));
    EXPECT_TRUE(of({}).empty());
    EXPECT_EQ(gram_length(Tokens{U'国'}, 0), 1U);
}

TEST(Grams, SetIsSortedAndHasEachOnce) {
    Grams set;
    gram_set(Tokens{U'甲', U'乙', U'甲', U'乙', k_word}, set);
    EXPECT_EQ(set.size(), 3U);
    EXPECT_TRUE(std::ranges::is_sorted(set));
}

// These numbers are in users' databases. If this fails, raise k_gram_version.
TEST(Grams, StoredNumbersDoNotChange) {
    const Grams grams = of({U'国', U'防', k_word});
    for (const Gram gram : grams) {
        EXPECT_LT(gram, 1U << k_gram_bits);
    }
    EXPECT_EQ(grams, (Grams{3039335, 3184928}));
}

}  // namespace
}  // namespace leitong::sketch
