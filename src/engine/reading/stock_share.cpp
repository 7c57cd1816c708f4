#include "stock_share.hpp"

#include <algorithm>
#include <functional>

#include "engine/common/threads.hpp"
#include "engine/finding/stock_scan.hpp"

namespace leitong::engine {

namespace {

// Works asked about of which so many windows are looked up one by one.
constexpr std::size_t k_few_windows = 4'000'000;

void ranges_of(const templates::StockText& text, const templates::StockWindows& windows,
               std::vector<StockRange>& out) {
    for (const templates::StockSpan& span : templates::stock_spans(text, windows)) {
        const ByteRange bytes = text.bytes(span.begin, span.end);
        out.push_back({static_cast<std::uint32_t>(bytes.begin),
                       static_cast<std::uint32_t>(bytes.end), text.letters_before(span.begin),
                       text.letters_before(span.end)});
    }
}

Result<templates::StockWindows> all_windows(store::Store& store, const ReaderThreads& readers,
                                            const templates::StockOptions& options) {
    LEITONG_TRY_ASSIGN(const StockCorpus corpus,
                       StockCorpus::load(store, [](const std::string&) { return false; }));
    LEITONG_TRY_ASSIGN(const templates::StockFinder finder,
                       fill_stock_finder(readers, corpus, options));
    std::vector<templates::FoundWindows> parts(std::max(1U, readers.threads));
    on_threads(readers.threads, [&](unsigned part) {
        parts[part] = finder.windows(k_few_works, {part, parts.size()});
    });
    return templates::StockWindows(std::move(parts));
}

// Calls each(text) for every paragraph of a work that can be reused.
Result<void> for_paragraphs(const WorkPlace& place,
                            const std::function<Result<void>(TextId)>& each) {
    const store::StoredLayout& layout = place.document->layout;
    const store::StoredWork& work = layout.works[place.work - 1];
    for (std::uint32_t p = work.first_paragraph; p <= work.last_paragraph; ++p) {
        const store::StoredParagraph& stored = layout.paragraphs[p - 1];
        if (!is_structure(stored.role)) {
            LEITONG_TRY(each(stored.text));
        }
    }
    return {};
}

class StockShare {
public:
    StockShare(store::Store& store, const ReaderThreads& readers, const Reuse& reuse)
        : m_store(store), m_readers(readers), m_reuse(reuse) {}

    Result<std::map<std::pair<std::string, std::uint32_t>, std::uint64_t>> run() {
        LEITONG_TRY(find_windows());
        std::map<std::pair<std::string, std::uint32_t>, std::uint64_t> letters;
        for (const auto& [name, covered] : m_reuse.covered) {
            LEITONG_TRY_ASSIGN(letters[name],
                               letters_without_stock(covered, [&](TextId id) { return of(id); }));
        }
        return letters;
    }

private:
    Result<StockParagraph> of(TextId id) {
        LEITONG_TRY_ASSIGN(const std::uint64_t letters, read(id));
        m_ranges.clear();
        ranges_of(m_text, m_windows, m_ranges);
        return StockParagraph{letters, m_ranges};
    }

    Result<std::uint64_t> read(TextId id) {
        LEITONG_TRY_ASSIGN(const auto row, m_store.text(id));
        if (!row) {
            return fail(Errc::store_damaged, Msg::store_bad_row, "texts", id.value);
        }
        m_text.read(row->text);
        return row->letters;
    }

    // Of a few works their windows are looked for; of many, all that are stock are found.
    Result<void> find_windows() {
        std::vector<std::uint64_t> windows;
        for (const auto& [name, covered] : m_reuse.covered) {
            LEITONG_TRY(for_paragraphs(covered.place, [&](TextId id) -> Result<void> {
                LEITONG_TRY(read(id));
                for (const templates::StockText::Window& window : m_text.windows()) {
                    if (window.end != 0) {
                        windows.push_back(window.hash);
                    }
                }
                return {};
            }));
            if (windows.size() > k_few_windows) {
                break;
            }
        }
        if (windows.size() <= k_few_windows) {
            std::ranges::sort(windows);
            windows.erase(std::unique(windows.begin(), windows.end()), windows.end());
            LEITONG_TRY_ASSIGN(m_windows, stock_among(m_store, m_readers, windows, m_options));
            return {};
        }
        windows = {};
        LEITONG_TRY_ASSIGN(m_windows, all_windows(m_store, m_readers, m_options));
        return {};
    }

