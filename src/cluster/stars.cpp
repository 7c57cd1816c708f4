#include "leitong/cluster/stars.hpp"

#include <algorithm>
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
    std::vector<std::uint32_t> order(nodes.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
        return reach[a] != reach[b] ? reach[a] > reach[b] : nodes[a].key < nodes[b].key;
    });

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
    std::ranges::sort(order, {}, [&](std::uint32_t node) { return nodes[node].key; });
    for (const std::uint32_t node : order) {
        if (centre[node] == node) {
            star_of[node] = static_cast<std::uint32_t>(result.size());
            result.push_back({node, {}});
        }
    }
    for (const std::uint32_t node : order) {
        result[star_of[centre[node]]].members.push_back(node);
    }
    return result;
}

}  // namespace leitong::cluster
