#include "leitong/store/store.hpp"

#include "leitong/store/lock.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "scratch.hpp"

namespace leitong::store {
namespace {

using testing::Scratch;

const ParameterList k_parameters = {{"fold_version", "1"}, {"bands", "32"}};

Store writer(const std::string& path) {
    auto store = Store::open_writer(path, k_parameters);
    EXPECT_TRUE(store.has_value()) << store.error().message.text(Language::en);
    return std::move(*store);
}

TEST(Store, KeepsRowsAsTheyWere) {
    const Scratch scratch;
    const std::string path = scratch.path("a.db");
    DocumentRow document{{},
                         {1},
                         "root/a.txt",
                         Encoding::gb18030,
                         "GB18030",
                         99,
                         2,
                         ParagraphMode::line,
                         55,
                         {{{"题", 1, 1}}, {{TextId{1}, {0, 9}, 1, Role::body}}}};
    const TextRow text{{1}, {1}, 3, {4, 5}, "正文。"};
    SignatureRow signature{{1}, {6, 7}, 8, Masks::some, 9, {}};
    signature.minhash[127] = 200;
    {
        Store store = writer(path);
        ASSERT_TRUE(store.begin());
        ASSERT_TRUE(store.insert_root({{}, "root", "/r", "x=1\n"}));
        ASSERT_TRUE(store.insert_file({{}, {1}, "a.txt", 10, -5, {1, ~std::uint64_t{0}}}));
        document.id = store.insert_document(document).value();
        ASSERT_TRUE(
            store.insert_text({text.id, text.typed, text.letters, text.letters_hash}, text.text));
        ASSERT_TRUE(store.put_signature(signature));
        ASSERT_TRUE(store.put_link({{1}, {2}, {{{3}, 4, true}}}));
        ASSERT_TRUE(store.insert_cluster({{1}, "k1", 2, {1}, {{{1}, 8, true}}, "2026-01-02"}));
        ASSERT_TRUE(store.commit());
    }
    auto store = Store::open_reader(path, k_parameters).value();
    EXPECT_EQ(store.roots().value().at(0).options, "x=1\n");
    EXPECT_EQ(store.files({1}).value().at(0).mtime_ns, -5);
    const auto back = store.document_named("root/a.txt").value();
    ASSERT_TRUE(back);
    EXPECT_EQ(back->layout, document.layout);
    EXPECT_EQ(back->encoding, Encoding::gb18030);
    EXPECT_EQ(store.text({1}).value()->text, "正文。");
    EXPECT_EQ(store.signature({1}).value()->minhash, signature.minhash);
    EXPECT_EQ(store.link({1}).value()->neighbours.at(0).shared, 4U);
    EXPECT_EQ(store.cluster_named("k1").value()->first_seen, "2026-01-02");
    EXPECT_FALSE(store.text({2}).value());
}

// A bit may flip where no row's checksum tells: in the number of a row, in an index, in the schema.
TEST(Store, RefusesAPageWithAFlippedBitAndNamesIt) {
    constexpr std::size_t k_page = 16'384;
    const Scratch scratch;
    const std::string path = scratch.path("a.db");
    {
        Store store = writer(path);
        ASSERT_TRUE(store.begin());
        for (std::uint64_t id = 1; id <= 500; ++id) {
            const std::string text(1 + id % 97, 'a');
            ASSERT_TRUE(store.insert_text({{id}, {id}, 3, {4, id}}, text));
        }
        ASSERT_TRUE(store.commit());
    }
    const std::string sound = Scratch::read(path);
    ASSERT_TRUE(Store::open_reader(path, k_parameters).value().bad_pages().value().empty());
    const auto texts_of = [](Store& store) {
        std::uint64_t count = 0;
        return store.texts([&](const TextRow&) { return ++count > 0; }).map([&] { return count; });
    };
    unsigned refused = 0;
    for (std::size_t at = 150; at < sound.size(); at += k_page / 2 - 11) {
        std::string spoilt = sound;
        spoilt[at] = static_cast<char>(spoilt[at] ^ 4);
        const std::string copy = scratch.write("b.db", spoilt);
        auto store = Store::open_reader(copy, k_parameters);
        if (!store) {
            EXPECT_EQ(store.error().code, Errc::store_damaged) << at;
            ++refused;
            continue;
        }
        const auto texts = texts_of(*store);
        refused += texts ? 0U : 1U;
        EXPECT_EQ(texts ? texts.value() : 500U, 500U) << at;
        EXPECT_EQ(store->bad_pages().value(),
                  (std::vector<std::uint32_t>{static_cast<std::uint32_t>(at / k_page) + 1}))
            << at;
    }
    EXPECT_GE(refused, 4U);  // the schema, the parameters, the texts
}

TEST(Store, KeepsTheFirstStateThatARunChanged) {
    const Scratch scratch;
    Store store = writer(scratch.path("a.db"));
    ASSERT_TRUE(store.begin());
    for (std::uint64_t run = 1; run <= 3; ++run) {
        ASSERT_TRUE(store.insert_run({0, "2026-01-02", "index", true}));
        ASSERT_TRUE(store.put_run_cluster({run, "k1", run + 1, {run, ~std::uint64_t{0}}}));
        ASSERT_TRUE(store.put_run_cluster({run, "k1", 99, {}}));
        ASSERT_TRUE(store.put_run_document({run, "a.txt", run, {run}}));
        ASSERT_TRUE(store.put_run_document({run, "a.txt", 99, {}}));
    }
    std::vector<std::uint64_t> sizes;
    ASSERT_TRUE(store.run_clusters_after(1, [&](const RunClusterRow& row) {
        sizes.push_back(row.size);
        EXPECT_EQ(row.members, (std::vector<std::uint64_t>{row.run, ~std::uint64_t{0}}));
        return true;
    }));
    EXPECT_EQ(sizes, (std::vector<std::uint64_t>{3, 4}));
    std::vector<std::uint64_t> contents;
    const auto keep = [&](const RunDocumentRow& row) {
        contents.push_back(row.content);
        return true;
    };
    ASSERT_TRUE(store.run_documents_after(0, keep));
    EXPECT_EQ(contents, (std::vector<std::uint64_t>{1, 2, 3}));
    ASSERT_TRUE(store.forget_run_changes(2));
    contents.clear();
    ASSERT_TRUE(store.run_documents_after(0, keep));
    EXPECT_EQ(contents, (std::vector<std::uint64_t>{3}));
}

TEST(Store, NeverGivesADocumentNumberTwice) {
    const Scratch scratch;
    Store store = writer(scratch.path("a.db"));
    ASSERT_TRUE(store.begin());
    const DocumentId first = store.insert_document({.name = "a"}).value();
    ASSERT_TRUE(store.delete_document(first));
    EXPECT_LT(first, store.insert_document({.name = "a"}).value());
}

TEST(Store, RollsBackWhole) {
    const Scratch scratch;
    Store store = writer(scratch.path("a.db"));
    ASSERT_TRUE(store.begin());
    PostingBatch batch;
    batch.add(PostingKind::anchor, 1, 2);
    ASSERT_TRUE(store.postings().append(batch));
    ASSERT_TRUE(store.insert_text({{1}, {1}, 1, {}}, "x"));
    ASSERT_TRUE(store.rollback());
    std::vector<std::uint64_t> values;
    ASSERT_TRUE(store.postings().find(PostingKind::anchor, 1, 1, values));
    EXPECT_TRUE(values.empty());
    EXPECT_FALSE(store.text({1}).value());
}

TEST(Store, JoinsTheReasonsThatATextIsPendingFor) {
    const Scratch scratch;
    Store store = writer(scratch.path("a.db"));
    ASSERT_TRUE(store.put_pending({{7}, k_pending_match}));
    ASSERT_TRUE(store.put_pending({{7}, k_pending_check}));
    const auto rows = store.pending().value();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].why, k_pending_match | k_pending_check);
}

