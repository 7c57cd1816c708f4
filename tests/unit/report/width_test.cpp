#include "leitong/report/width.hpp"

#include <gtest/gtest.h>

namespace leitong::report {
namespace {

struct WidthCase {
    const char* name;
    const char* text;
    std::size_t columns;  // as terminals show it
};

class Width : public testing::TestWithParam<WidthCase> {};

TEST_P(Width, IsWhatATerminalShows) {
    EXPECT_EQ(width_of(GetParam().text), GetParam().columns);
}

const WidthCase k_cases[] = {
    {"nothing", "", 0},
    {"ascii", "leitong", 7},
    {"han", "雷同", 4},
    {"han_of_the_second_plane", "𠀀", 2},
    {"compatibility_ideograph", "﨎", 2},
    {"fullwidth_letter", "Ａ", 2},
    {"halfwidth_katakana", "ｱ", 1},
    {"ideographic_space", "　", 2},
    {"chinese_punctuation", "，。《》", 8},
    {"ambiguous_quotes", "“”", 2},
    {"ambiguous_circled_number", "①", 1},
    {"combining_acute", "e\u0301", 1},
    {"combining_voiced_mark", "か\u3099", 2},
    {"zero_width_joiner", "\u200d", 0},
    {"variation_selector", "\ufe0f", 0},
    {"hangul_syllable", "한", 2},
    {"hangul_of_three_jamo", "\u1112\u1161\u11ab", 2},
    {"emoji", "😀", 2},
    {"emoji_of_unicode_15", "\U0001FAE8", 2},
    {"soft_hyphen", "\u00ad", 1},
    {"ellipsis", "…", 1},
    {"marks", "⟦⟧", 2},
    {"no_utf8", "\xff\xfe", 2},
};
INSTANTIATE_TEST_SUITE_P(, Width, testing::ValuesIn(k_cases),
                         [](const auto& width) { return width.param.name; });

}  // namespace
}  // namespace leitong::report
