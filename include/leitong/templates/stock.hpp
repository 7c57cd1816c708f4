// Stock phrases: fixed strings that stand in many independent works, as long as they can be.
//
// Two passes. The first counts, in a table of fixed size, in how many works each window of a text
// stands (StockText: the shortest run that is long enough to be a phrase). The second keeps of
// every sentence the stretches whose windows may all be frequent, sorts their suffixes, and reads
// off the tree that these form, with the number of different works below each node (Hui 1992,
// "Color set size problem"). A phrase is a node that cannot be made longer, on either side, without
// losing a work. The table only ever counts too many: what is reported is exact.
//
// Where a phrase begins or ends within a clause, and the piece up to the next mark in it is no
// phrase by itself, it is cut there; if what is left stands in more works, that phrase is the one
// listed.
//
// Same phrases for any order of texts. Works are numbers that the caller gives: copies are one.
//
// Memory:  the table (5 bytes a slot, at most 160 MiB), then about 40 bytes a unit of text that
//          recurs, and 4 a work for each thread.
// Cost:    linear but for sorting.
// Threads: none of its own; a table may be filled by several at once, a finder by one at a time.
#pragma once

#include "leitong/templates/stock_text.hpp"
#include "leitong/templates/stock_windows.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace leitong::templates {

// A work that a text stands in, and how often.
struct StockPlace {
    std::uint32_t work = 0;
    std::uint32_t times = 0;
};

// In how many works windows stand: never fewer than it says, sometimes more.
class StockTable {
public:
    // For a corpus of so many letters.
    StockTable(std::uint64_t letters, const StockOptions& options);

    // `places`: each work once. Several threads may count at once.
    void count(const StockText& text, std::span<const StockPlace> places);
    [[nodiscard]] bool may_be_frequent(std::uint64_t window) const noexcept {
        return m_counts[window & m_mask] >= m_enough;
    }

private:
    void count(std::uint64_t slot, std::span<const StockPlace> places);

    std::uint64_t m_mask;
    std::uint8_t m_enough;
    std::vector<std::uint32_t> m_last_work;
    std::vector<std::uint8_t> m_counts;
};

// Whether a text is asked about: of a phrase that stands in none, nothing is told.
enum class Asked : std::uint8_t { no, yes };

struct StockPhrase {
    // Where it stands first, by order of texts: the text, and units of it.
    std::uint32_t text = 0;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t works = 0;
    std::uint64_t occurrences = 0;
};

// A part of all windows: those whose hash leaves `number`, divided by `of`.
struct WindowPart {
    std::uint64_t number = 0;
    std::uint64_t of = 1;
};

// Runs of texts that may hold phrases, gathered by one thread and handed to a finder at once.
class StockRuns {
public:
    // `order` numbers the texts: a phrase is told by where it stands first. Windows for which
    // `is_wanted` says no are passed over. `places` must outlive this.
    void add(const StockText& text, std::uint32_t order, std::span<const StockPlace> places,
             Asked asked, const std::function<bool(std::uint64_t)>& is_wanted);

    struct Run {
        std::uint32_t text = 0;  // by order
        std::uint32_t unit = 0;  // where it begins in the text
        std::span<const StockUnit> units;
        std::span<const std::uint8_t> begins_clause;  // one more than units
        std::span<const StockPlace> places;
        Asked asked = Asked::no;
    };
    // Calls sink(run) for each. The units are valid until it returns.
    void for_each(const std::function<void(const Run&)>& sink) const;

private:
    struct Entry {
        Run run;
        std::size_t first = 0;  // of its units
        std::size_t size = 0;
    };
    void add_run(const StockText& text, std::uint32_t begin, std::uint32_t end, Run run);

    std::vector<Entry> m_entries;
    std::vector<StockUnit> m_units;             // a run after the other, and one unit between
    std::vector<std::uint8_t> m_begins_clause;  // of each
};

class StockFinder {
public:
    explicit StockFinder(const StockOptions& options);
    StockFinder(StockFinder&&) noexcept;
    StockFinder& operator=(StockFinder&&) noexcept;
    ~StockFinder();

    void add(const StockRuns& runs);

    // To be called once, after the last text and before what follows.
    void finish();
    [[nodiscard]] std::vector<StockPhrase> phrases() const;
    // A window of passage length that more than `most_works` works have is stock too. Several
    // threads may each ask for a part, which together take no more memory than one for all.
    [[nodiscard]] FoundWindows windows(std::uint32_t most_works, WindowPart part = {}) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

// The units of a text that are stock, as sorted ranges that do not touch.
struct StockSpan {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};
[[nodiscard]] std::vector<StockSpan> stock_spans(const StockText& text,
                                                 const StockWindows& windows);

}  // namespace leitong::templates
