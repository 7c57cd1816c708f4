#include "check_stock.hpp"

#include "leitong/templates/stock_list.hpp"

#include <algorithm>
#include <cstdint>

#include "engine/finding/stock_scan.hpp"

namespace leitong::engine {

namespace {

void mark_spans(CheckDraft& draft, std::size_t n, const templates::StockText& text,
                const std::vector<templates::StockSpan>& spans) {
    const std::uint32_t begin = draft.text().paragraph(n).begin;
    for (const templates::StockSpan& span : spans) {
        draft.mark({begin + text.symbol(span.begin), begin + text.symbol(span.end)}, k_is_stock);
    }
}

}  // namespace

Result<void> mark_stock(store::Store& store, const ReaderThreads& readers,
                        std::vector<Result<CheckDraft>>& drafts,
                        const std::vector<std::string>& phrases) {
    const templates::StockOptions options;
    templates::StockText text(options);
    templates::StockList list;
    std::ranges::for_each(phrases, [&](const std::string& phrase) { list.add(phrase); });
    const auto for_paragraphs = [&](const auto& each) {
        for (Result<CheckDraft>& draft : drafts) {
            for (std::size_t n = 0; draft && n < draft->counted().size(); ++n) {
                text.read(draft->paragraph(draft->counted()[n]));
                each(*draft, n);
            }
        }
    };
    std::vector<std::uint64_t> windows;
    for_paragraphs([&](CheckDraft&, std::size_t) {
        for (const templates::StockText::Window& window : text.windows()) {
            if (window.end != 0) {
                windows.push_back(window.hash);
            }
        }
    });
    std::ranges::sort(windows);
    windows.erase(std::unique(windows.begin(), windows.end()), windows.end());
    LEITONG_TRY_ASSIGN(const templates::StockWindows stock,
                       stock_among(store, readers, windows, options));
    for_paragraphs([&](CheckDraft& draft, std::size_t n) {
        mark_spans(draft, n, text, templates::stock_spans(text, stock));
        if (!list.empty()) {
            mark_spans(draft, n, text, list.spans(text));
        }
    });
    return {};
}

}  // namespace leitong::engine
