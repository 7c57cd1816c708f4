// What clusters are made of, in memory: texts with their neighbours, and the stars among them as
// rows. Private to engine.
#pragma once

#include "leitong/base/hash.hpp"
#include "leitong/cluster/stars.hpp"
#include "leitong/store/store.hpp"

#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "engine/common/sketch_table.hpp"

namespace leitong::engine {

// A typed text that may be clustered.
struct TextNode {
    TypedNumber id = 0;
    base::Hash128 key;
    std::uint64_t weight = 0;  // paragraphs that are no structure
    std::span<const store::Neighbour> neighbours;
    ClusterKey old_cluster;
    ClusterKey cluster;
    std::uint32_t in_graph = 0;  // place in the graph + 1
};

// The nodes, by number.
class Nodes {
public:
    TextNode& add(TypedNumber id) {
        if (id >= m_place.size()) {
            m_place.resize(id + std::size_t{1} + m_place.size() / 2);
        }
        TextNode& node = m_nodes.emplace_back(TextNode{.id = id});
        m_place[id] = static_cast<std::uint32_t>(m_nodes.size());
        return node;
    }
    [[nodiscard]] TextNode* find(TypedNumber id) {
        return id < m_place.size() && m_place[id] != 0 ? &m_nodes[m_place[id] - 1] : nullptr;
    }
    // A copy that lives as long as this.
    [[nodiscard]] std::span<const store::Neighbour> keep(std::vector<store::Neighbour> list) {
        return m_kept.emplace_back(std::move(list));
    }
    [[nodiscard]] std::span<TextNode> all() { return m_nodes; }

private:
    std::vector<TextNode> m_nodes;
    std::vector<std::uint32_t> m_place;  // by id: place + 1
    std::deque<std::vector<store::Neighbour>> m_kept;
};

// What may be clustered of the nodes, and its edges.
struct Graph {
    std::vector<TextNode*> texts;  // of the nodes below
    std::vector<cluster::Node> nodes;
    std::vector<cluster::Edge> edges;
};

[[nodiscard]] Graph graph_of(Nodes& nodes);

// The clusters of a graph, in the order of the index that lists them: it grows at its end then.
class ClusterRows {
public:
    // `graph` must outlive this.
    explicit ClusterRows(const Graph& graph);

    [[nodiscard]] std::size_t size() const noexcept { return m_order.size(); }
    // Without key and first_seen. Thread-safe.
    [[nodiscard]] store::ClusterRow row(std::size_t at) const;
    // The texts in it, by place in the graph.
    [[nodiscard]] std::span<const std::uint32_t> members(std::size_t at) const {
        return m_stars[m_order[at].star].members;
    }

private:
    struct Place {
        std::uint64_t size = 0;  // paragraphs
        std::string id;
        std::uint32_t star = 0;
    };

    const Graph& m_graph;
    std::vector<cluster::Star> m_stars;
    std::vector<Place> m_order;
};

}  // namespace leitong::engine
