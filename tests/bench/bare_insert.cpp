// The floor that `./dev bench` holds `leitong index` against: reads every file of a folder, takes
// each line that is not empty for a paragraph, and inserts it with a 128-byte blob into one table
// of a new SQLite file, in one transaction. No folding, no sketch, no look-up: what storing costs.
//
// Usage: bare_insert FOLDER STORE.db
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace {

[[noreturn]] void give_up(const char* what) {
    std::fprintf(stderr, "bare_insert: %s\n", what);
    std::exit(2);
}

void execute(sqlite3* database, const char* sql) {
    if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
        give_up(sqlite3_errmsg(database));
    }
}

std::string read(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) {
        give_up("usage: bare_insert FOLDER STORE.db");
    }
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(arguments[1])) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
    std::ranges::sort(files);

    sqlite3* database = nullptr;
    if (sqlite3_open(arguments[2], &database) != SQLITE_OK) {
        give_up("cannot open the store");
    }
    // What design's figures say is fastest: large pages, a small cache, the rollback journal.
    execute(database, "PRAGMA page_size = 16384; PRAGMA cache_size = -2048;");
    execute(
        database,
        "CREATE TABLE paragraphs (id INTEGER PRIMARY KEY, text TEXT NOT NULL, signature BLOB NOT "
        "NULL) STRICT; BEGIN");
    sqlite3_stmt* insert = nullptr;
    sqlite3_prepare_v2(database, "INSERT INTO paragraphs (text, signature) VALUES (?1, ?2)", -1,
                       &insert, nullptr);
    std::array<std::uint8_t, 128> signature{};
    std::uint64_t paragraphs = 0;
    for (const std::filesystem::path& path : files) {
        const std::string bytes = read(path);
        std::string_view rest = bytes;
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find('\n'), rest.size());
            const std::string_view line = rest.substr(0, end);
            rest.remove_prefix(std::min(end + 1, rest.size()));
            if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
                continue;
            }
            ++paragraphs;
            std::ranges::fill(signature, static_cast<std::uint8_t>(paragraphs * 37));
            sqlite3_bind_text64(insert, 1, line.data(), line.size(), SQLITE_STATIC, SQLITE_UTF8);
            sqlite3_bind_blob64(insert, 2, signature.data(), signature.size(), SQLITE_STATIC);
            if (sqlite3_step(insert) != SQLITE_DONE) {
                give_up(sqlite3_errmsg(database));
            }
            sqlite3_reset(insert);
        }
    }
    sqlite3_finalize(insert);
    execute(database, "COMMIT");
    sqlite3_close(database);
    std::printf("%llu paragraphs\n", static_cast<unsigned long long>(paragraphs));
}
