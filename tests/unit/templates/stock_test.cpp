#include "leitong/templates/stock.hpp"

#include "leitong/templates/stock_list.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace leitong::templates {
namespace {

// A text, and the works it stands in, each once.
struct Placed {
    std::string text;
    std::vector<std::uint32_t> works;
};

struct Found {
    std::string text;
    std::uint32_t works = 0;
    std::uint64_t occurrences = 0;
    friend auto operator<=>(const Found&, const Found&) = default;
};

std::vector<StockPlace> places_of(const Placed& placed) {
    std::vector<StockPlace> places;
    for (const std::uint32_t work : placed.works) {
        places.push_back({work, 1});
    }
    return places;
}

StockFinder finder_of(const std::vector<Placed>& corpus, const StockOptions& options,
                      const std::vector<std::uint32_t>& order) {
    StockText text(options);
    StockTable table(1000, options);
    for (const std::uint32_t i : order) {
        text.read(corpus[i].text);
        table.count(text, places_of(corpus[i]));
    }
    StockFinder finder(options);
    for (const std::uint32_t i : order) {
        text.read(corpus[i].text);
        StockRuns runs;
        const std::vector<StockPlace> places = places_of(corpus[i]);
        runs.add(text, i, places, Asked::yes,
                 [&](std::uint64_t window) { return table.may_be_frequent(window); });
        finder.add(runs);
    }
    finder.finish();
    return finder;
}

// Of so many parts.
StockWindows windows_of(const StockFinder& finder, std::uint32_t most_works, std::uint64_t parts) {
    std::vector<FoundWindows> found;
    for (std::uint64_t part = 0; part < parts; ++part) {
        found.push_back(finder.windows(most_works, {part, parts}));
    }
    return StockWindows(std::move(found));
}

std::vector<std::uint32_t> in_order(std::size_t size) {
    std::vector<std::uint32_t> order(size);
    for (std::uint32_t i = 0; i < size; ++i) {
        order[i] = i;
    }
    return order;
}

std::vector<Found> find(const std::vector<Placed>& corpus, const StockOptions& options = {},
                        std::vector<std::uint32_t> order = {}) {
    if (order.empty()) {
        order = in_order(corpus.size());
    }
    std::vector<Found> found;
    StockText text(options);
    for (const StockPhrase& phrase : finder_of(corpus, options, order).phrases()) {
        text.read(corpus[phrase.text].text);
        const ByteRange range = text.bytes(phrase.begin, phrase.end);
        found.push_back({corpus[phrase.text].text.substr(range.begin, range.size()), phrase.works,
                         phrase.occurrences});
    }
    std::ranges::sort(found);
    return found;
}

// Han characters that fold to themselves and are no numerals.
const std::vector<std::string> k_letters = {"桥", "树", "湖", "船", "鱼", "雨"};

std::string join(const std::vector<std::size_t>& characters, std::size_t begin, std::size_t end) {
    std::string text;
    for (std::size_t i = begin; i < end; ++i) {
        text += k_letters[characters[i]];
    }
    return text;
}

// Every string of 7 characters or more of 3 works or more that cannot grow without losing one.
std::vector<Found> by_trying_all(const std::vector<std::vector<std::size_t>>& texts,
                                 const std::vector<Placed>& corpus) {
    struct Count {
        std::set<std::uint32_t> works;
        std::uint64_t occurrences = 0;
    };
    std::map<std::vector<std::size_t>, Count> counts;
    for (std::size_t t = 0; t < texts.size(); ++t) {
        for (std::size_t begin = 0; begin < texts[t].size(); ++begin) {
            for (std::size_t end = begin + 7; end <= texts[t].size(); ++end) {
                Count& count = counts[{texts[t].begin() + static_cast<std::ptrdiff_t>(begin),
                                       texts[t].begin() + static_cast<std::ptrdiff_t>(end)}];
                count.works.insert(corpus[t].works.begin(), corpus[t].works.end());
                count.occurrences += corpus[t].works.size();
            }
        }
    }
    std::vector<Found> found;
    for (const auto& [string, count] : counts) {
        bool grows = false;
        for (std::size_t letter = 0; letter < k_letters.size(); ++letter) {
            std::vector<std::size_t> longer = string;
            longer.push_back(letter);
            std::vector<std::size_t> earlier = {letter};
            earlier.insert(earlier.end(), string.begin(), string.end());
            for (const auto& more : {longer, earlier}) {
                const auto other = counts.find(more);
                grows = grows || (other != counts.end() && other->second.works == count.works);
            }
        }
        if (count.works.size() >= 3 && !grows) {
            found.push_back({join(string, 0, string.size()),
                             static_cast<std::uint32_t>(count.works.size()), count.occurrences});
        }
    }
    std::ranges::sort(found);
    return found;
}

// Without parts of longer ones of which no more than a quarter of the works do not have these.
std::vector<Found> of_their_own(std::vector<Found> all) {
    std::ranges::sort(all, [](const Found& a, const Found& b) {
        return a.text.size() != b.text.size() ? a.text.size() > b.text.size() : a < b;
    });
    std::vector<Found> kept;
    for (const Found& phrase : all) {
        const bool is_part = std::ranges::any_of(kept, [&](const Found& longer) {
            return longer.text.find(phrase.text) != std::string::npos &&
                   4 * (phrase.works - longer.works) <= phrase.works;
        });
        if (!is_part) {
            kept.push_back(phrase);
        }
    }
    std::ranges::sort(kept);
    return kept;
}

TEST(StockFinder, FindsWhatTryingAllStringsFinds) {
    std::mt19937 random(11);
    std::size_t phrases = 0;
    for (int round = 0; round < 60; ++round) {
        // Texts of pieces that recur, over an alphabet so small that they also meet by chance.
        const std::size_t alphabet = 2 + random() % (k_letters.size() - 1);
        std::vector<std::vector<std::size_t>> pieces(4);
        for (auto& piece : pieces) {
            piece.resize(4 + random() % 9);
            std::ranges::generate(piece, [&] { return random() % alphabet; });
        }
        std::vector<std::vector<std::size_t>> texts(3 + random() % 6);
        std::vector<Placed> corpus;
        for (auto& text : texts) {
            for (std::size_t n = 1 + random() % 4; n > 0; --n) {
                const auto& piece = pieces[random() % pieces.size()];
                text.insert(text.end(), piece.begin(), piece.end());
            }
            Placed placed{join(text, 0, text.size()), {}};
            for (std::uint32_t work = 0; work < 6; ++work) {
                if (random() % 3 == 0) {
                    placed.works.push_back(work);
                }
            }
            corpus.push_back(std::move(placed));
        }
        const auto expected = by_trying_all(texts, corpus);
        phrases += expected.size();
        ASSERT_EQ(find(corpus, {.own_part = 0}), expected) << "round " << round;
        // In any order of texts.
        std::vector<std::uint32_t> order = in_order(corpus.size());
        std::ranges::shuffle(order, random);
        ASSERT_EQ(find(corpus, {.own_part = 0}, order), expected) << "shuffled, round " << round;
        ASSERT_EQ(find(corpus, {}, order), of_their_own(expected)) << "round " << round;
    }
    EXPECT_GT(phrases, 100U);
}

TEST(StockFinder, CountsWorksNotTexts) {
    const std::string phrase = "更加紧密地团结起来";
    const std::vector<Placed> corpus = {{"让我们" + phrase + "，努力。", {0}},
                                        {"我们要" + phrase + "，奋斗。", {0}},
                                        {"大家" + phrase + "吧。", {1}}};
    EXPECT_TRUE(find(corpus).empty());
    EXPECT_EQ(find(corpus, {.min_works = 2}), (std::vector<Found>{{phrase, 2, 3}}));
}

TEST(StockFinder, TakesNumbersAndMasksForOne) {
    const std::vector<Placed> corpus = {{"会议听取了2021年全市财政预算报告的说明。", {0}},
                                        {"书面印发了2022年全市财政预算报告供审议。", {1}},
                                        {"认真审查了****年全市财政预算报告及草案。", {2}}};
    EXPECT_EQ(find(corpus), (std::vector<Found>{{"了2021年全市财政预算报告", 3, 3}}));
}

TEST(StockFinder, BeginsAndEndsAtMarksWhereThePieceIsNoPhrase) {
    const std::vector<Placed> corpus = {{"有关规定，由主管部门责令限期改正，并处罚款。", {0}},
                                        {"相关规定，由主管部门责令限期改正，并通报。", {1}},
                                        {"本法规定，由主管部门责令限期改正，并警告。", {2}}};
    EXPECT_EQ(find(corpus), (std::vector<Found>{{"由主管部门责令限期改正", 3, 3}}));
}

TEST(StockText, ShowsBothHalvesOfQuotationMarks) {
    const std::string paragraph = "增强“四个意识”，坚定“四个自信”，做到“两个维护”";
    StockText text(StockOptions{});
    text.read(paragraph);
    ASSERT_EQ(text.units().size(), 18U);
    const auto shown = [&](std::uint32_t begin, std::uint32_t end) {
        const ByteRange range = text.shown_bytes(begin, end, paragraph);
        return paragraph.substr(range.begin, range.size());
    };
    EXPECT_EQ(shown(2, 18), "“四个意识”，坚定“四个自信”，做到“两个维护”");
    EXPECT_EQ(shown(0, 5), "增强“四个意");
    EXPECT_EQ(shown(3, 8), "个意识”，坚定");
}

TEST(StockFinder, StaysWithinASentence) {
    const std::vector<Placed> corpus = {{"抓好落实到位。我先讲几点意见供参考", {0}},
                                        {"抓好落实到位。我先讲几点意见供参考", {1}},
                                        {"抓好落实到位。我先讲几点意见供参考", {2}}};
    EXPECT_EQ(find(corpus), (std::vector<Found>{{"我先讲几点意见供参考", 3, 3}}));
}

TEST(StockFinder, TakesFourWordsForSevenCharacters) {
    const std::vector<Placed> corpus = {{"Copies are sold as is without any warranty here.", {0}},
                                        {"It comes AS IS, without any claim.", {1}},
                                        {"Given as is without any promise.", {2}}};
    EXPECT_EQ(find(corpus), (std::vector<Found>{{"as is without any", 3, 3}}));
    EXPECT_TRUE(find(corpus, {.min_letters = 9}).empty());
}

// One clause again and again, with no sentence end: as much as a hostile file may hold.
TEST(StockFinder, IsNotSlowOnOneClauseRepeated) {
    std::string clause;
    for (std::size_t i = 0; i < 40'000; ++i) {
        clause += "推动高质量发展迈上新台阶，";
    }
    const std::vector<Placed> corpus = {{clause, {0}}, {"一" + clause, {1}}, {"再" + clause, {2}}};
    EXPECT_FALSE(find(corpus).empty());
}

TEST(WindowSet, HasWhatItWasGiven) {
    std::mt19937_64 random(7);
    for (const std::size_t size : std::vector<std::size_t>{0, 1, 2, 3, 1000, 5000}) {
        std::vector<std::uint64_t> hashes(size);
        std::ranges::generate(hashes, std::ref(random));
        if (size > 2) {
            hashes[0] = 0;
            hashes[1] = ~std::uint64_t{0};
            hashes[2] = 1;
        }
        const std::set<std::uint64_t> expected(hashes.begin(), hashes.end());
        const WindowSet set(hashes);
        for (const std::uint64_t hash : hashes) {
            EXPECT_TRUE(set.contains(hash));
            EXPECT_EQ(set.contains(hash + 1), expected.contains(hash + 1));
            EXPECT_EQ(set.contains(hash - 1), expected.contains(hash - 1));
        }
        EXPECT_FALSE(set.contains(random()));
    }
    EXPECT_FALSE(WindowSet().contains(0));
}

TEST(StockSpans, MarkPhrasesAndNotPassages) {
    const StockOptions options;
    const std::string phrase = "更加紧密地团结起来";
    const std::string passage =
        "在新的征程上要把群众冷暖时刻放在心头把工作做到群众心坎上用真情换民心用实干开新局";
    std::vector<Placed> corpus;
    for (std::uint32_t work = 0; work < 3; ++work) {
        corpus.push_back({"第" + k_letters[work] + phrase + k_letters[work] + "。", {work}});
        corpus.push_back({k_letters[work] + passage + k_letters[work + 1] + "。", {work}});
    }
    const StockFinder finder = finder_of(corpus, options, in_order(corpus.size()));
    std::uint64_t parts = 1;
    const auto marked = [&](const std::string& utf8) {
        StockText text(options);
        text.read(utf8);
        std::string marks;
        for (const StockSpan& span : stock_spans(text, windows_of(finder, 50, parts))) {
            const ByteRange range = text.bytes(span.begin, span.end);
            marks += "[" + utf8.substr(range.begin, range.size()) + "]";
        }
        return marks;
    };
    for (parts = 1; parts <= 3; ++parts) {
        EXPECT_EQ(marked("让我们" + phrase + "，前进。"), "[" + phrase + "]");
        EXPECT_EQ(marked("此外，" + passage + "。"), "");
        EXPECT_EQ(marked("与之无关的一段文字，什么也没有。"), "");
    }
    // What very many works have is stock however long it is.
    const StockWindows few = windows_of(finder, 2, 2);
    StockText text(options);
    text.read(passage);
    EXPECT_EQ(stock_spans(text, few).size(), 1U);
}

TEST(StockList, FindsItsPhrasesWhateverFillsTheirSlots) {
    StockList list;
    EXPECT_TRUE(list.empty());
    for (const char* phrase : {"自2020年1月1日起施行", "现将有关事项通知如下", "如下", "", "。"}) {
        list.add(phrase);
    }
    const auto marked = [&](const std::string& utf8) {
        StockText text(StockOptions{});
        text.read(utf8);
        std::string marks;
        for (const StockSpan& span : list.spans(text)) {
            const ByteRange range = text.bytes(span.begin, span.end);
            marks += "[" + utf8.substr(range.begin, range.size()) + "]";
        }
        return marks;
    };
    EXPECT_EQ(marked("本办法自2024年7月15日起施行。"), "[自2024年7月15日起施行]");
    EXPECT_EQ(marked("现将有关事项，通知如下：一、如下"), "[现将有关事项，通知如下][如下]");
    EXPECT_EQ(marked("现将有关事项报告于后"), "");
}

}  // namespace
}  // namespace leitong::templates
