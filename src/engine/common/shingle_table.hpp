// Shingle sets by number of typed text, in memory as far as a budget allows: what exact
// similarities are computed from. Private to engine.
//
// Threads: find() may be called by many once add() is not called any more.
#pragma once

#include "leitong/base/big_vector.hpp"
#include "leitong/sketch/shingles.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "sketch_table.hpp"

namespace leitong::engine {

class ShingleTable {
public:
    static constexpr std::size_t k_budget_bytes = std::size_t{160} << 20;

    // Keeps a copy unless the budget is spent. False: it is, and no other will be kept.
    bool add(TypedNumber id, std::span<const sketch::Shingle> set);
    // Empty if it was not kept.
    [[nodiscard]] std::span<const sketch::Shingle> find(TypedNumber id) const noexcept;
    // Tells the processor that the set will be read soon.
    void prefetch(TypedNumber id) const noexcept;

private:
    // Blocks instead of one array: growing never copies, and never holds old and new at once.
    static constexpr std::size_t k_block = std::size_t{1} << 19;  // shingles: 4 MB

    std::vector<base::BigVector<sketch::Shingle>> m_blocks;
    std::vector<std::span<const sketch::Shingle>> m_sets;  // by id
    std::size_t m_bytes = 0;
};

}  // namespace leitong::engine
