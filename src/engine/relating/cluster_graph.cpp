#include "cluster_graph.hpp"

#include <algorithm>
#include <string>

namespace leitong::engine {

namespace {

constexpr std::size_t k_id_length = 12;

// 60 bits of the least content hash among the members, in letters and digits that are not mistaken
// for one another. It depends on the content of the cluster and on nothing else.
std::string cluster_id(const base::Hash128& least) {
    constexpr std::string_view k_alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    std::string id = "k";
    std::uint64_t bits = least.high;
    for (std::size_t i = 0; i < k_id_length; ++i) {
        id += k_alphabet[bits & 31];
        bits >>= 5;
    }
    return id;
}

}  // namespace

Graph graph_of(Nodes& nodes) {
    Graph graph;
    for (TextNode& node : nodes.all()) {
        if (node.weight > 0) {
            graph.texts.push_back(&node);
            graph.nodes.push_back({node.key, node.weight});
            node.in_graph = static_cast<std::uint32_t>(graph.texts.size());
        }
    }
    for (std::uint32_t i = 0; i < graph.texts.size(); ++i) {
        for (const store::Neighbour& neighbour : graph.texts[i]->neighbours) {
            if (!neighbour.is_edge || neighbour.typed.value <= graph.texts[i]->id) {
                continue;
            }
            const TextNode* other = nodes.find(static_cast<TypedNumber>(neighbour.typed.value));
            if (other != nullptr && other->in_graph != 0) {
                graph.edges.push_back({i, other->in_graph - 1, neighbour.shared});
            }
        }
    }
    return graph;
}

ClusterRows::ClusterRows(const Graph& graph)
    : m_graph(graph), m_stars(cluster::stars(graph.nodes, graph.edges)) {
    for (std::uint32_t i = 0; i < m_stars.size(); ++i) {
        const std::vector<std::uint32_t>& star = m_stars[i].members;
        if (star.size() == 1 && graph.nodes[star.front()].weight < 2) {
            continue;
        }
        std::uint64_t size = 0;
        for (const std::uint32_t member : star) {
            size += graph.nodes[member].weight;
        }
        // Members are in order of their keys.
        m_order.push_back({size, cluster_id(graph.nodes[star.front()].key), i});
    }
    std::ranges::sort(m_order, [](const Place& a, const Place& b) {
        return a.size != b.size ? a.size > b.size : a.id < b.id;
    });
}

store::ClusterRow ClusterRows::row(std::size_t at) const {
    const Place& place = m_order[at];
    const cluster::Star& star = m_stars[place.star];
    const TextNode& centre = *m_graph.texts[star.centre];
    store::ClusterRow row;
    row.id = place.id;
    row.size = place.size;
    row.centre = TypedId{centre.id};
    row.members.reserve(star.members.size());
    for (const std::uint32_t member : star.members) {
        const TypedId id{m_graph.texts[member]->id};
        const auto found =
            std::ranges::lower_bound(centre.neighbours, id, {}, &store::Neighbour::typed);
        const bool is_neighbour = found != centre.neighbours.end() && found->typed == id;
        row.members.push_back({id, is_neighbour ? found->shared : 0, true});
    }
    std::ranges::sort(row.members, {}, &store::Neighbour::typed);
    return row;
}

}  // namespace leitong::engine
