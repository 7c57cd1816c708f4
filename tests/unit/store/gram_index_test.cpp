#include "leitong/store/gram_index.hpp"

#include "leitong/store/store.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "checked_pages.hpp"
#include "scratch.hpp"

namespace leitong::store {
namespace {

using testing::Scratch;

using Grams = std::set<std::uint32_t>;

// More texts than a half of an entry has room for are packed by whole entries, to the same.
TEST(PackedGrams, TakeAnyNumberOfTexts) {
    constexpr std::uint32_t k_many = (1U << 21) + 10;
    GramBatch batch;
    for (std::uint32_t id = 1; id <= k_many; ++id) {
        const std::uint32_t gram = id % 7 == 0 ? 3 : (1U << k_gram_key_bits) - 1;
        batch.add(id, std::vector<std::uint32_t>{gram, gram});
    }
    const PackedGrams packed = PackedGrams::of(batch);
    EXPECT_EQ(packed.entries, k_many);
    ASSERT_EQ(packed.sizes.size(), k_many);
    EXPECT_TRUE(std::ranges::all_of(packed.sizes, [](auto text) { return text.size == 1; }));
    ASSERT_EQ(packed.blocks.size(), 2U);
    EXPECT_EQ(packed.blocks[0].first_gram, 3U);
    EXPECT_EQ(packed.blocks[1].first_gram, (1U << k_gram_key_bits) - 1);
    EXPECT_GT(packed.blocks[1].unbound.size(), k_many * 6 / 7 - 7) << "a byte each, and a few of 2";
}

// What the index should hold, kept in the plainest way.
class Model {
public:
    explicit Model(unsigned seed) : m_random(seed) {}

    // So many new texts, some grams repeated and in no order.
    GramBatch add(std::size_t count) {
        GramBatch batch;
        for (std::size_t i = 0; i < count; ++i) {
            m_last += 1 + below(3);
            std::vector<std::uint32_t> grams;
            const std::size_t size = 1 + below(40);
            for (std::size_t n = 0; n < size; ++n) {
                // Few grams are common; the rest are all over.
                grams.push_back(below(below(2) == 0 ? 5 : 1U << k_gram_key_bits));
            }
            batch.add(m_last, grams);
            texts[m_last] = Grams(grams.begin(), grams.end());
        }
        return batch;
    }

    GramBatch forget(std::size_t count) {
        std::set<std::uint32_t> ids;
        while (ids.size() < count) {
            auto text = texts.begin();
            std::advance(text, below(static_cast<std::uint32_t>(texts.size())));
            ids.insert(text->first);
        }
        GramBatch batch;
        for (const std::uint32_t id : ids) {
            const Grams& grams = texts[id];
            batch.add(id, std::vector<std::uint32_t>(grams.begin(), grams.end()));
            gone_grams.insert(grams.begin(), grams.end());
            texts.erase(id);
        }
        return batch;
    }

    std::map<std::uint32_t, Grams> texts;
    Grams gone_grams;

private:
    std::uint32_t below(std::uint32_t limit) {
        return std::uniform_int_distribution<std::uint32_t>(0, limit - 1)(m_random);
    }

