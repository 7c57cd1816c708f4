#include "sqlite.hpp"

#include <fmt/core.h>

#include <cerrno>

#include "checksum.hpp"
#include "page_checksums.hpp"

namespace leitong::store {

namespace {

constexpr int k_reader_timeout_ms = 30'000;
constexpr int k_writer_timeout_ms = 120'000;

std::string path_of(sqlite3* database) {
    const char* path = database != nullptr ? sqlite3_db_filename(database, "main") : nullptr;
    return path != nullptr ? path : "";
}

// A quota or a limit on the size of files is a full disk to whoever meets it. SQLite tells them
// from other failures to write only by the error number of the system.
bool is_out_of_room(sqlite3* database, int code) {
    const int reason =
        database != nullptr && (code & 0xFF) == SQLITE_IOERR ? sqlite3_system_errno(database) : 0;
    return (code & 0xFF) == SQLITE_FULL || reason == ENOSPC || reason == EDQUOT || reason == EFBIG;
}

}  // namespace

Error sqlite_error(sqlite3* database, int code) {
    const std::string path = path_of(database);
    const char* detail = database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code);
    if (is_out_of_room(database, code)) {
        return {Errc::disk_full, message(Msg::store_disk_full, path)};
    }
    if (code == SQLITE_IOERR_DATA) {
        return {Errc::store_damaged,
                message(Msg::store_damaged, path, fmt::format("page {}", last_bad_page(database)))};
    }
    switch (code & 0xFF) {
        case SQLITE_READONLY:
            if (sqlite3_extended_errcode(database) == SQLITE_READONLY_ROLLBACK) {
                return {Errc::io, message(Msg::store_unfinished, path)};
            }
            [[fallthrough]];
        case SQLITE_PERM:
            return {Errc::io, message(Msg::store_read_only, path)};
        case SQLITE_CORRUPT:
            return {Errc::store_damaged, message(Msg::store_damaged, path, detail)};
        case SQLITE_NOTADB:
            return {Errc::not_a_store, message(Msg::store_not_a_store, path)};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {Errc::busy, message(Msg::store_busy, path)};
        case SQLITE_CANTOPEN:
            return {Errc::io, message(Msg::cannot_open, path, detail)};
        default:
            return {Errc::io, message(Msg::store_failed, path, detail)};
    }
}

Statement& Statement::bind(std::int64_t value) noexcept {
    if (const int code = sqlite3_bind_int64(m_statement.get(), m_next++, value);
        code != SQLITE_OK) {
        m_error = code;
    }
    return *this;
}

Statement& Statement::bind(std::uint64_t value) noexcept {
    return bind(static_cast<std::int64_t>(value));
}

Statement& Statement::bind(std::string_view text) noexcept {
    const int code =
        sqlite3_bind_text64(m_statement.get(), m_next++, text.data() != nullptr ? text.data() : "",
                            text.size(), SQLITE_STATIC, SQLITE_UTF8);
    if (code != SQLITE_OK) {
        m_error = code;
    }
    return *this;
}

Statement& Statement::bind_blob(std::span<const std::uint8_t> blob) noexcept {
    static constexpr std::uint8_t k_nothing = 0;
    const int code =
        sqlite3_bind_blob64(m_statement.get(), m_next++, blob.empty() ? &k_nothing : blob.data(),
                            blob.size(), SQLITE_STATIC);
    if (code != SQLITE_OK) {
        m_error = code;
    }
    return *this;
}

Result<bool> Statement::step() {
    sqlite3* const database = sqlite3_db_handle(m_statement.get());
    if (m_error != SQLITE_OK) {
        const int code = m_error;
        reset();
        return fail(sqlite_error(database, code));
    }
    const int code = sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW) {
        return true;
    }
    if (code == SQLITE_DONE) {
        reset();
        return false;
    }
    Error error = sqlite_error(database, code);
    reset();
    return fail(std::move(error));
}

