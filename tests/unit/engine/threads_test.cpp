#include "engine/common/threads.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace leitong::engine {
namespace {

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
