#include "leitong/base/sort.hpp"

#include <gtest/gtest.h>

#include <random>
#include <utility>
#include <vector>

namespace leitong::base {
namespace {

using Record = std::pair<std::uint64_t, int>;

TEST(RadixSort, SortsByKeyAndKeepsTheOrderOfEqualKeys) {
    std::mt19937_64 random(1);
    for (const std::uint64_t mask : {0x0ULL, 0x7ULL, 0xFFF000ULL, 0xFFFFFFFFFFFFULL, ~0ULL}) {
        for (const std::size_t size : {0U, 1U, 2U, 1000U}) {
            std::vector<Record> records;
            for (std::size_t i = 0; i < size; ++i) {
                records.emplace_back(random() & mask, static_cast<int>(i));
            }
            std::vector<Record> expected = records;
            std::ranges::stable_sort(expected, {}, &Record::first);
            std::vector<Record> scratch;
            radix_sort(records, scratch, 64, [](const Record& record) { return record.first; });
            EXPECT_EQ(records, expected);
        }
    }
}

}  // namespace
}  // namespace leitong::base