Result<void> Statement::run() {
    auto more = step();
    if (!more) {
        return fail(std::move(more.error()));
    }
    if (*more) {
        reset();
    }
    return {};
}

void Statement::reset() noexcept {
    sqlite3_reset(m_statement.get());
    m_next = 1;
    m_error = SQLITE_OK;
}

std::int64_t Statement::integer(int column) const noexcept {
    return sqlite3_column_int64(m_statement.get(), column);
}

std::uint64_t Statement::unsigned_integer(int column) const noexcept {
    return static_cast<std::uint64_t>(integer(column));
}

std::string_view Statement::text_view(int column) const noexcept {
    const auto* text = sqlite3_column_text(m_statement.get(), column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), column));
    return text != nullptr ? std::string_view(reinterpret_cast<const char*>(text), size)
                           : std::string_view();
}

std::span<const std::uint8_t> Statement::blob_view(int column) const noexcept {
    const auto* blob =
        static_cast<const std::uint8_t*>(sqlite3_column_blob(m_statement.get(), column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), column));
    return blob != nullptr ? std::span(blob, size) : std::span<const std::uint8_t>();
}

Result<Connection> Connection::open(const std::string& path, OpenMode mode) {
    // Statistics of memory take a lock at every allocation, of all threads together.
    static const int k_configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)k_configured;
    const char* const layer = checked_pages();
    if (layer == nullptr) {
        return fail(Errc::io, Msg::cannot_open, path, sqlite3_errstr(SQLITE_NOTFOUND));
    }
    Connection connection;
    connection.m_path = path;
    sqlite3* database = nullptr;
    // A reader opens for writing too, where it may: what a killed writer left half done is rolled
    // back by whoever comes next. `query_only` keeps it from writing anything else.
    const int create = mode == OpenMode::write ? SQLITE_OPEN_CREATE : 0;
    const int code =
        sqlite3_open_v2(path.c_str(), &database,
                        SQLITE_OPEN_READWRITE | create | SQLITE_OPEN_NOMUTEX, checked_pages());
    connection.m_database.reset(database);
    if (code != SQLITE_OK) {
        return fail(Errc::io, Msg::cannot_open, path,
                    database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code));
    }
    sqlite3_extended_result_codes(database, 1);
    define_checksums(database);
    if (mode == OpenMode::write) {
        reserve_page_checksums(database);
    }
    sqlite3_busy_timeout(database,
                         mode == OpenMode::write ? k_writer_timeout_ms : k_reader_timeout_ms);
    return connection;
}

Result<Statement> Connection::prepare(std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(m_database.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) {
        return fail(sqlite_error(m_database.get(), code));
    }
    return Statement(statement);
}

Result<void> Connection::execute(const std::string& sql) {
    const int code = sqlite3_exec(m_database.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
        return fail(sqlite_error(m_database.get(), code));
    }
    return {};
}

Result<std::int64_t> Connection::integer_of(std::string_view sql) {
    LEITONG_TRY_ASSIGN(Statement statement, prepare(sql));
    LEITONG_TRY_ASSIGN(const bool found, statement.step());
    return found ? statement.integer(0) : 0;
}

std::int64_t Connection::last_row_id() const noexcept {
    return sqlite3_last_insert_rowid(m_database.get());
}

bool Connection::has_page_checksums() const noexcept {
    return store::has_page_checksums(m_database.get());
}

Result<std::vector<std::uint32_t>> Connection::find_bad_pages() {
    tolerate_bad_pages(m_database.get());
    std::vector<std::uint32_t> pages;
    const int code = store::find_bad_pages(m_database.get(), pages);
    if (code != SQLITE_OK) {
        return fail(Errc::io, Msg::store_failed, m_path, sqlite3_errstr(code));
    }
    return pages;
}

bool Connection::in_transaction() const noexcept {
    return sqlite3_get_autocommit(m_database.get()) == 0;
}

}  // namespace leitong::store
