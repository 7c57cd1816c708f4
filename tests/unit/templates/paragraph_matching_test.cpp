#include "leitong/templates/paragraph_matching.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace leitong::templates {
namespace {

using testing::ElementsAre;
using Texts = std::vector<std::string_view>;

constexpr std::string_view k_first =
    "Redistribution and use in source and binary forms are permitted provided that this notice is "
    "kept whole in all copies.";
constexpr std::string_view k_second =
    "The software is provided as it is, without a warranty of any kind, and nobody can be held to "
    "account for what it does.";
constexpr std::string_view k_both =
    "Redistribution and use in source and binary forms are permitted provided that this notice is "
    "kept whole in all copies. The software is provided as it is, without a warranty of any kind, "
    "and nobody can be held to account for what it does.";

// The pieces as texts; empty where nothing stands for a paragraph.
std::vector<std::string> pieces(const Texts& centre, const Texts& other) {
    std::vector<std::string> found;
    for (const auto& match : match_paragraphs(centre, other)) {
        found.push_back(match ? std::string(other[match->paragraph].substr(match->range.begin,
                                                                           match->range.size()))
                              : std::string());
    }
    return found;
}

TEST(MatchParagraphs, MatchesEachToItself) {
    const Texts work = {"A notice", k_first, k_second};
    EXPECT_THAT(pieces(work, work), ElementsAre(work[0], work[1], work[2]));
}

TEST(MatchParagraphs, KnowsTitlesAndCopyrightLinesByTheirPlace) {
    EXPECT_THAT(pieces({"The Alder Licence", "Copyright 1998 Alder Inc.", k_first, k_second},
                       {"Birch terms", "(c) Birch and Sons", k_first, k_second}),
                ElementsAre("Birch terms", "(c) Birch and Sons", k_first, k_second));
}

TEST(MatchParagraphs, TakesTheLikestWhereNumbersDiffer) {
    EXPECT_THAT(
        pieces({"Copyright 1998 Alder Inc.", k_first, k_second},
               {"Something else altogether", "Copyright 2004 Birch Inc.", k_first, k_second}),
        ElementsAre("Copyright 2004 Birch Inc.", k_first, k_second));
}

TEST(MatchParagraphs, CutsParagraphsThatHoldSeveral) {
    EXPECT_THAT(pieces({k_first, k_second}, {k_both}), ElementsAre(k_first, k_second));
}

TEST(MatchParagraphs, TakesThePartThatHoldsMostOfAParagraph) {
    const auto found = pieces({k_both}, {k_first, k_second});
    EXPECT_THAT(found, ElementsAre(testing::AnyOf(k_first, k_second)));
}

TEST(MatchParagraphs, LeavesOutWhatOnlyOneHas) {
    EXPECT_THAT(pieces({k_first, k_second}, {k_second}), ElementsAre("", k_second));
    EXPECT_THAT(pieces({k_second}, {k_first, k_second}), ElementsAre(k_second));
}

TEST(MatchParagraphs, FindsNothingInUnrelatedWorks) {
    EXPECT_THAT(
        pieces({"One thing only, and no other here"}, {"Quite different words stand there"}),
        ElementsAre(""));
    EXPECT_TRUE(match_paragraphs({}, Texts{k_first}).empty());
    EXPECT_THAT(pieces({k_first}, {}), ElementsAre(""));
}

}  // namespace
}  // namespace leitong::templates
