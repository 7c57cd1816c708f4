#include "shingle_table.hpp"

#include <algorithm>

namespace leitong::engine {

bool ShingleTable::add(TypedNumber id, std::span<const sketch::Shingle> set) {
    if (m_bytes + set.size_bytes() > k_budget_bytes) {
        m_bytes = k_budget_bytes;
        return false;
    }
    if (m_blocks.empty() || m_blocks.back().capacity() - m_blocks.back().size() < set.size()) {
        m_blocks.emplace_back();
        m_blocks.back().reserve(std::max(k_block, set.size()));
    }
    base::BigVector<sketch::Shingle>& block = m_blocks.back();
    const std::size_t at = block.size();
    block.append(set);
    if (id >= m_sets.size()) {
        m_sets.resize(id + std::size_t{1} + m_sets.size() / 2);
    }
    m_sets[id] = std::span(block).subspan(at);
    m_bytes += set.size_bytes();
    return true;
}

std::span<const sketch::Shingle> ShingleTable::find(TypedNumber id) const noexcept {
    return id < m_sets.size() ? m_sets[id] : std::span<const sketch::Shingle>();
}

void ShingleTable::prefetch(TypedNumber id) const noexcept {
    constexpr std::size_t k_line = 64 / sizeof(sketch::Shingle);
    const std::span<const sketch::Shingle> set = find(id);
    for (std::size_t at = 0; at < set.size() && at < 8 * k_line; at += k_line) {
        __builtin_prefetch(&set[at]);
    }
}

}  // namespace leitong::engine
