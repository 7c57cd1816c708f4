#include "leitong/match/ranking.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

namespace leitong::match {
namespace {

using Grams = std::set<std::uint32_t>;

double value(double shared_weight, std::uint32_t shared, std::uint32_t text) {
    return score_of({shared_weight, 100, shared, 20, text}).value;
}

TEST(Weight, RareBeatsCommon) {
    for (std::uint32_t having = 0; having < 1000; ++having) {
        EXPECT_GT(weight_of(having, 1000), weight_of(having + 1, 1000)) << having;
    }
    EXPECT_GE(weight_of(1000, 1000), 0);
}

TEST(Score, IsOneForTheSameAndZeroForNothingShared) {
    EXPECT_DOUBLE_EQ(value(100, 20, 20), 1);
    EXPECT_DOUBLE_EQ(value(0, 0, 20), 0);
    EXPECT_DOUBLE_EQ(score_of({}).value, 0);
}

TEST(Score, NeverFallsWithEvidenceNorRisesWithOtherText) {
    for (std::uint32_t text = 1; text < 200; text += 7) {
        for (std::uint32_t shared = 1; shared <= std::min(text, 20U); ++shared) {
            for (double weight = 1; weight <= 100; weight += 3) {
                const double here = value(weight, shared, text);
                EXPECT_LE(here, value(weight + 1, shared, text));
                EXPECT_LE(here, value(weight, std::min(shared + 1, text), text));
                EXPECT_GE(here, value(weight, shared, text + 1));
                EXPECT_GE(here, 0);
                EXPECT_LE(here, 1);
            }
        }
    }
}

TEST(Score, TakesAFewGramsForChanceUnlessTheyAreMostOfTheQuery) {
    EXPECT_EQ(value(49, 3, 20), 0);
    EXPECT_GT(value(49, 4, 20), 0);
    EXPECT_GT(value(50, 1, 20), 0);
}

TEST(Score, KeepsWhatIsQuotedInALongParagraph) {
    EXPECT_GT(value(100, 20, 2000), 1.0 / 3);
}

// Texts with grams drawn as words are: few of them often, most seldom.
class Corpus final : public GramSource {
public:
    Corpus(std::size_t count, unsigned seed) : m_random(seed) {
        sizes.push_back(0);  // ids begin at 1
        for (std::size_t i = 0; i < count; ++i) {
            std::uniform_int_distribution<std::size_t> length(1, 60);
            texts.push_back(draw(length(m_random)));
            sizes.push_back(static_cast<std::uint16_t>(texts.back().size()));
        }
        // Some are copies with changes, some are gone.
        for (std::size_t i = 10; i < count; i += 10) {
            texts[i] = changed(texts[i - 3]);
            sizes[i + 1] = static_cast<std::uint16_t>(texts[i].size());
        }
        for (std::size_t i = 7; i < count; i += 50) {
            sizes[i + 1] = 0;
        }
        for (std::size_t i = 0; i < count; ++i) {
            for (const std::uint32_t gram : texts[i]) {
                m_lists[gram].push_back(static_cast<std::uint32_t>(i + 1));
            }
        }
    }

    Grams draw(std::size_t size) {
        std::exponential_distribution<double> rank(0.6);
        Grams grams;
        while (grams.size() < size) {
            grams.insert(static_cast<std::uint32_t>(std::exp(rank(m_random) * 3)));
        }
        return grams;
    }

    Grams changed(const Grams& grams) {
        Grams other = draw(grams.size() / 3 + 1);
        for (const std::uint32_t gram : grams) {
            if (m_random() % 3 != 0) {
                other.insert(gram);
            }
        }
        return other;
    }

    std::vector<QueryGram> question(const Grams& grams) const {
        std::vector<QueryGram> asked;
        for (const std::uint32_t gram : grams) {
            std::uint32_t having = 0;
            if (const auto list = m_lists.find(gram); list != m_lists.end()) {
                having = static_cast<std::uint32_t>(std::ranges::count_if(
                    list->second, [&](std::uint32_t id) { return sizes[id] != 0; }));
            }
            asked.push_back({gram, having});
        }
        return asked;
    }

    Result<void> read(std::uint32_t gram, std::vector<std::uint32_t>& ids) override {
        const auto list = m_lists.find(gram);
        if (list != m_lists.end()) {
            ids.insert(ids.end(), list->second.begin(), list->second.end());
        }
        return {};
    }

    Result<void> grams_of(std::uint32_t id, std::vector<std::uint32_t>& grams) override {
        grams.assign(texts[id - 1].begin(), texts[id - 1].end());
        return {};
    }

