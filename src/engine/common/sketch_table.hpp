// Signatures by number of typed text, in memory: all of them for a large run, on demand for a small
// one. Private to engine.
#pragma once

#include "leitong/base/big_vector.hpp"
#include "leitong/base/hash.hpp"
#include "leitong/base/result.hpp"
#include "leitong/sketch/minhash.hpp"
#include "leitong/store/store.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

namespace leitong::engine {

using TypedNumber = std::uint32_t;  // a TypedId in tables of many

struct Sketch {
    base::Hash128 typed_hash;
    std::uint32_t shingles = 0;
    store::Masks masks{};
    sketch::MinHashBytes minhash{};
};

// Threads: what is const may be called by many once nothing else is called.
class SketchTable {
public:
    // Reads every signature: 150 bytes each. Afterwards the table is complete.
    [[nodiscard]] Result<void> load_all(store::Store& store);
    // For a store whose every typed text was written by this run: the table is complete from the
    // start, and the writer adds to it.
    void start_complete() noexcept { m_is_complete = true; }
    void add(TypedNumber id, const Sketch& sketch);

    // Reads what is wanted of an incomplete table. Null if the typed text is gone, or marked so.
    [[nodiscard]] Result<const Sketch*> find(store::Store& store, TypedNumber id);
    // The same without reading.
    [[nodiscard]] const Sketch* known(TypedNumber id) const noexcept;
    // Also of texts marked gone.
    [[nodiscard]] const Sketch* ever_known(TypedNumber id) const noexcept;
    void mark_gone(TypedNumber id);
    // Of a known text.
    [[nodiscard]] bool has_masks(TypedNumber id) const noexcept {
        return id < m_masks.size() && m_masks[id];
    }

    [[nodiscard]] bool is_complete() const noexcept { return m_is_complete; }
    [[nodiscard]] std::size_t size() const noexcept { return m_sketches.size(); }
    // Every text of a complete table, gone or not, in order of number; two lists of one length.
    [[nodiscard]] std::span<const TypedNumber> ids() const noexcept { return m_ids; }
    [[nodiscard]] std::span<const Sketch> sketches() const noexcept { return m_sketches; }

private:
    void note_masks(TypedNumber id, store::Masks masks);

    std::vector<std::uint32_t> m_index;  // by id, when complete: place in m_sketches + 1
    std::vector<TypedNumber> m_ids;
    base::BigVector<Sketch> m_sketches;
    std::unordered_map<TypedNumber, std::optional<Sketch>> m_sparse;  // as far as looked up
    std::vector<bool> m_gone;
    std::vector<bool> m_masks;  // apart, because it is asked of many and true of few
    bool m_is_complete = false;
};

}  // namespace leitong::engine
