// Reading a store with caches: texts prepared for comparing, which paragraphs have a text,
// documents. Private to engine.
//
// Threads: used by one thread. Caches are bounded and dropped whole when full.
#pragma once

#include "leitong/match/prepared.hpp"
#include "leitong/model/ids.hpp"
#include "leitong/store/store.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace leitong::engine {

// A text and what comparing needs of it.
struct PreparedText {
    TextId id;
    TypedId typed;
    base::Hash128 letters_hash;
    match::Prepared prepared;
};

// Where a text stands. Order: by name of document, then paragraph.
struct Occurrence {
    std::shared_ptr<const store::DocumentRow> document;
    std::uint32_t paragraph = 0;  // from 1

    [[nodiscard]] const store::StoredParagraph& stored() const {
        return document->layout.paragraphs[paragraph - 1];
    }
    friend bool operator<(const Occurrence& a, const Occurrence& b) {
        const int order = a.document == b.document ? 0 : a.document->name.compare(b.document->name);
        return order != 0 ? order < 0 : a.paragraph < b.paragraph;
    }
};

[[nodiscard]] constexpr std::uint64_t occurrence_value(DocumentId document,
                                                       std::uint32_t paragraph) noexcept {
    return document.value << 24 | paragraph;
}
inline constexpr std::uint32_t k_most_paragraphs = (1U << 24) - 1;  // of one document

class Library {
public:
    explicit Library(store::Store& store) : m_store(store) {}

    // Errc::store_damaged if the text is not there.
    [[nodiscard]] Result<std::shared_ptr<const PreparedText>> text(TextId id);
    // The texts of a typed text that are still there, in order of content.
    [[nodiscard]] Result<std::vector<TextId>> texts_of(TypedId id);
    // Any text of a typed text: all have the same typed view.
    [[nodiscard]] Result<std::shared_ptr<const PreparedText>> any_text_of(TypedId id);
    // Some texts of a typed text: first those with these letters, then in order of content.
    struct TextOfTyped {
        TextId id;
        bool has_letters = false;
    };
    [[nodiscard]] Result<std::vector<TextOfTyped>> letters_of(TypedId id,
                                                              const base::Hash128& letters_hash,
                                                              std::size_t most);
    // In order.
    [[nodiscard]] Result<std::vector<Occurrence>> occurrences(TextId id);
    // The first so many of them. Cost: of what stands in thousands of places, not that of all.
    [[nodiscard]] Result<std::vector<Occurrence>> first_occurrences(TextId id, std::size_t most);
    // The same for all texts of a typed text.
    [[nodiscard]] Result<std::vector<Occurrence>> occurrences(TypedId id);
    // None if the document is gone.
    [[nodiscard]] Result<std::shared_ptr<const store::DocumentRow>> document(DocumentId id);
    [[nodiscard]] Result<std::optional<store::SignatureRow>> signature(TypedId id);

    [[nodiscard]] store::Store& store() noexcept { return m_store; }
    void forget_caches();

private:
    [[nodiscard]] Result<std::vector<std::uint64_t>> occurrence_values(TextId id);
    // None if the document is gone.
    [[nodiscard]] Result<std::optional<Occurrence>> occurrence(TextId id, std::uint64_t value);
    [[nodiscard]] Result<void> load_name_order();

    store::Store& m_store;
    std::vector<DocumentId> m_by_name;  // all documents, in order of name
    std::unordered_map<DocumentId, std::uint32_t>
        m_name_order;  // places in it; empty until asked for
    std::unordered_map<TextId, std::shared_ptr<const PreparedText>> m_texts;
    std::unordered_map<DocumentId, std::shared_ptr<const store::DocumentRow>> m_documents;
    std::unordered_map<TypedId, std::optional<store::SignatureRow>> m_signatures;
    std::uint64_t m_text_bytes = 0;
    std::uint64_t m_document_paragraphs = 0;
};

}  // namespace leitong::engine
