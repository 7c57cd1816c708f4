#include "leitong/templates/stock.hpp"

#include <algorithm>
#include <bit>

namespace leitong::templates {

namespace {

constexpr std::uint64_t k_fewest_slots = std::uint64_t{1} << 16;
constexpr std::uint64_t k_most_slots = std::uint64_t{1} << 25;
constexpr std::uint32_t k_no_work = ~0U;
constexpr std::uint32_t k_most_counted = 255;

}  // namespace

StockTable::StockTable(std::uint64_t letters, const StockOptions& options)
    : m_mask(std::clamp(std::bit_ceil(letters + 1), k_fewest_slots, k_most_slots) - 1),
      m_enough(static_cast<std::uint8_t>(std::min(options.min_works, k_most_counted))),
      m_last_work(m_mask + 1, k_no_work),
      m_counts(m_mask + 1, 0) {}

void StockTable::count(const StockText& text, std::span<const StockPlace> places) {
    for (const StockText::Window& window : text.windows()) {
        if (window.end == 0) {
            continue;
        }
        const std::uint64_t slot = window.hash & m_mask;
        // Works that follow one another are told apart; one that comes again later counts again.
        for (const StockPlace& place : places) {
            if (m_counts[slot] >= m_enough) {
                break;
            }
            if (m_last_work[slot] != place.work) {
                m_last_work[slot] = place.work;
                ++m_counts[slot];
            }
        }
    }
}

}  // namespace leitong::templates
