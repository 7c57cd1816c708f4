// The pages of a report, a function for each kind. Private to report: a further kind of record gets
// a file of its own and a line in HtmlReport.
#pragma once

#include "html_site.hpp"

namespace leitong::report {

// A cluster in a list.
struct ClusterLine {
    std::uint32_t rank = 0;
    std::uint64_t size = 0;
    std::uint32_t works = 0;
    std::uint32_t documents = 0;
    Relation relation{};
    std::string first_seen;
    std::string text;  // the beginning of the centre's
    std::uint64_t new_members = 0;
};
[[nodiscard]] ClusterLine line_of(const ReportCluster& cluster);
void add_cluster_line(Html& html, const Site& site, const ClusterLine& line);

// A document in a list.
void add_document_line(Html& html, const Site& site, std::uint32_t document);

// Pages of one document.
[[nodiscard]] Result<void> write_document(const Site& site, std::uint32_t document,
                                          std::span<const ReportParagraph> paragraphs);

// Pages of one cluster that has its own.
[[nodiscard]] Result<void> write_cluster(const Site& site, const ReportCluster& cluster);
// The same as a part of a page that it shares.
[[nodiscard]] Html shared_cluster(const Site& site, const ReportCluster& cluster);

struct Lists {
    std::vector<ClusterLine> clusters;     // those with a page of their own, by rank
    std::vector<ClusterLine> newest;       // the first of those seen last
    std::vector<std::uint32_t> documents;  // by how much of each is reused
};
[[nodiscard]] Result<void> write_cluster_lists(const Site& site, const Lists& lists);
[[nodiscard]] Result<void> write_document_lists(const Site& site, const Lists& lists);
// The list of templates, and a page for each of the first.
[[nodiscard]] Result<void> write_templates(const Site& site, const ReportTemplates& all);
[[nodiscard]] Result<void> write_changes(const Site& site, const ReportChanges& changes);
[[nodiscard]] Result<void> write_overview(const Site& site, const ReportOverview& overview,
                                          const ReportChanges* changes, const Lists& lists);

}  // namespace leitong::report
