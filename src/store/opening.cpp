// Opening a store: whether it is one, of which version, and what it takes to make it current.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

#include "impl.hpp"

namespace leitong::store {

namespace {

constexpr std::int64_t k_application_id = 0x4c544e47;  // "LTNG"
constexpr int k_first_checked_version = 5;             // whose pages have checksums

Result<void> configure_writer(Connection& connection) {
    // Large pages and a small cache: measured in docs/benchmarks.md. The page size counts only
    // until the first table is made.
    return connection.execute(
        "PRAGMA page_size = 16384; PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL; "
        "PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY;");
}

Result<void> write_parameters(Connection& connection, const ParameterList& parameters) {
    LEITONG_TRY_ASSIGN(Statement insert,
                       connection.prepare("INSERT OR IGNORE INTO parameters VALUES (?1, ?2, ?3)"));
    for (const auto& [name, value] : parameters) {
        LEITONG_TRY(insert.bind(std::string_view(name))
                        .bind(std::string_view(value))
                        .bind(checksum_of_parameter(name, value))
                        .run());
    }
    return {};
}

// Makes tables and parameters that are not there, in one transaction: a store is never half made,
// nor between two versions.
Result<void> make_current(Connection& connection, int version, const ParameterList& parameters) {
    LEITONG_TRY(connection.execute("BEGIN IMMEDIATE"));
    const auto make = [&]() -> Result<void> {
        if (version < k_schema_version) {
            LEITONG_TRY(
                connection.execute(fmt::format("PRAGMA application_id = {}", k_application_id)));
            LEITONG_TRY(migrate(connection, version));
        }
        LEITONG_TRY(write_parameters(connection, parameters));
        return connection.execute("COMMIT");
    };
    auto made = make();
    if (!made && connection.in_transaction()) {
        (void)connection.execute("ROLLBACK");
    }
    return made;
}

// Refuses what this program cannot read; returns the schema's number.
Result<int> check_identity(Connection& connection) {
    LEITONG_TRY_ASSIGN(const std::int64_t application,
                       connection.integer_of("PRAGMA application_id"));
    LEITONG_TRY_ASSIGN(const std::int64_t version, connection.integer_of("PRAGMA user_version"));
    LEITONG_TRY_ASSIGN(const std::int64_t tables,
                       connection.integer_of("SELECT count(*) FROM sqlite_master"));
    if (application != k_application_id && (application != 0 || version != 0 || tables != 0)) {
        return fail(Errc::not_a_store, Msg::store_not_a_store, connection.path());
    }
    if (version > k_schema_version) {
        return fail(Errc::store_version, Msg::store_newer, connection.path(), version,
                    k_schema_version);
    }
    if (version >= k_first_checked_version && !connection.has_page_checksums()) {
        return fail(Errc::store_damaged, Msg::store_damaged, connection.path(), "page 1");
    }
    return static_cast<int>(version);
}

// Copies a store whose pages have no checksums to one whose pages have, in its place. Whoever reads
// the old one goes on with it; an interrupt leaves the old one and perhaps a part of the copy,
// which the next does away with. The caller holds the writer's lock.
Result<Connection> with_page_checksums(Connection connection) {
    namespace fs = std::filesystem;
    const std::string path = connection.path();
    std::error_code error;
    const fs::path target = fs::canonical(path, error);  // of a link, what it leads to
    const std::string copy = target.string() + ".upgrade";
    fs::remove(copy, error);
    const auto make = [&]() -> Result<void> {
        LEITONG_TRY_ASSIGN(Statement vacuum, connection.prepare("VACUUM INTO ?1"));
        return vacuum.bind(std::string_view(copy)).run();
    };
    Result<void> made = make();
    if (made) {
        fs::permissions(copy, fs::status(target).permissions(), error);
        if (!error) {
            fs::rename(copy, target, error);
        }
        if (error) {
            made = fail(Errc::io, Msg::store_failed, path, error.message());
        }
    }
    if (!made) {
        fs::remove(copy, error);
        return fail(std::move(made.error()));
    }
    return Connection::open(path, OpenMode::write);
}

Result<void> check_parameters(Store& store, const std::string& path,
                              const ParameterList& expected) {
    LEITONG_TRY_ASSIGN(const ParameterList found, store.parameters());
    for (const auto& [name, value] : expected) {
        const auto row = std::ranges::find(found, name, &ParameterList::value_type::first);
        if (row == found.end() || row->second != value) {
            return fail(Errc::store_version, Msg::store_other_parameters, path, name,
                        row == found.end() ? "?" : row->second, value);
        }
    }
    return {};
}

}  // namespace

Result<Store> Store::open_writer(const std::string& path, const ParameterList& parameters) {
    LEITONG_TRY_ASSIGN(Connection connection, Connection::open(path, OpenMode::write));
    LEITONG_TRY_ASSIGN(const int version, check_identity(connection));
    if (version > 0 && version < k_first_checked_version) {
        LEITONG_TRY_ASSIGN(connection, with_page_checksums(std::move(connection)));
    }
    auto impl = std::make_unique<Impl>(std::move(connection));
    LEITONG_TRY(configure_writer(impl->connection));
    LEITONG_TRY(make_current(impl->connection, version, parameters));
    LEITONG_TRY_ASSIGN(impl->postings, Postings::open(impl->connection));
    LEITONG_TRY_ASSIGN(impl->grams, GramIndex::open(impl->connection));
    Store store(std::move(impl));
    LEITONG_TRY(check_parameters(store, path, parameters));
    return store;
}

Result<Store> Store::open_reader(const std::string& path, const ParameterList& parameters,
                                 int cache_mib) {
    std::error_code error;
    if (!std::filesystem::exists(path, error)) {
        return fail(Errc::not_found, Msg::store_missing, path);
    }
    LEITONG_TRY_ASSIGN(Connection connection, Connection::open(path, OpenMode::read));
    auto impl = std::make_unique<Impl>(std::move(connection));
    LEITONG_TRY_ASSIGN(const int version, check_identity(impl->connection));
    if (version == 0) {  // an empty file: whoever was to make a store of it was stopped
        return fail(Errc::not_found, Msg::store_missing, path);
    }
    if (version < k_schema_version) {
        return fail(Errc::store_version, Msg::store_older, path, version, k_schema_version);
    }
    LEITONG_TRY(impl->connection.execute(
        fmt::format("PRAGMA query_only = 1; PRAGMA cache_size = {}; PRAGMA temp_store = MEMORY",
                    -1024 * cache_mib)));
    LEITONG_TRY_ASSIGN(impl->postings, Postings::open(impl->connection));
    LEITONG_TRY_ASSIGN(impl->grams, GramIndex::open(impl->connection));
    Store store(std::move(impl));
    LEITONG_TRY(check_parameters(store, path, parameters));
    LEITONG_TRY_ASSIGN(const bool is_half_made, store.are_grams_missing());
    if (is_half_made) {
        return fail(Errc::store_version, Msg::store_older, path, version, k_schema_version);
    }
    return store;
}

}  // namespace leitong::store
