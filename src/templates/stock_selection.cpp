#include "stock_selection.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

namespace leitong::templates {

namespace {

class Selection {
public:
    Selection(const StockSegments& segments, const StockOptions& options,
              std::vector<StockNode> nodes)
        : m_segments(segments), m_options(options), m_nodes(std::move(nodes)) {
        m_by_hash.reserve(m_nodes.size());
        for (std::uint32_t i = 0; i < m_nodes.size(); ++i) {
            m_by_hash.emplace_back(hash(m_nodes[i].at, m_nodes[i].length), i);
        }
        std::ranges::sort(m_by_hash);
    }

    std::vector<StockNode> run() {
        std::vector<StockNode> listed;
        for (const std::uint32_t index : longest_first()) {
            StockNode& node = m_nodes[index];
            const bool is_listed = is_phrase(node);
            if (is_listed) {
                listed.push_back(node);
            }
            hand_down(node, is_listed ? node.works : node.covered);
        }
        m_nodes = {};
        m_by_hash = {};
        return without_contained(std::move(listed));
    }

private:
    using Key = std::pair<std::uint64_t, std::uint32_t>;

    [[nodiscard]] std::uint64_t hash(std::uint32_t at, std::uint32_t length) const noexcept {
        return stock_hash(m_segments.units().subspan(at, length));
    }

    [[nodiscard]] std::vector<std::uint32_t> longest_first() const {
        std::vector<std::uint32_t> order(m_nodes.size());
        std::iota(order.begin(), order.end(), 0U);
        std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
            return m_nodes[a].length != m_nodes[b].length ? m_nodes[a].length > m_nodes[b].length
                                                          : a < b;
        });
        return order;
    }

    [[nodiscard]] bool is_phrase(const StockNode& node) const {
        if (node.grows || node.is_dropped) {
            return false;
        }
        const std::uint64_t own = node.works - node.covered;
        const bool is_own =
            m_options.own_part == 0 ? own > 0 : own * m_options.own_part > node.works;
        return is_own && !is_cut_at_the_left(node);
    }

    // What a node has to say of listed phrases holds for every part of it.
    void hand_down(const StockNode& node, std::uint32_t works) {
        if (works == 0) {
            return;
        }
        if (node.parent != k_no_node) {
            StockNode& parent = m_nodes[node.parent];
            parent.covered = std::max(parent.covered, works);
        }
        if (const auto shorter = rest(node, after_slots(node.at + 1))) {
            m_nodes[*shorter].covered = std::max(m_nodes[*shorter].covered, works);
        }
    }

    // The node of what is left from `at` to the end of a node.
    [[nodiscard]] std::optional<std::uint32_t> rest(const StockNode& node, std::uint32_t at) const {
        const std::uint32_t end = node.at + node.length;
        if (at >= end) {
            return std::nullopt;
        }
        const std::uint64_t wanted = hash(at, end - at);
        const auto found = std::ranges::lower_bound(m_by_hash, Key{wanted, 0});
        const bool is_there = found != m_by_hash.end() && found->first == wanted;
        return is_there ? std::optional(found->second) : std::nullopt;
    }

    [[nodiscard]] std::uint32_t after_slots(std::uint32_t at) const noexcept {
        while (is_slot(m_segments.units()[at])) {
            ++at;
        }
        return at;
    }

    // Whether it begins with a piece of a clause that is no phrase by itself, and a phrase comes
    // behind it: that is the one to be listed.
    [[nodiscard]] bool is_cut_at_the_left(const StockNode& node) const {
        if (m_segments.begins_clause(node.at)) {
            return false;
        }
        const std::uint32_t end = node.at + node.shown;
        const std::uint32_t least = stock_weight_of_letters(m_options.min_letters);
        std::uint32_t weight = stock_weight(m_segments.units()[node.at]);
        for (std::uint32_t at = node.at + 1; at < end && weight < least; ++at) {
            if (m_segments.begins_clause(at)) {
                return m_segments.window_end(after_slots(at), end, m_options.min_letters) != 0;
            }
            weight += stock_weight(m_segments.units()[at]);
        }
        return false;
    }

    // Cutting may have left the same phrase twice, or a part of another.
    [[nodiscard]] std::vector<StockNode> without_contained(std::vector<StockNode> listed) const {
        const auto units = m_segments.units();
        const auto window = [&](std::uint32_t at, std::uint32_t end) {
            const std::uint32_t to = m_segments.window_end(at, end, m_options.min_letters);
            return to == 0 ? 0 : stock_hash(units.subspan(at, to - at));
        };
        // By first window and works; the longest first.
        std::vector<std::tuple<std::uint64_t, std::uint32_t, std::uint32_t>> starts;
        for (std::uint32_t i = 0; i < listed.size(); ++i) {
            starts.emplace_back(window(listed[i].at, listed[i].at + listed[i].shown),
                                listed[i].works, i);
        }
        std::ranges::sort(starts);
        std::vector<std::uint8_t> is_contained(listed.size(), 0);
        for (std::uint32_t i = 0; i < listed.size(); ++i) {
            const StockNode& whole = listed[i];
            const std::uint32_t end = whole.at + whole.shown;
            for (std::uint32_t at = whole.at; at < end; ++at) {
                const std::uint64_t hash = is_slot(units[at]) ? 0 : window(at, end);
                if (hash == 0) {
                    continue;
                }
                auto same = std::ranges::lower_bound(starts, std::tuple(hash, whole.works, 0U));
                for (; same != starts.end() && std::get<0>(*same) == hash &&
                       std::get<1>(*same) == whole.works;
                     ++same) {
                    const std::uint32_t part = std::get<2>(*same);
                    const bool is_shorter = listed[part].shown < whole.shown ||
                                            (listed[part].shown == whole.shown && part > i);
                    if (is_shorter && listed[part].shown <= end - at &&
                        std::ranges::equal(units.subspan(at, listed[part].shown),
                                           units.subspan(listed[part].at, listed[part].shown))) {
                        is_contained[part] = 1;
                    }
                }
            }
        }
        std::vector<StockNode> kept;
        for (std::size_t i = 0; i < listed.size(); ++i) {
            if (is_contained[i] == 0) {
                kept.push_back(listed[i]);
            }
        }
        return kept;
    }

    const StockSegments& m_segments;
    const StockOptions& m_options;
    std::vector<StockNode> m_nodes;
    std::vector<Key> m_by_hash;
};

}  // namespace

std::uint32_t shown_length(const StockSegments& segments, const StockOptions& options,
                           std::uint32_t at, std::uint32_t length) {
    const auto units = segments.units();
    const auto without_slots = [&](std::uint32_t end) {
        while (end > at && is_slot(units[end - 1])) {
            --end;
        }
        return end;
    };
    const std::uint32_t end = without_slots(at + length);
    if (segments.begins_clause(end)) {
        return end - at;
    }
    const std::uint32_t least = stock_weight_of_letters(options.min_letters);
    std::uint32_t weight = 0;
    for (std::uint32_t mark = end - 1; mark > at; --mark) {
        weight += stock_weight(units[mark]);
        if (weight >= least) {
            break;
        }
        if (segments.begins_clause(mark)) {
            const std::uint32_t cut = without_slots(mark);
            const bool is_phrase = segments.window_end(at, cut, options.min_letters) != 0;
            return is_phrase ? cut - at : end - at;
        }
    }
    return end - at;
}

std::vector<StockNode> select_phrases(const StockSegments& segments, const StockOptions& options,
                                      std::vector<StockNode> nodes) {
    return Selection(segments, options, std::move(nodes)).run();
}

}  // namespace leitong::templates
