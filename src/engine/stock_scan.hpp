// Reading a store for stock phrases. Private to engine.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/store/store.hpp"
#include "leitong/templates/stock.hpp"

#include <cstdint>
#include <functional>
#include <vector>

#include "stock_corpus.hpp"

namespace leitong::engine {

// Longer stretches than a phrase are stock if more works than this have them: the anchors of such
// are frequent, too (passage_index.hpp).
inline constexpr std::uint32_t k_few_works = 50;

// Takes a typed text and its order.
using StockTextSink = std::function<void(const templates::StockText&, std::uint32_t)>;

// Calls `each` with every typed text, in order of storage, in the caller's thread; texts are read
// on so many.
[[nodiscard]] Result<void> for_stock_texts(store::Store& store, const StockCorpus& corpus,
                                           const templates::StockOptions& options, unsigned threads,
                                           const StockTextSink& each);

// The finder, filled with all texts whose windows may be frequent. Two passes.
[[nodiscard]] Result<templates::StockFinder> fill_stock_finder(
    store::Store& store, const StockCorpus& corpus, const templates::StockOptions& options,
    unsigned threads);

// Of these windows (sorted hashes) those that are stock. One pass.
[[nodiscard]] Result<templates::StockWindows> stock_among(store::Store& store,
                                                          const std::vector<std::uint64_t>& windows,
                                                          const templates::StockOptions& options);

}  // namespace leitong::engine
