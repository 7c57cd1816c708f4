// The tree of all suffixes that begin with one window: its nodes, each with the number of different
// works below it. Private to templates.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "stock_segments.hpp"

namespace leitong::templates {

inline constexpr std::uint32_t k_no_node = ~0U;

// A string behind which not always the same follows, of enough works.
struct StockNode {
    std::uint32_t at = 0;      // where it stands in the segments, one of its places
    std::uint16_t length = 0;  // units
    // What is to be shown of it: less than all where a piece of a clause was cut off at the end.
    std::uint16_t shown = 0;
    std::uint32_t works = 0;
    std::uint32_t occurrences = 0;
    StockOrigin origin;  // of the first place of what is shown
    // The next shorter node that it begins with; k_no_node: there is none.
    std::uint32_t parent = k_no_node;
    // The most works of a longer phrase that is listed and holds it.
    std::uint32_t covered = 0;
    bool is_asked = false;
    bool grows = false;       // some unit behind it loses no work
    bool is_dropped = false;  // what is shown stands in more works: another node tells it
};

// A node of any kind, while it is on the path to the suffix that is looked at.
struct StockBranch {
    std::uint32_t depth = 0;
    std::uint32_t parent_depth = 0;  // known when it is closed
    std::uint32_t at = 0;
    std::uint32_t segment_end = 0;
    std::uint32_t works = 0;
    std::uint64_t occurrences = 0;
};

class StockTree {
public:
    // `shown` tells how much of a string of so many units at a place is to be shown.
    using Shown = std::function<std::uint32_t(std::uint32_t at, std::uint32_t length)>;
    StockTree(const StockSegments& segments, std::uint32_t min_works, Shown shown);

    // Suffixes of one window. Appends the nodes to `nodes`; `closed` is told of every branch, the
    // deeper before the shallower. Cost: linear in the suffixes, their works and their lengths, but
    // for sorting.
    void walk(std::span<StockSuffix> suffixes, std::vector<StockNode>& nodes,
              const std::function<void(const StockBranch&)>& closed);

private:
    struct Open {
        std::uint32_t depth = 0;
        std::uint32_t start = 0;  // index of its first suffix, from the first there ever was
        std::int64_t works = 0;
        std::uint64_t occurrences = 0;
        std::uint32_t child_works = 0;  // the most of a child's
        std::uint32_t at = 0;           // of the suffix with the first origin
        std::uint32_t segment_end = 0;
        StockOrigin origin;
        bool is_asked = false;
        // Nodes below it, of which less than all of its depth is shown, as indices.
        std::vector<std::uint32_t> shortened;
        // The last node below it with no parent yet; the others follow by their parents.
        std::uint32_t child = k_no_node;
    };

    void sort(std::span<StockSuffix> suffixes) const;
    [[nodiscard]] std::uint32_t common(const StockSuffix& a, const StockSuffix& b) const noexcept;
    void close_to(std::uint32_t depth, std::vector<StockNode>& nodes,
                  const std::function<void(const StockBranch&)>& closed);
    void finish(Open& open, std::vector<StockNode>& nodes) const;
    static void join(Open& parent, Open&& child, std::vector<StockNode>& nodes);
    void add_leaf(const StockSuffix& suffix, std::uint32_t index);

    const StockSegments& m_segments;
    std::uint32_t m_min_works;
    Shown m_shown;
    std::vector<Open> m_open;
    std::vector<std::uint32_t> m_last;  // by work: one more than the index of its last suffix
    std::uint32_t m_next = 0;           // index of the next suffix
};

}  // namespace leitong::templates
