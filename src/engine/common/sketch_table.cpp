#include "sketch_table.hpp"

#include "leitong/base/assert.hpp"

#include <limits>

namespace leitong::engine {

void SketchTable::note_masks(TypedNumber id, store::Masks masks) {
    if (masks == store::Masks::none) {
        return;
    }
    if (id >= m_masks.size()) {
        m_masks.resize(id + std::size_t{1} + m_masks.size() / 2);
    }
    m_masks[id] = true;
}

void SketchTable::add(TypedNumber id, const Sketch& sketch) {
    note_masks(id, sketch.masks);
    if (id >= m_index.size()) {
        m_index.resize(id + std::size_t{1} + m_index.size() / 2, 0);
    }
    if (m_index[id] != 0) {
        m_sketches[m_index[id] - 1] = sketch;
        return;
    }
    LEITONG_ASSERT(m_ids.empty() || m_ids.back() < id, "numbers are given in order");
    m_sketches.push_back(sketch);
    m_ids.push_back(id);
    m_index[id] = static_cast<std::uint32_t>(m_sketches.size());
}

Result<void> SketchTable::load_all(store::Store& store) {
    m_is_complete = true;
    LEITONG_TRY_ASSIGN(const store::Counts counts, store.counts());
    LEITONG_TRY_ASSIGN(const std::uint64_t last, store.last_id());
    LEITONG_ASSERT(last < std::numeric_limits<TypedNumber>::max(),
                   "a store holds fewer than 4 billion texts");
    m_index.assign(last + 1, 0);
    m_sketches.reserve(counts.typed_texts);
    m_ids.reserve(counts.typed_texts);
    return store.signatures([&](const store::SignatureRow& row) {
        add(static_cast<TypedNumber>(row.id.value),
            {row.typed_hash, row.shingles, row.masks, row.minhash});
        return true;
    });
}

Result<const Sketch*> SketchTable::find(store::Store& store, TypedNumber id) {
    if (m_is_complete || m_sparse.contains(id)) {
        return known(id);
    }
    LEITONG_TRY_ASSIGN(const auto row, store.signature(TypedId{id}));
    std::optional<Sketch>& sketch = m_sparse[id];
    if (row) {
        note_masks(id, row->masks);
        sketch = Sketch{row->typed_hash, row->shingles, row->masks, row->minhash};
    }
    return known(id);
}

const Sketch* SketchTable::known(TypedNumber id) const noexcept {
    return id < m_gone.size() && m_gone[id] ? nullptr : ever_known(id);
}

const Sketch* SketchTable::ever_known(TypedNumber id) const noexcept {
    if (m_is_complete) {
        return id < m_index.size() && m_index[id] != 0 ? &m_sketches[m_index[id] - 1] : nullptr;
    }
    const auto found = m_sparse.find(id);
    return found == m_sparse.end() || !found->second ? nullptr : &*found->second;
}

void SketchTable::mark_gone(TypedNumber id) {
    if (id >= m_gone.size()) {
        m_gone.resize(id + std::size_t{1});
    }
    m_gone[id] = true;
}

}  // namespace leitong::engine
