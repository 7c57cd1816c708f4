// How much of what is reused is no stock phrase, and where such phrases stand. Private to engine.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/store/store.hpp"
#include "leitong/templates/stock.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/common/threads.hpp"
#include "reuse.hpp"

namespace leitong::engine {

// A stock phrase in a text.
struct StockRange {
    std::uint32_t begin = 0;  // bytes
    std::uint32_t end = 0;
    std::uint32_t letters_begin = 0;
    std::uint32_t letters_end = 0;
};

// Where stock phrases stand in all texts of a store. Memory: 16 bytes a phrase, 4 a text.
class StockRanges {
public:
    // Cost: three passes over the texts of the store, the last of them on threads.
    [[nodiscard]] static Result<StockRanges> load(store::Store& store,
                                                  const std::string& store_path, unsigned threads);

    [[nodiscard]] std::span<const StockRange> of(TextId text) const noexcept;

private:
    std::vector<std::uint32_t> m_start{0};  // by text
    std::vector<StockRange> m_ranges;
};

// A text of a work as its share is told from: its letters, and the phrases in it. The ranges need
// be valid until the next call only.
struct StockParagraph {
    std::uint64_t letters = 0;
    std::span<const StockRange> stock;
};
using StockOf = std::function<Result<StockParagraph>(TextId)>;

// Letters of a work that lie in passages shared with other works and in no stock phrase.
[[nodiscard]] Result<std::uint64_t> letters_without_stock(const Reuse::Covered& covered,
                                                          const StockOf& stock_of);

// The same of all works that share any, by document and work. Cost: two passes over the texts of
// the store; one, if few works share any.
[[nodiscard]] Result<std::map<std::pair<std::string, std::uint32_t>, std::uint64_t>>
reused_without_stock(store::Store& store, const ReaderThreads& readers, const Reuse& reuse);

}  // namespace leitong::engine
