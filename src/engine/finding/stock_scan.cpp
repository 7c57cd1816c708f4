#include "stock_scan.hpp"

#include <algorithm>
#include <mutex>
#include <utility>
#include <vector>

namespace leitong::engine {

namespace {

constexpr std::uint64_t k_slice = 4096;  // texts

std::size_t slices_of(const StockCorpus& corpus) {
    return corpus.last_text() / k_slice + 1;
}

// Calls each(text, order) for the typed texts of a slice of the corpus.
template <typename Each>
Result<void> read_slice(std::size_t slice, store::Store& store, const StockCorpus& corpus,
                        const templates::StockOptions& options, const Each& each) {
    templates::StockText text(options);
    const auto read = [&](const store::TextRow& row) {
        if (const auto order = corpus.order_of(row.id)) {
            text.read(row.text);
            each(text, *order);
        }
        return true;
    };
    return store.texts(read, {slice * k_slice}, {(slice + 1) * k_slice});
}

// The finder, filled with what is wanted of all texts.
template <typename IsWanted>
Result<templates::StockFinder> finder_of(const ReaderThreads& readers, const StockCorpus& corpus,
                                         const templates::StockOptions& options,
                                         const IsWanted& is_wanted) {
    templates::StockFinder finder(options);
    std::mutex mutex;
    LEITONG_TRY(for_each_task(
        readers, slices_of(corpus), [&](std::size_t slice, store::Store& store) -> Result<void> {
            templates::StockRuns runs;
            LEITONG_TRY(read_slice(slice, store, corpus, options,
                                   [&](const templates::StockText& text, std::uint32_t order) {
                                       runs.add(text, order, corpus.places(order),
                                                corpus.entries()[order].asked, is_wanted);
                                   }));
            const std::lock_guard lock(mutex);
            finder.add(runs);
            return {};
        }));
    finder.finish();
    return finder;
}

}  // namespace

Result<templates::StockFinder> fill_stock_finder(const ReaderThreads& readers,
                                                 const StockCorpus& corpus,
                                                 const templates::StockOptions& options) {
    templates::StockTable table(corpus.letters(), options);
    LEITONG_TRY(
        for_each_task(readers, slices_of(corpus), [&](std::size_t slice, store::Store& store) {
            return read_slice(slice, store, corpus, options,
                              [&](const templates::StockText& text, std::uint32_t order) {
                                  table.count(text, corpus.places(order));
                              });
        }));
    return finder_of(readers, corpus, options,
                     [&](std::uint64_t window) { return table.may_be_frequent(window); });
}

Result<templates::StockWindows> stock_among(store::Store& store, const ReaderThreads& readers,
                                            const std::vector<std::uint64_t>& windows,
                                            const templates::StockOptions& options) {
    if (windows.empty()) {
        return templates::StockWindows{};
    }
    LEITONG_TRY_ASSIGN(const StockCorpus corpus,
                       StockCorpus::load(store, [](const std::string&) { return false; }));
    // Most windows of the store are none of these: a bit for each hash tells so at once.
    constexpr std::uint64_t k_bits = std::uint64_t{1} << 22;
    std::vector<bool> may_be(k_bits, false);
    for (const std::uint64_t window : windows) {
        may_be[window & (k_bits - 1)] = true;
    }
    const auto is_wanted = [&](std::uint64_t window) {
        return may_be[window & (k_bits - 1)] && std::ranges::binary_search(windows, window);
    };
    LEITONG_TRY_ASSIGN(const templates::StockFinder finder,
                       finder_of(readers, corpus, options, is_wanted));
    std::vector<templates::FoundWindows> found;
    found.push_back(finder.windows(k_few_works));
    return templates::StockWindows(std::move(found));
}

}  // namespace leitong::engine
