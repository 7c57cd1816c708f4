#include "clustering.hpp"

#include "leitong/cluster/stars.hpp"
#include "leitong/match/prepared.hpp"

#include <algorithm>
#include <map>
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

struct TextNode {
    base::Hash128 key;
    std::uint64_t weight = 0;  // paragraphs that are no structure
    std::vector<store::Neighbour> neighbours;
    ClusterKey old_cluster;
};

class Reclustering {
public:
    Reclustering(store::Store& store, Library& library, RunLog& log)
        : m_store(store), m_library(library), m_log(log) {}

    Result<void> run(const std::vector<TypedNumber>& touched, bool everything,
                     const std::string& today) {
        LEITONG_TRY(everything ? read_all() : read_around(touched));
        LEITONG_TRY(dissolve(touched));
        number_nodes();
        const std::vector<cluster::Star> stars = cluster::stars(m_graph_nodes, m_edges);
        for (const cluster::Star& star : stars) {
            LEITONG_TRY(write(star, today));
        }
        LEITONG_TRY(write_down_changes());
        return forget_stale_keys();
    }

private:
    // --- reading

    Result<void> read_all() {
        LEITONG_TRY(m_store.signatures([&](const store::SignatureRow& row) {
            if (row.shingles >= match::k_fewest_shingles) {
                m_nodes[static_cast<TypedNumber>(row.id.value)].key = row.typed_hash;
            }
            return true;
        }));
        std::unordered_map<std::uint64_t, TypedNumber> typed_of;
        LEITONG_TRY(
            m_store.postings().scan(store::PostingKind::content,
                                    [&](std::uint64_t typed, std::span<const std::uint64_t> texts) {
                                        for (const std::uint64_t text : texts) {
                                            typed_of[text] = static_cast<TypedNumber>(typed);
                                        }
                                        return true;
                                    }));
        LEITONG_TRY(m_store.documents([&](store::DocumentRow&& document) {
            for (const store::StoredParagraph& paragraph : document.layout.paragraphs) {
                const auto typed = typed_of.find(paragraph.text.value);
                if (typed == typed_of.end() || is_structure(paragraph.role)) {
                    continue;
                }
                if (const auto node = m_nodes.find(typed->second); node != m_nodes.end()) {
                    ++node->second.weight;
                }
            }
            return true;
        }));
        return m_store.links([&](const store::LinkRow& link) {
            if (const auto node = m_nodes.find(static_cast<TypedNumber>(link.id.value));
                node != m_nodes.end()) {
                node->second.neighbours = link.neighbours;
                node->second.old_cluster = link.cluster;
            }
            return true;
        });
    }

