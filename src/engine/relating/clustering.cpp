#include "clustering.hpp"

#include "leitong/match/prepared.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "cluster_graph.hpp"

namespace leitong::engine {

namespace {

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

// --- writing

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
    const ClusterRows rows(graph);
    LEITONG_TRY_ASSIGN(ClusterKey key, store.last_cluster_key());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        store::ClusterRow row = rows.row(i);
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
        for (const std::uint32_t member : rows.members(i)) {
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

}  // namespace leitong::engine