    std::mt19937 m_random;
    std::uint32_t m_last = 0;
};

void expect_holds(GramIndex& index, const Model& model) {
    GramSizes sizes;
    ASSERT_TRUE(index.sizes(sizes));
    EXPECT_EQ(sizes.texts, model.texts.size());
    std::map<std::uint32_t, std::set<std::uint32_t>> expected;
    for (const std::uint32_t gram : model.gone_grams) {
        expected[gram];
    }
    for (const auto& [id, grams] : model.texts) {
        ASSERT_LT(id, sizes.sizes.size());
        EXPECT_EQ(sizes.sizes[id], grams.size()) << id;
        for (const std::uint32_t gram : grams) {
            expected[gram].insert(id);
        }
    }
    GramList list;
    for (const auto& [gram, ids] : expected) {
        ASSERT_TRUE(index.find(gram, list));
        EXPECT_EQ(list.texts, ids.size()) << gram;
        std::vector<std::uint32_t> found;
        ASSERT_TRUE(list.ids(found));
        std::erase_if(found, [&](std::uint32_t id) { return sizes.sizes[id] == 0; });
        std::ranges::sort(found);
        EXPECT_EQ(found, std::vector<std::uint32_t>(ids.begin(), ids.end())) << gram;
    }
}

TEST(GramIndex, HoldsWhatAPlainMapHolds) {
    const Scratch scratch;
    auto store = Store::open_writer(scratch.path("a.db"), {}).value();
    Model model(7);
    ASSERT_TRUE(store.begin());
    for (unsigned step = 0; step < 30; ++step) {
        GramBatch batch = model.add(step % 7 == 0 ? 400 : 1 + step % 9);
        ASSERT_TRUE(store.grams().append(batch));
        EXPECT_EQ(batch.size(), 0U);
        if (step % 4 == 3) {
            GramBatch gone = model.forget(step == 27 ? model.texts.size() / 2 : 5);
            ASSERT_TRUE(store.grams().forget(gone));
        }
    }
    expect_holds(store.grams(), model);
    ASSERT_TRUE(store.commit());
    auto reader = Store::open_reader(scratch.path("a.db"), {}).value();
    expect_holds(reader.grams(), model);
    EXPECT_TRUE(reader.grams().verify(
        [](const char* table, std::int64_t row) { ADD_FAILURE() << table << " " << row; }));
}

TEST(GramIndex, IsAsItWasAfterARollback) {
    const Scratch scratch;
    auto store = Store::open_writer(scratch.path("a.db"), {}).value();
    Model model(8);
    ASSERT_TRUE(store.begin());
    GramBatch batch = model.add(50);
    ASSERT_TRUE(store.grams().append(batch));
    ASSERT_TRUE(store.commit());
    ASSERT_TRUE(store.begin());
    Model other = model;
    GramBatch lost = other.add(50);
    ASSERT_TRUE(store.grams().append(lost));
    ASSERT_TRUE(store.rollback());
    expect_holds(store.grams(), model);
}

TEST(GramIndex, FindsEverySpoiltRow) {
    const Scratch scratch;
    const std::string path = scratch.path("a.db");
    {
        auto store = Store::open_writer(path, {}).value();
        Model model(9);
        ASSERT_TRUE(store.begin());
        GramBatch batch = model.add(300);
        ASSERT_TRUE(store.grams().append(batch));
        GramBatch gone = model.forget(3);
        ASSERT_TRUE(store.grams().forget(gone));
        ASSERT_TRUE(store.commit());
    }
    for (const char* const spoil : {"UPDATE grams SET block = CAST(substr(block, 1, 20) || x'00' "
                                    "|| substr(block, 22) AS BLOB) WHERE "
                                    "gram_id = (SELECT max(gram_id) FROM grams)",
                                    "UPDATE gram_sizes SET sizes = CAST(sizes || x'01' AS BLOB)",
                                    "UPDATE gram_segments SET texts = texts + 1"}) {
        const std::string copy = scratch.write("b.db", Scratch::read(path));
        sqlite3* database = nullptr;
        ASSERT_EQ(sqlite3_open_v2(copy.c_str(), &database, SQLITE_OPEN_READWRITE,
                                  testing::k_checked_pages),
                  SQLITE_OK);
        ASSERT_EQ(sqlite3_exec(database, spoil, nullptr, nullptr, nullptr), SQLITE_OK) << spoil;
        sqlite3_close(database);
        auto store = Store::open_reader(copy, {});
        if (!store) {
            EXPECT_EQ(store.error().code, Errc::store_damaged) << spoil;
            continue;
        }
        unsigned bad = 0;
        const auto rows = store->grams().verify([&](const char*, std::int64_t) { ++bad; });
        EXPECT_TRUE(!rows || bad > 0) << spoil;
    }
}

TEST(GramList, RefusesBytesThatMakeNoSense) {
    for (const Blob& bytes :
         {Blob{0x00}, Blob{0x80}, Blob{0x05, 0x00}, Blob{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01}}) {
        GramList list;
        list.bytes = bytes;
        list.parts.push_back({0, bytes.size(), false});
        std::vector<std::uint32_t> ids;
        EXPECT_FALSE(list.ids(ids));
    }
}

}  // namespace
}  // namespace leitong::store
