#include "leitong/templates/stock.hpp"

#include <algorithm>
#include <atomic>
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
        if (window.end != 0) {
            count(window.hash & m_mask, places);
        }
    }
}

// Works that follow one another are told apart; one that comes again later counts again. Whichever
// thread puts a work into a slot that had another counts it, so none is missed.
void StockTable::count(std::uint64_t slot, std::span<const StockPlace> places) {
    const std::atomic_ref last(m_last_work[slot]);
    const std::atomic_ref works(m_counts[slot]);
    for (const StockPlace& place : places) {
        std::uint8_t counted = works.load(std::memory_order_relaxed);
        if (counted >= m_enough) {
            break;
        }
        if (last.load(std::memory_order_relaxed) == place.work ||
            last.exchange(place.work, std::memory_order_relaxed) == place.work) {
            continue;
        }
        while (counted < m_enough &&
               !works.compare_exchange_weak(counted, counted + 1U, std::memory_order_relaxed)) {
        }
    }
}

}  // namespace leitong::templates
