// Signatures by number of typed text, in memory: all of them for a large run, on demand for a small
// one. Private to engine.
#pragma once

#include "leitong/base/hash.hpp"
#include "leitong/base/result.hpp"
#include "leitong/sketch/minhash.hpp"
#include "leitong/store/store.hpp"

#include <cstdint>
#include <deque>
#include <unordered_map>
#include <vector>

namespace leitong::engine {

using TypedNumber = std::uint32_t;  // a TypedId in tables of many

struct Sketch {
    base::Hash128 typed_hash;
    std::uint32_t shingles = 0;
    sketch::MinHashBytes minhash{};
};

class SketchTable {
public:
    explicit SketchTable(store::Store& store) : m_store(store) {}

    // Reads every signature: 150 bytes each.
    [[nodiscard]] Result<void> load_all();
    // Null if the typed text is gone (or was marked so). Valid for the table's life.
    [[nodiscard]] Result<const Sketch*> find(TypedNumber id);
    // The same without reading: for threads, after find() was called for all that matter.
    [[nodiscard]] const Sketch* known(TypedNumber id) const noexcept;
    void mark_gone(TypedNumber id);
    [[nodiscard]] std::size_t size() const noexcept { return m_sketches.size(); }

private:
    static constexpr std::uint32_t k_unknown = 0;
    static constexpr std::uint32_t k_gone = ~0U;

    [[nodiscard]] std::uint32_t& slot(TypedNumber id);

    store::Store& m_store;
    std::vector<std::uint32_t> m_dense;  // by id, when all are loaded: index + 1
    std::unordered_map<TypedNumber, std::uint32_t> m_sparse;
    std::deque<Sketch> m_sketches;
    bool m_is_complete = false;
};

}  // namespace leitong::engine
