#include "leitong/templates/stock_list.hpp"

#include <algorithm>

namespace leitong::templates {

namespace {

std::uint64_t key(std::uint32_t node, StockUnit unit) noexcept {
    return std::uint64_t{node} << 32 | unit;
}

}  // namespace

void StockList::add(std::string_view phrase) {
    StockText text(StockOptions{});
    text.read(phrase);
    if (text.units().empty() || text.units().size() > k_longest_stock) {
        return;
    }
    std::uint32_t node = 0;
    for (const StockUnit unit : text.units()) {
        const auto [next, is_new] =
            m_next.try_emplace(key(node, unit), static_cast<std::uint32_t>(m_ends.size()));
        if (is_new) {
            m_ends.push_back(0);
        }
        node = next->second;
    }
    m_ends[node] = 1;
}

std::vector<StockSpan> StockList::spans(const StockText& text) const {
    const auto units = text.units();
    std::vector<StockSpan> spans;
    for (std::uint32_t begin = 0; begin < units.size(); ++begin) {
        std::uint32_t node = 0;
        std::uint32_t end = begin;
        for (std::uint32_t at = begin; at < units.size(); ++at) {
            const auto next = m_next.find(key(node, units[at]));
            if (next == m_next.end()) {
                break;
            }
            node = next->second;
            if (m_ends[node] != 0) {
                end = at + 1;
            }
        }
        if (end == begin) {
            continue;
        }
        if (!spans.empty() && spans.back().end >= begin) {
            spans.back().end = std::max(spans.back().end, end);
        } else {
            spans.push_back({begin, end});
        }
    }
    return spans;
}

}  // namespace leitong::templates
