// A report as files of a folder: report.json and the pages, from one stream of records.
#pragma once

#include "leitong/cli/output_folder.hpp"
#include "leitong/model/report_sink.hpp"
#include "leitong/report/html_report.hpp"
#include "leitong/report/report_json.hpp"

#include <optional>
#include <string_view>

namespace leitong::cli {

inline constexpr std::string_view k_report_json = "report.json";

// `folder` must outlive this.
class ReportFiles : public ReportSink {
public:
    ReportFiles(OutputFolder& folder, Language language);

    [[nodiscard]] Result<void> begin(const ReportOverview& overview,
                                     const std::optional<ReportChanges>& changes,
                                     std::span<const ReportDocument> documents,
                                     std::span<const ReportClusterHead> clusters) override;
    [[nodiscard]] Result<void> document(std::uint32_t index,
                                        std::span<const ReportParagraph> paragraphs) override;
    [[nodiscard]] Result<void> cluster(const ReportCluster& cluster) override;
    [[nodiscard]] Result<void> templates(const ReportTemplates& templates) override;
    [[nodiscard]] Result<void> end() override;

    // Of what begin was told.
    [[nodiscard]] const ReportOverview& overview() const noexcept { return m_overview; }
    [[nodiscard]] const std::optional<ReportChanges>& changes() const noexcept { return m_changes; }

private:
    report::JsonReport m_json;
    report::HtmlReport m_html;
    ReportOverview m_overview;
    std::optional<ReportChanges> m_changes;
};

}  // namespace leitong::cli
