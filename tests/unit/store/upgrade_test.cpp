// Stores of older schemas, made here as those programs made them, and opened with this one.
#include "leitong/base/hash.hpp"
#include "leitong/store/store.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <array>
#include <filesystem>
#include <string>

#include "scratch.hpp"

namespace leitong::store {
namespace {

using testing::Scratch;

class Database {
public:
    explicit Database(const std::string& path) { sqlite3_open(path.c_str(), &m_database); }
    ~Database() { sqlite3_close(m_database); }
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    void run(const std::string& sql) {
        char* error = nullptr;
        EXPECT_EQ(sqlite3_exec(m_database, sql.c_str(), nullptr, nullptr, &error), SQLITE_OK)
            << error;
        sqlite3_free(error);
    }

private:
    sqlite3* m_database = nullptr;
};

std::string hex(const Blob& blob) {
    static constexpr std::string_view k_digits = "0123456789abcdef";
    std::string out = "x'";
    for (const std::uint8_t byte : blob) {
        out += k_digits[byte >> 4];
        out += k_digits[byte & 15];
    }
    return out + "'";
}

std::int64_t segment_checksum(std::uint64_t segment, std::uint64_t entries) {
    const std::array<std::uint64_t, 2> row = {segment, entries};
    return static_cast<std::int64_t>(base::hash64(row.data(), sizeof row));
}

std::string make_schema_1(const Scratch& scratch) {
    const std::string path = scratch.path("1.db");
    Database database(path);
    database.run(Scratch::read(std::string(LEITONG_SOURCE_DIR) + "/schema/0001_initial.sql"));
    database.run("PRAGMA application_id = 0x4c544e47; PRAGMA user_version = 1");
    database.run("INSERT INTO parameters VALUES ('fold_version', '1'), ('last_id', '41')");
    database.run("INSERT INTO pending VALUES (7, 3)");
    database.run("INSERT INTO skipped VALUES ('a.txt', 2, 'binary')");
    database.run("INSERT INTO runs VALUES (5, '2026-01-02', 'index', 0)");
    const std::vector<Posting> postings = {{9, 4}, {9, 6}, {12, 4}};
    const std::uint64_t row = std::uint64_t{35} << 56 | std::uint64_t{1} << 48 | 9;
    database.run("INSERT INTO postings VALUES (" + std::to_string(row) + ", " +
                 hex(encode_unbound_postings(postings)) + ")");
    database.run("INSERT INTO segments VALUES (1, 3, " + std::to_string(segment_checksum(1, 3)) +
                 ")");
    return path;
}

TEST(Upgrade, KeepsWhatAStoreOfSchema1Holds) {
    const Scratch scratch;
    const std::string path = make_schema_1(scratch);
    const ParameterList parameters = {{"fold_version", "1"}};
    EXPECT_EQ(Store::open_reader(path, parameters).error().code, Errc::store_version)
        << "a reader changes nothing";
    {
        auto store = Store::open_writer(path, parameters);
        ASSERT_TRUE(store) << store.error().message.text(Language::en);
        EXPECT_EQ(store->last_id().value(), 41U);
    }
    auto store = Store::open_reader(path, parameters);  // without texts, no grams are missing
    ASSERT_TRUE(store) << store.error().message.text(Language::en);
    ASSERT_EQ(store->pending().value().size(), 1U);
    EXPECT_EQ(store->pending()->front().why, 3);
    ASSERT_EQ(store->skipped().value().size(), 1U);
    EXPECT_EQ(store->skipped()->front().reason, "binary");
    ASSERT_TRUE(store->last_run().value());
    EXPECT_EQ((*store->last_run())->id, 5U);
    std::vector<std::uint64_t> values;
    ASSERT_TRUE(store->postings().find(PostingKind::content, 9, 9, values));
    EXPECT_EQ(values, (std::vector<std::uint64_t>{4, 6}));
    EXPECT_TRUE(store->postings().verify(
        [](std::int64_t row) { ADD_FAILURE() << "row " << row << " is bad"; }));
}

// The store is copied to one whose pages have checksums: what stands around it stays.
TEST(Upgrade, KeepsWhoMayReadTheStoreAndTheLinkThatLeadsToIt) {
    namespace fs = std::filesystem;
    const Scratch scratch;
    const fs::path path = make_schema_1(scratch);
    const fs::path link = scratch.path("link.db");
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
    fs::create_symlink(path, link);
    auto store = Store::open_writer(link, {{"fold_version", "1"}});
    ASSERT_TRUE(store) << store.error().message.text(Language::en);
    EXPECT_TRUE(store->bad_pages().value().empty());
    EXPECT_TRUE(fs::is_symlink(link));
    EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_FALSE(fs::exists(path.string() + ".upgrade"));
    constexpr std::size_t k_reserved_at = 20;
    EXPECT_EQ(Scratch::read(path).at(k_reserved_at), 8);
}

}  // namespace
}  // namespace leitong::store
