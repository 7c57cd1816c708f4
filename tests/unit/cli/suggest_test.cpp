#include "leitong/cli/suggest.hpp"

#include <gtest/gtest.h>

#include <string>

namespace leitong::cli {
namespace {

constexpr std::string_view k_known[] = {"index",  "query",    "pairs",     "clusters", "works",
                                        "status", "min-size", "documents", "export",   "report"};

struct NearCase {
    const char* name;
    std::string typed;
    std::string_view nearest;
};

class Nearest : public testing::TestWithParam<NearCase> {};

TEST_P(Nearest, IsWhatWasMeant) {
    EXPECT_EQ(nearest(GetParam().typed, k_known), GetParam().nearest);
}

const NearCase k_cases[] = {
    {"letters_changed_about", "qurey", "query"},
    {"same_letters_before_others", "erport", "report"},
    {"letter_left_out", "pars", "pairs"},
    {"letter_put_in", "indexx", "index"},
    {"letter_changed", "wirks", "works"},
    {"singular", "cluster", "clusters"},
    {"two_slips_in_a_long_word", "docmuets", "documents"},
    {"begun", "stat", "status"},
    {"begun_long", "docu", "documents"},
    {"nothing_like_it", "frobnicate", ""},
    {"empty", "", ""},
    {"too_long_to_be_a_slip", std::string(1000, 'q'), ""},
    {"one_letter", "x", ""},
};
INSTANTIATE_TEST_SUITE_P(, Nearest, testing::ValuesIn(k_cases),
                         [](const auto& near) { return near.param.name; });

}  // namespace
}  // namespace leitong::cli