    [[nodiscard]] std::uint32_t count() const {
        return static_cast<std::uint32_t>(
            std::ranges::count_if(sizes, [](std::uint16_t size) { return size != 0; }));
    }

    // Scores every text, without any of what is tested.
    std::vector<double> all_scores(const Grams& asked) const {
        std::vector<double> scores;
        const std::vector<QueryGram> grams = question(asked);
        const std::uint32_t all = count();
        for (std::uint32_t id = 1; id < sizes.size(); ++id) {
            Evidence evidence{0, 0, 0, static_cast<std::uint32_t>(asked.size()), sizes[id]};
            for (const QueryGram& gram : grams) {
                const double weight = weight_of(gram.texts, all);
                evidence.query_weight += weight;
                if (sizes[id] != 0 && texts[id - 1].contains(gram.gram)) {
                    evidence.shared_weight += weight;
                    ++evidence.shared;
                }
            }
            scores.push_back(score_of(evidence).value);
        }
        return scores;
    }

    std::vector<Grams> texts;
    std::vector<std::uint16_t> sizes;  // by id

private:
    std::mt19937 m_random;
    std::map<std::uint32_t, std::vector<std::uint32_t>> m_lists;
};

TEST(BestTexts, AreThoseOfScoringEveryText) {
    Corpus corpus(3000, 1);
    BestTexts best(corpus.sizes, corpus.count());
    std::uint64_t ids_read = 0;
    std::uint64_t ids_listed = 0;
    std::uint64_t texts_read = 0;
    for (std::size_t question = 0; question < 60; ++question) {
        const Grams asked = question % 3 == 0 ? corpus.draw(question % 40 + 1)
                                              : corpus.changed(corpus.texts[question * 17]);
        const std::vector<double> by_id = corpus.all_scores(asked);
        for (const RankingOptions& options :
             {RankingOptions{.most = 1}, RankingOptions{.most = 10, .least_score = 0.1},
              RankingOptions{.most = 60}}) {
            const auto found = best.find(corpus.question(asked), corpus, options).value();
            ids_read += best.ids_read();
            texts_read += best.texts_read();
            for (const QueryGram& gram : corpus.question(asked)) {
                ids_listed += gram.texts;
            }
            std::vector<double> scores = by_id;
            std::ranges::sort(scores, std::ranges::greater());
            std::erase_if(scores, [&](double score) {
                return score <= 0 || score < options.least_score - 1e-6;
            });
            ASSERT_GE(found.size(), std::min(scores.size(), options.most)) << question;
            for (std::size_t i = 0; i < found.size(); ++i) {
                EXPECT_NEAR(found[i].score.value, scores[i], 1e-5) << question << ", " << i;
                EXPECT_NEAR(found[i].score.value, by_id[found[i].id - 1], 1e-5);
            }
            // All that equal the last are in.
            if (found.size() < scores.size()) {
                EXPECT_LT(scores[found.size()], found.back().score.value + 1e-5);
            }
        }
    }
    EXPECT_LT(ids_read, ids_listed) << "it is to end early";
    EXPECT_GT(texts_read, 0U) << "both ways of ending are to be tried";
}

TEST(BestTexts, ForgetsOneQueryBeforeTheNext) {
    Corpus corpus(500, 2);
    BestTexts used(corpus.sizes, corpus.count());
    for (std::size_t i = 0; i < 100; ++i) {
        const auto question = corpus.question(corpus.texts[i]);
        BestTexts fresh(corpus.sizes, corpus.count());
        const auto expected = fresh.find(question, corpus, {.most = 5}).value();
        const auto found = used.find(question, corpus, {.most = 5}).value();
        ASSERT_EQ(found.size(), expected.size());
        for (std::size_t n = 0; n < found.size(); ++n) {
            EXPECT_EQ(found[n].id, expected[n].id);
            EXPECT_EQ(found[n].score.value, expected[n].score.value);
        }
    }
}

TEST(BestTexts, FindNothingForNothing) {
    Corpus corpus(20, 3);
    BestTexts best(corpus.sizes, corpus.count());
    EXPECT_TRUE(best.find({}, corpus, {}).value().empty());
    EXPECT_TRUE(best.find({{4'000'000, 0}}, corpus, {}).value().empty());
    EXPECT_TRUE(best.find(corpus.question(corpus.texts[0]), corpus, {.most = 0}).value().empty());
}

}  // namespace
}  // namespace leitong::match
