#include "stock_scan.hpp"

#include <algorithm>
#include <atomic>
#include <string>
#include <utility>

#include "threads.hpp"

namespace leitong::engine {

namespace {

// Texts that are folded at once, on several threads.
class TextBatch {
public:
    TextBatch(const templates::StockOptions& options, unsigned threads, const StockTextSink& each)
        : m_options(options), m_threads(threads), m_each(each) {}

    void add(std::string text, std::uint32_t order) {
        m_bytes += text.size();
        m_texts.push_back(std::move(text));
        m_orders.push_back(order);
        if (m_texts.size() == k_texts || m_bytes >= k_bytes) {
            hand_over();
        }
    }

    void hand_over() {
        if (m_read.size() < m_texts.size()) {
            m_read.resize(m_texts.size(), templates::StockText(m_options));
        }
        std::atomic<std::size_t> next{0};
        on_threads(m_threads, [&](unsigned) {
            for (std::size_t i = next++; i < m_texts.size(); i = next++) {
                m_read[i].read(m_texts[i]);
            }
        });
        for (std::size_t i = 0; i < m_texts.size(); ++i) {
            m_each(m_read[i], m_orders[i]);
            if (m_texts[i].size() > k_kept_bytes) {
                m_read[i] = templates::StockText(m_options);
            }
        }
        m_texts.clear();
        m_orders.clear();
        m_bytes = 0;
    }

private:
    static constexpr std::size_t k_texts = 512;
    static constexpr std::size_t k_bytes = std::size_t{256} << 10;
    // Of a longer text, the room that it took is not kept.
    static constexpr std::size_t k_kept_bytes = std::size_t{16} << 10;

    const templates::StockOptions& m_options;
    unsigned m_threads;
    const StockTextSink& m_each;
    std::vector<std::string> m_texts;
    std::vector<std::uint32_t> m_orders;
    std::vector<templates::StockText> m_read;
    std::size_t m_bytes = 0;
};

}  // namespace

Result<void> for_stock_texts(store::Store& store, const StockCorpus& corpus,
                             const templates::StockOptions& options, unsigned threads,
                             const StockTextSink& each) {
    TextBatch batch(options, threads, each);
    LEITONG_TRY(store.texts([&](const store::TextRow& row) {
        if (const auto order = corpus.order_of(row.id)) {
            batch.add(std::string(row.text), *order);
        }
        return true;
    }));
    batch.hand_over();
    return {};
}

Result<templates::StockFinder> fill_stock_finder(store::Store& store, const StockCorpus& corpus,
                                                 const templates::StockOptions& options,
                                                 unsigned threads) {
    templates::StockTable table(corpus.letters(), options);
    LEITONG_TRY(for_stock_texts(store, corpus, options, threads,
                                [&](const templates::StockText& text, std::uint32_t order) {
                                    table.count(text, corpus.places(order));
                                }));
    templates::StockFinder finder(options);
    const auto is_wanted = [&](std::uint64_t window) { return table.may_be_frequent(window); };
    LEITONG_TRY(for_stock_texts(store, corpus, options, threads,
                                [&](const templates::StockText& text, std::uint32_t order) {
                                    finder.add(text, order, corpus.places(order),
                                               corpus.entries()[order].asked, is_wanted);
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
        store, corpus, options, 1, [&](const templates::StockText& text, std::uint32_t order) {
            finder.add(text, order, corpus.places(order), templates::Asked::no, is_wanted);
        }));
    finder.finish();
    std::vector<templates::FoundWindows> found;
    found.push_back(finder.windows(k_few_works));
    return templates::StockWindows(std::move(found));
}

}  // namespace leitong::engine
