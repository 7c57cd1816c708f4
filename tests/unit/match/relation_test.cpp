#include "leitong/match/relation.hpp"

#include "leitong/match/fillers.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace leitong::match {
namespace {

Prepared prepared(std::string_view text) {
    Prepared out;
    prepare(text, out);
    return out;
}

std::string relation_of(std::string_view a, std::string_view b) {
    const Prepared left = prepared(a);
    const Prepared right = prepared(b);
    const Verdict forth = relate(left, right, compare(left, right), {});
    const Verdict back = relate(right, left, compare(right, left), {});
    EXPECT_EQ(forth.relation, back.relation) << "symmetric";
    return forth.relation ? std::string(name(*forth.relation)) : "none";
}

struct RelationCase {
    const char* name;
    const char* a;
    const char* b;
    const char* relation;
};

class TwoParagraphs : public testing::TestWithParam<RelationCase> {};

TEST_P(TwoParagraphs, Relate) {
    EXPECT_EQ(relation_of(GetParam().a, GetParam().b), GetParam().relation);
}

const RelationCase k_cases[] = {
    {"form", "一、全县新增专利２０３件，“放管服”改革走深走实。",
     "全县新增专利203件,放管服改革走深走实", "identical"},
    {"traditional", "全縣經濟社會發展穩中向好、後勁充足。", "全县经济社会发展稳中向好，后劲充足。",
     "identical"},
    {"numbers", "2021年全县新增企业203户，增长8.5%，高于全市1.2个百分点。",
     "2023年全县新增企业517户，增长9%，高于全市0.7个百分点。", "variant"},
    {"masked_numbers", "2021年全县新增企业203户，增长8.5%，高于全市1.2个百分点。",
     "20**年全县新增企业**x户，增长X%，高于全市*.*个百分点。", "variant"},
    {"masked_place", "云箬县抢抓机遇，云箬的综合实力得到更好提升，群众获得感更足。",
     "**县抢抓机遇，**的综合实力得到更好提升，群众获得感更足。", "variant"},
    {"masked_list", "江苏、浙江、山东分别有24个、15个、13个县上榜，发展势头强劲。",
     "**、**、**分别有**个、**个、x个县上榜，发展势头强劲。", "variant"},
    {"over_masked", "当前新一轮科技革命和产业变革正在加速演进，机遇与挑战并存。",
     "当前新一轮**革命和产业变革正在加速演进，机遇与挑战并存。", "variant"},
    {"mask_is_no_licence_to_differ", "2021年全县新增企业203户，增长8.5%，高于全市1.2个百分点。",
     "20**年全县关停企业**户，下降X%，低于全市*.*个百分点。", "similar"},
    {"one_word",
     "我们要坚持稳字当头、稳中求进，持续优化营商环境，着力扩大有效投资，加快培育新的增长动能，推动"
     "全县经济行稳致远。",
     "我们要坚持稳字当头、稳中求进，持续优化营商环境，着力扩大有效需求，加快培育新的增长动能，推动"
     "全县经济行稳致远。",
     "near"},
    {"whole_within", "坚持把项目建设作为经济工作的主抓手，一切围着项目转。",
     "会议强调，坚持把项目建设作为经济工作的主抓手，一切围着项目转。各乡镇要迅速行动起来，抓好落实"
     "。",
     "excerpt"},
    {"unlike", "坚持把项目建设作为经济工作的主抓手，一切围着项目转。",
     "义务教育阶段学校应当均衡编班，不得设置重点班和快慢班。", "none"},
    {"short", "特此通知。", "特此通知", "stock"},
    {"english", "The lane stays closed until the engineer has given her report to the council.",
     "The Lane stays closed, until the engineer has given her report to the Council", "identical"},
    {"english_numbers", "Payment of $200 is due within 30 days of 12 March 2020 at the office.",
     "Payment of $350 is due within 14 days of 3 March 2021 at the office.", "variant"},
};
INSTANTIATE_TEST_SUITE_P(, TwoParagraphs, testing::ValuesIn(k_cases),
                         [](const auto& c) { return c.param.name; });

TEST(Relation, OfStructureIsStock) {
    const Prepared a = prepared("在全县高质量发展工作会议上的讲话");
    const Comparison same = compare(a, a);
    EXPECT_EQ(relate(a, Role::title, a, Role::body, same, {}).relation, Relation::stock);
    EXPECT_EQ(relate(a, Role::body, a, Role::body, same, {}).relation, Relation::identical);
}

TEST(Excerpt, IsDirectedFromTheQuotedToTheQuoting) {
    const Prepared part = prepared("坚持把项目建设作为经济工作的主抓手，一切围着项目转。");
    const Prepared whole = prepared(
        "会议强调，坚持把项目建设作为经济工作的主抓手，一切围着项目转。各乡镇要迅速行动起来，抓好落"
        "实。");
    EXPECT_TRUE(relate(part, whole, compare(part, whole), {}).a_is_quoted);
    EXPECT_FALSE(relate(whole, part, compare(whole, part), {}).a_is_quoted);
}

// Most pairs are told apart by hashes of their runs; a third of the shorter side, quoted, must
// pass.
TEST(Excerpt, IsFoundInTheMiddleOfOtherText) {
    std::mt19937 random(20261128);
    const auto text = [&](std::uint_fast32_t size) {
        std::u32string made;
        while (made.size() < size) {
            made += static_cast<char32_t>(0x4E00 + random() % 4000);
        }
        return made;
    };
    for (int round = 0; round < 200; ++round) {
        const std::u32string quoted = text(40 + random() % 40);
        const std::u32string a = text(random() % 30) + quoted + text(random() % 30);
        const std::u32string b = text(random() % 400) + quoted + text(random() % 400);
        const std::u32string other = text(100);
        EXPECT_TRUE(is_excerpt({a, a.size()}, {b, b.size()}, {})) << round;
        EXPECT_TRUE(is_excerpt({b, b.size()}, {a, a.size()}, {})) << round;
        EXPECT_FALSE(is_excerpt({a, a.size()}, {other, other.size()}, {})) << round;
    }
}

TEST(Runs, PointAtTextThatReadsTheSame) {
    const std::string a = "  坚持把项目建设作为主抓手。";
    const std::string b = "会议强调：坚持把项目建设，作为主抓手！";
    for (const leitong::Run& run : runs(prepared(a), prepared(b))) {
        const Prepared left = prepared(a.substr(run.a.begin, run.a.size()));
        const Prepared right = prepared(b.substr(run.b.begin, run.b.size()));
        EXPECT_EQ(left.folded.letters.symbols, right.folded.letters.symbols);
        EXPECT_FALSE(left.folded.letters.symbols.empty());
    }
}

TEST(Fillers, AreBoundedInLength) {
    const Prepared masked =
        prepared("在全县上下的共同努力下，**取得了明显成效，得到了群众的认可。");
    const Prepared filled = prepared(
        "在全县上下的共同努力下，持续开展的人居环境整治和乡风文明建设等各项重点民生工程取得了明显成"
        "效，得到了群众的认可。");
    EXPECT_FALSE(fillers_explain_all(masked, filled));
}

TEST(Runs, MarkAFewLettersWhereTheyStandAsAWhole) {
    const auto found = runs(prepared("而要抓紧"), prepared("不能等，而要抓紧清欠。"));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].a, (ByteRange{0, 12}));
    EXPECT_EQ(found[0].b, (ByteRange{12, 24}));
    EXPECT_TRUE(runs(prepared("而要抓牢"), prepared("不能等，而要抓紧清欠。")).empty());
}

}  // namespace
}  // namespace leitong::match
