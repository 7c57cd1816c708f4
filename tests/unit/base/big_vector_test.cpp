#include "leitong/base/big_vector.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <random>
#include <utility>
#include <vector>

namespace leitong::base {
namespace {

// From a handful to several huge pages: through the heap, from it to pages, from pages to more.
TEST(BigVector, HoldsWhatAVectorWould) {
    std::mt19937_64 random(1);
    BigVector<std::uint64_t> big;
    std::vector<std::uint64_t> expected;
    while (expected.size() * sizeof(std::uint64_t) < 5 * k_huge_page) {
        std::vector<std::uint64_t> more(random() % 5000);
        std::iota(more.begin(), more.end(), random());
        if (random() % 2 == 0) {
            big.append(more);
        } else {
            for (const std::uint64_t value : more) {
                big.push_back(value);
            }
        }
        expected.insert(expected.end(), more.begin(), more.end());
    }
    EXPECT_TRUE(std::ranges::equal(big, expected));
    EXPECT_EQ(big.back(), expected.back());
    big.truncate(big.begin() + 10);
    EXPECT_EQ(big.size(), 10U);
    EXPECT_TRUE(std::ranges::equal(big, std::span(expected).first(10)));
}

TEST(BigVector, TakesOneOfItsOwn) {
    BigVector<int> big;
    big.push_back(7);
    for (int i = 0; i < 1'000'000; ++i) {
        big.push_back(big[0]);
    }
    EXPECT_EQ(big.back(), 7);
}

TEST(BigVector, IsEmptyAfterItIsMoved) {
    for (const std::size_t size : {std::size_t{3}, 2 * k_huge_page}) {
        BigVector<char> big;
        big.assign(size, 'x');
        BigVector<char> other = std::move(big);
        EXPECT_EQ(other.size(), size);
        EXPECT_TRUE(big.empty());  // NOLINT(bugprone-use-after-move)
        EXPECT_EQ(big.capacity(), 0U);
        big.push_back('y');
        std::swap(big, other);
        EXPECT_EQ(big.size(), size);
        EXPECT_EQ(other.back(), 'y');
        other = {};
        EXPECT_EQ(other.capacity(), 0U);
    }
}

TEST(BigVector, KeepsItsRoomWhenCleared) {
    BigVector<int> big;
    big.reserve(1'000'000);
    const int* const at = big.data();
    const std::size_t room = big.capacity();
    EXPECT_GE(room, 1'000'000U);
    big.resize_for_overwrite(room);
    big.clear();
    big.append(std::vector<int>(room, 1));
    EXPECT_EQ(big.data(), at);
}

}  // namespace
}  // namespace leitong::base
