#include "clustering.hpp"

#include "leitong/cluster/stars.hpp"
#include "leitong/match/prepared.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <span>
#include <unordered_map>
#include <unordered_set>

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

// --- reading

Result<void> read_weights(store::Store& store, Nodes& nodes) {
    std::unordered_map<std::uint64_t, TypedNumber> typed_of;
    LEITONG_TRY(
        store.postings().scan(store::PostingKind::content,
                              [&](std::uint64_t typed, std::span<const std::uint64_t> texts) {
                                  for (const std::uint64_t text : texts) {
                                      typed_of[text] = static_cast<TypedNumber>(typed);
                                  }
                                  return true;
                              }));
    return store.documents([&](store::DocumentRow&& document) {
        for (const store::StoredParagraph& paragraph : document.layout.paragraphs) {
            const auto typed = typed_of.find(paragraph.text.value);
            if (typed == typed_of.end() || is_structure(paragraph.role)) {
                continue;
            }
            if (TextNode* node = nodes.find(typed->second)) {
                ++node->weight;
            }
        }
        return true;
    });
}

Result<void> read_all(store::Store& store, Nodes& nodes) {
    LEITONG_TRY(store.signatures([&](const store::SignatureRow& row) {
        if (row.shingles >= match::k_fewest_shingles) {
            nodes.add(static_cast<TypedNumber>(row.id.value)).key = row.typed_hash;
        }
        return true;
    }));
    LEITONG_TRY(read_weights(store, nodes));
    return store.links([&](const store::LinkRow& link) {
        if (TextNode* node = nodes.find(static_cast<TypedNumber>(link.id.value))) {
            node->neighbours = nodes.keep(link.neighbours);
            node->old_cluster = link.cluster;
        }
        return true;
    });
}

// Everything that edges reach from what was touched.
Result<void> read_around(Library& library, const std::vector<TypedNumber>& touched, Nodes& nodes) {
    store::Store& store = library.store();
    std::unordered_set<TypedNumber> seen(touched.begin(), touched.end());
    std::vector<TypedNumber> open(seen.begin(), seen.end());  // each once, whatever touched says
    while (!open.empty()) {
        const TypedNumber id = open.back();
        open.pop_back();
        LEITONG_TRY_ASSIGN(const auto signature, store.signature(TypedId{id}));
        if (!signature || signature->shingles < match::k_fewest_shingles) {
            continue;
        }
        LEITONG_TRY_ASSIGN(const auto occurrences, library.occurrences(TypedId{id}));
        if (occurrences.empty()) {
            continue;  // gone; its signature is forgotten after this
        }
        TextNode& node = nodes.add(id);
        node.key = signature->typed_hash;
        node.weight = static_cast<std::uint64_t>(std::ranges::count_if(
            occurrences,
            [](const Occurrence& occurrence) { return !is_structure(occurrence.stored().role); }));
        LEITONG_TRY_ASSIGN(auto link, store.link(TypedId{id}));
        if (!link) {
            continue;
        }
        node.neighbours = nodes.keep(std::move(link->neighbours));
        node.old_cluster = link->cluster;
        for (const store::Neighbour& neighbour : node.neighbours) {
            const auto other = static_cast<TypedNumber>(neighbour.typed.value);
            if (neighbour.is_edge && seen.insert(other).second) {
                open.push_back(other);
            }
        }
    }
    return {};
}

void take_fresh(const RunTexts& texts, const NeighbourLists& links, Nodes& nodes) {
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
}

// --- old clusters go; their ids remember since when they were seen

using Before = std::map<std::string, store::ClusterRow>;  // by id

Result<Before> dissolve(store::Store& store, Nodes& nodes,
                        const std::vector<TypedNumber>& touched) {
    std::set<ClusterKey> keys;
    for (const TextNode& node : nodes.all()) {
        keys.insert(node.old_cluster);
    }
    for (const TypedNumber id : touched) {
        LEITONG_TRY_ASSIGN(const auto link, store.link(TypedId{id}));
        keys.insert(link ? link->cluster : ClusterKey{});
    }
    keys.erase(ClusterKey{});
    Before before;
    for (const ClusterKey key : keys) {
        LEITONG_TRY_ASSIGN(const auto cluster, store.cluster(key));
        if (cluster) {
            before.emplace(cluster->id, *cluster);
            LEITONG_TRY(store.delete_cluster(key));
        }
    }
    return before;
}

// --- the graph

struct Graph {
    std::vector<TextNode*> texts;  // of the nodes below
    std::vector<cluster::Node> nodes;
    std::vector<cluster::Edge> edges;
};

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

// --- writing

store::ClusterRow row_of(const Graph& graph, const cluster::Star& star) {
    store::ClusterRow row;
    base::Hash128 least = graph.nodes[star.members.front()].key;
    const TextNode& centre = *graph.texts[star.centre];
    for (const std::uint32_t member : star.members) {
        row.size += graph.nodes[member].weight;
        least = std::min(least, graph.nodes[member].key);
        const TypedId id{graph.texts[member]->id};
        const auto found =
            std::ranges::lower_bound(centre.neighbours, id, {}, &store::Neighbour::typed);
        const bool is_neighbour = found != centre.neighbours.end() && found->typed == id;
        row.members.push_back({id, is_neighbour ? found->shared : 0, true});
    }
    std::ranges::sort(row.members, {}, &store::Neighbour::typed);
    row.id = cluster_id(least);
    row.centre = TypedId{centre.id};
    return row;
}

