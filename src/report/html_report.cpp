#include "leitong/report/html_report.hpp"

#include "leitong/report/display.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

#include "html_pages.hpp"

namespace leitong::report {

namespace {

constexpr std::size_t k_newest = 12;

// Seen later first, then by rank.
bool is_newer(const ClusterLine& a, const ClusterLine& b) {
    return a.first_seen != b.first_seen ? a.first_seen > b.first_seen : a.rank < b.rank;
}

}  // namespace

struct HtmlReport::Impl {
    Impl(PageSink pages, Language language) : site(std::move(pages), language) {}

    Site site;
    ReportOverview overview;
    std::optional<ReportChanges> changes;
    Lists lists;
    Html shared;                     // the page of small clusters at hand
    std::uint32_t shared_count = 0;  // on it
    std::size_t shared_page = 0;
    bool has_templates = false;

    void list(const ReportCluster& cluster) {
        const bool has_own = site.shown(cluster.rank) == Shown::own_page;
        const bool may_be_new = lists.newest.size() < k_newest ||
                                cluster.record.first_seen > lists.newest.back().first_seen;
        if (!has_own && !may_be_new) {
            return;
        }
        ClusterLine line = line_of(cluster);
        if (may_be_new) {
            lists.newest.insert(std::ranges::upper_bound(lists.newest, line, is_newer), line);
            if (lists.newest.size() > k_newest) {
                lists.newest.pop_back();
            }
        }
        if (has_own) {
            lists.clusters.push_back(std::move(line));
        }
    }

    Result<void> flush_shared() {
        if (shared_count == 0) {
            return {};
        }
        const Language language = site.language();
        const std::string title = say(language, Msg::web_small_clusters);
        const Site::Paging paging{Site::shared_stem(), shared_page, site.shared_pages()};
        Html html;
        html.raw("<h1>").text(title).raw("</h1>\n");
        site.add_pager(html, paging);
        html.html(shared);
        site.add_pager(html, paging);
        LEITONG_TRY(site.write(
            {Site::page_path(paging.stem, shared_page), title, Section::clusters, Depth::root},
            html));
        shared.clear();
        shared_count = 0;
        ++shared_page;
        return {};
    }
};

HtmlReport::HtmlReport(PageSink pages, Language language)
    : m_impl(std::make_unique<Impl>(std::move(pages), language)) {}
HtmlReport::~HtmlReport() = default;

Result<void> HtmlReport::begin(const ReportOverview& overview,
                               const std::optional<ReportChanges>& changes,
                               std::span<const ReportDocument> documents,
                               std::span<const ReportClusterHead> clusters) {
    m_impl->overview = overview;
    m_impl->changes = changes;
    m_impl->site.begin(documents, clusters, changes.has_value());
    std::vector<std::uint32_t>& order = m_impl->lists.documents;
    order.resize(documents.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) {
        return documents[a].record.reused_share > documents[b].record.reused_share;
    });
    return {};
}

Result<void> HtmlReport::document(std::uint32_t index,
                                  std::span<const ReportParagraph> paragraphs) {
    return write_document(m_impl->site, index, paragraphs);
}

Result<void> HtmlReport::cluster(const ReportCluster& cluster) {
    m_impl->list(cluster);
    switch (m_impl->site.shown(cluster.rank)) {
        case Shown::own_page:
            return write_cluster(m_impl->site, cluster);
        case Shown::shared_page:
            m_impl->shared.html(shared_cluster(m_impl->site, cluster));
            if (++m_impl->shared_count == k_clusters_a_shared_page) {
                return m_impl->flush_shared();
            }
            return {};
        case Shown::nowhere:
            break;
    }
    return {};
}

Result<void> HtmlReport::templates(const ReportTemplates& templates) {
    m_impl->has_templates = true;
    return write_templates(m_impl->site, templates);
}

Result<void> HtmlReport::end() {
    if (!m_impl->has_templates) {
        LEITONG_TRY(templates({}));
    }
    LEITONG_TRY(m_impl->flush_shared());
    LEITONG_TRY(write_cluster_lists(m_impl->site, m_impl->lists));
    LEITONG_TRY(write_document_lists(m_impl->site, m_impl->lists));
    if (m_impl->changes) {
        LEITONG_TRY(write_changes(m_impl->site, *m_impl->changes));
    }
    return write_overview(m_impl->site, m_impl->overview,
                          m_impl->changes ? &*m_impl->changes : nullptr, m_impl->lists);
}

}  // namespace leitong::report
