// Writes drafts to a store: finds texts that are there already, gives numbers to new ones, keeps
// what is not current in `pending`. Private to engine.
#pragma once

#include "leitong/base/hash_index.hpp"
#include "leitong/store/store.hpp"

#include <cstdint>
#include <future>
#include <memory>
#include <string_view>
#include <unordered_map>

#include "draft.hpp"
#include "engine/common/library.hpp"
#include "engine/common/run_texts.hpp"
#include "engine/common/text_arena.hpp"

namespace leitong::engine {

class Writer {
public:
    // The store must be open for writing, in a transaction whenever a member is called.
    [[nodiscard]] static Result<Writer> create(store::Store& store);

    // Adds a document under `name`, which must be free. Sketches what of it is neither sketched nor
    // known.
    [[nodiscard]] Result<void> add(FileId file, std::string name, DocumentDraft&& draft);
    [[nodiscard]] Result<void> remove(DocumentId id);

    // Writes what is held back (postings, pending): call before each commit.
    [[nodiscard]] Result<void> flush();

    // Rough size of what is held back, for deciding when to commit.
    [[nodiscard]] std::uint64_t held_bytes() const noexcept { return m_held_bytes; }
    [[nodiscard]] std::uint64_t texts_added() const noexcept { return m_texts_added; }

    // What it wrote, if the store was empty and nothing was removed since; else null.
    [[nodiscard]] RunTexts* fresh() noexcept { return m_fresh.get(); }
    // Forgets all it knows of texts met in this run but for fresh(). Nothing can be added any more.
    void forget_texts();

private:
    // A text that this run met.
    struct KnownText {
        base::Hash128 hash;
        TextId id;
        TypedId typed;
        std::string_view text_view;  // in m_arena; no data: must be read from the store
    };
    struct KnownTyped {
        base::Hash128 hash;
        TypedId id;
    };
    struct Numbers {
        TextId text;
        TypedId typed;
    };

    explicit Writer(store::Store& store) : m_store(store) {}

    [[nodiscard]] Result<Numbers> numbers_of(DocumentDraft& document, ParagraphDraft& draft);
    // No text: it is not known.
    [[nodiscard]] Result<Numbers> find_text(const base::Hash128& hash, std::string_view text);
    [[nodiscard]] Result<Numbers> find_stored_text(const base::Hash128& hash,
                                                   std::string_view text);
    [[nodiscard]] Result<TypedId> typed_of(const DocumentDraft& document,
                                           const ParagraphDraft& draft, TextId first_text);
    [[nodiscard]] Result<TypedId> known_typed(const base::Hash128& hash);
    [[nodiscard]] Result<void> note_masks(TypedId id, const ParagraphDraft& draft);
    void mark(TypedId id, std::uint8_t why);
    // Packs the grams held, beside what else is done, when those before are written.
    [[nodiscard]] Result<void> pack_grams();
    [[nodiscard]] Result<void> write_packed_grams();

    store::Store& m_store;
    store::PostingBatch m_postings;
    store::GramBatch m_grams;
    std::future<store::PackedGrams> m_packing;
    std::unique_ptr<RunTexts> m_fresh;
    std::unordered_map<TypedId, std::uint8_t> m_pending;
    // Of texts met in this run. A store that was empty needs no look-ups beyond these.
    base::HashIndex<KnownText> m_texts;
    base::HashIndex<KnownTyped> m_typed;
    TextArena m_arena;
    std::uint64_t m_last_id = 0;
    std::uint64_t m_first_new_id = 0;  // ids from here on were given in this run
    std::uint64_t m_held_bytes = 0;
    std::uint64_t m_texts_added = 0;
};

}  // namespace leitong::engine
