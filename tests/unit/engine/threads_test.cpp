#include "engine/common/threads.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <new>
#include <vector>

namespace leitong::engine {
namespace {

TEST(OnThreads, CallEachNumberOnceAndWait) {
    for (const unsigned threads : {0U, 1U, 2U, 7U}) {
        std::vector<std::atomic<int>> calls(std::max(1U, threads));
        on_threads(threads, [&](unsigned thread) { ++calls[thread]; });
        for (const std::atomic<int>& called : calls) {
            EXPECT_EQ(called, 1);
        }
    }
}

// Out of memory is told by whoever catches it, on whatever thread it happened.
TEST(OnThreads, WhatIsThrownReachesTheCallerWhenAllHaveEnded) {
    for (const unsigned thrower : {0U, 1U, 3U}) {
        std::atomic<int> ended = 0;
        const auto work = [&](unsigned thread) {
            if (thread == thrower) {
                throw std::bad_alloc();
            }
            ++ended;
        };
        EXPECT_THROW(on_threads(4, work), std::bad_alloc);
        EXPECT_EQ(ended, 3);
    }
}

TEST(MakeAhead, UsesPartsInOrder) {
    std::vector<std::size_t> used;
    const auto make = [](std::size_t first) { return first; };
    const auto use = [&](std::size_t first) -> Result<void> {
        used.push_back(first);
        return {};
    };
    EXPECT_TRUE(make_ahead(0, 4, make, use));
    EXPECT_TRUE(used.empty());
    EXPECT_TRUE(make_ahead(9, 4, make, use));
    EXPECT_EQ(used, (std::vector<std::size_t>{0, 4, 8}));
}

TEST(MakeAhead, EndsWithTheFirstFailure) {
    std::size_t uses = 0;
    const auto failed = make_ahead(
        100, 1, [](std::size_t first) { return first; },
        [&](std::size_t) -> Result<void> {
            ++uses;
            return fail(Errc::interrupted, Msg::interrupted);
        });
    EXPECT_FALSE(failed);
    EXPECT_EQ(uses, 1U);
}

}  // namespace
}  // namespace leitong::engine
