// Stock phrases that a user names: where they stand in a text.
//
// Numbers, dates and masks in them stand for any other, as in those that are found; they may be as
// short as one letter and run over ends of sentences.
//
// Cost: of looking, linear in the text times the longest phrase that begins alike.
// Threads: immutable once filled.
#pragma once

#include "leitong/templates/stock.hpp"

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace leitong::templates {

class StockList {
public:
    // A phrase without a letter, or of more than k_longest_stock units, is none.
    void add(std::string_view phrase);
    [[nodiscard]] bool empty() const noexcept { return m_next.empty(); }
    // Sorted, not touching one another.
    [[nodiscard]] std::vector<StockSpan> spans(const StockText& text) const;

private:
    std::unordered_map<std::uint64_t, std::uint32_t> m_next;  // by node and unit: a tree of units
    std::vector<std::uint8_t> m_ends = {0};                   // by node: whether a phrase does
};

}  // namespace leitong::templates
