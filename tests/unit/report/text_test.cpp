#include "leitong/report/text.hpp"

#include "leitong/report/table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace leitong::report {
namespace {

using testing::HasSubstr;
using testing::Not;

const Display k_display{};
const Display k_chinese{.language = Language::zh};

PairRecord variant() {
    return {.a = {"d/a.txt", 1, 5, {100, 112}},
            .b = {"d/b.txt", 0, 7, {200, 212}},
            .relation = Relation::variant,
            .similarity = 0.9,
            .containment_a = 1,
            .containment_b = 1,
            .runs = {{{103, 109}, {200, 206}}},
            .same_work = false,
            .text_a = "甲乙丙丁",
            .text_b = "乙丙戊己"};
}

template <typename Record>
std::string shown(const Record& record, const Display& display = k_display) {
    std::string out;
    append_text(out, record, display);
    return out;
}

TEST(Text, PairMarksBothSidesFromTheirOwnBegin) {
    EXPECT_EQ(shown(variant()),
              "variant  90.0%\n"
              "  A   d/a.txt:5  work 1\n"
              "      甲⟦乙丙⟧丁\n"
              "  B   d/b.txt:7  of no work\n"
              "      ⟦乙丙⟧戊己\n"
              "\n");
}

TEST(Text, IdenticalPairShowsItsTextOnce) {
    PairRecord pair = variant();
    pair.relation = Relation::identical;
    pair.same_work = true;
    EXPECT_EQ(shown(pair, k_chinese),
              "相同  90.0%  同一篇之内\n"
              "  A   d/a.txt:5  第 1 篇\n"
              "  B   d/b.txt:7  不属于任何一篇\n"
              "      甲乙丙丁\n"
              "\n");
}

TEST(Text, HostileNamesAndTextsAreEscaped) {
    PairRecord pair = variant();
    pair.a.document = "d/\x1b[2J.txt";
    pair.text_b = "\u202e\x07";
    const std::string text = shown(pair);
    EXPECT_THAT(text, HasSubstr("d/\\x1b[2J.txt:5"));
    EXPECT_THAT(text, HasSubstr("\\u202e"));
    EXPECT_THAT(text, HasSubstr("\\x07"));
    EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(Text, HitShowsWhereItMatches) {
    const HitRecord hit{.query = "1",
                        .rank = 1,
                        .ref = {"d/a.txt", 1, 5, {100, 112}},
                        .relation = Relation::near,
                        .similarity = 0.85,
                        .containment = 0.9,
                        .runs = {{{0, 3}, {103, 106}}},
                        .text = "甲乙丙丁"};
    EXPECT_EQ(shown(hit),
              "  1.   85.0%  near  d/a.txt:5  work 1\n"
              "      甲⟦乙⟧丙丁\n");
}

TEST(Text, ALargeClusterSaysHowToSeeTheRest) {
    ClusterRecord cluster;
    cluster.id = "k1";
    for (std::uint32_t i = 0; i < 20; ++i) {
        cluster.members.push_back({{"d/a.txt", 1, i, {}}, 1});
    }
    std::string first;
    append_text(first, cluster, Members::first, k_display);
    EXPECT_THAT(first, HasSubstr("and 12 more: leitong clusters --cluster k1"));
    std::string all;
    append_text(all, cluster, Members::all, k_display);
    EXPECT_THAT(all, HasSubstr("d/a.txt:19"));
    EXPECT_THAT(all, Not(HasSubstr("more")));
}

TEST(Text, EveryRelationAndRoleHasAWordInBothLanguages) {
    for (const Relation relation : {Relation::stock, Relation::identical, Relation::variant,
                                    Relation::near, Relation::excerpt, Relation::similar}) {
        EXPECT_EQ(relation_word(relation, k_display), name(relation));
        EXPECT_NE(relation_word(relation, k_chinese), name(relation));
    }
    for (const Role role : {Role::body, Role::heading, Role::title, Role::front_matter,
                            Role::salutation, Role::back_matter}) {
        EXPECT_NE(role_word(role, k_chinese), role_word(role, k_display));
    }
}

TEST(Table, AlignsByColumnsNotByBytes) {
    Table table({{"NAME", Align::left}, {"N", Align::right}, {"TITLE", Align::left}},
                Table::LastColumn::cut);
    table.add({"雷同", "7", "short"});
    table.add({"abc", "1,234", "一二三四五六七八九十"});
    std::string out;
    table.append_to(out, Display{.columns = 25});
    EXPECT_EQ(out,
              "NAME      N  TITLE\n"
              "雷同      7  short\n"
              "abc   1,234  一二三四五…\n");
}

TEST(Table, FactsWrapBesideTheirLabels) {
    std::string out;
    append_facts(out, {{"文字", "one two three four five"}, {"x", "y"}, {"left out", ""}},
                 Display{.columns = 28});
    EXPECT_EQ(out,
              "  文字      one two three\n"
              "            four five\n"
              "  x         y\n");
}

TEST(Hint, RepeatsTheStoreThatWasTyped) {
    std::string out;
    append_hint(out, "explain a:1 b:2", Display{.program = "leitong --db x.db"});
    EXPECT_EQ(out, "More: leitong --db x.db explain a:1 b:2\n");
}

}  // namespace
}  // namespace leitong::report
