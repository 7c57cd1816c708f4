#include "library.hpp"

#include <algorithm>

namespace leitong::engine {

namespace {

constexpr std::uint64_t k_text_cache_bytes = 2U << 20;  // of text; prepared it is 20 times that
constexpr std::uint64_t k_document_cache_paragraphs = 1'000'000;
constexpr std::size_t k_signature_cache = 200'000;
constexpr std::size_t k_few_occurrences = 64;  // reading their documents costs less than a table

}  // namespace

void Library::forget_caches() {
    m_texts.clear();
    m_documents.clear();
    m_signatures.clear();
    m_by_name.clear();
    m_name_order.clear();
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

Result<std::vector<Library::TextOfTyped>> Library::letters_of(TypedId id,
                                                              const base::Hash128& letters_hash,
                                                              std::size_t most) {
    std::vector<std::uint64_t> values;
    LEITONG_TRY(m_store.postings().find(store::PostingKind::content, id.value, id.value, values));
    std::ranges::sort(values);
    values.erase(std::unique(values.begin(), values.end()), values.end());
    struct Found {
        bool is_other = false;
        base::Hash128 hash;
        TextId id;
        auto operator<=>(const Found&) const = default;
    };
    std::vector<Found> found;
    for (const std::uint64_t value : values) {
        LEITONG_TRY_ASSIGN(const std::optional<store::TextRow> row, m_store.text(TextId{value}));
        if (row && row->typed == id) {
            found.push_back({row->letters_hash != letters_hash, base::hash128(row->text), row->id});
        }
    }
    std::ranges::sort(found);
    found.resize(std::min(found.size(), most));
    std::vector<TextOfTyped> texts;
    for (const Found& one : found) {
        texts.push_back({one.id, !one.is_other});
    }
    return texts;
}

Result<std::vector<std::uint64_t>> Library::occurrence_values(TextId id) {
    std::vector<std::uint64_t> values;
    LEITONG_TRY(
        m_store.postings().find(store::PostingKind::occurrence, id.value, id.value, values));
    std::ranges::sort(values);
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
}

Result<std::optional<Occurrence>> Library::occurrence(TextId id, std::uint64_t value) {
    LEITONG_TRY_ASSIGN(auto row, document(DocumentId{value >> 24}));
    const auto paragraph = static_cast<std::uint32_t>(value & k_most_paragraphs);
    if (!row || paragraph == 0 || paragraph > row->layout.paragraphs.size() ||
        row->layout.paragraphs[paragraph - 1].text != id) {
        return std::nullopt;
    }
    return Occurrence{std::move(row), paragraph};
}

Result<std::vector<Occurrence>> Library::occurrences(TextId id) {
    LEITONG_TRY_ASSIGN(const std::vector<std::uint64_t> values, occurrence_values(id));
    std::vector<Occurrence> found;
    for (const std::uint64_t value : values) {
        LEITONG_TRY_ASSIGN(auto one, occurrence(id, value));
        if (one) {
            found.push_back(std::move(*one));
        }
    }
    std::ranges::sort(found, [](const Occurrence& a, const Occurrence& b) { return a < b; });
    return found;
}

Result<void> Library::load_name_order() {
    if (!m_name_order.empty()) {
        return {};
    }
    LEITONG_TRY_ASSIGN(m_by_name, m_store.document_ids_by_name());
    for (std::uint32_t place = 0; place < m_by_name.size(); ++place) {
        m_name_order.emplace(m_by_name[place], place);
    }
    return {};
}

Result<std::vector<Occurrence>> Library::first_occurrences(TextId id, std::size_t most) {
    LEITONG_TRY_ASSIGN(const std::vector<std::uint64_t> values, occurrence_values(id));
    if (values.size() <= k_few_occurrences) {
        return occurrences(id);
    }
    LEITONG_TRY(load_name_order());
    std::vector<std::pair<std::uint32_t, std::uint64_t>> placed;  // place of the document, value
    for (const std::uint64_t value : values) {
        const auto document = m_name_order.find(DocumentId{value >> 24});
        if (document != m_name_order.end()) {
            placed.emplace_back(document->second, value);
        }
    }
    std::ranges::sort(placed);
    std::vector<Occurrence> found;
    for (const auto& [place, value] : placed) {
        LEITONG_TRY_ASSIGN(auto one, occurrence(id, value));
        if (one) {
            found.push_back(std::move(*one));
        }
        if (found.size() >= most) {
            break;
        }
    }
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
