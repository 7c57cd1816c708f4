#include "leitong/base/hash_index.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace leitong::base {
namespace {

struct Entry {
    Hash128 hash;
    int value = 0;
};

// Hashes that share their low words, in part or whole, are told apart.
TEST(HashIndex, HoldsWhatAMapWould) {
    std::mt19937_64 random(1);
    HashIndex<Entry> index;
    std::map<Hash128, int> expected;
    EXPECT_EQ(index.find({1, 2}), nullptr);
    for (int i = 0; i < 20'000; ++i) {
        const Hash128 hash{random() % 64, (random() % 8) << 32 | random() % 64};
        index.put({hash, i});
        expected[hash] = i;
    }
    for (std::uint64_t high = 0; high < 65; ++high) {
        for (std::uint64_t low = 0; low < 65; ++low) {
            const Hash128 hash{high, std::uint64_t{3} << 32 | low};
            const Entry* found = index.find(hash);
            ASSERT_EQ(found != nullptr, expected.contains(hash));
            if (found != nullptr) {
                EXPECT_EQ(found->value, expected[hash]);
            }
        }
    }
}

}  // namespace
}  // namespace leitong::base