// The clusters among the stars, in the order of the index that lists them: it grows at its end
// then.
std::vector<std::pair<store::ClusterRow, const cluster::Star*>> rows_of(
    const Graph& graph, const std::vector<cluster::Star>& stars) {
    std::vector<std::pair<store::ClusterRow, const cluster::Star*>> rows;
    for (const cluster::Star& star : stars) {
        const bool is_alone =
            star.members.size() == 1 && graph.nodes[star.members.front()].weight < 2;
        if (!is_alone) {
            rows.emplace_back(row_of(graph, star), &star);
        }
    }
    std::ranges::sort(rows, [](const auto& a, const auto& b) {
        return a.first.size != b.first.size ? a.first.size > b.first.size : a.first.id < b.first.id;
    });
    return rows;
}

bool is_as_it_was(const store::ClusterRow& now, const store::ClusterRow& before) {
    return now.size == before.size &&
           std::ranges::equal(now.members, before.members, {}, &store::Neighbour::typed,
                              &store::Neighbour::typed);
}

Result<void> write_down(store::Store& store, RunLog& log, const store::ClusterRow& before) {
    std::vector<std::uint64_t> members;
    for (const store::Neighbour& member : before.members) {
        LEITONG_TRY_ASSIGN(const auto signature, store.signature(member.typed));
        if (signature) {
            members.push_back(store::typed_key(signature->typed_hash));
        }
    }
    return log.cluster(before.id, before.size, std::move(members));
}

// Writes the clusters, notes in the nodes which they are in, and in the log what is other than it
// was.
Result<void> write_clusters(store::Store& store, Nodes& nodes, Before before, RunLog& log,
                            const std::string& today) {
    const Graph graph = graph_of(nodes);
    const std::vector<cluster::Star> stars = cluster::stars(graph.nodes, graph.edges);
    LEITONG_TRY_ASSIGN(ClusterKey key, store.last_cluster_key());
    for (auto& [row, star] : rows_of(graph, stars)) {
        row.key = {++key.value};
        const auto was = before.find(row.id);
        row.first_seen = was == before.end() ? today : was->second.first_seen;
        LEITONG_TRY(store.insert_cluster(row));
        if (was == before.end()) {
            LEITONG_TRY(log.cluster(row.id, 0, {}));
        } else {
            if (log.is_kept() && !is_as_it_was(row, was->second)) {
                LEITONG_TRY(write_down(store, log, was->second));
            }
            before.erase(was);
        }
        for (const std::uint32_t member : star->members) {
            graph.texts[member]->cluster = row.key;
        }
    }
    for (const auto& [id, was] : before) {
        if (log.is_kept()) {
            LEITONG_TRY(write_down(store, log, was));
        }
    }
    return {};
}

Result<void> write_changed_links(store::Store& store, Nodes& nodes) {
    for (const TextNode& node : nodes.all()) {
        if (node.cluster != node.old_cluster) {
            LEITONG_TRY(store.put_link(TypedId{node.id}, node.cluster, node.neighbours));
        }
    }
    return {};
}

void report(const RunContext& context, std::size_t total) {
    if (context.progress) {
        context.progress({.stage = Stage::clustering, .done = 0, .total = total});
    }
}

Result<void> recluster(store::Store& store, Nodes& nodes, const std::vector<TypedNumber>& touched,
                       RunLog& log, const RunContext& context) {
    LEITONG_TRY_ASSIGN(Before before, dissolve(store, nodes, touched));
    LEITONG_TRY(write_clusters(store, nodes, std::move(before), log, context.today));
    return write_changed_links(store, nodes);
}

}  // namespace

Result<void> recluster_around(store::Store& store, Library& library,
                              const std::vector<TypedNumber>& touched, RunLog& log,
                              const RunContext& context) {
    report(context, touched.size());
    Nodes nodes;
    LEITONG_TRY(read_around(library, touched, nodes));
    return recluster(store, nodes, touched, log, context);
}

Result<void> recluster_all(store::Store& store, const std::vector<TypedNumber>& touched,
                           RunLog& log, const RunContext& context) {
    report(context, touched.size());
    Nodes nodes;
    LEITONG_TRY(read_all(store, nodes));
    return recluster(store, nodes, touched, log, context);
}

Result<void> cluster_fresh(store::Store& store, const RunTexts& texts, const NeighbourLists& links,
                           RunLog& log, const RunContext& context) {
    report(context, texts.sketches.size());
    Nodes nodes;
    take_fresh(texts, links, nodes);
    LEITONG_TRY(write_clusters(store, nodes, {}, log, context.today));
    for (const TextNode& node : nodes.all()) {
        if (node.cluster || !node.neighbours.empty()) {
            LEITONG_TRY(store.put_link(TypedId{node.id}, node.cluster, node.neighbours));
        }
    }
    return {};
}

}  // namespace leitong::engine