TEST(Store, IsRefusedWhenItIsNone) {
    const Scratch scratch;
    EXPECT_EQ(Store::open_reader(scratch.path("none.db"), {}).error().code, Errc::not_found);
    const std::string text = scratch.write("text.db", std::string(5000, 'x'));
    EXPECT_EQ(Store::open_reader(text, {}).error().code, Errc::not_a_store);
    EXPECT_EQ(Store::open_writer(text, {}).error().code, Errc::not_a_store);
    EXPECT_EQ(Scratch::read(text), std::string(5000, 'x'))
        << "a file that is no store is not touched";
}

// Whoever was to make a store may have been stopped before there was one.
TEST(Store, IsNotThereWhereItsFileIsEmpty) {
    const Scratch scratch;
    const std::string path = scratch.write("a.db", "");
    EXPECT_EQ(Store::open_reader(path, {}).error().code, Errc::not_found);
    EXPECT_TRUE(Store::open_writer(path, k_parameters));
    EXPECT_TRUE(Store::open_reader(path, k_parameters));
}

TEST(Store, ForgetsTheArgumentsOfARunThatEnded) {
    const Scratch scratch;
    Store store = writer(scratch.path("a.db"));
    const std::string command = std::string("remove") + k_run_separator + "a/b.txt";
    const std::uint64_t run = store.insert_run({0, "2026-01-02", command, false}).value();
    EXPECT_EQ(store.last_run().value()->command, command);
    ASSERT_TRUE(store.end_run(run));
    EXPECT_EQ(store.last_run().value()->command, "remove");
    EXPECT_TRUE(store.last_run().value()->ended);
}

