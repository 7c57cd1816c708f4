// Links and clusters of a store whose every text was written by this run: made in memory, beside
// what else is written, and their rows beside one another. Private to engine.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/store/store.hpp"

#include <memory>
#include <string>
#include <vector>

#include "cluster_graph.hpp"
#include "engine/common/run_log.hpp"
#include "engine/common/run_texts.hpp"
#include "links.hpp"

namespace leitong::engine {

class FreshClusters {
public:
    // `links` sorted, each once. Clusters get keys above `last`. Knows no store. `texts` must
    // outlive this.
    FreshClusters(const RunTexts& texts, std::span<const VerifiedLink> links, ClusterKey last);
    FreshClusters(const FreshClusters&) = delete;
    FreshClusters& operator=(const FreshClusters&) = delete;

    // Writes all of it, and to the log that the clusters are new.
    [[nodiscard]] Result<void> write(store::Store& store, RunLog& log, const std::string& today);

private:
    [[nodiscard]] Result<void> write_clusters(store::Store& store, RunLog& log,
                                              const std::string& today);
    [[nodiscard]] Result<void> write_links(store::Store& store);

    NeighbourLists m_links;
    Nodes m_nodes;
    Graph m_graph;
    ClusterRows m_rows;
    ClusterKey m_last;
};

}  // namespace leitong::engine
