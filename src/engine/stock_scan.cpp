#include "stock_scan.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace leitong::engine {

Result<void> for_stock_texts(
    store::Store& store, const StockCorpus& corpus, const templates::StockOptions& options,
    const std::function<void(const templates::StockText&, std::uint32_t)>& each) {
    templates::StockText text(options);
    return store.texts([&](const store::TextRow& row) {
        if (const auto order = corpus.order_of(row.id)) {
            text.read(row.text);
            each(text, *order);
        }
        return true;
    });
}

Result<templates::StockFinder> fill_stock_finder(store::Store& store, const StockCorpus& corpus,
                                                 const templates::StockOptions& options) {
    templates::StockTable table(corpus.letters(), options);
    LEITONG_TRY(for_stock_texts(store, corpus, options,
                                [&](const templates::StockText& text, std::uint32_t order) {
                                    table.count(text, corpus.places(order));
                                }));
    templates::StockFinder finder(options);
    const auto is_wanted = [&](std::uint64_t window) { return table.may_be_frequent(window); };
    LEITONG_TRY(for_stock_texts(
        store, corpus, options, [&](const templates::StockText& text, std::uint32_t order) {
            finder.add(text, order, corpus.places(order), corpus.entries()[order].asked, is_wanted);
        }));
    finder.finish();
    return finder;
}

Result<templates::StockWindows> stock_among(store::Store& store,
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
    templates::StockFinder finder(options);
    LEITONG_TRY(for_stock_texts(
        store, corpus, options, [&](const templates::StockText& text, std::uint32_t order) {
            finder.add(text, order, corpus.places(order), templates::Asked::no, is_wanted);
        }));
    finder.finish();
    std::vector<templates::FoundWindows> found;
    found.push_back(finder.windows(k_few_works));
    return templates::StockWindows(std::move(found));
}

}  // namespace leitong::engine
