// Where the last run of each diagonal of two texts ends, so that a run is grown once. Private to
// match.
//
// Made for one pair of texts after the other: the places of each are counted on from those of the
// one before, so that nothing need be cleared but once in 2^32 symbols.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace leitong::match {

class DiagonalEnds {
public:
    // A pair of texts with so many diagonals, the first text of so many symbols. Cost: constant,
    // but where there are more diagonals than ever, or the count begins anew.
    void start(std::size_t diagonals, std::uint32_t symbols) {
        constexpr std::uint32_t k_last = std::numeric_limits<std::uint32_t>::max();
        if (m_ends.size() < diagonals || k_last - m_base - m_symbols < symbols) {
            m_ends.assign(std::max(m_ends.size(), diagonals), 0);
            m_base = 0;
        } else {
            m_base += m_symbols;
        }
        m_symbols = symbols;
    }

    // Whether a symbol lies behind the last run of its diagonal.
    [[nodiscard]] bool is_past(std::size_t diagonal, std::uint32_t at) const noexcept {
        return m_ends[diagonal] <= m_base + at;
    }
    void put(std::size_t diagonal, std::uint32_t end) noexcept { m_ends[diagonal] = m_base + end; }

private:
    std::vector<std::uint32_t> m_ends;
    std::uint32_t m_base = 0;
    std::uint32_t m_symbols = 0;  // of the pair at hand
};

}  // namespace leitong::match
