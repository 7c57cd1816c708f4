// SQLite, wrapped: connections and statements that close themselves and return Results. Private to
// store, the only module that includes sqlite3.h.
#pragma once

#include "leitong/base/result.hpp"

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace leitong::store {

// A prepared statement. Columns and parameters are set and read in order; an error is kept until
// step() or run() returns it.
class Statement {
public:
    Statement() = default;
    explicit Statement(sqlite3_stmt* statement) noexcept : m_statement(statement) {}

    // Binds the next parameter. Strings and blobs must live until the statement is reset.
    Statement& bind(std::int64_t value) noexcept;
    Statement& bind(std::uint64_t value) noexcept;
    Statement& bind(std::string_view text) noexcept;
    Statement& bind_blob(std::span<const std::uint8_t> blob) noexcept;

    // True while there is a row. A statement that has ended is reset by itself.
    [[nodiscard]] Result<bool> step();
    // For statements without rows: executes and resets.
    [[nodiscard]] Result<void> run();
    void reset() noexcept;

    [[nodiscard]] std::int64_t integer(int column) const noexcept;
    [[nodiscard]] std::uint64_t unsigned_integer(int column) const noexcept;
    // Valid until the next step.
    [[nodiscard]] std::string_view text_view(int column) const noexcept;
    [[nodiscard]] std::span<const std::uint8_t> blob_view(int column) const noexcept;

private:
    struct Finalise {
        void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
    };
    std::unique_ptr<sqlite3_stmt, Finalise> m_statement;
    int m_next = 1;
    int m_error = SQLITE_OK;
};

enum class OpenMode : std::uint8_t { read, write };

class Connection {
public:
    // Creates the file in write mode if it is not there.
    [[nodiscard]] static Result<Connection> open(const std::string& path, OpenMode mode);

    [[nodiscard]] Result<Statement> prepare(std::string_view sql);
    // Executes statements that return no rows.
    [[nodiscard]] Result<void> execute(const std::string& sql);
    [[nodiscard]] Result<std::int64_t> integer_of(std::string_view sql);
    [[nodiscard]] std::int64_t last_row_id() const noexcept;
    [[nodiscard]] bool in_transaction() const noexcept;
    // Whether pages are checked as they are read (page_checksums.hpp); known once one was.
    [[nodiscard]] bool has_page_checksums() const noexcept;
    // Numbers of pages that are not as they were written; from now on they are read all the same.
    // Within a transaction.
    [[nodiscard]] Result<std::vector<std::uint32_t>> find_bad_pages();
    [[nodiscard]] const std::string& path() const noexcept { return m_path; }

private:
    struct Close {
        void operator()(sqlite3* database) const noexcept { sqlite3_close_v2(database); }
    };
    std::unique_ptr<sqlite3, Close> m_database;
    std::string m_path;
};

// The Error for the last failure on a database: disk full, read-only, damaged, busy, or io.
[[nodiscard]] Error sqlite_error(sqlite3* database, int code);

}  // namespace leitong::store
