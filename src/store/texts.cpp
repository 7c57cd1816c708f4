// Distinct texts, and the signatures of distinct typed views.
#include <algorithm>

#include "impl.hpp"

namespace leitong::store {

namespace {

std::uint64_t checksum_of(const NewText& head, std::string_view text) noexcept {
    return RowChecksum()
        .add(head.id.value)
        .add(head.typed.value)
        .add(head.letters)
        .add(head.letters_hash.high)
        .add(head.letters_hash.low)
        .add(text)
        .value();
}

std::uint64_t checksum_of(const TextRow& row) noexcept {
    return checksum_of(NewText{row.id, row.typed, row.letters, row.letters_hash}, row.text);
}

std::uint64_t checksum_of(const SignatureRow& row) noexcept {
    return RowChecksum()
        .add(row.id.value)
        .add(row.typed_hash.high)
        .add(row.typed_hash.low)
        .add(std::uint64_t{row.shingles})
        .add(static_cast<std::uint64_t>(row.masks))
        .add(row.simhash)
        .add(BlobView(row.minhash))
        .value();
}

Result<SignatureRow> read_signature(const Statement& row) {
    SignatureRow signature;
    signature.id = {row.unsigned_integer(0)};
    signature.typed_hash = {row.unsigned_integer(1), row.unsigned_integer(2)};
    signature.shingles = static_cast<std::uint32_t>(row.integer(3));
    signature.masks = row.integer(4) != 0 ? Masks::some : Masks::none;
    signature.simhash = row.unsigned_integer(5);
    const BlobView minhash = row.blob_view(6);
    if (minhash.size() != signature.minhash.size()) {
        return bad_row("signatures", signature.id.value);
    }
    std::ranges::copy(minhash, signature.minhash.begin());
    if (checksum_of(signature) != row.unsigned_integer(7)) {
        return bad_row("signatures", signature.id.value);
    }
    return signature;
}

}  // namespace

Result<void> Store::insert_text(const NewText& head, std::string_view text) {
    LEITONG_TRY_ASSIGN(Statement * insert,
                       m_impl->use("INSERT INTO texts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"));
    return insert->bind(head.id.value)
        .bind(head.typed.value)
        .bind(head.letters)
        .bind(head.letters_hash.high)
        .bind(head.letters_hash.low)
        .bind(text)
        .bind(checksum_of(head, text))
        .run();
}

Result<std::optional<TextRow>> Store::text(TextId id) {
    LEITONG_TRY_ASSIGN(
        Statement * select,
        m_impl->use("SELECT text_id, typed_id, letters, letters_high, letters_low, text, checksum "
                    "FROM texts WHERE text_id = ?1"));
    select->bind(id.value);
    LEITONG_TRY_ASSIGN(const bool found, select->step());
    if (!found) {
        return std::nullopt;
    }
    TextRow row{{select->unsigned_integer(0)},
                {select->unsigned_integer(1)},
                select->unsigned_integer(2),
                {select->unsigned_integer(3), select->unsigned_integer(4)},
                std::string(select->text_view(5))};
    const std::uint64_t checksum = select->unsigned_integer(6);
    select->reset();
    if (checksum_of(row) != checksum) {
        return bad_row("texts", id.value);
    }
    return row;
}

Result<void> Store::texts(const std::function<bool(const TextRow&)>& sink, TextId first,
                          TextId end) {
    LEITONG_TRY_ASSIGN(Statement select,
                       m_impl->connection.prepare(
                           "SELECT text_id, typed_id, letters, letters_high, letters_low, text, "
                           "checksum FROM texts WHERE text_id >= ?1 AND text_id < ?2 "
                           "ORDER BY text_id"));
    select.bind(first.value).bind(end.value);
    return Impl::each(select, [&](Statement& row) -> Result<bool> {
        TextRow text{{row.unsigned_integer(0)},
                     {row.unsigned_integer(1)},
                     row.unsigned_integer(2),
                     {row.unsigned_integer(3), row.unsigned_integer(4)},
                     std::string(row.text_view(5))};
        if (checksum_of(text) != row.unsigned_integer(6)) {
            return bad_row("texts", text.id.value);
        }
        return sink(text);
    });
}

Result<void> Store::delete_text(TextId id) {
    LEITONG_TRY_ASSIGN(Statement * erase, m_impl->use("DELETE FROM texts WHERE text_id = ?1"));
    return erase->bind(id.value).run();
}

namespace {

Result<void> run_with(Statement& insert, const SignatureRow& signature) {
    return insert.bind(signature.id.value)
        .bind(signature.typed_hash.high)
        .bind(signature.typed_hash.low)
        .bind(std::uint64_t{signature.shingles})
        .bind(static_cast<std::uint64_t>(signature.masks))
        .bind(signature.simhash)
        .bind_blob(signature.minhash)
        .bind(checksum_of(signature))
        .run();
}

}  // namespace

Result<void> Store::insert_signature(const SignatureRow& signature) {
    LEITONG_TRY_ASSIGN(
        Statement * insert,
        m_impl->use("INSERT INTO signatures VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"));
    return run_with(*insert, signature);
}

Result<void> Store::put_signature(const SignatureRow& signature) {
    LEITONG_TRY_ASSIGN(
        Statement * insert,
        m_impl->use("INSERT OR REPLACE INTO signatures VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"));
    return run_with(*insert, signature);
}

Result<std::optional<SignatureRow>> Store::signature(TypedId id) {
    LEITONG_TRY_ASSIGN(
        Statement * select,
        m_impl->use(
            "SELECT typed_id, typed_high, typed_low, shingles, masks, simhash, minhash, checksum "
            "FROM signatures WHERE typed_id = ?1"));
    select->bind(id.value);
    LEITONG_TRY_ASSIGN(const bool found, select->step());
    if (!found) {
        return std::nullopt;
    }
    auto signature = read_signature(*select);
    select->reset();
    if (!signature) {
        return fail(std::move(signature.error()));
    }
    return *signature;
}

Result<void> Store::signatures(const std::function<bool(const SignatureRow&)>& sink) {
    LEITONG_TRY_ASSIGN(
        Statement select,
        m_impl->connection.prepare("SELECT typed_id, typed_high, typed_low, shingles, masks, "
                                   "simhash, minhash, checksum FROM signatures ORDER BY typed_id"));
    return Impl::each(select, [&](Statement& row) -> Result<bool> {
        LEITONG_TRY_ASSIGN(const SignatureRow signature, read_signature(row));
        return sink(signature);
    });
}

Result<void> Store::delete_signature(TypedId id) {
    LEITONG_TRY_ASSIGN(Statement * erase,
                       m_impl->use("DELETE FROM signatures WHERE typed_id = ?1"));
    return erase->bind(id.value).run();
}

Result<std::uint64_t> Store::last_id() {
    return m_impl->number_parameter("last_id");
}

Result<void> Store::set_last_id(std::uint64_t id) {
    return m_impl->set_parameter("last_id", std::to_string(id));
}

}  // namespace leitong::store
