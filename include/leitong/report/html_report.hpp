// The pages of a report: static HTML that loads nothing and needs no script, made from the records
// of a ReportSink and from nothing else.
//
// Shape: no page is larger than k_most_page_bytes, whatever the texts are; what is long is paged,
//        and what is cut is said. The k_own_pages largest clusters have a page each, the next ones
//        up to k_shown_clusters share pages; the rest stand in report.json only.
// Memory: a line for each document and for each cluster that is listed.
#pragma once

#include "leitong/base/messages.hpp"
#include "leitong/model/report_sink.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace leitong::report {

inline constexpr std::size_t k_most_page_bytes = std::size_t{2} << 20;
inline constexpr std::uint32_t k_own_pages = 2'000;
inline constexpr std::uint32_t k_shown_clusters = 20'000;

// Takes a finished page: a relative path of [a-z0-9/.-] only, and its bytes.
using PageSink = std::function<Result<void>(std::string_view path, std::string_view bytes)>;

class HtmlReport : public ReportSink {
public:
    HtmlReport(PageSink pages, Language language);
    ~HtmlReport() override;

    [[nodiscard]] Result<void> begin(const ReportOverview& overview,
                                     const std::optional<ReportChanges>& changes,
                                     std::span<const ReportDocument> documents,
                                     std::span<const ReportClusterHead> clusters) override;
    [[nodiscard]] Result<void> document(std::uint32_t index,
                                        std::span<const ReportParagraph> paragraphs) override;
    [[nodiscard]] Result<void> cluster(const ReportCluster& cluster) override;
    [[nodiscard]] Result<void> templates(const ReportTemplates& templates) override;
    // Writes the pages that list the others.
    [[nodiscard]] Result<void> end() override;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

// Templates as one page that stands alone: no links, no larger than k_most_page_bytes; what is cut
// is said. The page goes to `out` under the name templates.html.
[[nodiscard]] Result<void> write_templates_page(const PageSink& out, Language language,
                                                const ReportTemplates& all);

// What changed, in one line: how many of each kind.
[[nodiscard]] std::string words_of_changes(const ReportChanges& changes, Language language);

}  // namespace leitong::report
