// Roots, files and documents.
#include "impl.hpp"

namespace leitong::store {

namespace {

std::uint64_t checksum_of(const RootRow& root) noexcept {
    return RowChecksum().add(root.id.value).add(root.name).add(root.path).add(root.options).value();
}

std::uint64_t checksum_of(const FileRow& file) noexcept {
    return RowChecksum()
        .add(file.id.value)
        .add(file.root.value)
        .add(file.relative_path)
        .add(file.size_bytes)
        .add(file.mtime_ns)
        .add(file.hash.high)
        .add(file.hash.low)
        .value();
}

std::uint64_t checksum_of(const DocumentRow& document, BlobView layout) noexcept {
    return RowChecksum()
        .add(document.id.value)
        .add(document.file.value)
        .add(document.name)
        .add(static_cast<std::uint64_t>(document.encoding))
        .add(document.encoding_name)
        .add(document.size_bytes)
        .add(document.replaced)
        .add(static_cast<std::uint64_t>(document.mode))
        .add(document.letters)
        .add(layout)
        .value();
}

constexpr std::string_view k_document_columns =
    "document_id, file_id, name, encoding, encoding_name, size_bytes, replaced, mode, letters, "
    "layout, checksum FROM documents ";

Result<DocumentRow> read_document(const Statement& row) {
    DocumentRow document;
    document.id = {row.unsigned_integer(0)};
    document.file = {row.unsigned_integer(1)};
    document.name = row.text_view(2);
    const std::int64_t encoding = row.integer(3);
    document.encoding_name = row.text_view(4);
    document.size_bytes = row.unsigned_integer(5);
    document.replaced = row.unsigned_integer(6);
    const std::int64_t mode = row.integer(7);
    document.letters = row.unsigned_integer(8);
    const BlobView layout = row.blob_view(9);
    const bool is_in_range = encoding >= 0 && encoding <= static_cast<int>(Encoding::other) &&
                             mode >= 0 && mode <= static_cast<int>(ParagraphMode::block);
    if (!is_in_range) {
        return bad_row("documents", document.id.value);
    }
    document.encoding = static_cast<Encoding>(encoding);
    document.mode = static_cast<ParagraphMode>(mode);
    if (checksum_of(document, layout) != row.unsigned_integer(10) ||
        !decode_layout(layout, document.layout)) {
        return bad_row("documents", document.id.value);
    }
    return document;
}

Result<std::optional<DocumentRow>> one_document(Statement& select) {
    LEITONG_TRY_ASSIGN(const bool found, select.step());
    if (!found) {
        return std::nullopt;
    }
    auto document = read_document(select);
    select.reset();
    if (!document) {
        return fail(std::move(document.error()));
    }
    return std::move(*document);
}

}  // namespace

Result<std::vector<RootRow>> Store::roots() {
    std::vector<RootRow> rows;
    LEITONG_TRY_ASSIGN(
        Statement * select,
        m_impl->use("SELECT root_id, name, path, options, checksum FROM roots ORDER BY name"));
    LEITONG_TRY(Impl::each(*select, [&](Statement& row) -> Result<bool> {
        RootRow root{{row.unsigned_integer(0)},
                     std::string(row.text_view(1)),
                     std::string(row.text_view(2)),
                     std::string(row.text_view(3))};
        if (checksum_of(root) != row.unsigned_integer(4)) {
            return bad_row("roots", root.id.value);
        }
        rows.push_back(std::move(root));
        return true;
    }));
    return rows;
}

Result<RootId> Store::insert_root(const RootRow& root) {
    LEITONG_TRY_ASSIGN(const std::uint64_t last,
                       m_impl->number_of("SELECT coalesce(max(root_id), 0) FROM roots"));
    RootRow row = root;
    row.id = {last + 1};
    LEITONG_TRY_ASSIGN(Statement * insert,
                       m_impl->use("INSERT INTO roots VALUES (?1, ?2, ?3, ?4, ?5)"));
    LEITONG_TRY(insert->bind(row.id.value)
                    .bind(std::string_view(row.name))
                    .bind(std::string_view(row.path))
                    .bind(std::string_view(row.options))
                    .bind(checksum_of(row))
                    .run());
    return row.id;
}

Result<void> Store::update_root(const RootRow& root) {
    LEITONG_TRY_ASSIGN(
        Statement * update,
        m_impl->use("UPDATE roots SET name = ?2, path = ?3, options = ?4, checksum = ?5 WHERE "
                    "root_id = ?1"));
    return update->bind(root.id.value)
        .bind(std::string_view(root.name))
        .bind(std::string_view(root.path))
        .bind(std::string_view(root.options))
        .bind(checksum_of(root))
        .run();
}

Result<void> Store::delete_root(RootId id) {
    LEITONG_TRY_ASSIGN(Statement * erase, m_impl->use("DELETE FROM roots WHERE root_id = ?1"));
    return erase->bind(id.value).run();
}

Result<std::vector<FileRow>> Store::files(RootId root) {
    std::vector<FileRow> rows;
    LEITONG_TRY_ASSIGN(
        Statement * select,
        m_impl->use("SELECT file_id, root_id, relative_path, size_bytes, mtime_ns, hash_high, "
                    "hash_low, checksum FROM files WHERE root_id = ?1 ORDER BY relative_path"));
    select->bind(root.value);
    LEITONG_TRY(Impl::each(*select, [&](Statement& row) -> Result<bool> {
        FileRow file{{row.unsigned_integer(0)},
                     {row.unsigned_integer(1)},
                     std::string(row.text_view(2)),
                     row.unsigned_integer(3),
                     row.integer(4),
                     {row.unsigned_integer(5), row.unsigned_integer(6)}};
        if (checksum_of(file) != row.unsigned_integer(7)) {
            return bad_row("files", file.id.value);
        }
        rows.push_back(std::move(file));
        return true;
    }));
    return rows;
}

Result<FileId> Store::insert_file(const FileRow& file) {
    LEITONG_TRY_ASSIGN(const std::uint64_t last,
                       m_impl->number_of("SELECT coalesce(max(file_id), 0) FROM files"));
    FileRow row = file;
    row.id = {last + 1};
    LEITONG_TRY_ASSIGN(Statement * insert,
                       m_impl->use("INSERT INTO files VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"));
    LEITONG_TRY(insert->bind(row.id.value)
                    .bind(row.root.value)
                    .bind(std::string_view(row.relative_path))
                    .bind(row.size_bytes)
                    .bind(row.mtime_ns)
                    .bind(row.hash.high)
                    .bind(row.hash.low)
                    .bind(checksum_of(row))
                    .run());
    return row.id;
}

Result<void> Store::update_file(const FileRow& file) {
    LEITONG_TRY_ASSIGN(
        Statement * update,
        m_impl->use("UPDATE files SET root_id = ?2, relative_path = ?3, size_bytes = ?4, mtime_ns "
                    "= ?5, hash_high = ?6, hash_low = ?7, checksum = ?8 WHERE file_id = ?1"));
    return update->bind(file.id.value)
        .bind(file.root.value)
        .bind(std::string_view(file.relative_path))
        .bind(file.size_bytes)
        .bind(file.mtime_ns)
        .bind(file.hash.high)
        .bind(file.hash.low)
        .bind(checksum_of(file))
        .run();
}

Result<void> Store::delete_file(FileId id) {
    LEITONG_TRY_ASSIGN(Statement * erase, m_impl->use("DELETE FROM files WHERE file_id = ?1"));
    return erase->bind(id.value).run();
}

Result<DocumentId> Store::insert_document(const DocumentRow& document) {
    // AUTOINCREMENT keeps the highest number ever given; the row's checksum holds its number.
    LEITONG_TRY_ASSIGN(const std::uint64_t last,
                       m_impl->number_of("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE "
                                         "name = 'documents'"));
    DocumentRow row = document;
    row.id = {last + 1};
    const Blob layout = encode_layout(row.layout);
    LEITONG_TRY_ASSIGN(
        Statement * insert,
        m_impl->use("INSERT INTO documents VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"));
    LEITONG_TRY(insert->bind(row.id.value)
                    .bind(row.file.value)
                    .bind(std::string_view(row.name))
                    .bind(static_cast<std::int64_t>(row.encoding))
                    .bind(std::string_view(row.encoding_name))
                    .bind(row.size_bytes)
                    .bind(row.replaced)
                    .bind(static_cast<std::int64_t>(row.mode))
                    .bind(row.letters)
                    .bind_blob(layout)
                    .bind(checksum_of(row, layout))
                    .run());
    return row.id;
}

Result<void> Store::delete_document(DocumentId id) {
    LEITONG_TRY_ASSIGN(Statement * erase,
                       m_impl->use("DELETE FROM documents WHERE document_id = ?1"));
    return erase->bind(id.value).run();
}

Result<std::optional<DocumentRow>> Store::document(DocumentId id) {
    static const std::string k_sql =
        "SELECT " + std::string(k_document_columns) + "WHERE document_id = ?1";
    LEITONG_TRY_ASSIGN(Statement * select, m_impl->use(k_sql));
    select->bind(id.value);
    return one_document(*select);
}

Result<std::optional<DocumentRow>> Store::document_named(std::string_view name) {
    static const std::string k_sql =
        "SELECT " + std::string(k_document_columns) + "WHERE name = ?1";
    LEITONG_TRY_ASSIGN(Statement * select, m_impl->use(k_sql));
    select->bind(name);
    return one_document(*select);
}

Result<void> Store::documents(const std::function<bool(DocumentRow&&)>& sink) {
    static const std::string k_sql = "SELECT " + std::string(k_document_columns) + "ORDER BY name";
    LEITONG_TRY_ASSIGN(Statement select, m_impl->connection.prepare(k_sql));
    return Impl::each(select, [&](Statement& row) -> Result<bool> {
        LEITONG_TRY_ASSIGN(DocumentRow document, read_document(row));
        return sink(std::move(document));
    });
}

Result<std::vector<DocumentId>> Store::documents_of_file(FileId file) {
    std::vector<DocumentId> ids;
    LEITONG_TRY_ASSIGN(
        Statement * select,
        m_impl->use("SELECT document_id FROM documents WHERE file_id = ?1 ORDER BY document_id"));
    select->bind(file.value);
    LEITONG_TRY(Impl::each(*select, [&](Statement& row) -> Result<bool> {
        ids.push_back({row.unsigned_integer(0)});
        return true;
    }));
    return ids;
}

Result<std::vector<DocumentId>> Store::document_ids() {
    std::vector<DocumentId> ids;
    LEITONG_TRY_ASSIGN(Statement * select,
                       m_impl->use("SELECT document_id FROM documents ORDER BY document_id"));
    LEITONG_TRY(Impl::each(*select, [&](Statement& row) -> Result<bool> {
        ids.push_back({row.unsigned_integer(0)});
        return true;
    }));
    return ids;
}

Result<std::vector<DocumentId>> Store::document_ids_by_name() {
    std::vector<DocumentId> ids;
    LEITONG_TRY_ASSIGN(Statement * select,
                       m_impl->use("SELECT document_id FROM documents ORDER BY name"));
    LEITONG_TRY(Impl::each(*select, [&](Statement& row) -> Result<bool> {
        ids.push_back({row.unsigned_integer(0)});
        return true;
    }));
    return ids;
}

}  // namespace leitong::store