TEST(Store, IsRefusedWithOtherParameters) {
    const Scratch scratch;
    const std::string path = scratch.path("a.db");
    (void)writer(path);
    EXPECT_EQ(Store::open_reader(path, {{"fold_version", "2"}}).error().code, Errc::store_version);
    EXPECT_EQ(Store::open_writer(path, {{"fold_version", "2"}}).error().code, Errc::store_version);
    EXPECT_TRUE(Store::open_reader(path, k_parameters));
}

TEST(WriterLock, IsHeldByOne) {
    const Scratch scratch;
    const std::string path = scratch.path("a.db");
    {
        const auto first = WriterLock::acquire(path);
        ASSERT_TRUE(first);
        EXPECT_EQ(WriterLock::acquire(path).error().code, Errc::busy);
    }
    EXPECT_TRUE(WriterLock::acquire(path));
    EXPECT_EQ(WriterLock::acquire(scratch.path("no/such/folder/a.db")).error().code, Errc::io);
}

// Against the plainest model there is: a map from key to set.
TEST(Postings, AnswerLikeAMapHoweverTheyWereWritten) {
    const Scratch scratch;
    Store store = writer(scratch.path("a.db"));
    ASSERT_TRUE(store.begin());
    std::mt19937_64 random(1);
    std::map<std::uint64_t, std::set<std::uint64_t>> model;
    for (int segment = 0; segment < 30; ++segment) {
        PostingBatch batch;
        const std::size_t size = segment == 3 ? 20'000 : random() % 300;
        for (std::size_t i = 0; i < size; ++i) {
            const std::uint64_t key = random() % 10 == 0 ? 5 : random() % 3000;
            const std::uint64_t value = random() % 100'000;
            batch.add(PostingKind::content, key, value);
            batch.add(PostingKind::band_0, key + 1, value);  // a neighbour that must not be seen
            model[key].insert(value);
        }
        ASSERT_TRUE(store.postings().append(batch));
    }
    for (int question = 0; question < 500; ++question) {
        const std::uint64_t low = random() % 3000;
        const std::uint64_t high = question % 2 == 0 ? low : low + random() % 20;
        std::set<std::uint64_t> expected;
        for (auto at = model.lower_bound(low); at != model.end() && at->first <= high; ++at) {
            expected.insert(at->second.begin(), at->second.end());
        }
        std::vector<std::uint64_t> values;
        ASSERT_TRUE(store.postings().find(PostingKind::content, low, high, values));
        EXPECT_EQ(std::set<std::uint64_t>(values.begin(), values.end()), expected);
    }
    auto at = model.begin();
    ASSERT_TRUE(store.postings().scan(
        PostingKind::content, [&](std::uint64_t key, std::span<const std::uint64_t> values) {
            EXPECT_EQ(key, at->first);
            EXPECT_TRUE(std::ranges::equal(values, at->second));
            ++at;
            return true;
        }));
    EXPECT_EQ(at, model.end());
    ASSERT_TRUE(store.postings().compact([](PostingKind kind, const Posting& posting) {
        return kind == PostingKind::content && posting.value % 2 == 0;
    }));
    std::vector<std::uint64_t> values;
    ASSERT_TRUE(store.postings().find(PostingKind::content, 5, 5, values));
    EXPECT_TRUE(std::ranges::all_of(values, [](std::uint64_t value) { return value % 2 == 0; }));
}

}  // namespace
}  // namespace leitong::store
