#include "writer.hpp"

#include "leitong/sketch/anchors.hpp"

#include <algorithm>
#include <utility>

#include "engine/common/memory.hpp"

namespace leitong::engine {

namespace {

using store::PostingKind;

constexpr std::uint64_t k_posting_bytes = 16;
constexpr std::size_t k_prefetched = 4;         // paragraphs whose hashes are fetched ahead
constexpr std::size_t k_most_grams = 8U << 20;  // held back: 32 MB, and 128 while they are written

constexpr std::uint64_t posting_key(const base::Hash128& hash) noexcept {
    return hash.high & (store::k_posting_key_limit - 1);
}

}  // namespace

Result<Writer> Writer::create(store::Store& store) {
    Writer writer(store);
    LEITONG_TRY_ASSIGN(writer.m_last_id, store.last_id());
    writer.m_first_new_id = writer.m_last_id + 1;
    if (writer.m_last_id == 0) {
        writer.m_fresh = std::make_unique<RunTexts>();
        writer.m_fresh->sketches.start_complete();
    }
    return writer;
}

void Writer::mark(TypedId id, std::uint8_t why) {
    const bool is_new = id.value >= m_first_new_id && (why & store::k_pending_check) == 0;
    if (id && !is_new) {  // what is new is pending by itself
        m_pending[id] |= why;
    }
}

// A hash is not identity: a text is the same only byte for byte.
Result<Writer::Numbers> Writer::find_text(const base::Hash128& hash, std::string_view text) {
    const KnownText* known = m_texts.find(hash);
    if (known == nullptr) {
        return m_first_new_id == 1 ? Result<Numbers>() : find_stored_text(hash, text);
    }
    bool is_same = known->text_view == text;
    if (known->text_view.data() == nullptr) {
        LEITONG_TRY_ASSIGN(const std::optional<store::TextRow> row, m_store.text(known->id));
        is_same = row && row->text == text;
    }
    return is_same ? Numbers{known->id, known->typed} : Numbers{};
}

Result<Writer::Numbers> Writer::find_stored_text(const base::Hash128& hash, std::string_view text) {
    std::vector<std::uint64_t> values;
    const std::uint64_t key = posting_key(hash);
    LEITONG_TRY(m_store.postings().find(PostingKind::text_hash, key, key, values));
    for (const std::uint64_t value : values) {
        LEITONG_TRY_ASSIGN(const std::optional<store::TextRow> row, m_store.text(TextId{value}));
        if (row && row->text == text) {
            m_texts.put({hash, row->id, row->typed, m_arena.keep_view(text)});
            return Numbers{row->id, row->typed};
        }
    }
    return Numbers{};
}

Result<TypedId> Writer::known_typed(const base::Hash128& hash) {
    if (const KnownTyped* known = m_typed.find(hash)) {
        return known->id;
    }
    if (m_first_new_id == 1) {
        return TypedId{};
    }
    std::vector<std::uint64_t> values;
    const std::uint64_t key = posting_key(hash);
    LEITONG_TRY(m_store.postings().find(PostingKind::typed_hash, key, key, values));
    for (const std::uint64_t value : values) {
        LEITONG_TRY_ASSIGN(const auto row, m_store.signature(TypedId{value}));
        if (row && row->typed_hash == hash) {
            m_typed.put({hash, row->id});
            return row->id;
        }
    }
    return TypedId{};
}

Result<TypedId> Writer::typed_of(const DocumentDraft& document, const ParagraphDraft& draft,
                                 TextId first_text) {
    if (draft.shingles == 0) {
        return TypedId{};
    }
    LEITONG_TRY_ASSIGN(const TypedId known, known_typed(draft.typed_hash));
    if (known) {
        LEITONG_TRY(note_masks(known, draft));
        return known;
    }
    const TypedId id{first_text.value};
    LEITONG_TRY(m_store.insert_signature(
        {id, draft.typed_hash, draft.shingles, draft.masks, draft.simhash, draft.minhash}));
    if (m_fresh != nullptr) {
        const auto number = static_cast<TypedNumber>(id.value);
        m_fresh->sketches.add(number,
                              {draft.typed_hash, draft.shingles, draft.masks, draft.minhash});
        m_fresh->shingles.add(number, document.shingles_of(draft));
    }
    m_postings.add(PostingKind::typed_hash, posting_key(draft.typed_hash), id.value);
    if (draft.shingles >= match::k_fewest_shingles) {
        const std::span<const std::uint64_t> anchors = document.anchors_of(draft);
        for (const std::uint64_t anchor : anchors) {
            m_postings.add(PostingKind::anchor, anchor, id.value);
        }
        for (const std::uint64_t anchor :
             anchors.first(std::min(sketch::k_lead_anchors, anchors.size()))) {
            m_postings.add(PostingKind::lead_anchor, anchor, id.value);
        }
        m_held_bytes += anchors.size() * k_posting_bytes;
    }
    const std::span<const sketch::Gram> grams = document.grams_of(draft);
    m_grams.add(static_cast<std::uint32_t>(id.value), grams);
    m_held_bytes += grams.size_bytes();
    if (m_grams.size() > k_most_grams) {
        LEITONG_TRY(pack_grams());
    }
    m_typed.put({draft.typed_hash, id});
    return id;
}

// One more text of a typed text may be the first with a mask.
Result<void> Writer::note_masks(TypedId id, const ParagraphDraft& draft) {
    const bool is_noted =
        m_fresh != nullptr && m_fresh->sketches.has_masks(static_cast<TypedNumber>(id.value));
    if (draft.masks == store::Masks::none || is_noted) {
        return {};
    }
    LEITONG_TRY_ASSIGN(std::optional<store::SignatureRow> row, m_store.signature(id));
    if (!row || row->masks == store::Masks::some) {
        return {};
    }
    row->masks = store::Masks::some;
    if (m_fresh != nullptr) {
        m_fresh->sketches.add(static_cast<TypedNumber>(id.value),
                              {row->typed_hash, row->shingles, row->masks, row->minhash});
    }
    return m_store.put_signature(*row);
}

Result<Writer::Numbers> Writer::numbers_of(DocumentDraft& document, ParagraphDraft& draft) {
    const std::string_view text = document.text_of(draft);
    LEITONG_TRY_ASSIGN(const Numbers known, find_text(draft.text_hash, text));
    if (known.text) {
        mark(known.typed, store::k_pending_cluster);
        return known;
    }
    if (!draft.is_sketched) {  // the file that had it before was not written, or the hash misled
        document.letters -= draft.letters;
        sketch(sketch::MinHasher(), document, draft);
        document.letters += draft.letters;
    }
    const TextId id{++m_last_id};
    LEITONG_TRY_ASSIGN(const TypedId typed, typed_of(document, draft, id));
    LEITONG_TRY(m_store.insert_text({id, typed, draft.letters, draft.letters_hash}, text));
    m_postings.add(PostingKind::text_hash, posting_key(draft.text_hash), id.value);
    if (typed) {
        m_postings.add(PostingKind::content, typed.value, id.value);
    }
    m_texts.put({draft.text_hash, id, typed, m_arena.keep_view(text)});
    // One more text of a typed text can make it a variant of what it was not.
    mark(typed, store::k_pending_match | store::k_pending_cluster);
    m_held_bytes += text.size() + 256;
    ++m_texts_added;
    return Numbers{id, typed};
}

Result<void> Writer::add(FileId file, std::string name, DocumentDraft&& draft) {
    store::DocumentRow row;
    row.file = file;
    row.name = std::move(name);
    row.encoding = draft.encoding;
    row.encoding_name = draft.encoding_name;
    row.size_bytes = draft.utf8.size();
    row.replaced = draft.replaced;
    row.mode = draft.mode;
    row.layout.works = draft.works;
    row.layout.paragraphs.reserve(draft.paragraphs.size());
    for (std::size_t i = 0; i < draft.paragraphs.size(); ++i) {
        ParagraphDraft& paragraph = draft.paragraphs[i];
        if (i + k_prefetched < draft.paragraphs.size()) {
            m_texts.prefetch(draft.paragraphs[i + k_prefetched].text_hash);
            m_typed.prefetch(draft.paragraphs[i + k_prefetched].typed_hash);
        }
        LEITONG_TRY_ASSIGN(const Numbers numbers, numbers_of(draft, paragraph));
        row.layout.paragraphs.push_back(
            {numbers.text, paragraph.range, paragraph.work, paragraph.role});
        if (m_fresh != nullptr && numbers.typed && !is_structure(paragraph.role)) {
            m_fresh->count(static_cast<TypedNumber>(numbers.typed.value));
        }
    }
    row.letters = draft.letters;
    LEITONG_TRY_ASSIGN(const DocumentId document, m_store.insert_document(row));
    for (std::uint32_t i = 0; i < row.layout.paragraphs.size(); ++i) {
        m_postings.add(PostingKind::occurrence, row.layout.paragraphs[i].text.value,
                       occurrence_value(document, i + 1));
    }
    m_held_bytes += row.layout.paragraphs.size() * k_posting_bytes;
    return {};
}

Result<void> Writer::remove(DocumentId id) {
    m_fresh.reset();
    LEITONG_TRY_ASSIGN(const std::optional<store::DocumentRow> row, m_store.document(id));
    if (!row) {
        return {};
    }
    for (const store::StoredParagraph& paragraph : row->layout.paragraphs) {
        LEITONG_TRY_ASSIGN(const std::optional<store::TextRow> text, m_store.text(paragraph.text));
        if (text) {
            mark(text->typed ? text->typed : TypedId{text->id.value},
                 store::k_pending_check | store::k_pending_cluster);
        }
    }
    return m_store.delete_document(id);
}

Result<void> Writer::pack_grams() {
    LEITONG_TRY(write_packed_grams());
    m_packing = std::async(std::launch::async, [grams = std::exchange(m_grams, {})] {
        return store::PackedGrams::of(grams);
    });
    return {};
}

Result<void> Writer::write_packed_grams() {
    return m_packing.valid() ? m_store.grams().append(m_packing.get()) : Result<void>();
}

Result<void> Writer::flush() {
    LEITONG_TRY(pack_grams());
    LEITONG_TRY(m_store.postings().append(m_postings));
    LEITONG_TRY(write_packed_grams());
    for (const auto& [id, why] : m_pending) {
        LEITONG_TRY(m_store.put_pending({id, why}));
    }
    m_pending.clear();
    m_held_bytes = 0;
    return m_store.set_last_id(m_last_id);
}

void Writer::forget_texts() {
    m_texts = {};
    m_typed = {};
    m_arena = {};
    m_postings = {};
    give_back_memory();
}

}  // namespace leitong::engine
