#include "leitong/templates/stock.hpp"

#include "leitong/base/sort.hpp"

#include <algorithm>
#include <utility>

#include "stock_segments.hpp"
#include "stock_selection.hpp"
#include "stock_tree.hpp"

namespace leitong::templates {

namespace {

// Suffixes that are sorted at a time, of all parts together; those of one window are never parted.
constexpr std::size_t k_suffixes_at_once = std::size_t{4} << 20;

struct ByWindow {
    StockSuffix suffix;
    friend bool operator<(const ByWindow& a, const ByWindow& b) noexcept {
        return std::tie(a.suffix.window, a.suffix.at) < std::tie(b.suffix.window, b.suffix.at);
    }
};

}  // namespace

struct StockFinder::Impl {
    StockOptions options;
    StockSegments segments;

    // Calls `walk` for the suffixes of each window of a part.
    void for_windows(WindowPart part,
                     const std::function<void(std::span<StockSuffix>)>& walk) const {
        std::size_t count = 0;
        segments.for_suffixes([&](const StockSuffix&) { ++count; });
        const std::uint64_t slices = count / k_suffixes_at_once + 1;
        std::vector<ByWindow> suffixes;
        std::vector<StockSuffix> of_one;
        for (std::uint64_t slice = 0; slice < slices; ++slice) {
            suffixes.clear();
            segments.for_suffixes([&](const StockSuffix& suffix) {
                if (suffix.window % part.of == part.number &&
                    suffix.window / part.of % slices == slice) {
                    suffixes.push_back({suffix});
                }
            });
            base::sort_by_key(suffixes, [](const ByWindow& entry) { return entry.suffix.window; });
            for (std::size_t first = 0; first < suffixes.size();) {
                of_one.clear();
                std::size_t next = first;
                for (; next < suffixes.size() &&
                       suffixes[next].suffix.window == suffixes[first].suffix.window;
                     ++next) {
                    of_one.push_back(suffixes[next].suffix);
                }
                walk(of_one);
                first = next;
            }
        }
    }
};

StockFinder::StockFinder(const StockOptions& options)
    : m_impl(std::make_unique<Impl>(Impl{options, StockSegments(options)})) {}
StockFinder::StockFinder(StockFinder&&) noexcept = default;
StockFinder& StockFinder::operator=(StockFinder&&) noexcept = default;
StockFinder::~StockFinder() = default;

void StockFinder::add(const StockRuns& runs) {
    runs.for_each([&](const StockRuns::Run& run) { m_impl->segments.add(run); });
}

void StockFinder::finish() {
    m_impl->segments.finish();
}

std::vector<StockPhrase> StockFinder::phrases() const {
    const StockOptions& options = m_impl->options;
    const StockSegments& segments = m_impl->segments;
    std::vector<StockNode> nodes;
    std::unique_ptr<StockTree> tree;
    m_impl->for_windows({}, [&](std::span<StockSuffix> suffixes) {
        if (!tree) {
            tree = std::make_unique<StockTree>(
                segments, options.min_works, [&](std::uint32_t at, std::uint32_t length) {
                    return shown_length(segments, options, at, length);
                });
        }
        tree->walk(suffixes, nodes, [](const StockBranch&) {});
    });
    std::vector<StockPhrase> phrases;
    for (const StockNode& node : select_phrases(segments, options, std::move(nodes))) {
        if (!node.is_asked) {
            continue;
        }
        phrases.push_back({node.origin.text, node.origin.unit, node.origin.unit + node.shown,
                           node.works, node.occurrences});
    }
    return phrases;
}

FoundWindows StockFinder::windows(std::uint32_t most_works, WindowPart part) const {
    const StockOptions& options = m_impl->options;
    const StockSegments& segments = m_impl->segments;
    FoundWindows windows;
    // A window belongs to the branch in which it ends.
    const auto take = [&](const StockBranch& branch, std::uint32_t letters,
                          std::vector<std::uint64_t>& hashes) {
        const std::uint32_t end = segments.window_end(branch.at, branch.at + branch.depth, letters);
        if (end > branch.at + branch.parent_depth) {
            hashes.push_back(stock_hash(segments.units().subspan(branch.at, end - branch.at)));
        }
    };
    std::vector<StockNode> nodes;
    std::unique_ptr<StockTree> tree;
    m_impl->for_windows(part, [&](std::span<StockSuffix> suffixes) {
        if (!tree) {
            tree = std::make_unique<StockTree>(
                segments, ~0U, [](std::uint32_t, std::uint32_t length) { return length; });
        }
        tree->walk(suffixes, nodes, [&](const StockBranch& branch) {
            if (branch.works < options.min_works) {
                return;
            }
            take(branch, options.min_letters, windows.frequent);
            if (branch.works <= most_works) {
                take(branch, k_passage_letters, windows.passages);
            }
        });
    });
    return windows;
}

std::vector<StockSpan> stock_spans(const StockText& text, const StockWindows& windows) {
    const auto all = text.windows();
    std::vector<std::uint8_t> is_stock(all.size(), 0);
    const auto paint = [&](std::uint32_t begin, std::uint32_t end, std::uint8_t colour) {
        std::fill(is_stock.begin() + begin, is_stock.begin() + end, colour);
    };
    for (std::uint32_t at = 0; at < all.size(); ++at) {
        if (all[at].end != 0 && windows.is_frequent(all[at].hash)) {
            paint(at, all[at].end, 1);
        }
    }
    for (std::uint32_t at = 0; at < all.size(); ++at) {
        if (is_stock[at] == 0) {
            continue;
        }
        const StockText::Window passage = text.window_of(at, k_passage_letters);
        if (passage.end != 0 && windows.is_passage(passage.hash)) {
            paint(at, passage.end, 2);
        }
    }
    std::vector<StockSpan> spans;
    for (std::uint32_t at = 0; at < all.size(); ++at) {
        if (is_stock[at] != 1) {
            continue;
        }
        if (!spans.empty() && spans.back().end == at) {
            ++spans.back().end;
        } else {
            spans.push_back({at, at + 1});
        }
    }
    return spans;
}

}  // namespace leitong::templates
