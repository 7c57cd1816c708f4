// report.json: all records of a report, as one JSON value written piece by piece
// (docs/formats/report.md, report.schema.json).
#pragma once

#include "leitong/base/messages.hpp"
#include "leitong/model/report_sink.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace leitong::report {

class JsonWriter;

inline constexpr std::uint64_t k_report_format = 1;

// Takes the next bytes of the file.
using ByteSink = std::function<Result<void>(std::string_view)>;

class JsonReport : public ReportSink {
public:
    // `language` is that of messages; all else is the same in both.
    JsonReport(ByteSink out, Language language) : m_out(std::move(out)), m_language(language) {}

    [[nodiscard]] Result<void> begin(const ReportOverview& overview,
                                     const std::optional<ReportChanges>& changes,
                                     std::span<const ReportDocument> documents,
                                     std::span<const ReportClusterHead> clusters) override;
    [[nodiscard]] Result<void> document(std::uint32_t index,
                                        std::span<const ReportParagraph> paragraphs) override;
    [[nodiscard]] Result<void> cluster(const ReportCluster& cluster) override;
    [[nodiscard]] Result<void> templates(const ReportTemplates& templates) override;
    [[nodiscard]] Result<void> end() override;

private:
    [[nodiscard]] Result<void> hand_on();
    void begin_clusters();
    void write_parts(JsonWriter& json, const ReportParagraph& paragraph) const;
    static void write_stock(JsonWriter& json, const ReportParagraph& paragraph);

    ByteSink m_out;
    Language m_language;
    std::span<const ReportDocument> m_documents;
    std::span<const ReportClusterHead> m_clusters;
    std::string m_buffer;
    bool m_is_first = true;      // of its list
    bool m_in_clusters = false;  // documents are over
    bool m_has_templates = false;
};

}  // namespace leitong::report
