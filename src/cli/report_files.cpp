#include "leitong/cli/report_files.hpp"

namespace leitong::cli {

ReportFiles::ReportFiles(OutputFolder& folder, Language language)
    : m_json([&folder](std::string_view bytes) { return folder.append(k_report_json, bytes); },
             language),
      m_html([&folder](std::string_view path,
                       std::string_view bytes) { return folder.write(path, bytes); },
             language) {}

Result<void> ReportFiles::begin(const ReportOverview& overview,
                                const std::optional<ReportChanges>& changes,
                                std::span<const ReportDocument> documents,
                                std::span<const ReportClusterHead> clusters) {
    m_overview = overview;
    m_changes = changes;
    LEITONG_TRY(m_json.begin(overview, changes, documents, clusters));
    return m_html.begin(overview, changes, documents, clusters);
}

Result<void> ReportFiles::document(std::uint32_t index,
                                   std::span<const ReportParagraph> paragraphs) {
    LEITONG_TRY(m_json.document(index, paragraphs));
    return m_html.document(index, paragraphs);
}

Result<void> ReportFiles::cluster(const ReportCluster& cluster) {
    LEITONG_TRY(m_json.cluster(cluster));
    return m_html.cluster(cluster);
}

Result<void> ReportFiles::templates(const ReportTemplates& templates) {
    LEITONG_TRY(m_json.templates(templates));
    return m_html.templates(templates);
}

Result<void> ReportFiles::end() {
    LEITONG_TRY(m_json.end());
    return m_html.end();
}

}  // namespace leitong::cli
