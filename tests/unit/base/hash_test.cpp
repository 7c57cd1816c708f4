#include "leitong/base/hash.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace leitong::base {
namespace {

// Content keys and checksums are stored, so these values never change. The first rows are the
// published vectors of XXH3 for the empty input.
TEST(Hash, StoredValuesDoNotChange) {
    EXPECT_EQ(hash64(""), 0x2d06800538d394c2U);
    EXPECT_EQ(hash128(""), (Hash128{0x99aa06d3014798d8U, 0x6001c324468d497fU}));
    EXPECT_EQ(hash64("abc"), 0x78af5f94892f3950U);
    EXPECT_EQ(hash128("abc"), (Hash128{0x06b05ab6733a6185U, 0x78af5f94892f3950U}));
    EXPECT_EQ(hash64("雷同"), 0xce480bb8b8c1cd2U);
    EXPECT_EQ(hash64("雷同", 1), 0x48a895eb05a3c780U);
    EXPECT_EQ(hash128("雷同", 1), (Hash128{0x284c100906a5e66eU, 0x48a895eb05a3c780U}));
    EXPECT_EQ(hash64(std::string(1000, 'x')), 0xc0a4877b962cba82U);
}

TEST(Hash, IsOfTheBytesNotOfWhereTheyAre) {
    const std::string text = "  段落";
    EXPECT_EQ(hash64(std::string_view(text).substr(2)), hash64("段落"));
    EXPECT_EQ(hash64(text.data() + 2, text.size() - 2), hash64("段落"));
    EXPECT_NE(hash64("段落"), hash64("段落", 1));
}

TEST(Mix64, ValuesDoNotChange) {
    EXPECT_EQ(mix64(0), 0U);
    EXPECT_EQ(mix64(1), 0xb456bcfc34c2cb2cU);
}

TEST(Mix64, KeepsDistinctValuesDistinct) {
    std::set<std::uint64_t> mixed;
    for (std::uint64_t value = 0; value < 10000; ++value) {
        mixed.insert(mix64(value));
        mixed.insert(mix64(~value));
    }
    EXPECT_EQ(mixed.size(), 20000U);
}

}  // namespace
}  // namespace leitong::base
