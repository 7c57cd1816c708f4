// Copies of short texts that live as long as the arena, as far as a budget allows. Private to
// engine.
#pragma once

#include "leitong/base/big_vector.hpp"

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace leitong::engine {

class TextArena {
public:
    static constexpr std::size_t k_budget_bytes = std::size_t{64} << 20;

    // A view without data if the budget is spent. Blocks instead of one array: nothing moves.
    [[nodiscard]] std::string_view keep_view(std::string_view text) {
        if (m_bytes + text.size() > k_budget_bytes) {
            return {};
        }
        if (m_left < text.size()) {
            m_left = text.size() > k_block ? text.size() : k_block;
            m_blocks.emplace_back().reserve(m_left);
            m_next = m_blocks.back().data();
        }
        char* const copy = m_next;
        std::memcpy(copy, text.data(), text.size());
        m_next += text.size();
        m_left -= text.size();
        m_bytes += text.size();
        return {copy, text.size()};
    }

private:
    static constexpr std::size_t k_block = base::k_huge_page;

    std::vector<base::BigVector<char>> m_blocks;  // empty, but for the room that they have
    char* m_next = nullptr;
    std::size_t m_left = 0;
    std::size_t m_bytes = 0;
};

}  // namespace leitong::engine