    store::Store& m_store;
    const ReaderThreads& m_readers;
    const Reuse& m_reuse;
    templates::StockOptions m_options;
    templates::StockText m_text{m_options};
    templates::StockWindows m_windows;
    std::vector<StockRange> m_ranges;
};

}  // namespace

Result<StockRanges> StockRanges::load(store::Store& store, const std::string& store_path,
                                      unsigned threads) {
    constexpr std::uint64_t k_slice = 4096;  // texts
    struct Slice {
        std::vector<std::uint32_t> counts;  // by text
        std::vector<StockRange> ranges;     // of one text after the other
    };
    LEITONG_TRY_ASSIGN(const templates::StockWindows windows,
                       all_windows(store, {store_path, threads}, templates::StockOptions{}));
    LEITONG_TRY_ASSIGN(const std::uint64_t last, store.last_id());
    std::vector<Slice> slices(last / k_slice + 1);
    const auto read_slice = [&](std::size_t number, store::Store& reader) -> Result<void> {
        Slice& slice = slices[number];
        templates::StockText text{templates::StockOptions{}};
        const std::uint64_t end = std::min<std::uint64_t>((number + 1) * k_slice, last + 1);
        for (std::uint64_t id = number * k_slice; id < end; ++id) {
            const std::size_t before = slice.ranges.size();
            LEITONG_TRY_ASSIGN(const auto row, reader.text(TextId{id}));
            if (row) {
                text.read(row->text);
                ranges_of(text, windows, slice.ranges);
            }
            slice.counts.push_back(static_cast<std::uint32_t>(slice.ranges.size() - before));
        }
        return {};
    };
    LEITONG_TRY(for_each_task({store_path, threads}, slices.size(), read_slice));
    StockRanges ranges;
    for (Slice& slice : slices) {
        for (const std::uint32_t count : slice.counts) {
            ranges.m_start.push_back(ranges.m_start.back() + count);
        }
        ranges.m_ranges.insert(ranges.m_ranges.end(), slice.ranges.begin(), slice.ranges.end());
        slice = {};
    }
    return ranges;
}

std::span<const StockRange> StockRanges::of(TextId text) const noexcept {
    if (text.value + 1 >= m_start.size()) {
        return {};
    }
    return std::span(m_ranges).subspan(m_start[text.value],
                                       m_start[text.value + 1] - m_start[text.value]);
}

Result<std::uint64_t> letters_without_stock(const Reuse::Covered& covered,
                                            const StockOf& stock_of) {
    std::uint64_t letters = 0;
    for (const ByteRange& range : covered.letters) {
        letters += range.size();
    }
    std::uint64_t begin = 0;  // of the paragraph, in letters of the work
    auto range = covered.letters.begin();
    LEITONG_TRY(for_paragraphs(covered.place, [&](TextId text) -> Result<void> {
        LEITONG_TRY_ASSIGN(const StockParagraph paragraph, stock_of(text));
        for (const StockRange& stock : paragraph.stock) {
            const std::uint64_t from = begin + stock.letters_begin;
            const std::uint64_t to = begin + stock.letters_end;
            while (range != covered.letters.end() && range->end <= from) {
                ++range;
            }
            for (auto at = range; at != covered.letters.end() && at->begin < to; ++at) {
                letters -= std::min(at->end, to) - std::max(at->begin, from);
            }
        }
        begin += paragraph.letters;
        return {};
    }));
    return letters;
}

Result<std::map<std::pair<std::string, std::uint32_t>, std::uint64_t>> reused_without_stock(
    store::Store& store, const ReaderThreads& readers, const Reuse& reuse) {
    return StockShare(store, readers, reuse).run();
}

}  // namespace leitong::engine
