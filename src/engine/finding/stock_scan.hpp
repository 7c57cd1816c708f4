// Reading a store for stock phrases. Private to engine.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/store/store.hpp"
#include "leitong/templates/stock.hpp"

#include <cstdint>
#include <vector>

#include "engine/common/threads.hpp"
#include "stock_corpus.hpp"

namespace leitong::engine {

// Longer stretches than a phrase are stock if more works than this have them: the anchors of such
// are frequent, too (passage_index.hpp).
inline constexpr std::uint32_t k_few_works = 50;

// The finder, filled with all texts whose windows may be frequent. Two passes, on several threads.
[[nodiscard]] Result<templates::StockFinder> fill_stock_finder(
    const ReaderThreads& readers, const StockCorpus& corpus,
    const templates::StockOptions& options);

// Of these windows (sorted hashes) those that are stock. One pass.
[[nodiscard]] Result<templates::StockWindows> stock_among(store::Store& store,
                                                          const ReaderThreads& readers,
                                                          const std::vector<std::uint64_t>& windows,
                                                          const templates::StockOptions& options);

}  // namespace leitong::engine
