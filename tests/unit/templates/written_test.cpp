#include "leitong/templates/text_template.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace leitong::templates {
namespace {

// Letters that mean something to a written template among those that do not.
std::string random_text(std::mt19937& random, std::size_t most) {
    constexpr std::string_view k_letters = "ab{}1:";
    std::string text;
    for (std::size_t i = random() % (most + 1); i > 0; --i) {
        text += k_letters[random() % k_letters.size()];
    }
    return text;
}

TEST(FillWritten, SaysWhatTheTemplateSays) {
    std::mt19937 random(7);
    for (int round = 0; round < 2000; ++round) {
        TextTemplate made;
        std::vector<std::string> fillers;
        std::vector<Patch> patches;
        const std::size_t slots = random() % 4;
        for (std::size_t i = 0; i <= slots; ++i) {
            made.fixed.push_back(random_text(random, 8));
            if (i < slots) {
                made.slots.push_back(SlotKind::year);
                fillers.push_back(random_text(random, 4));
            }
            for (std::size_t at = 0; at < made.fixed[i].size(); at += 1 + random() % 5) {
                const std::size_t end = at + random() % (made.fixed[i].size() - at + 1);
                patches.push_back(
                    {static_cast<std::uint32_t>(i), {at, end}, random_text(random, 3)});
                at = end;
            }
        }
        const std::vector<std::string_view> views(fillers.begin(), fillers.end());
        const std::vector<Patch> moved = moved_to_written(made, patches);
        std::vector<WrittenPatch> written;
        for (const Patch& patch : moved) {
            written.push_back({patch.range, patch.text});
        }
        EXPECT_EQ(fill_written(written_out(made), views, written), fill(made, views, patches));
    }
}

TEST(FillWritten, RefusesWhatDoesNotHoldTogether) {
    const std::string_view text = "a{1:year}b";
    const std::vector<std::string_view> one = {"2014"};
    const auto filled = [&](std::vector<WrittenPatch> patches) {
        return fill_written(text, one, patches);
    };
    EXPECT_EQ(filled({}), "a2014b");
    EXPECT_EQ(filled({{{9, 10}, "c"}}), "a2014c");
    EXPECT_FALSE(filled({{{3, 4}, "c"}}));                  // within a slot
    EXPECT_FALSE(filled({{{9, 11}, "c"}}));                 // beyond the end
    EXPECT_FALSE(filled({{{9, 10}, "c"}, {{0, 1}, "d"}}));  // out of order
    EXPECT_FALSE(fill_written("{2:year}", one, {}));
    EXPECT_FALSE(fill_written("{", one, {}));
    EXPECT_FALSE(fill_written("}", one, {}));
    EXPECT_FALSE(fill_written("{year}", one, {}));
}

}  // namespace
}  // namespace leitong::templates
