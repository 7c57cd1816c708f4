#include "leitong/templates/text_template.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace leitong::templates {
namespace {

using testing::ElementsAre;
using Texts = std::vector<std::string>;

std::optional<TextTemplate> made_of(const Texts& texts) {
    std::vector<Passage> passages(texts.begin(), texts.end());
    return induce(passages);
}

std::vector<std::string> fillers_of(const TextTemplate& made, const Texts& texts,
                                    std::size_t member) {
    std::vector<std::string> fillers;
    for (const ByteRange& slot : made.members[member].slots) {
        fillers.push_back(texts[member].substr(slot.begin, slot.size()));
    }
    return fillers;
}

std::string made_again(const TextTemplate& made, const Texts& texts, std::size_t member) {
    const std::vector<std::string> fillers = fillers_of(made, texts, member);
    const std::vector<std::string_view> views(fillers.begin(), fillers.end());
    return fill(made, views, made.members[member].patches);
}

struct SkeletonCase {
    const char* name;
    Texts texts;
    std::string text;  // the template written out; worked out by hand
};

class Skeleton : public testing::TestWithParam<SkeletonCase> {};

TEST_P(Skeleton, IsWhatAReaderWouldWrite) {
    const auto& [name, texts, text] = GetParam();
    const auto made = made_of(texts);
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(written_out(*made), text);
    for (std::size_t member = 0; member < texts.size(); ++member) {
        EXPECT_EQ(made_again(*made, texts, member), texts[member]);
    }
}

const SkeletonCase k_skeletons[] = {
    {"masked_copy",
     {"会议指出，2014年全市生产总值增长94.7%，比上年提高3个百分点。",
      "会议指出，****年全市生产总值增长**.x%，比上年提高x个百分点。"},
     "会议指出，{1:year}年全市生产总值增长{2:percent}%，比上年提高{3:number}个百分点。"},
    {"decimal_is_one_slot",
     {"其中九县市共有闲置土地5.07万亩，要全部盘活利用起来。",
      "其中九县市共有闲置土地x.**万亩，要全部盘活利用起来。"},
     "其中九县市共有闲置土地{1:number}万亩，要全部盘活利用起来。"},
    {"place_names_lose_no_suffix",
     {"要走遍洛阳市的每一个乡镇，走访绝大部分的村组和农户。",
      "要走遍开封市的每一个乡镇，走访绝大部分的村组和农户。",
      "要走遍**市的每一个乡镇，走访绝大部分的村组和农户。"},
     "要走遍{1:place}市的每一个乡镇，走访绝大部分的村组和农户。"},
    {"list_of_masks",
     {"在百强县中，江苏、浙江、山东分别上榜24个、15个和13个。",
      "在百强县中，**、**、**分别上榜**个、**个和**个。"},
     "在百强县中，{1:place}、{2:place}、{3:place}分别上榜{4:number}个、{5:number}个和{6:"
     "number}个。"},
    {"equal_masks_are_fixed_text",
     {"以***同志为核心的班子高度重视，2021年再次作出部署。",
      "以***同志为核心的班子高度重视，2022年再次作出部署。"},
     "以***同志为核心的班子高度重视，{1:year}年再次作出部署。"},
    {"braces_are_doubled",
     {"The set {a} has 14 elements and no more than that, as shown before.",
      "The set {a} has 15 elements and no more than that, as shown before."},
     "The set {{a}} has {1:number} elements and no more than that, as shown before."},
    {"lists_of_which_one_stands_shifted",
     {"在百强县中，安宁、沅江、广汉分别上榜24个、15个和13个。",
      "在百强县中，平阳、安宁、松滋分别上榜7个、9个和3个。"},
     "在百强县中，{1:place}、{2:place}、{3:place}分别上榜{4:number}个、{5:number}个和{6:"
     "number}个。"},
    {"names_that_share_a_character",
     {"发展新材料产业，全县拥有国家海城型中小企业一大批；安丘着力打造绿色建材产业带。",
      "发展新材料产业，全县拥有国家宜城型中小企业一大批；安宁着力打造绿色建材产业带。"},
     "发展新材料产业，全县拥有国家{1:place}型中小企业一大批；{2:place}着力打造绿色建材产业带。"},
    {"clause_left_out_beside_a_list",
     {"推动发展生态产业，也有了起色。当前，武安、海城产业结构偏重，空气质量不好。",
      "推动发展生态产业，也有了起色。曲阜、武安产业结构偏重，空气质量不好。",
      "推动发展生态产业，也有了起色。当前，永康、景洪产业结构偏重，空气质量不好。"},
     "推动发展生态产业，也有了起色。当前，{1:place}、{2:place}产业结构偏重，空气质量不好。"},
    {"clause_with_names_of_its_own",
     {"一要抓产业。其中排名第二的长兴有40家企业上榜。我们县域经济底子薄，规模小，差距不小。",
      "一要抓产业。我们县域经济底子薄，规模小，差距不小。",
      "一要抓产业。其中排名第二的永康有83家企业上榜。我们县域经济底子薄，规模小，差距不小。"},
     "一要抓产业。其中排名第二的{1:place}有{2:number}家企业上榜。我们县域经济底子薄，规模小，差"
     "距不小。"},
    {"names_of_many",
     {"Neither the name of Alpha Widgets nor the names of its contributors may be used.",
      "Neither the name of the Beta Foundation nor the names of its contributors may be used.",
      "Neither the name of Gamma nor the names of its contributors may be used.",
      "Neither the name of Delta and Sons Ltd nor the names of its contributors may be used."},
     "Neither the name of {1:organisation} nor the names of its contributors may be used."},
};
INSTANTIATE_TEST_SUITE_P(, Skeleton, testing::ValuesIn(k_skeletons),
                         [](const auto& skeleton) { return skeleton.param.name; });

// Amounts that many passages share; of 42 works six put a word before theirs.
TEST(Slot, IsAnAmountThoughSomePutAWordBesideIt) {
    const Texts amounts = {"一万", "二万", "三万", "五千", "六千", "八千"};
    Texts texts;
    for (std::size_t i = 0; i < 36; ++i) {
        texts.push_back("违反规定的，对单位处" + amounts[i % 6] + "元以上" + amounts[i / 6] +
                        "元以下罚款。");
    }
    for (const std::string amount : {"以七千", "以七千", "警告或者九千", "警告或者九千",
                                     "以每户四千", "骗取金额一倍以上三倍"}) {
        texts.push_back("违反规定的，对单位处" + amount + "元以上一万元以下罚款。");
    }
    const auto made = made_of(texts);
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(written_out(*made), "违反规定的，对单位处{1:number}元以上{2:number}元以下罚款。");
}

// 并 before each of two amounts, in three works of 40: that is a wording, though it says in one
// place what it says in the other.
TEST(Slot, IsNotWhatFewPutInTwice) {
    const Texts amounts = {"一万", "二万", "三万", "五千", "六千", "八千"};
    Texts texts;
    for (std::size_t i = 0; i < 40; ++i) {
        const Texts words = {"并", "可以", "并", "可以", "并"};
        const Texts others = {"另行", "应当", "依法", "酌情", "照例"};
        const std::string both = i < 5 ? words[i] : "";
        const std::string second = i < 5 ? both : i < 10 ? others[i - 5] : "";
        texts.push_back("违反规定的，对单位" + both + "处" + amounts[i % 6] + "元罚款，对个人" +
                        second + "处" + amounts[i / 7] + "元罚款。");
    }
    const auto made = made_of(texts);
    ASSERT_TRUE(made.has_value());
    EXPECT_TRUE(written_out(*made).starts_with("违反规定的，对单位处{1:number}元罚款，对个人"))
        << written_out(*made);
}

TEST(Induce, TakesAnEditForNoSlot) {
    EXPECT_FALSE(made_of({"各级政府应当加强对野生动物保护工作的领导，落实工作责任。",
                          "各级政府必须加强对野生动物保护工作的领导，落实工作责任。"})
                     .has_value());
}

TEST(Induce, KnowsTheKindThoughAFewFillersAreOdd) {
    Texts texts;
    for (int year = 1980; year < 2020; ++year) {
        texts.push_back("全市经济运行总体平稳，力争到" + std::to_string(year) +
                        "年园区建成投产，发挥作用。");
    }
    for (const char* odd : {"十四五末的那一", "换届", "后一个十", "实现翻番的"}) {
        texts.push_back(std::string("全市经济运行总体平稳，力争到") + odd +
                        "年园区建成投产，发挥作用。");
    }
    const auto made = made_of(texts);
    ASSERT_TRUE(made.has_value());
    EXPECT_THAT(made->slots, ElementsAre(SlotKind::year));
}

TEST(Induce, TakesVersionsOfAClauseForNoSlot) {
    const std::string before = "You may copy and distribute this software in any form ";
    const std::string after = "All other rights are reserved by the holders of the copyright.";
    const std::string versions[] = {
        "with the proviso that copies of it and all works that are derived from it are licensed "
        "under these same terms to everybody who obtains them from you. ",
        "under any license of your choice that does not contradict the terms and conditions of "
        "this one, including all of the rights that are reserved in it. ",
        "as long as the notice above and this list of conditions are kept in every copy that you "
        "give to others, and nobody is charged more than the cost of copying it. "};
    const auto made = [&](std::initializer_list<std::uint32_t> works) {
        Texts texts;
        std::vector<Passage> passages;
        for (const std::string& version : versions) {
            texts.push_back(before + version + after);
        }
        for (std::size_t i = 0; i < texts.size(); ++i) {
            passages.push_back({texts[i], works.begin()[i]});
        }
        return induce(passages);
    };
    EXPECT_FALSE(made({4, 1, 1}).has_value());
    EXPECT_FALSE(made({5, 3, 1}).has_value());
}

TEST(Induce, TakesNoWordForANameBecauseOfWhatFollows) {
    EXPECT_FALSE(made_of({"局面没有根本改变，提升乡村治理能力尤为重要，要抓紧抓好。",
                          "局面没有根本改变，提高乡村治理能力尤为重要，要抓紧抓好。"})
                     .has_value());
    EXPECT_FALSE(made_of({"深入学习视察河南重要讲话精神，特别是关于县域治理的要求。",
                          "深入学习视察河南关键讲话精神，特别是关于县域治理的要求。"})
                     .has_value());
    EXPECT_FALSE(made_of({"同志们，关系着发展大局，体现着使命担当，大家要抓紧抓好。",
                          "同志们，在新起点上推进工作，体现着使命担当，大家要抓紧抓好。"})
                     .has_value());
}

TEST(Induce, TakesOtherClausesForNoFillers) {
    const Texts texts = {
        "设施不断完善，对人口的承载能力不断增强，城镇化率达88.6%，较上年提高56.9个点。",
        "设施不断完善，1990年，较上年提高20.1个点。"};
    const auto made = made_of(texts);
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(made->slots.size(), 1U);
    EXPECT_EQ(made_again(*made, texts, 1), texts[1]);
}

TEST(Induce, KeepsEditsBesideSlotsAsPatches) {
    const Texts texts = {"各级政府应当在2019年底以前完成保护区的划定，并向社会公布。",
                         "各级政府必须在2020年底以前完成保护区的划定，并向社会公布。"};
    const auto made = made_of(texts);
    ASSERT_TRUE(made.has_value());
    EXPECT_THAT(made->slots, ElementsAre(SlotKind::year));
    const auto patches = made->members[0].patches.size() + made->members[1].patches.size();
    EXPECT_EQ(patches, 1U);
    EXPECT_EQ(made_again(*made, texts, 0), texts[0]);
    EXPECT_EQ(made_again(*made, texts, 1), texts[1]);
}

TEST(Induce, NeedsTwoPassagesThatDiffer) {
    EXPECT_FALSE(made_of({}).has_value());
    EXPECT_FALSE(made_of({"一段话。"}).has_value());
    EXPECT_FALSE(made_of({"全市２０２１年的工作。", "全市2021年的工作。"}).has_value());
}

// --- a generator of variants: fixed clauses with values between them, edited at random

struct Generator {
    std::mt19937 random;

