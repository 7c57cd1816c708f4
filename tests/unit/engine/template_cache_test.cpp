#include "engine/templates/template_cache.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "scratch.hpp"

namespace leitong::engine {
namespace {

using templates::Passage;
using templates::TextTemplate;
using ::testing::ElementsAre;
using testing::Scratch;

const std::vector<std::string> k_texts = {
    "第三条 到2020年，武安市全面建成小康社会，新增就业5万人，各项任务确保完成。",
    "第八条 到2021年，寿光市全面建成小康社会，新增就业7万人，各项任务务必完成。",
    "第九条 到2022年，曲阜市全面建成小康社会，新增就业**万人，各项任务确保完成。"};

std::vector<Passage> passages_of(const std::vector<std::string>& texts, std::uint32_t works = 1) {
    std::vector<Passage> passages;
    for (const std::string& text : texts) {
        passages.push_back({text, works});
    }
    return passages;
}

void expect_equal(const std::optional<TextTemplate>& made,
                  const std::optional<TextTemplate>& wanted) {
    ASSERT_EQ(made.has_value(), wanted.has_value());
    if (!made) {
        return;
    }
    EXPECT_EQ(made->fixed, wanted->fixed);
    EXPECT_EQ(made->slots, wanted->slots);
    EXPECT_EQ(made->static_share, wanted->static_share);
    ASSERT_EQ(made->members.size(), wanted->members.size());
    for (std::size_t i = 0; i < made->members.size(); ++i) {
        EXPECT_EQ(made->members[i].slots, wanted->members[i].slots);
        EXPECT_EQ(made->members[i].patches, wanted->members[i].patches);
        EXPECT_EQ(made->members[i].explained, wanted->members[i].explained);
        EXPECT_EQ(made->members[i].edited, wanted->members[i].edited);
    }
}

class TemplateCacheTest : public ::testing::Test {
protected:
    void SetUp() override { m_store = m_scratch.write("a.db", "no store, but a file"); }

    // A cache with the template of the texts, and a family that has none.
    void keep() {
        TemplateCache cache;
        (void)cache.induce(passages_of(k_texts));
        (void)cache.induce(passages_of({k_texts[0], k_texts[0] + "。"}));
        cache.put_pairs({{3, 0}, {5, 17}, {~std::uint64_t{0}, 9}});
        cache.save(m_store, true, 1);
    }

    Scratch m_scratch;
    std::string m_store;
};

TEST_F(TemplateCacheTest, SaysWhatInduceSays) {
    const auto wanted = templates::induce(passages_of(k_texts));
    ASSERT_TRUE(wanted.has_value());
    keep();
    TemplateCache cache = TemplateCache::load(m_store);
    expect_equal(cache.induce(passages_of(k_texts)), wanted);
    const std::vector<std::string> others = {k_texts[0], k_texts[0] + "。"};
    expect_equal(cache.induce(passages_of(others)), templates::induce(passages_of(others)));
    EXPECT_THAT(cache.pairs(),
                ElementsAre(KnownPair{3, 0}, KnownPair{5, 17}, KnownPair{~std::uint64_t{0}, 9}));
    // All of it was known, so nothing is written.
    const std::string before = Scratch::read(m_store + "-templates");
    std::filesystem::remove(m_store + "-templates");
    cache.save(m_store, true, 1);
    EXPECT_FALSE(std::filesystem::exists(m_store + "-templates"));
    EXPECT_FALSE(before.empty());
}

TEST_F(TemplateCacheTest, TakesOtherVotesForAnotherFamily) {
    keep();
    TemplateCache cache = TemplateCache::load(m_store);
    const std::vector<std::string> versions = {"各项任务要抓紧落实到位，由办公室督办。",
                                               "各项任务要切实落实到位，由办公室督办。",
                                               "各项任务要尽快落实到位，由办公室督办。"};
    for (const std::uint32_t works : {1U, 40U}) {
        expect_equal(cache.induce(passages_of(versions, works)),
                     templates::induce(passages_of(versions, works)));
    }
}

TEST_F(TemplateCacheTest, IsThrownAwayWhereAnythingIsOff) {
    keep();
    const std::string file = m_store + "-templates";
    const std::string sound = Scratch::read(file);
    const auto wanted = templates::induce(passages_of(k_texts));
    for (std::size_t at = 0; at < sound.size(); ++at) {
        std::string spoilt = sound;
        spoilt[at] = static_cast<char>(spoilt[at] ^ 0x20);
        m_scratch.write("a.db-templates", spoilt);
        TemplateCache cache = TemplateCache::load(m_store);
        EXPECT_TRUE(cache.pairs().empty()) << at;
        m_scratch.write("a.db-templates", sound.substr(0, at));
        EXPECT_TRUE(TemplateCache::load(m_store).pairs().empty()) << at;
    }
    TemplateCache cache = TemplateCache::load(m_store);
    expect_equal(cache.induce(passages_of(k_texts)), wanted);
}

// Bytes under a right checksum that make no sense, as another program might write them.
TEST_F(TemplateCacheTest, BelievesNoFileThatMakesNoSense) {
    keep();
    const std::string sound = Scratch::read(m_store + "-templates");
    std::mt19937 chance(1);
    const auto wanted = templates::induce(passages_of(k_texts));
    for (int round = 0; round < 300; ++round) {
        std::string spoilt = sound.substr(0, sound.size() - 8);
        for (int edits = 0; edits < 3; ++edits) {
            spoilt[chance() % spoilt.size()] = static_cast<char>(chance());
        }
        const std::uint64_t checksum = base::hash64(spoilt);
        spoilt.append(reinterpret_cast<const char*>(&checksum), sizeof checksum);
        m_scratch.write("a.db-templates", spoilt);
        TemplateCache cache = TemplateCache::load(m_store);
        const auto made = cache.induce(passages_of(k_texts));
        if (made) {
            EXPECT_EQ(made->members.size(), k_texts.size());
        }
    }
}

TEST_F(TemplateCacheTest, ForgetsWhatACompleteListingDidNotAskFor) {
    const std::string other = m_scratch.write("b.db", "another");
    const auto is_kept = [&](const std::vector<std::string>& texts) {
        TemplateCache cache = TemplateCache::load(m_store);
        (void)cache.induce(passages_of(texts));
        std::filesystem::remove(other + "-templates");
        cache.save(other, true, 1);
        return !std::filesystem::exists(other + "-templates");
    };
    const std::vector<std::string> others = {k_texts[0] + "请遵照执行。",
                                             k_texts[1] + "请遵照执行。"};
    for (const bool is_complete : {false, true}) {
        keep();
        TemplateCache cache = TemplateCache::load(m_store);
        (void)cache.induce(passages_of(others));
        cache.save(m_store, is_complete, 1);
        EXPECT_TRUE(is_kept(others));
        EXPECT_EQ(is_kept(k_texts), !is_complete);
    }
}

// Fails when the same passages make another template than they did: raise k_recipe then.
TEST(TemplateRecipe, IsThatOfTheseTemplates) {
    const auto made = templates::induce(passages_of(k_texts));
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(
        written_out(*made),
        "到{1:year}年，{2:place}市全面建成小康社会，新增就业{3:number}万人，各项任务确保完成。");
    EXPECT_EQ(TemplateCache::k_recipe, 2U);
}

}  // namespace
}  // namespace leitong::engine
