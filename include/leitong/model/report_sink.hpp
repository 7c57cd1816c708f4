// Who takes the records of a report: report.json, the pages, tests.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/model/report_records.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace leitong {

// Takes the records. An error ends the report with it.
class ReportSink {
public:
    ReportSink() = default;
    ReportSink(const ReportSink&) = delete;
    ReportSink& operator=(const ReportSink&) = delete;
    virtual ~ReportSink() = default;

    // First and once: all documents by name, all clusters by rank. What the spans show is valid
    // until the report has ended.
    [[nodiscard]] virtual Result<void> begin(const ReportOverview& overview,
                                             const std::optional<ReportChanges>& changes,
                                             std::span<const ReportDocument> documents,
                                             std::span<const ReportClusterHead> clusters) = 0;
    // Then the paragraphs of each document, in order.
    [[nodiscard]] virtual Result<void> document(std::uint32_t index,
                                                std::span<const ReportParagraph> paragraphs) = 0;
    // Then each cluster, in order of rank.
    [[nodiscard]] virtual Result<void> cluster(const ReportCluster& cluster) = 0;
    // Then all templates at once.
    [[nodiscard]] virtual Result<void> templates(const ReportTemplates& /*templates*/) {
        return {};
    }
    // Last and once.
    [[nodiscard]] virtual Result<void> end() = 0;
};

}  // namespace leitong
