// Runs, and how things were before they changed them.
#include "impl.hpp"

namespace leitong::store {

namespace {

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

std::uint64_t checksum_of(const RunClusterRow& row, BlobView members) noexcept {
    return RowChecksum().add(row.run).add(row.id).add(row.size).add(members).value();
}

std::uint64_t checksum_of(const RunDocumentRow& row, BlobView typed) noexcept {
    return RowChecksum().add(row.run).add(row.name).add(row.content).add(typed).value();
}

Result<RunClusterRow> read_run_cluster(const Statement& row) {
    RunClusterRow found{
        row.unsigned_integer(0), std::string(row.text_view(1)), row.unsigned_integer(2), {}};
    const BlobView members = row.blob_view(3);
    if (checksum_of(found, members) != row.unsigned_integer(4) ||
        !decode_hashes(members, found.members)) {
        return bad_row("run_clusters", found.run);
    }
    return found;
}

Result<RunDocumentRow> read_run_document(const Statement& row) {
    RunDocumentRow found{
        row.unsigned_integer(0), std::string(row.text_view(1)), row.unsigned_integer(2), {}};
    const BlobView typed = row.blob_view(3);
    if (checksum_of(found, typed) != row.unsigned_integer(4) ||
        !decode_hashes(typed, found.typed)) {
        return bad_row("run_documents", found.run);
    }
    return found;
}

// A store that was last written by an older leitong has no such table, and changed nothing since.
Result<bool> has_table(Connection& connection, std::string_view sql) {
    LEITONG_TRY_ASSIGN(const std::int64_t count, connection.integer_of(sql));
    return count > 0;
}

}  // namespace

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

Result<void> Store::put_run_cluster(const RunClusterRow& row) {
    const Blob members = encode_hashes(row.members);
    LEITONG_TRY_ASSIGN(
        Statement * insert,
        m_impl->use("INSERT OR IGNORE INTO run_clusters VALUES (?1, ?2, ?3, ?4, ?5)"));
    return insert->bind(row.run)
        .bind(std::string_view(row.id))
        .bind(row.size)
        .bind_blob(members)
        .bind(checksum_of(row, members))
        .run();
}

Result<void> Store::put_run_document(const RunDocumentRow& row) {
    const Blob typed = encode_hashes(row.typed);
    LEITONG_TRY_ASSIGN(
        Statement * insert,
        m_impl->use("INSERT OR IGNORE INTO run_documents VALUES (?1, ?2, ?3, ?4, ?5)"));
    return insert->bind(row.run)
        .bind(std::string_view(row.name))
        .bind(row.content)
        .bind_blob(typed)
        .bind(checksum_of(row, typed))
        .run();
}

Result<void> Store::run_clusters_after(std::uint64_t run,
                                       const std::function<bool(const RunClusterRow&)>& sink) {
    LEITONG_TRY_ASSIGN(const bool is_there,
                       has_table(m_impl->connection,
                                 "SELECT count(*) FROM sqlite_master WHERE name = 'run_clusters'"));
    if (!is_there) {
        return {};
    }
    LEITONG_TRY_ASSIGN(Statement select,
                       m_impl->connection.prepare(
                           "SELECT run_id, id, size, members, checksum FROM run_clusters WHERE "
                           "run_id > ?1 ORDER BY run_id, id"));
    select.bind(run);
    return Impl::each(select, [&](Statement& row) -> Result<bool> {
        LEITONG_TRY_ASSIGN(const RunClusterRow found, read_run_cluster(row));
        return sink(found);
    });
}

Result<void> Store::run_documents_after(std::uint64_t run,
                                        const std::function<bool(const RunDocumentRow&)>& sink) {
    LEITONG_TRY_ASSIGN(
        const bool is_there,
        has_table(m_impl->connection,
                  "SELECT count(*) FROM sqlite_master WHERE name = 'run_documents'"));
    if (!is_there) {
        return {};
    }
    LEITONG_TRY_ASSIGN(Statement select,
                       m_impl->connection.prepare(
                           "SELECT run_id, name, content, typed, checksum FROM run_documents WHERE "
                           "run_id > ?1 ORDER BY run_id, name"));
    select.bind(run);
    return Impl::each(select, [&](Statement& row) -> Result<bool> {
        LEITONG_TRY_ASSIGN(const RunDocumentRow found, read_run_document(row));
        return sink(found);
    });
}

Result<void> Store::forget_run_changes(std::uint64_t run) {
    for (const std::string_view sql : {"DELETE FROM run_clusters WHERE run_id <= ?1",
                                       "DELETE FROM run_documents WHERE run_id <= ?1"}) {
        LEITONG_TRY_ASSIGN(Statement * erase, m_impl->use(sql));
        LEITONG_TRY(erase->bind(run).run());
    }
    return {};
}

}  // namespace leitong::store
