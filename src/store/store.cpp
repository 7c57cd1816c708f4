#include "leitong/store/store.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

#include "impl.hpp"

namespace leitong::store {

namespace {

constexpr std::int64_t k_application_id = 0x4c544e47;  // "LTNG"
constexpr int k_first_checked_version = 5;             // whose pages have checksums

std::uint64_t checksum_of_parameter(std::string_view name, std::string_view value) noexcept {
    return RowChecksum().add(name).add(value).value();
}

std::uint64_t checksum_of(const PendingRow& row) noexcept {
    return RowChecksum().add(row.id.value).add(std::uint64_t{row.why}).value();
}

std::uint64_t checksum_of(const SkippedRow& row) noexcept {
    return RowChecksum()
        .add(std::string_view(row.source))
        .add(std::uint64_t{row.code})
        .add(std::string_view(row.reason))
        .value();
}

std::uint64_t checksum_of(const RunRow& row) noexcept {
    return RowChecksum()
        .add(row.id)
        .add(std::string_view(row.day))
        .add(std::string_view(row.command))
        .add(std::uint64_t{row.ended ? 1U : 0U})
        .value();
}

Result<RunRow> read_run(const Statement& row) {
    RunRow run{row.unsigned_integer(0), std::string(row.text_view(1)),
               std::string(row.text_view(2)), row.integer(3) != 0};
    const auto ended = row.integer(3);
    if (ended < 0 || ended > 1 || checksum_of(run) != row.unsigned_integer(4)) {
        return bad_row("runs", run.id);
    }
    return run;
}

Result<std::optional<RunRow>> one_run(Statement& select) {
    LEITONG_TRY_ASSIGN(const bool found, select.step());
    if (!found) {
        return std::nullopt;
    }
    auto run = read_run(select);
    select.reset();
    if (!run) {
        return fail(std::move(run.error()));
    }
    return std::move(*run);
}

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

}  // namespace

Store::Store(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

namespace {

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

Result<void> Store::begin() {
    LEITONG_TRY(m_impl->connection.execute("BEGIN"));
    LEITONG_TRY(m_impl->grams->refresh());
    return m_impl->postings->refresh();
}

Result<void> Store::commit() {
    return m_impl->connection.execute("COMMIT");
}

Result<void> Store::rollback() {
    for (auto& [sql, statement] : m_impl->statements) {
        statement.reset();
    }
    if (!m_impl->connection.in_transaction()) {
        return {};
    }
    LEITONG_TRY(m_impl->connection.execute("ROLLBACK"));
    LEITONG_TRY(m_impl->grams->refresh());
    return m_impl->postings->refresh();
}

Postings& Store::postings() noexcept {
    return *m_impl->postings;
}

GramIndex& Store::grams() noexcept {
    return *m_impl->grams;
}

Result<bool> Store::are_grams_missing() {
    LEITONG_TRY_ASSIGN(const std::uint64_t missing, m_impl->number_parameter("grams_missing_id"));
    return missing != 0;
}

Result<void> Store::note_grams_made() {
    return m_impl->set_parameter("grams_missing_id", "0");
}

Result<ParameterList> Store::parameters() {
    ParameterList list;
    LEITONG_TRY_ASSIGN(Statement * select,
                       m_impl->use("SELECT name, value, checksum FROM parameters ORDER BY name"));
    LEITONG_TRY(Impl::each(*select, [&](Statement& row) -> Result<bool> {
        list.emplace_back(row.text_view(0), row.text_view(1));
        if (checksum_of_parameter(list.back().first, list.back().second) !=
            row.unsigned_integer(2)) {
            return bad_row("parameters", list.back().first);
        }
        return true;
    }));
    return list;
}

Result<void> Store::put_pending(const PendingRow& row) {
    LEITONG_TRY_ASSIGN(
        Statement * upsert,
        m_impl->use("INSERT INTO pending VALUES (?1, ?2, ?3) ON CONFLICT (typed_id) DO UPDATE SET "
                    "why = why | excluded.why, "
                    "checksum = row_checksum(typed_id, why | excluded.why)"));
    return upsert->bind(row.id.value).bind(std::int64_t{row.why}).bind(checksum_of(row)).run();
}

Result<std::vector<PendingRow>> Store::pending() {
    std::vector<PendingRow> rows;
    LEITONG_TRY_ASSIGN(Statement * select,
                       m_impl->use("SELECT typed_id, why, checksum FROM pending ORDER BY "
                                   "typed_id"));
    LEITONG_TRY(Impl::each(*select, [&](Statement& row) -> Result<bool> {
        const std::int64_t why = row.integer(1);
        rows.push_back({TypedId{row.unsigned_integer(0)}, static_cast<std::uint8_t>(why)});
        if (why < 1 || why > 7 || checksum_of(rows.back()) != row.unsigned_integer(2)) {
            return bad_row("pending", row.integer(0));
        }
        return true;
    }));
    // Typed texts that came after the last refresh wait without a row of their own.
    LEITONG_TRY_ASSIGN(const TypedId refreshed, refreshed_id());
    LEITONG_TRY_ASSIGN(
        Statement * newer,
        m_impl->use("SELECT typed_id FROM signatures WHERE typed_id > ?1 ORDER BY typed_id"));
    newer->bind(refreshed.value);
    LEITONG_TRY(Impl::each(*newer, [&](Statement& row) -> Result<bool> {
        rows.push_back(
            {TypedId{row.unsigned_integer(0)}, std::uint8_t{k_pending_match | k_pending_cluster}});
        return true;
    }));
    std::ranges::stable_sort(rows, {}, &PendingRow::id);
    std::vector<PendingRow> joined;
    for (const PendingRow& row : rows) {
        if (!joined.empty() && joined.back().id == row.id) {
            joined.back().why |= row.why;
        } else {
            joined.push_back(row);
        }
    }
    return joined;
}

Result<TypedId> Store::refreshed_id() {
    LEITONG_TRY_ASSIGN(const std::uint64_t id, m_impl->number_parameter("refreshed_id"));
    return TypedId{id};
}

Result<void> Store::clear_pending() {
    LEITONG_TRY_ASSIGN(const std::uint64_t last, last_id());
    LEITONG_TRY(m_impl->set_parameter("refreshed_id", std::to_string(last)));
    return m_impl->connection.execute("DELETE FROM pending");
}

Result<std::uint64_t> Store::insert_run(const RunRow& run) {
    LEITONG_TRY_ASSIGN(const std::int64_t last,
                       m_impl->connection.integer_of("SELECT coalesce(max(run_id), 0) FROM runs"));
    RunRow row = run;
    row.id = static_cast<std::uint64_t>(last) + 1;
    LEITONG_TRY_ASSIGN(Statement * insert,
                       m_impl->use("INSERT INTO runs VALUES (?1, ?2, ?3, ?4, ?5)"));
    LEITONG_TRY(insert->bind(row.id)
                    .bind(std::string_view(row.day))
                    .bind(std::string_view(row.command))
                    .bind(std::int64_t{row.ended ? 1 : 0})
                    .bind(checksum_of(row))
                    .run());
    return row.id;
}

Result<void> Store::end_run(std::uint64_t run_id) {
    LEITONG_TRY_ASSIGN(Statement * select,
                       m_impl->use("SELECT run_id, day, command, ended, checksum FROM runs WHERE "
                                   "run_id = ?1"));
    select->bind(run_id);
    LEITONG_TRY_ASSIGN(std::optional<RunRow> run, one_run(*select));
    if (!run) {
        return {};
    }
    run->command.resize(std::min(run->command.find(k_run_separator), run->command.size()));
    run->ended = true;
    LEITONG_TRY_ASSIGN(
        Statement * update,
        m_impl->use("UPDATE runs SET command = ?2, ended = 1, checksum = ?3 WHERE run_id = ?1"));
    return update->bind(run_id).bind(std::string_view(run->command)).bind(checksum_of(*run)).run();
}

Result<std::optional<RunRow>> Store::last_run() {
    LEITONG_TRY_ASSIGN(
        Statement * select,
        m_impl->use("SELECT run_id, day, command, ended, checksum FROM runs ORDER BY run_id DESC "
                    "LIMIT 1"));
    return one_run(*select);
}

Result<void> Store::runs(const std::function<bool(const RunRow&)>& sink) {
    LEITONG_TRY_ASSIGN(
        Statement select,
        m_impl->connection.prepare(
            "SELECT run_id, day, command, ended, checksum FROM runs ORDER BY run_id"));
    return Impl::each(select, [&](Statement& row) -> Result<bool> {
        LEITONG_TRY_ASSIGN(const RunRow run, read_run(row));
        return sink(run);
    });
}

Result<void> Store::replace_skipped(const std::vector<SkippedRow>& rows) {
    LEITONG_TRY(m_impl->connection.execute("DELETE FROM skipped"));
    LEITONG_TRY_ASSIGN(Statement * insert,
                       m_impl->use("INSERT INTO skipped VALUES (?1, ?2, ?3, ?4)"));
    for (const SkippedRow& row : rows) {
        LEITONG_TRY(insert->bind(std::string_view(row.source))
                        .bind(std::int64_t{row.code})
                        .bind(std::string_view(row.reason))
                        .bind(checksum_of(row))
                        .run());
    }
    return {};
}

Result<std::vector<SkippedRow>> Store::skipped() {
    std::vector<SkippedRow> rows;
    LEITONG_TRY_ASSIGN(Statement * select,
                       m_impl->use("SELECT source, code, reason, checksum FROM skipped ORDER BY "
                                   "rowid"));
    LEITONG_TRY(Impl::each(*select, [&](Statement& row) -> Result<bool> {
        rows.push_back({std::string(row.text_view(0)), static_cast<std::uint8_t>(row.integer(1)),
                        std::string(row.text_view(2))});
        if (checksum_of(rows.back()) != row.unsigned_integer(3)) {
            return bad_row("skipped", rows.back().source);
        }
        return true;
    }));
    return rows;
}

Result<std::uint64_t> Store::data_version() {
    LEITONG_TRY_ASSIGN(Statement * select, m_impl->use("PRAGMA data_version"));
    LEITONG_TRY_ASSIGN(const bool found, select->step());
    const std::uint64_t version = found ? select->unsigned_integer(0) : 0;
    select->reset();
    return version;
}

Result<std::uint64_t> Store::document_count() {
    return m_impl->number_of("SELECT count(*) FROM documents");
}

Result<std::uint64_t> Store::cluster_count() {
    return m_impl->number_of("SELECT count(*) FROM clusters");
}

Result<Counts> Store::counts() {
    Counts counts;
    const std::pair<std::uint64_t*, std::string_view> k_queries[] = {
        {&counts.documents, "SELECT count(*) FROM documents"},
        {&counts.texts, "SELECT count(*) FROM texts"},
        {&counts.typed_texts, "SELECT count(*) FROM signatures"},
        {&counts.clusters, "SELECT count(*) FROM clusters"},
        {&counts.pending, "SELECT count(*) FROM pending"}};
    for (const auto& [count, sql] : k_queries) {
        LEITONG_TRY_ASSIGN(const std::int64_t value, m_impl->connection.integer_of(sql));
        *count = static_cast<std::uint64_t>(value);
    }
    return counts;
}

Result<std::vector<std::uint32_t>> Store::bad_pages() {
    return m_impl->connection.find_bad_pages();
}

Result<std::vector<std::string>> Store::check_pages() {
    std::vector<std::string> problems;
    LEITONG_TRY_ASSIGN(Statement select, m_impl->connection.prepare("PRAGMA integrity_check(100)"));
    LEITONG_TRY(Impl::each(select, [&](Statement& row) -> Result<bool> {
        if (row.text_view(0) != "ok") {
            problems.emplace_back(row.text_view(0));
        }
        return true;
    }));
    return problems;
}

}  // namespace leitong::store
