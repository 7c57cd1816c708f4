#include "fresh_clusters.hpp"

#include "leitong/match/prepared.hpp"

#include <algorithm>

#include "engine/common/threads.hpp"

namespace leitong::engine {

namespace {

constexpr std::size_t k_part = 4096;  // rows that are packed at a time, beside the writing

Nodes nodes_of(const RunTexts& texts, const NeighbourLists& links) {
    Nodes nodes;
    const std::span<const TypedNumber> ids = texts.sketches.ids();
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const TypedNumber id = ids[i];
        const Sketch& sketch = texts.sketches.sketches()[i];
        const std::uint32_t weight = id < texts.weight.size() ? texts.weight[id] : 0;
        const std::span<const store::Neighbour> neighbours = links.of(id);
        // What has no edge and stands once is in no cluster; most of a corpus is like that.
        if (sketch.shingles < match::k_fewest_shingles || (weight < 2 && neighbours.empty())) {
            continue;
        }
        TextNode& node = nodes.add(id);
        node.key = sketch.typed_hash;
        node.weight = weight;
        node.neighbours = neighbours;
    }
    return nodes;
}

}  // namespace

FreshClusters::FreshClusters(const RunTexts& texts, std::span<const VerifiedLink> links,
                             ClusterKey last)
    : m_links(links),
      m_nodes(nodes_of(texts, m_links)),
      m_graph(graph_of(m_nodes)),
      m_rows(m_graph),
      m_last(last) {
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        for (const std::uint32_t member : m_rows.members(i)) {
            m_graph.texts[member]->cluster = {last.value + i + 1};
        }
    }
}

Result<void> FreshClusters::write(store::Store& store, RunLog& log, const std::string& today) {
    LEITONG_TRY(write_clusters(store, log, today));
    return write_links(store);
}

Result<void> FreshClusters::write_clusters(store::Store& store, RunLog& log,
                                           const std::string& today) {
    const auto pack = [&](std::size_t first) {
        std::vector<store::PackedCluster> part;
        for (std::size_t i = first; i < std::min(first + k_part, m_rows.size()); ++i) {
            store::ClusterRow row = m_rows.row(i);
            row.key = {m_last.value + i + 1};
            row.first_seen = today;
            part.push_back(store::PackedCluster::of(std::move(row)));
        }
        return part;
    };
    const auto write_part = [&](const std::vector<store::PackedCluster>& part) -> Result<void> {
        for (const store::PackedCluster& cluster : part) {
            LEITONG_TRY(store.insert_cluster(cluster));
            LEITONG_TRY(log.cluster(cluster.row.id, 0, {}));
        }
        return {};
    };
    return make_ahead(m_rows.size(), k_part, pack, write_part);
}

Result<void> FreshClusters::write_links(store::Store& store) {
    const std::span<const TextNode> nodes = m_nodes.all();
    const auto pack = [&](std::size_t first) {
        store::PackedLinks part;
        for (const TextNode& node : nodes.subspan(first, std::min(k_part, nodes.size() - first))) {
            if (node.cluster || !node.neighbours.empty()) {
                part.add(TypedId{node.id}, node.cluster, node.neighbours);
            }
        }
        return part;
    };
    return make_ahead(nodes.size(), k_part, pack,
                      [&](const store::PackedLinks& part) { return store.put_links(part); });
}

}  // namespace leitong::engine
