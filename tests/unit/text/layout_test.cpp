#include "leitong/text/layout.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace leitong::text {
namespace {

std::vector<std::string> texts(const std::string& document, const Layout& layout) {
    std::vector<std::string> found;
    for (const Paragraph& paragraph : layout.paragraphs) {
        found.push_back(document.substr(paragraph.range.begin, paragraph.range.size()));
    }
    return found;
}

using Texts = std::vector<std::string>;

const std::string k_sentence =
    "我们要坚持以人民为中心，扎实推进各项重点工作落地见效，确保全年目标如期完成。";

TEST(LayOut, TakesALineForAParagraphWhereLinesAreLong) {
    const std::string document = "　　" + k_sentence + "\r\n\r\n  \u200b\n" + k_sentence + "\n";
    const Layout layout = lay_out(document, ParagraphMode::automatic);
    EXPECT_EQ(layout.mode, ParagraphMode::line);
    EXPECT_EQ(texts(document, layout), (Texts{k_sentence, k_sentence}));
    EXPECT_EQ(document.substr(layout.paragraphs[0].range.begin, 3), "我");
}

TEST(LayOut, TakesABlockForAParagraphWhereTextIsHardWrapped) {
    const std::string document =
        "The committee met on Tuesday to consider the repair of the old stone\n"
        "bridge, which has carried no traffic since the flood of last spring\n"
        "and is thought to be unsafe.\n"
        "\n"
        "It was agreed that an engineer should look at the piers before any\n"
        "money is set aside, and that the lane stays closed until she has\n"
        "given her report.\n";
    const Layout layout = lay_out(document, ParagraphMode::automatic);
    EXPECT_EQ(layout.mode, ParagraphMode::block);
    ASSERT_EQ(layout.paragraphs.size(), 2U);
    EXPECT_TRUE(texts(document, layout)[1].ends_with("given her report."));
}

// Two paragraphs of a like length became one: with the title, half of the lines ended no sentence.
TEST(LayOut, TakesALineForAParagraphInAShortNotice) {
    const std::string document = "图书馆闭馆通知\n" + k_sentence + "\n" + k_sentence + "\n";
    const Layout layout = lay_out(document, ParagraphMode::automatic);
    EXPECT_EQ(texts(document, layout), (Texts{"图书馆闭馆通知", k_sentence, k_sentence}));
}

TEST(LayOut, FollowsTheModeThatIsAskedFor) {
    const std::string document = "one\ntwo\n\nthree\n";
    EXPECT_EQ(lay_out(document, ParagraphMode::line).paragraphs.size(), 3U);
    EXPECT_EQ(lay_out(document, ParagraphMode::block).paragraphs.size(), 2U);
}

TEST(LayOut, HasNothingToSayOfAnEmptyDocument) {
    for (const char* document : {"", "\n\n", " \t\u3000\n\u200b"}) {
        const Layout layout = lay_out(document, ParagraphMode::automatic);
        EXPECT_TRUE(layout.paragraphs.empty());
        EXPECT_TRUE(layout.works.empty());
    }
}

std::vector<Role> roles(const Layout& layout) {
    std::vector<Role> found;
    for (const Paragraph& paragraph : layout.paragraphs) {
        found.push_back(paragraph.role);
    }
    return found;
}

TEST(LayOut, TellsStructureFromText) {
    const std::string document = "在全县经济工作会议上的讲话\n（2023年1月5日）\n同志们：\n" +
                                 k_sentence + "\n一、提高认识\n" + k_sentence +
                                 "\n下一篇：在座谈会上的发言\n";
    const Layout layout = lay_out(document, ParagraphMode::automatic);
    EXPECT_EQ(roles(layout),
              (std::vector<Role>{Role::title, Role::front_matter, Role::salutation, Role::body,
                                 Role::heading, Role::body, Role::back_matter}));
    ASSERT_EQ(layout.works.size(), 1U);
    EXPECT_EQ(layout.works[0].title, "在全县经济工作会议上的讲话");
}

TEST(LayOut, TakesDatedNotesForFrontMatterHoweverLong) {
    const std::string amended =
        "2018年8月29日 "
        "某市第十五届人民代表大会常务委员会第十六次会议通过并经2018年9月21日某省第十三届"
        "人民代表大会常务委员会第五次会议批准的《关于修改〈某市国土绿化条例〉等十三件地方性法规的决"
        "定》修正";
    std::string document = "某市燃气管理条例\n";
    std::vector<Role> expected{Role::title};
    for (int i = 0; i < 14; ++i) {
        document += amended + "\n";
        expected.push_back(Role::front_matter);
    }
    document += "第一条　" + k_sentence + "\n第二条　" + k_sentence + "\n";
    expected.insert(expected.end(), {Role::body, Role::body});
    EXPECT_EQ(roles(lay_out(document, ParagraphMode::automatic)), expected);

    const Layout told = lay_out("工程情况\n1999年4月，" + k_sentence + "\n" + k_sentence + "\n",
                                ParagraphMode::automatic);
    EXPECT_EQ(roles(told), (std::vector<Role>{Role::title, Role::body, Role::body}));
}

struct CompilationCase {
    const char* name;
    std::vector<std::string> titles;
};

class Compilation : public testing::TestWithParam<CompilationCase> {};

TEST_P(Compilation, HasAWorkForEachTitle) {
    std::string document = "县域工作讲话汇编\n\n";
    for (const std::string& title : GetParam().titles) {
        document += title + "\n" + k_sentence + "\n" + k_sentence + "\n";
    }
    document += "推荐访问：讲话 汇编\n";
    const Layout layout = lay_out(document, ParagraphMode::automatic);
    ASSERT_EQ(layout.works.size(), GetParam().titles.size());
    for (std::size_t i = 0; i < layout.works.size(); ++i) {
        EXPECT_EQ(layout.works[i].title, GetParam().titles[i]);
        EXPECT_EQ(layout.works[i].first_paragraph, 2 + 3 * i);
        EXPECT_EQ(layout.works[i].last_paragraph, 4 + 3 * i);
    }
    EXPECT_EQ(layout.paragraphs.front().work, 0U);
    EXPECT_EQ(layout.paragraphs.back().work, 0U);
    EXPECT_EQ(layout.paragraphs.back().role, Role::back_matter);
}

const CompilationCase k_compilations[] = {
    {"ordinal_after", {"在工作会议上的讲话篇1", "在工作会议上的讲话篇2", "在工作会议上的讲话篇3"}},
    {"ordinal_before", {"第一篇：在动员会上的讲话", "第二篇：在推进会上的讲话"}},
    {"bracketed", {"【篇一】", "【篇二】", "【篇三】"}},
    {"parenthesis", {"在座谈会上的讲话（一）", "在座谈会上的讲话（二）"}},
    {"models", {"范文一：在座谈会上的发言", "范文二：在表彰会上的发言"}},
};
INSTANTIATE_TEST_SUITE_P(, Compilation, testing::ValuesIn(k_compilations),
                         [](const auto& c) { return c.param.name; });

struct SingleCase {
    const char* name;
    std::vector<std::string> headings;
};

class SingleWork : public testing::TestWithParam<SingleCase> {};

TEST_P(SingleWork, IsNotCutAtItsHeadings) {
    std::string document = "县域工作条例\n";
    for (const std::string& heading : GetParam().headings) {
        document += heading + "\n" + k_sentence + "\n";
    }
    EXPECT_EQ(lay_out(document, ParagraphMode::automatic).works.size(), 1U);
}

const SingleCase k_singles[] = {
    {"outline", {"一、提高认识", "二、突出重点", "三、加强领导"}},
    {"chapters", {"第一章 总则", "第二章 职责", "第三章 附则"}},
    {"one_title_only", {"在座谈会上的讲话篇1"}},
    {"not_from_one", {"在座谈会上的讲话篇2", "在座谈会上的讲话篇5"}},
};
INSTANTIATE_TEST_SUITE_P(, SingleWork, testing::ValuesIn(k_singles),
                         [](const auto& c) { return c.param.name; });

// The second label, a footer, became a work without paragraphs, which the store wrote and then
// took for damage.
TEST(LayOut, MakesNoWorkOfFooters) {
    const Layout layout =
        lay_out("标签:讲话范文1\n" + k_sentence + "\n标签:讲话范文2\n", ParagraphMode::automatic);
    ASSERT_EQ(layout.works.size(), 1U);
    EXPECT_EQ(layout.works[0].last_paragraph, 3U);
    EXPECT_EQ(layout.paragraphs[2].role, Role::back_matter);
}

TEST(Sentences, CoverTheParagraphAndTouch) {
    const std::string text = "“好！”他说。真的吗？It costs 3.5 dollars. Yes";
    const std::vector<ByteRange> found = sentences(text);
    std::vector<std::string> parts;
    std::uint64_t end = 0;
    for (const ByteRange& range : found) {
        EXPECT_EQ(range.begin, end);
        end = range.end;
        parts.push_back(text.substr(range.begin, range.size()));
    }
    EXPECT_EQ(end, text.size());
    EXPECT_EQ(parts, (Texts{"“好！”", "他说。", "真的吗？", "It costs 3.5 dollars.", " Yes"}));
}

TEST(Layout, KnowsAFooterInTraditionalCharactersToo) {
    const std::string body = "各位代表，現在我向大會報告工作，請予審議，並請各位委員提出意見。";
    const Layout layout = lay_out(
        "會議上的講話篇1\n" + body + "\n會議上的講話篇2\n" + body + "\n推薦訪問：講話 會議\n",
        ParagraphMode::line);
    ASSERT_EQ(layout.works.size(), 2U);
    EXPECT_EQ(layout.works[1].last_paragraph, 4U);
}

}  // namespace
}  // namespace leitong::text
