#include "leitong/cluster/stars.hpp"

#include "leitong/base/sort.hpp"

#include <algorithm>
#include <bit>
#include <iterator>
#include <limits>
#include <numeric>

namespace leitong::cluster {

namespace {

constexpr std::uint32_t k_none = std::numeric_limits<std::uint32_t>::max();

struct Arc {
    std::uint32_t to = 0;
    std::uint32_t strength = 0;
};

// Neighbours of each node, in one array.
struct Graph {
    std::vector<std::uint32_t> first;  // of node i: arcs [first[i], first[i + 1])
    std::vector<Arc> arcs;

    [[nodiscard]] std::span<const Arc> of(std::uint32_t node) const {
        return std::span(arcs).subspan(first[node], first[node + 1] - first[node]);
    }
};

Graph graph_of(std::size_t nodes, std::span<const Edge> edges) {
    Graph graph;
    graph.first.assign(nodes + 1, 0);
    for (const Edge& edge : edges) {
        ++graph.first[edge.a + 1];
        ++graph.first[edge.b + 1];
    }
    std::partial_sum(graph.first.begin(), graph.first.end(), graph.first.begin());
    graph.arcs.resize(edges.size() * 2);
    std::vector<std::uint32_t> at(graph.first.begin(), graph.first.end() - 1);
    for (const Edge& edge : edges) {
        graph.arcs[at[edge.a]++] = {edge.b, edge.strength};
        graph.arcs[at[edge.b]++] = {edge.a, edge.strength};
    }
    return graph;
}

struct Ranked {
    std::uint64_t rank = 0;
    std::uint32_t node = 0;
};

std::vector<std::uint32_t> ordered(std::vector<Ranked> ranked, unsigned bits) {
    std::vector<Ranked> scratch;
    base::radix_sort(ranked, scratch, bits, [](const Ranked& one) { return one.rank; });
    std::vector<std::uint32_t> order;
    order.reserve(ranked.size());
    std::ranges::transform(ranked, std::back_inserter(order), &Ranked::node);
    return order;
}

std::vector<std::uint32_t> ordered_by_key(std::span<const Node> nodes) {
    std::vector<Ranked> ranked;
    ranked.reserve(nodes.size());
    for (std::uint32_t i = 0; i < nodes.size(); ++i) {
        ranked.push_back({nodes[i].key.high, i});
    }
    std::vector<std::uint32_t> order = ordered(std::move(ranked), 64);
    const auto high = [&](std::uint32_t node) { return nodes[node].key.high; };
    for (auto first = order.begin(); first != order.end();) {  // of one upper half, which is rare
        const auto last = std::find_if_not(
            first, order.end(), [&](std::uint32_t node) { return high(node) == high(*first); });
        std::sort(first, last,
                  [&](std::uint32_t a, std::uint32_t b) { return nodes[a].key < nodes[b].key; });
        first = last;
    }
    return order;
}

// Those of most reach first; those of one reach in the order that they have.
std::vector<std::uint32_t> ordered_by_reach(std::span<const std::uint32_t> order,
                                            std::span<const std::uint64_t> reach) {
    if (order.empty()) {
        return {};
    }
    const std::uint64_t most = *std::ranges::max_element(reach);
    std::vector<Ranked> ranked;
    ranked.reserve(order.size());
    for (const std::uint32_t node : order) {
        ranked.push_back({most - reach[node], node});
    }
    return ordered(std::move(ranked), static_cast<unsigned>(std::bit_width(most)));
}

}  // namespace

std::vector<Star> stars(std::span<const Node> nodes, std::span<const Edge> edges) {
    const Graph graph = graph_of(nodes.size(), edges);
    // What a node would gather around it if it were a centre.
    std::vector<std::uint64_t> reach(nodes.size());
    for (std::uint32_t i = 0; i < nodes.size(); ++i) {
        reach[i] = nodes[i].weight;
        for (const Arc& arc : graph.of(i)) {
            reach[i] += nodes[arc.to].weight;
        }
    }
    const std::vector<std::uint32_t> by_key = ordered_by_key(nodes);
    const std::vector<std::uint32_t> order = ordered_by_reach(by_key, reach);

    // Centres first, so that a member can go to the strongest of those it neighbours.
    std::vector<std::uint32_t> centre(nodes.size(), k_none);
    std::vector<std::uint32_t> strength(nodes.size(), 0);
    for (const std::uint32_t node : order) {
        if (centre[node] != k_none) {
            continue;
        }
        centre[node] = node;
        for (const Arc& arc : graph.of(node)) {
            const bool is_centre = centre[arc.to] == arc.to;
            if (!is_centre && (centre[arc.to] == k_none || arc.strength > strength[arc.to])) {
                centre[arc.to] = node;
                strength[arc.to] = arc.strength;
            }
        }
    }

    std::vector<Star> result;
    std::vector<std::uint32_t> star_of(nodes.size(), k_none);
    for (const std::uint32_t node : by_key) {
        if (centre[node] == node) {
            star_of[node] = static_cast<std::uint32_t>(result.size());
            result.push_back({node, {}});
        }
    }
    for (const std::uint32_t node : by_key) {
        result[star_of[centre[node]]].members.push_back(node);
    }
    return result;
}

}  // namespace leitong::cluster