    std::size_t below(std::size_t n) { return random() % n; }

    std::string han(std::size_t letters) {
        std::string text;
        for (std::size_t i = 0; i < letters; ++i) {
            const auto c = static_cast<std::uint32_t>(0x4E00 + below(0x2000));
            text += static_cast<char>(0xE0U | c >> 12U);
            text += static_cast<char>(0x80U | (c >> 6U & 0x3FU));
            text += static_cast<char>(0x80U | (c & 0x3FU));
        }
        return text;
    }

    std::vector<std::string> clauses(std::size_t count, std::size_t letters) {
        std::vector<std::string> made;
        for (std::size_t i = 0; i < count; ++i) {
            made.push_back(han(letters));
        }
        return made;
    }

    // The clauses with a number in each: all values differ from passage to passage.
    std::string variant(const std::vector<std::string>& clauses) {
        std::string text;
        for (const std::string& clause : clauses) {
            text += clause.substr(0, clause.size() / 6 * 3) + std::to_string(10 + below(9000)) +
                    "个" + clause.substr(clause.size() / 6 * 3) + "，";
        }
        return text;
    }

    std::string edited(std::string text, std::size_t edits) {
        for (std::size_t i = 0; i < edits && text.size() > 9; ++i) {
            std::size_t at = below(text.size() - 6);
            while ((static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) {
                ++at;
            }
            switch (below(3)) {
                case 0:
                    text.insert(at, han(1 + below(3)));
                    break;
                case 1:
                    text.insert(at, " \n");
                    break;
                default: {
                    std::size_t end = at + 1;
                    while (end < text.size() &&
                           (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
                        ++end;
                    }
                    text.erase(at, end - at);
                }
            }
        }
        return text;
    }
};

Texts distinct(Texts texts) {
    std::ranges::sort(texts);
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
    return texts;
}

TEST(Induce, MakesEveryPassageAgainWhateverWasEdited) {
    for (std::uint32_t seed = 1; seed <= 40; ++seed) {
        Generator generator{std::mt19937(seed)};
        const auto clauses = generator.clauses(4, 12);
        Texts texts;
        for (std::size_t i = 0; i < 2 + seed % 7; ++i) {
            texts.push_back(generator.edited(generator.variant(clauses), generator.below(12)));
        }
        texts = distinct(texts);
        const auto made = made_of(texts);
        if (!made) {
            continue;
        }
        for (std::size_t member = 0; member < texts.size(); ++member) {
            ASSERT_EQ(made_again(*made, texts, member), texts[member]) << "seed " << seed;
        }
    }
}

TEST(Induce, DoesNotDependOnTheOrderOfPassages) {
    Generator generator{std::mt19937(5)};
    const auto clauses = generator.clauses(5, 14);
    Texts texts;
    for (std::size_t i = 0; i < 90; ++i) {
        texts.push_back(generator.edited(generator.variant(clauses), generator.below(3)));
    }
    texts = distinct(texts);
    const auto first = made_of(texts);
    ASSERT_TRUE(first.has_value());
    for (int round = 0; round < 4; ++round) {
        std::vector<std::size_t> order(texts.size());
        for (std::size_t i = 0; i < order.size(); ++i) {
            order[i] = i;
        }
        std::shuffle(order.begin(), order.end(), generator.random);
        Texts shuffled;
        for (const std::size_t i : order) {
            shuffled.push_back(texts[i]);
        }
        const auto again = made_of(shuffled);
        ASSERT_TRUE(again.has_value());
        EXPECT_EQ(written_out(*again), written_out(*first));
        for (std::size_t i = 0; i < order.size(); ++i) {
            EXPECT_EQ(again->members[i].slots, first->members[order[i]].slots);
            EXPECT_EQ(again->members[i].patches, first->members[order[i]].patches);
        }
    }
}

TEST(Induce, FindsThePlantedSlotsAndNoOthers) {
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        Generator generator{std::mt19937(seed)};
        const auto clauses = generator.clauses(6, 12);
        Texts texts;
        for (std::size_t i = 0; i < 2 + seed % 5; ++i) {
            texts.push_back(generator.variant(clauses));
        }
        const auto made = made_of(texts);
        ASSERT_TRUE(made.has_value());
        EXPECT_THAT(made->slots, ElementsAre(SlotKind::number, SlotKind::number, SlotKind::number,
                                             SlotKind::number, SlotKind::number, SlotKind::number));
    }
}

TEST(Induce, TakesTimeLinearInThePassages) {
    Generator generator{std::mt19937(11)};
    const auto clauses = generator.clauses(20, 25);
    Texts texts;
    for (std::size_t i = 0; i < 10'000; ++i) {
        texts.push_back(generator.edited(generator.variant(clauses), 1));
    }
    texts = distinct(texts);
    const auto begin = std::chrono::steady_clock::now();
    const auto made = made_of(texts);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(made->slots.size(), 20U);
    // The bound is for the worst machine and a build with sanitizers; docs/benchmarks.md has more.
    EXPECT_LT(seconds.count(), 60.0);
}

}  // namespace
}  // namespace leitong::templates
