#include "leitong/templates/variables.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace leitong::templates {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(BindVariables, JoinsSlotsThatAgreeInEveryWork) {
    const std::vector<SlotColumn> slots = {
        {SlotKind::place, {"云箬", "桐濑"}},
        {SlotKind::number, {"3", "4"}},
        {SlotKind::place, {"云箬", "桐濑"}},
        {SlotKind::place, {"桐濑", "云箬"}},
    };
    const auto variables = bind_variables(slots);
    ASSERT_THAT(variables, SizeIs(3));
    EXPECT_THAT(variables[0].slots, ElementsAre(0U, 2U));
    EXPECT_THAT(variables[0].values, ElementsAre("云箬", "桐濑"));
    EXPECT_THAT(variables[1].slots, ElementsAre(1U));
    EXPECT_THAT(variables[2].slots, ElementsAre(3U));
}

TEST(BindVariables, TakesMasksOfAnyWidthAndFormsOfWritingForOne) {
    const std::vector<SlotColumn> slots = {
        {SlotKind::place, {"鹤汀", "**"}},
        {SlotKind::place, {"鶴汀", "×"}},
    };
    EXPECT_THAT(bind_variables(slots), SizeIs(1));
}

TEST(FindOddSlots, FindsANameLeftOver) {
    const std::vector<SlotColumn> slots = {
        {SlotKind::place, {"云箬", "**", "桐濑"}},
        {SlotKind::place, {"云箬", "××", "桐濑"}},
        {SlotKind::mask, {"云箬", "×", "云箬"}},
    };
    const auto odd = find_odd_slots(slots, bind_variables(slots));
    ASSERT_THAT(odd, SizeIs(1));
    EXPECT_EQ(odd[0].slot, 2U);
    EXPECT_EQ(odd[0].work, 2U);
    EXPECT_EQ(odd[0].source, 0U);
}

TEST(FindOddSlots, SaysNothingWhereAVariableStandsOnce) {
    const std::vector<SlotColumn> slots = {
        {SlotKind::place, {"云箬", "桐濑"}},
        {SlotKind::place, {"云箬", "云箬"}},
    };
    EXPECT_THAT(find_odd_slots(slots, bind_variables(slots)), IsEmpty());
}

struct MaskCase {
    const char* name;
    std::string filler;
    bool hides;
};

class HidesSomething : public testing::TestWithParam<MaskCase> {};

TEST_P(HidesSomething, KnowsMasks) {
    EXPECT_EQ(hides_something(GetParam().filler), GetParam().hides);
}

const MaskCase k_masks[] = {
    {"stars", "**", true},   {"decimal", "**.x", true}, {"cross", "×", true},
    {"x", "x", true},        {"year", "20**", true},    {"number", "2014", false},
    {"name", "云箬", false}, {"word", "Xerox", false},  {"nothing", "", false},
    {"half", "5.0x", true},
};
INSTANTIATE_TEST_SUITE_P(, HidesSomething, testing::ValuesIn(k_masks),
                         [](const auto& mask) { return mask.param.name; });

}  // namespace
}  // namespace leitong::templates
