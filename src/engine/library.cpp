#include "library.hpp"

#include <algorithm>

namespace leitong::engine {

namespace {

constexpr std::uint64_t k_text_cache_bytes = 2U << 20;  // of text; prepared it is 20 times that
constexpr std::uint64_t k_document_cache_paragraphs = 1'000'000;
constexpr std::size_t k_signature_cache = 200'000;

}  // namespace

void Library::forget_caches() {
    m_texts.clear();
    m_documents.clear();
    m_signatures.clear();
    m_text_bytes = 0;
    m_document_paragraphs = 0;
}

Result<std::shared_ptr<const PreparedText>> Library::text(TextId id) {
    if (const auto found = m_texts.find(id); found != m_texts.end()) {
        return found->second;
    }
    LEITONG_TRY_ASSIGN(std::optional<store::TextRow> row, m_store.text(id));
    if (!row) {
        return fail(Errc::store_damaged, Msg::store_bad_row, "texts", id.value);
    }
    auto prepared = std::make_shared<PreparedText>();
    prepared->id = id;
    prepared->typed = row->typed;
    prepared->letters_hash = row->letters_hash;
    match::prepare(row->text, prepared->prepared);
    m_text_bytes += row->text.size() + 64;
    if (m_text_bytes > k_text_cache_bytes) {
        m_texts.clear();
        m_text_bytes = row->text.size() + 64;
    }
    m_texts.emplace(id, prepared);
    return std::shared_ptr<const PreparedText>(std::move(prepared));
}

Result<std::vector<TextId>> Library::texts_of(TypedId id) {
    std::vector<std::uint64_t> values;
    LEITONG_TRY(m_store.postings().find(store::PostingKind::content, id.value, id.value, values));
    std::ranges::sort(values);
    values.erase(std::unique(values.begin(), values.end()), values.end());
    std::vector<std::pair<base::Hash128, TextId>> found;
    for (const std::uint64_t value : values) {
        LEITONG_TRY_ASSIGN(const std::optional<store::TextRow> row, m_store.text(TextId{value}));
        if (row && row->typed == id) {
            found.emplace_back(base::hash128(row->text), row->id);
        }
    }
    std::ranges::sort(found);
    std::vector<TextId> texts;
    for (const auto& [hash, text] : found) {
        texts.push_back(text);
    }
    return texts;
}

Result<std::shared_ptr<const PreparedText>> Library::any_text_of(TypedId id) {
    // A typed text has the number of the first text that had it, which mostly is still there.
    if (const auto found = m_texts.find(TextId{id.value}); found != m_texts.end()) {
        return found->second;
    }
    LEITONG_TRY_ASSIGN(const std::optional<store::TextRow> row, m_store.text(TextId{id.value}));
    if (row) {
        return text(row->id);
    }
    LEITONG_TRY_ASSIGN(const std::vector<TextId> texts, texts_of(id));
    if (texts.empty()) {
        return fail(Errc::store_damaged, Msg::store_dangling, "signatures", id.value, "texts",
                    id.value);
    }
    return text(texts.front());
}

Result<std::shared_ptr<const store::DocumentRow>> Library::document(DocumentId id) {
    if (const auto found = m_documents.find(id); found != m_documents.end()) {
        return found->second;
    }
    LEITONG_TRY_ASSIGN(std::optional<store::DocumentRow> row, m_store.document(id));
    std::shared_ptr<const store::DocumentRow> document;
    if (row) {
        document = std::make_shared<const store::DocumentRow>(std::move(*row));
        m_document_paragraphs += document->layout.paragraphs.size();
    }
    if (m_document_paragraphs > k_document_cache_paragraphs) {
        m_documents.clear();
        m_document_paragraphs = document ? document->layout.paragraphs.size() : 0;
    }
    m_documents.emplace(id, document);
    return document;
}

Result<std::vector<Occurrence>> Library::occurrences(TextId id) {
    std::vector<std::uint64_t> values;
    LEITONG_TRY(
        m_store.postings().find(store::PostingKind::occurrence, id.value, id.value, values));
    std::ranges::sort(values);
    values.erase(std::unique(values.begin(), values.end()), values.end());
    std::vector<Occurrence> found;
    for (const std::uint64_t value : values) {
        LEITONG_TRY_ASSIGN(auto row, document(DocumentId{value >> 24}));
        const auto paragraph = static_cast<std::uint32_t>(value & k_most_paragraphs);
        if (!row || paragraph == 0 || paragraph > row->layout.paragraphs.size() ||
            row->layout.paragraphs[paragraph - 1].text != id) {
            continue;  // of a document that is gone
        }
        found.push_back({std::move(row), paragraph});
    }
    std::ranges::sort(found, [](const Occurrence& a, const Occurrence& b) { return a < b; });
    return found;
}

Result<std::vector<Occurrence>> Library::occurrences(TypedId id) {
    LEITONG_TRY_ASSIGN(const std::vector<TextId> texts, texts_of(id));
    std::vector<Occurrence> all;
    for (const TextId text : texts) {
        LEITONG_TRY_ASSIGN(std::vector<Occurrence> found, occurrences(text));
        std::ranges::move(found, std::back_inserter(all));
    }
    std::ranges::sort(all, [](const Occurrence& a, const Occurrence& b) { return a < b; });
    return all;
}

Result<std::optional<store::SignatureRow>> Library::signature(TypedId id) {
    if (const auto found = m_signatures.find(id); found != m_signatures.end()) {
        return found->second;
    }
    LEITONG_TRY_ASSIGN(std::optional<store::SignatureRow> row, m_store.signature(id));
    if (m_signatures.size() >= k_signature_cache) {
        m_signatures.clear();
    }
    m_signatures.emplace(id, row);
    return row;
}

}  // namespace leitong::engine
