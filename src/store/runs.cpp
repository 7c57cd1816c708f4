// How things were before runs changed them.
#include "impl.hpp"

namespace leitong::store {

namespace {

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
