#include "sketch_table.hpp"

#include "leitong/base/assert.hpp"

#include <limits>

namespace leitong::engine {

std::uint32_t& SketchTable::slot(TypedNumber id) {
    if (!m_is_complete) {
        return m_sparse[id];
    }
    if (id >= m_dense.size()) {
        m_dense.resize(id + std::size_t{1}, k_unknown);
    }
    return m_dense[id];
}

Result<void> SketchTable::load_all() {
    m_is_complete = true;
    LEITONG_TRY_ASSIGN(const std::uint64_t last, m_store.last_id());
    LEITONG_ASSERT(last < std::numeric_limits<TypedNumber>::max(),
                   "a store holds fewer than 4 billion texts");
    m_dense.assign(last + 1, k_unknown);
    return m_store.signatures([&](const store::SignatureRow& row) {
        m_sketches.push_back({row.typed_hash, row.shingles, row.minhash});
        slot(static_cast<TypedNumber>(row.id.value)) =
            static_cast<std::uint32_t>(m_sketches.size());
        return true;
    });
}

Result<const Sketch*> SketchTable::find(TypedNumber id) {
    const std::uint32_t found = slot(id);
    if (found == k_gone) {
        return nullptr;
    }
    if (found != k_unknown) {
        return &m_sketches[found - 1];
    }
    if (m_is_complete) {
        return nullptr;
    }
    LEITONG_TRY_ASSIGN(const auto row, m_store.signature(TypedId{id}));
    if (!row) {
        slot(id) = k_gone;
        return nullptr;
    }
    m_sketches.push_back({row->typed_hash, row->shingles, row->minhash});
    slot(id) = static_cast<std::uint32_t>(m_sketches.size());
    return &m_sketches.back();
}

const Sketch* SketchTable::known(TypedNumber id) const noexcept {
    std::uint32_t found = k_unknown;
    if (m_is_complete) {
        found = id < m_dense.size() ? m_dense[id] : k_unknown;
    } else if (const auto at = m_sparse.find(id); at != m_sparse.end()) {
        found = at->second;
    }
    return found == k_unknown || found == k_gone ? nullptr : &m_sketches[found - 1];
}

void SketchTable::mark_gone(TypedNumber id) {
    slot(id) = k_gone;
}

}  // namespace leitong::engine
