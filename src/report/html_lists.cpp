// Pages that list all clusters and all documents.
#include "leitong/report/display.hpp"

#include <algorithm>

#include "html_pages.hpp"

namespace leitong::report {

namespace {

std::size_t pages_for(std::size_t rows) {
    return std::max<std::size_t>(1, (rows + k_rows_a_list - 1) / k_rows_a_list);
}

void add_reuse_bar(Html& html, const ReportDocument& document) {
    const std::uint64_t letters = std::max<std::uint64_t>(document.record.letters, 1);
    const auto part = [&](Markup css_class, std::uint64_t of) {
        html.raw("<span class=\"").raw(css_class).raw("\" style=\"width:");
        html.number(std::min<std::uint64_t>(of * 100 / letters, 100)).raw("%\"></span>");
    };
    html.raw("<div class=\"bar mini\" aria-hidden=\"true\">");
    part("b-reused", document.reused_letters);
    part("b-stock", document.stock_letters);
    html.raw("</div>");
}

}  // namespace

void add_document_line(Html& html, const Site& site, std::uint32_t document) {
    const ReportDocument& entry = site.documents()[document];
    const DocumentRecord& record = entry.record;
    const Language language = site.language();
    html.raw("<li><span class=\"times\">");
    site.add_percent(html, record.reused_share);
    html.raw("</span><div>");
    site.link_document(html, Depth::root, document);
    html.raw("<p class=\"meta\">");
    const bool has_title = entry.works.size() == 1 && !entry.works[0].title.empty();
    if (has_title) {  // the link says one, this the other
        const bool is_linked_by_name = site.label(document) == record.document;
        html.raw("<span>");
        site.add_name(html, is_linked_by_name ? entry.works[0].title : record.document);
        html.raw("</span> ");
    }
    html.raw("<span>").say(language, Msg::web_n_letters, grouped(record.letters));
    html.raw("</span>");
    if (record.works != 1) {
        html.raw(" <span>").say(language, Msg::web_n_works, grouped(record.works)).raw("</span>");
    }
    html.raw(" <span>");
    site.add_share_without_stock(html, record.reused_share_without_stock);
    html.raw("</span>");
    html.raw("</p>");
    add_reuse_bar(html, entry);
    html.raw("</div></li>\n");
}

Result<void> write_cluster_lists(const Site& site, const Lists& lists) {
    const Language language = site.language();
    const std::string title = say(language, Msg::web_clusters);
    const std::size_t pages = pages_for(lists.clusters.size());
    for (std::size_t page = 0; page < pages; ++page) {
        const Site::Paging paging{"clusters", page, pages};
        Html html;
        html.raw("<h1>").text(title).raw("</h1>\n<p class=\"lead\">");
        html.say(language, Msg::web_clusters_lead, grouped(site.clusters().size())).raw("</p>\n");
        if (lists.clusters.empty()) {
            html.raw("<p class=\"empty\">").say(language, Msg::no_clusters).raw("</p>\n");
        } else {
            site.add_pager(html, paging);
            html.raw("<ul class=\"list\">\n");
            const std::size_t end = std::min((page + 1) * k_rows_a_list, lists.clusters.size());
            for (std::size_t i = page * k_rows_a_list; i < end; ++i) {
                add_cluster_line(html, site, lists.clusters[i]);
            }
            html.raw("</ul>\n");
        }
        if (page + 1 == pages && site.shared_pages() > 0) {
            html.raw("<p><a href=\"").plain(Site::page_path(Site::shared_stem(), 0)).raw("\">");
            html.say(language, Msg::web_smaller_clusters,
                     grouped(std::min<std::size_t>(site.clusters().size(), k_shown_clusters) -
                             k_own_pages))
                .raw("</a></p>\n");
        }
        if (page + 1 == pages && site.clusters().size() > k_shown_clusters) {
            html.raw("<p class=\"note\">")
                .say(language, Msg::web_rest_in_json,
                     grouped(site.clusters().size() - k_shown_clusters))
                .raw("</p>\n");
        }
        site.add_pager(html, paging);
        LEITONG_TRY(site.write(
            {Site::page_path("clusters", page), title, Section::clusters, Depth::root}, html));
    }
    return {};
}

Result<void> write_document_lists(const Site& site, const Lists& lists) {
    const Language language = site.language();
    const std::string title = say(language, Msg::web_documents);
    const std::size_t pages = pages_for(lists.documents.size());
    for (std::size_t page = 0; page < pages; ++page) {
        const Site::Paging paging{"documents", page, pages};
        Html html;
        html.raw("<h1>").text(title).raw("</h1>\n<p class=\"lead\">");
        html.say(language, Msg::web_documents_lead, grouped(lists.documents.size())).raw("</p>\n");
        if (lists.documents.empty()) {
            html.raw("<p class=\"empty\">").say(language, Msg::no_documents).raw("</p>\n");
        } else {
            site.add_pager(html, paging);
            html.raw("<ul class=\"list\">\n");
            const std::size_t end = std::min((page + 1) * k_rows_a_list, lists.documents.size());
            for (std::size_t i = page * k_rows_a_list; i < end; ++i) {
                add_document_line(html, site, lists.documents[i]);
            }
            html.raw("</ul>\n");
        }
        site.add_pager(html, paging);
        LEITONG_TRY(site.write(
            {Site::page_path("documents", page), title, Section::documents, Depth::root}, html));
    }
    return {};
}

}  // namespace leitong::report
