#include "stock_tree.hpp"

#include <algorithm>
#include <utility>

namespace leitong::templates {

StockTree::StockTree(const StockSegments& segments, std::uint32_t min_works, Shown shown)
    : m_segments(segments),
      m_min_works(min_works),
      m_shown(std::move(shown)),
      m_last(segments.works(), 0) {}

void StockTree::sort(std::span<StockSuffix> suffixes) const {
    const auto units = m_segments.units();
    std::ranges::sort(suffixes, [&](const StockSuffix& a, const StockSuffix& b) {
        const std::uint32_t end_a = m_segments.end(a.segment);
        const std::uint32_t end_b = m_segments.end(b.segment);
        return std::lexicographical_compare(units.begin() + a.at, units.begin() + end_a,
                                            units.begin() + b.at, units.begin() + end_b);
    });
}

std::uint32_t StockTree::common(const StockSuffix& a, const StockSuffix& b) const noexcept {
    const auto units = m_segments.units();
    const std::uint32_t most =
        std::min(m_segments.end(a.segment) - a.at, m_segments.end(b.segment) - b.at);
    std::uint32_t length = 0;
    while (length < most && units[a.at + length] == units[b.at + length]) {
        ++length;
    }
    return length;
}

void StockTree::walk(std::span<StockSuffix> suffixes, std::vector<StockNode>& nodes,
                     const std::function<void(const StockBranch&)>& closed) {
    sort(suffixes);
    for (std::size_t i = 0; i < suffixes.size(); ++i) {
        close_to(i == 0 ? 0 : common(suffixes[i - 1], suffixes[i]), nodes, closed);
        add_leaf(suffixes[i], m_next++);
    }
    close_to(0, nodes, closed);
}

void StockTree::add_leaf(const StockSuffix& suffix, std::uint32_t index) {
    const std::uint32_t end = m_segments.end(suffix.segment);
    const std::uint32_t depth = end - suffix.at;
    if (m_open.empty() || m_open.back().depth < depth) {
        Open leaf;
        leaf.depth = depth;
        leaf.start = index;
        leaf.origin = {~0U, ~0U};
        m_open.push_back(std::move(leaf));
    }
    Open& leaf = m_open.back();
    if (const StockOrigin origin = m_segments.origin(suffix); origin < leaf.origin) {
        leaf.origin = origin;
        leaf.at = suffix.at;
        leaf.segment_end = end;
    }
    leaf.is_asked = leaf.is_asked || m_segments.is_asked(suffix.segment);
    const std::uint32_t first = m_open.front().start;
    for (const StockPlace& place : m_segments.places(suffix.segment)) {
        ++leaf.works;
        leaf.occurrences += place.times;
        // A work that was met below a branch that is still open was counted there already.
        const std::uint32_t last = std::exchange(m_last[place.work], index + 1);
        if (last > first) {
            const auto above = std::ranges::upper_bound(m_open, last - 1, {}, &Open::start);
            --std::prev(above)->works;
        }
    }
}

void StockTree::join(Open& parent, Open&& child, std::vector<StockNode>& nodes) {
    parent.works += child.works;
    parent.occurrences += child.occurrences;
    parent.child_works = std::max(parent.child_works, static_cast<std::uint32_t>(child.works));
    parent.is_asked = parent.is_asked || child.is_asked;
    if (child.origin < parent.origin) {
        parent.origin = child.origin;
        parent.at = child.at;
        parent.segment_end = child.segment_end;
    }
    if (parent.child == k_no_node) {
        parent.child = child.child;
    } else if (child.child != k_no_node) {
        // Mostly one: what is below a node hangs on it alone.
        std::uint32_t last = child.child;
        while (nodes[last].parent != k_no_node) {
            last = nodes[last].parent;
        }
        nodes[last].parent = parent.child;
        parent.child = child.child;
    }
    if (parent.shortened.empty()) {
        parent.shortened = std::move(child.shortened);
    } else {
        parent.shortened.insert(parent.shortened.end(), child.shortened.begin(),
                                child.shortened.end());
    }
}

// All works below it are known.
void StockTree::finish(Open& open, std::vector<StockNode>& nodes) const {
    const auto works = static_cast<std::uint32_t>(open.works);
    std::erase_if(open.shortened, [&](std::uint32_t index) {
        StockNode& node = nodes[index];
        if (node.shown > open.depth) {
            return true;
        }
        if (works > node.works) {
            node.is_dropped = true;
            return true;
        }
        node.occurrences = static_cast<std::uint32_t>(open.occurrences);
        node.origin = open.origin;
        return false;
    });
    if (works < m_min_works) {
        return;
    }
    const auto index = static_cast<std::uint32_t>(nodes.size());
    while (open.child != k_no_node) {
        open.child = std::exchange(nodes[open.child].parent, index);
    }
    StockNode node;
    node.at = open.at;
    node.length = static_cast<std::uint16_t>(open.depth);
    node.works = works;
    node.occurrences = static_cast<std::uint32_t>(open.occurrences);
    node.origin = open.origin;
    node.is_asked = open.is_asked;
    node.grows = open.child_works == works;
    node.shown = static_cast<std::uint16_t>(node.grows ? open.depth : m_shown(node.at, open.depth));
    if (node.shown < node.length) {
        open.shortened.push_back(index);
    }
    open.child = index;
    nodes.push_back(node);
}

void StockTree::close_to(std::uint32_t depth, std::vector<StockNode>& nodes,
                         const std::function<void(const StockBranch&)>& closed) {
    while (!m_open.empty() && m_open.back().depth > depth) {
        Open done = std::move(m_open.back());
        m_open.pop_back();
        finish(done, nodes);
        const std::uint32_t parent = m_open.empty() ? depth : std::max(depth, m_open.back().depth);
        closed({done.depth, parent, done.at, done.segment_end,
                static_cast<std::uint32_t>(done.works), done.occurrences});
        if (parent == 0) {
            for (std::uint32_t root = done.child; root != k_no_node;) {
                root = std::exchange(nodes[root].parent, k_no_node);
            }
            continue;
        }
        if (m_open.empty() || m_open.back().depth < parent) {
            Open branch;
            branch.depth = parent;
            branch.start = done.start;
            branch.origin = {~0U, ~0U};
            m_open.push_back(std::move(branch));
        }
        join(m_open.back(), std::move(done), nodes);
    }
}

}  // namespace leitong::templates
