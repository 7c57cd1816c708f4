#include "engine/templates/template_listing.hpp"

#include "leitong/engine/indexing.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <string>

#include "engine/common/parameters.hpp"
#include "scratch.hpp"

namespace leitong::engine {
namespace {

TEST(FindTemplates, GiveUpWheneverTheyAreAsked) {
    const testing::Scratch scratch;
    const std::string path = scratch.path("a.db");
    const std::string data = std::string(LEITONG_SOURCE_DIR) + "/data/";
    ASSERT_TRUE(index(path, {.paths = {data + "regulations"}}, {.today = "2026-01-02"}));
    const auto find = [&](const std::function<bool()>& is_over) {
        Reader::Impl impl(store::Store::open_reader(path, parameters()).value(), path);
        return impl.question(
            [&] { return find_templates(impl, {.threads = 2, .is_over = is_over}); });
    };
    std::atomic<int> asked = 0;
    for (int last = 0; last < 4; ++last) {
        asked = 0;
        const auto given_up = find([&] { return ++asked > last; });
        ASSERT_FALSE(given_up) << last;
        EXPECT_EQ(given_up.error().code, Errc::interrupted);
    }
    const auto found = find([] { return false; });
    ASSERT_TRUE(found);
    EXPECT_FALSE(found->templates.empty());
}

}  // namespace
}  // namespace leitong::engine
