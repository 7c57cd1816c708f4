#include "document_changes.hpp"

#include <optional>
#include <unordered_map>
#include <utility>

namespace leitong::engine {

Result<void> DocumentChanges::replace(const RootToIndex& root, FileId file,
                                      const std::vector<DocumentId>& before,
                                      std::vector<DocumentDraft>&& drafts) {
    std::unordered_map<std::string, DocumentId> old;
    for (const DocumentId id : before) {
        LEITONG_TRY_ASSIGN(const auto row, m_store.document(id));
        if (row) {
            old.emplace(row->name, id);
        }
    }
    for (DocumentDraft& document : drafts) {
        const std::string name = root.document_name(document.name);
        const auto known = old.find(name);
        const bool is_new = known == old.end();
        if (is_new) {
            LEITONG_TRY_ASSIGN(const auto other, m_store.document_named(name));
            if (other) {
                m_skips.add(name, {Errc::invalid_argument,
                                   message(Msg::document_name_taken, root.row.path, name)});
                continue;
            }
        }
        ++(is_new ? m_report.documents_added : m_report.documents_changed);
        m_report.paragraphs += document.paragraphs.size();
        if (m_log == nullptr) {
            m_report.documents.emplace_back(
                name, is_new ? DocumentChange::added : DocumentChange::changed);
        } else {
            LEITONG_TRY(log_before(name, is_new ? DocumentId{} : known->second));
            if (!is_new) {
                LEITONG_TRY(m_writer.remove(known->second));
            }
            LEITONG_TRY(m_writer.add(file, name, std::move(document)));
        }
        if (!is_new) {
            old.erase(known);
        }
    }
    for (const auto& [name, id] : old) {  // records that the file no longer holds
        LEITONG_TRY(forget(name, id));
    }
    return {};
}

Result<void> DocumentChanges::forget(const std::string& name, DocumentId id) {
    ++m_report.documents_removed;
    if (m_log == nullptr) {
        m_report.documents.emplace_back(name, DocumentChange::removed);
        return {};
    }
    LEITONG_TRY(log_before(name, id));
    return m_writer.remove(id);
}

Result<void> DocumentChanges::log_before(std::string_view name, DocumentId id) {
    if (!m_log->is_kept()) {
        return {};
    }
    LEITONG_TRY_ASSIGN(const auto row, m_store.document(id));
    return m_log->document(name, row ? &*row : nullptr);
}

}  // namespace leitong::engine
