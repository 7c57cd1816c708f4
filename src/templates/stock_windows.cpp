#include "leitong/templates/stock_windows.hpp"

#include "leitong/base/sort.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace leitong::templates {

namespace {

std::vector<std::uint64_t> joined(std::vector<FoundWindows>& parts,
                                  std::vector<std::uint64_t> FoundWindows::*of) {
    std::vector<std::uint64_t> all;
    for (FoundWindows& part : parts) {
        if (all.empty()) {
            all = std::move(part.*of);
        } else {
            all.insert(all.end(), (part.*of).begin(), (part.*of).end());
        }
        part.*of = {};
    }
    return all;
}

}  // namespace

WindowSet::WindowSet(std::vector<std::uint64_t> hashes) : m_hashes(std::move(hashes)) {
    base::sort_numbers(m_hashes);
    // A start for each hash, or for two.
    const auto bits = std::max(1U, static_cast<unsigned>(std::bit_width(m_hashes.size() / 2)));
    m_shift = 64 - bits;
    m_start.assign((std::size_t{1} << bits) + 1, static_cast<std::uint32_t>(m_hashes.size()));
    for (std::size_t i = m_hashes.size(); i-- > 0;) {
        m_start[m_hashes[i] >> m_shift] = static_cast<std::uint32_t>(i);
    }
    for (std::size_t start = m_start.size() - 1; start-- > 0;) {
        m_start[start] = std::min(m_start[start], m_start[start + 1]);
    }
}

bool WindowSet::contains(std::uint64_t hash) const noexcept {
    if (m_hashes.empty()) {
        return false;
    }
    const std::size_t end = m_start[(hash >> m_shift) + 1];
    for (std::size_t i = m_start[hash >> m_shift]; i < end; ++i) {
        if (m_hashes[i] == hash) {
            return true;
        }
    }
    return false;
}

StockWindows::StockWindows(std::vector<FoundWindows> parts)
    : m_frequent(joined(parts, &FoundWindows::frequent)),
      m_passages(joined(parts, &FoundWindows::passages)) {}

}  // namespace leitong::templates
