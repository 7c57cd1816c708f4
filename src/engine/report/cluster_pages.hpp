// What the page of a cluster says: its members, gathered by text. Private to engine.
//
// Threads: used by one thread. Cost: each distinct text is read, and compared with the centre's.
#pragma once

#include "leitong/engine/reporting.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "report_facts.hpp"

namespace leitong::engine {

class ClusterPages {
public:
    // `facts` must outlive this.
    explicit ClusterPages(const ReportFacts& facts) : m_facts(facts) {}

    [[nodiscard]] Result<ReportCluster> cluster(std::uint32_t rank);

private:
    void add_members(const ReportIndex::Cluster& source, ReportCluster& cluster);
    [[nodiscard]] Result<void> add_variants(std::uint32_t centre_text, ReportCluster& cluster);
    [[nodiscard]] Result<Relation> relation_to(std::uint32_t centre_text, std::uint32_t text);
    [[nodiscard]] Result<std::string> raw_text(std::uint32_t text);
    [[nodiscard]] Result<Ref> ref_of(std::uint32_t paragraph);

    const ReportFacts& m_facts;
    std::vector<std::pair<std::uint32_t, double>> m_members;  // of the cluster at hand
};

}  // namespace leitong::engine
