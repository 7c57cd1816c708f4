#include "leitong/store/store.hpp"

#include <fmt/core.h>

#include "impl.hpp"

namespace leitong::store {

namespace {

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

}  // namespace

std::uint64_t checksum_of_parameter(std::string_view name, std::string_view value) noexcept {
    return RowChecksum().add(name).add(value).value();
}

Store::Store(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

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