    // Everything that edges reach from what was touched.
    Result<void> read_around(const std::vector<TypedNumber>& touched) {
        std::vector<TypedNumber> open = touched;
        std::unordered_set<TypedNumber> seen(touched.begin(), touched.end());
        while (!open.empty()) {
            const TypedNumber id = open.back();
            open.pop_back();
            LEITONG_TRY_ASSIGN(const auto signature, m_store.signature(TypedId{id}));
            if (!signature || signature->shingles < match::k_fewest_shingles) {
                continue;
            }
            LEITONG_TRY_ASSIGN(const auto occurrences, m_library.occurrences(TypedId{id}));
            if (occurrences.empty()) {
                continue;  // gone; its signature is forgotten after this
            }
            TextNode& node = m_nodes[id];
            node.key = signature->typed_hash;
            node.weight = static_cast<std::uint64_t>(
                std::ranges::count_if(occurrences, [](const Occurrence& occurrence) {
                    return !is_structure(occurrence.stored().role);
                }));
            LEITONG_TRY_ASSIGN(auto link, m_store.link(TypedId{id}));
            if (!link) {
                continue;
            }
            node.neighbours = std::move(link->neighbours);
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

    // --- old clusters go; their ids remember since when they were seen

    Result<void> dissolve(const std::vector<TypedNumber>& touched) {
        std::map<ClusterKey, bool> keys;
        for (const auto& [id, node] : m_nodes) {
            keys[node.old_cluster] = true;
        }
        for (const TypedNumber id : touched) {
            LEITONG_TRY_ASSIGN(const auto link, m_store.link(TypedId{id}));
            keys[link ? link->cluster : ClusterKey{}] = true;
        }
        keys.erase(ClusterKey{});
        for (const auto& [key, ignored] : keys) {
            LEITONG_TRY_ASSIGN(const auto cluster, m_store.cluster(key));
            if (cluster) {
                m_before.emplace(cluster->id, *cluster);
                LEITONG_TRY(m_store.delete_cluster(key));
            }
        }
        return {};
    }

    // --- the graph

    void number_nodes() {
        std::unordered_map<TypedNumber, std::uint32_t> index;
        for (const auto& [id, node] : m_nodes) {
            if (node.weight > 0) {
                index[id] = static_cast<std::uint32_t>(m_ids.size());
                m_ids.push_back(id);
                m_graph_nodes.push_back({node.key, node.weight});
            }
        }
        for (const TypedNumber id : m_ids) {
            const TextNode& node = m_nodes.at(id);
            for (const store::Neighbour& neighbour : node.neighbours) {
                const auto other = index.find(static_cast<TypedNumber>(neighbour.typed.value));
                if (neighbour.is_edge && neighbour.typed.value > id && other != index.end()) {
                    m_edges.push_back({index.at(id), other->second, neighbour.shared});
                }
            }
        }
    }

    // --- writing

    Result<void> write(const cluster::Star& star, const std::string& today) {
        store::ClusterRow row;
        base::Hash128 least = m_graph_nodes[star.members.front()].key;
        const TypedNumber centre = m_ids[star.centre];
        const TextNode& centre_node = m_nodes.at(centre);
        for (const std::uint32_t member : star.members) {
            row.size += m_graph_nodes[member].weight;
            least = std::min(least, m_graph_nodes[member].key);
            const TypedId id{m_ids[member]};
            const auto found =
                std::ranges::find(centre_node.neighbours, id, &store::Neighbour::typed);
            row.members.push_back(
                {id, found == centre_node.neighbours.end() ? 0 : found->shared, true});
        }
        if (row.size < 2) {
            return {};
        }
        std::ranges::sort(row.members, {}, &store::Neighbour::typed);
        row.id = cluster_id(least);
        row.centre = TypedId{centre};
        const auto seen = m_before.find(row.id);
        row.first_seen = seen == m_before.end() ? today : seen->second.first_seen;
        LEITONG_TRY_ASSIGN(const ClusterKey key, m_store.insert_cluster(row));
        for (const std::uint32_t member : star.members) {
            const TextNode& node = m_nodes.at(m_ids[member]);
            LEITONG_TRY(m_store.put_link({TypedId{m_ids[member]}, key, node.neighbours}));
            m_clustered.insert(m_ids[member]);
        }
        if (m_log.is_kept()) {
            m_after.emplace(row.id, std::pair(row.size, std::move(row.members)));
        }
        return {};
    }

    // --- what is other than it was

    Result<void> write_down_changes() {
        if (!m_log.is_kept()) {
            return {};
        }
        for (const auto& [id, before] : m_before) {
            const auto after = m_after.find(id);
            const bool is_as_it_was = after != m_after.end() &&
                                      after->second.first == before.size &&
                                      same_texts(after->second.second, before.members);
            if (is_as_it_was) {
                continue;
            }
            std::vector<std::uint64_t> members;
            for (const store::Neighbour& member : before.members) {
                LEITONG_TRY_ASSIGN(const auto signature, m_store.signature(member.typed));
                if (signature) {
                    members.push_back(store::typed_key(signature->typed_hash));
                }
            }
            LEITONG_TRY(m_log.cluster(id, before.size, std::move(members)));
        }
        for (const auto& [id, after] : m_after) {
            if (!m_before.contains(id)) {
                LEITONG_TRY(m_log.cluster(id, 0, {}));
            }
        }
        return {};
    }

    static bool same_texts(const std::vector<store::Neighbour>& a,
                           const std::vector<store::Neighbour>& b) {
        return std::ranges::equal(a, b, {}, &store::Neighbour::typed, &store::Neighbour::typed);
    }

    Result<void> forget_stale_keys() {
        for (const auto& [id, node] : m_nodes) {
            if (node.old_cluster && !m_clustered.contains(id)) {
                LEITONG_TRY(m_store.put_link({TypedId{id}, {}, node.neighbours}));
            }
        }
        return {};
    }

    store::Store& m_store;
    Library& m_library;
    std::map<TypedNumber, TextNode> m_nodes;
    RunLog& m_log;
    std::map<std::string, store::ClusterRow> m_before;  // by id
    std::map<std::string, std::pair<std::uint64_t, std::vector<store::Neighbour>>> m_after;
    std::vector<TypedNumber> m_ids;
    std::vector<cluster::Node> m_graph_nodes;
    std::vector<cluster::Edge> m_edges;
    std::unordered_set<TypedNumber> m_clustered;
};

}  // namespace

Result<void> recluster(store::Store& store, Library& library,
                       const std::vector<TypedNumber>& touched, bool everything, RunLog& log,
                       const RunContext& context) {
    if (context.progress) {
        context.progress({.stage = Stage::clustering, .done = 0, .total = touched.size()});
    }
    return Reclustering(store, library, log).run(touched, everything, context.today);
}

}  // namespace leitong::engine
