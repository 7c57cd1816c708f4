#include "run_log.hpp"

#include "leitong/base/assert.hpp"

#include <algorithm>

namespace leitong::engine {

Result<DocumentContent> content_of(store::Store& store, const store::DocumentRow& document) {
    DocumentContent content;
    for (const store::StoredParagraph& paragraph : document.layout.paragraphs) {
        LEITONG_TRY_ASSIGN(const auto text, store.text(paragraph.text));
        if (!text) {
            return fail(Errc::store_damaged, Msg::store_dangling, "documents", document.id.value,
                        "texts", paragraph.text.value);
        }
        content.hash = base::mix64(content.hash ^ base::hash64(text->text)) + 1;
        if (text->typed) {
            LEITONG_TRY_ASSIGN(const auto signature, store.signature(text->typed));
            if (signature) {
                content.typed.push_back(store::typed_key(signature->typed_hash));
            }
        }
    }
    content.hash = std::max<std::uint64_t>(content.hash, 1);
    std::ranges::sort(content.typed);
    const auto rest = std::ranges::unique(content.typed);
    content.typed.erase(rest.begin(), rest.end());
    return content;
}

Result<std::vector<store::RunRow>> all_runs(store::Store& store) {
    std::vector<store::RunRow> runs;
    LEITONG_TRY(store.runs([&](const store::RunRow& run) {
        runs.push_back(run);
        return true;
    }));
    return runs;
}

Result<RunLog> RunLog::next(store::Store& store) {
    RunLog log(store);
    LEITONG_TRY_ASSIGN(const std::vector<store::RunRow> runs, all_runs(store));
    log.m_is_kept = std::ranges::any_of(runs, &store::RunRow::ended);
    log.m_run = runs.empty() ? 1 : runs.back().id + 1;
    if (log.m_run > k_runs_remembered) {
        LEITONG_TRY(store.forget_run_changes(log.m_run - k_runs_remembered));
    }
    return log;
}

Result<void> RunLog::insert(std::string_view day, std::string_view command) {
    LEITONG_TRY_ASSIGN(const std::uint64_t run,
                       m_store->insert_run({0, std::string(day), std::string(command), false}));
    LEITONG_ASSERT(run == m_run, "a store has one writer, who gives numbers in order");
    return {};
}

Result<void> RunLog::document(std::string_view name, const store::DocumentRow* before) {
    if (!m_is_kept) {
        return {};
    }
    store::RunDocumentRow row{m_run, std::string(name), 0, {}};
    if (before != nullptr) {
        LEITONG_TRY_ASSIGN(DocumentContent content, content_of(*m_store, *before));
        row.content = content.hash;
        row.typed = std::move(content.typed);
    }
    return m_store->put_run_document(row);
}

Result<void> RunLog::cluster(std::string_view id, std::uint64_t size_before,
                             std::vector<std::uint64_t> members_before) {
    if (!m_is_kept) {
        return {};
    }
    std::ranges::sort(members_before);
    const auto rest = std::ranges::unique(members_before);
    members_before.erase(rest.begin(), rest.end());
    return m_store->put_run_cluster(
        {m_run, std::string(id), size_before, std::move(members_before)});
}

}  // namespace leitong::engine
