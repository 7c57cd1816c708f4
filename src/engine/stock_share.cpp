#include "stock_share.hpp"

#include <algorithm>
#include <vector>

#include "passage_search.hpp"
#include "stock_scan.hpp"

namespace leitong::engine {

namespace {

// Works asked about of which so many windows are looked up one by one.
constexpr std::size_t k_few_windows = 4'000'000;

class StockShare {
public:
    StockShare(store::Store& store, const Reuse& reuse) : m_store(store), m_reuse(reuse) {}

    Result<std::map<std::pair<std::string, std::uint32_t>, std::uint64_t>> run() {
        LEITONG_TRY(find_windows());
        std::map<std::pair<std::string, std::uint32_t>, std::uint64_t> letters;
        for (const auto& [name, covered] : m_reuse.covered) {
            LEITONG_TRY_ASSIGN(letters[name], outside_stock(covered));
        }
        return letters;
    }

private:
    // Calls each(text, n) with every paragraph of a work that can be reused, as numbered by
    // read_work.
    template <typename Each>
    Result<void> for_paragraphs(const WorkPlace& place, const Each& each) {
        const store::StoredLayout& layout = place.document->layout;
        const store::StoredWork& work = layout.works[place.work - 1];
        std::size_t n = 0;
        for (std::uint32_t p = work.first_paragraph; p <= work.last_paragraph; ++p) {
            const store::StoredParagraph& paragraph = layout.paragraphs[p - 1];
            if (is_structure(paragraph.role)) {
                continue;
            }
            LEITONG_TRY_ASSIGN(const auto row, m_store.text(paragraph.text));
            if (!row) {
                return fail(Errc::store_damaged, Msg::store_dangling, "documents",
                            place.document->id.value, "texts", paragraph.text.value);
            }
            m_text.read(row->text);
            each(n++);
        }
        return {};
    }

    // Of a few works their windows are looked for; of many, all that are stock are found.
    Result<void> find_windows() {
        std::vector<std::uint64_t> windows;
        for (const auto& [name, covered] : m_reuse.covered) {
            LEITONG_TRY(for_paragraphs(covered.place, [&](std::size_t) {
                for (const templates::StockText::Window& window : m_text.windows()) {
                    if (window.end != 0) {
                        windows.push_back(window.hash);
                    }
                }
            }));
            if (windows.size() > k_few_windows) {
                break;
            }
        }
        if (windows.size() <= k_few_windows) {
            std::ranges::sort(windows);
            windows.erase(std::unique(windows.begin(), windows.end()), windows.end());
            LEITONG_TRY_ASSIGN(m_windows, stock_among(m_store, windows, m_options));
            return {};
        }
        windows = {};
        LEITONG_TRY_ASSIGN(const StockCorpus corpus,
                           StockCorpus::load(m_store, [](const std::string&) { return false; }));
        LEITONG_TRY_ASSIGN(templates::StockFinder finder,
                           fill_stock_finder(m_store, corpus, m_options));
        m_windows = finder.windows(k_few_works);
        return {};
    }

    Result<std::uint64_t> outside_stock(const Reuse::Covered& covered) {
        LEITONG_TRY_ASSIGN(const auto work, read_work(m_store, covered.place));
        std::vector<ByteRange> stock;  // in letters, as the ranges covered are
        LEITONG_TRY(for_paragraphs(covered.place, [&](std::size_t n) {
            const std::uint32_t begin = work->text.paragraph(n).begin;
            for (const templates::StockSpan& span : templates::stock_spans(m_text, m_windows)) {
                stock.push_back({work->text.letters({0, begin + m_text.symbol(span.begin)}),
                                 work->text.letters({0, begin + m_text.symbol(span.end)})});
            }
        }));
        std::uint64_t letters = 0;
        std::size_t next = 0;
        for (const ByteRange& range : covered.letters) {
            letters += range.size();
            while (next < stock.size() && stock[next].end <= range.begin) {
                ++next;
            }
            for (std::size_t i = next; i < stock.size() && stock[i].begin < range.end; ++i) {
                letters -=
                    std::min(range.end, stock[i].end) - std::max(range.begin, stock[i].begin);
            }
        }
        return letters;
    }

    store::Store& m_store;
    const Reuse& m_reuse;
    templates::StockOptions m_options;
    templates::StockText m_text{m_options};
    templates::StockWindows m_windows;
};

}  // namespace

Result<std::map<std::pair<std::string, std::uint32_t>, std::uint64_t>> reused_without_stock(
    store::Store& store, const Reuse& reuse) {
    return StockShare(store, reuse).run();
}

}  // namespace leitong::engine
