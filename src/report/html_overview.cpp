// The first page: how much, how much of it is reused, what to look at.
#include "leitong/report/display.hpp"

#include <algorithm>

#include "html_pages.hpp"

namespace leitong::report {

namespace {

constexpr std::size_t k_largest = 12;
constexpr std::size_t k_documents = 12;
constexpr std::size_t k_most_skipped = 100;
constexpr std::size_t k_most_skipped_bytes = 400;  // of a name
constexpr std::size_t k_most_roots = 12;

double fraction(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

class OverviewPage {
public:
    OverviewPage(const Site& site, const ReportOverview& overview, const ReportChanges* changes,
                 const Lists& lists)
        : m_site(site),
          m_overview(overview),
          m_changes(changes),
          m_lists(lists),
          m_language(site.language()) {}

    Html make() const {
        Html html;
        add_head(html);
        if (m_overview.documents == 0) {
            html.raw("<p class=\"empty\">").say(m_language, Msg::web_empty_store).raw("</p>\n");
        }
        add_changes(html);
        add_figures(html);
        add_share(html);
        add_clusters(html, Msg::web_largest_clusters, m_lists.clusters, "clusters.html");
        if (has_news()) {
            add_clusters(html, Msg::web_newest_clusters, m_lists.newest, "clusters.html");
        }
        add_documents(html);
        add_skipped(html);
        add_parameters(html);
        return html;
    }

private:
    void add_head(Html& html) const {
        html.raw("<h1>").say(m_language, Msg::web_report).raw("</h1>\n<p class=\"meta\">");
        const std::size_t shown = std::min(m_overview.roots.size(), k_most_roots);
        for (std::size_t i = 0; i < shown; ++i) {
            if (i > 0) {
                html.raw(" · ");
            }
            m_site.add_name(html, m_overview.roots[i].name);
        }
        if (shown < m_overview.roots.size()) {
            html.raw(" …");
        }
        html.raw("</p>\n<p class=\"lead\">").say(m_language, Msg::web_made_on, m_overview.day);
        if (m_overview.run.run != 0) {
            html.raw(" · ").say(m_language, Msg::web_last_run, m_overview.run.run,
                                m_overview.run.day);
        }
        html.raw("</p>\n");
    }

    void add_changes(Html& html) const {
        if (m_changes == nullptr) {
            return;
        }
        html.raw("<section class=\"since\"><h2>")
            .say(m_language, Msg::web_changes_since, m_changes->since.day)
            .raw("</h2>\n<p>")
            .text(words_of_changes(*m_changes, m_language))
            .raw("</p>\n");
        const std::uint64_t letters = m_changes->new_reuse_letters();
        if (letters > 0) {
            html.raw("<p>")
                .say(m_language, Msg::web_letters_newly_reused, grouped(letters))
                .raw("</p>\n");
        }
        html.raw("<p><a href=\"changes.html\">")
            .say(m_language, Msg::web_see_changes)
            .raw("</a></p></section>\n");
    }

    void add_figures(Html& html) const {
        html.raw("<dl class=\"figures\">\n");
        for (const auto& [label, count] : {std::pair(Msg::web_documents, m_overview.documents),
                                           std::pair(Msg::status_works, m_overview.works),
                                           std::pair(Msg::status_paragraphs, m_overview.paragraphs),
                                           std::pair(Msg::web_clusters, m_overview.clusters)}) {
            html.raw("<div><dt>").say(m_language, label).raw("</dt><dd>");
            html.text(grouped(count)).raw("</dd></div>\n");
        }
        html.raw("</dl>\n");
    }

    void add_share(Html& html) const {
        const std::uint64_t letters = std::max<std::uint64_t>(m_overview.letters, 1);
        html.raw("<section class=\"share\"><p><span class=\"big\">");
        html.text(percent(fraction(m_overview.reused_letters, m_overview.letters)));
        html.raw("</span> ").say(m_language, Msg::web_share_words, grouped(m_overview.letters));
        html.raw(" <span class=\"meta\">");
        m_site.add_share_without_stock(
            html, fraction(m_overview.reused_letters_without_stock, m_overview.letters));
        html.raw("</span>");
        html.raw(
            "</p>\n<div class=\"bar\" aria-hidden=\"true\"><span class=\"b-reused\" "
            "style=\"width:");
        html.number(m_overview.reused_letters * 100 / letters);
        html.raw("%\"></span><span class=\"b-stock\" style=\"width:");
        html.number(m_overview.stock_letters * 100 / letters);
        html.raw("%\"></span></div>\n<ul class=\"legend\"><li><i class=\"b-reused\"></i>");
        html.say(m_language, Msg::web_legend_reused, grouped(m_overview.reused_letters));
        html.raw("</li><li><i class=\"b-stock\"></i>");
        html.say(m_language, Msg::web_legend_stock, grouped(m_overview.stock_letters),
                 percent(fraction(m_overview.reused_letters + m_overview.stock_letters,
                                  m_overview.letters)));
        const std::uint64_t rest =
            m_overview.letters -
            std::min(m_overview.letters, m_overview.reused_letters + m_overview.stock_letters);
        html.raw("</li><li><i class=\"b-own\"></i>")
            .say(m_language, Msg::web_legend_own, grouped(rest))
            .raw("</li></ul></section>\n");
    }

    // Clusters seen last are news only if they are not simply the largest again.
    [[nodiscard]] bool has_news() const {
        return !m_lists.newest.empty() &&
               m_lists.newest.back().first_seen != m_lists.newest.front().first_seen;
    }

    void add_clusters(Html& html, Msg head, const std::vector<ClusterLine>& lines,
                      Markup all) const {
        html.raw("<h2>").say(m_language, head).raw("</h2>\n");
        if (lines.empty()) {
            html.raw("<p class=\"empty\">").say(m_language, Msg::no_clusters).raw("</p>\n");
            return;
        }
        html.raw("<ul class=\"list\">\n");
        for (std::size_t i = 0; i < std::min(lines.size(), k_largest); ++i) {
            add_cluster_line(html, m_site, lines[i]);
        }
        html.raw("</ul>\n");
        if (m_overview.clusters > k_largest) {
            html.raw("<p><a href=\"").raw(all).raw("\">");
            html.say(m_language, Msg::web_all_clusters, grouped(m_overview.clusters))
                .raw("</a></p>\n");
        }
    }

    void add_documents(Html& html) const {
        html.raw("<h2>").say(m_language, Msg::web_documents_by_reuse).raw("</h2>\n");
        if (m_lists.documents.empty()) {
            html.raw("<p class=\"empty\">").say(m_language, Msg::no_documents).raw("</p>\n");
            return;
        }
        html.raw("<ul class=\"list\">\n");
        const std::size_t count = std::min(m_lists.documents.size(), k_documents);
        for (std::size_t i = 0; i < count; ++i) {
            add_document_line(html, m_site, m_lists.documents[i]);
        }
        html.raw("</ul>\n");
        if (m_lists.documents.size() > count) {
            html.raw("<p><a href=\"documents.html\">")
                .say(m_language, Msg::web_all_documents, grouped(m_lists.documents.size()))
                .raw("</a></p>\n");
        }
    }

    void add_skipped(Html& html) const {
        html.raw("<h2>").say(m_language, Msg::web_not_read).raw(" <span class=\"count\">");
        html.text(grouped(m_overview.skipped.size())).raw("</span></h2>\n");
        if (m_overview.skipped.empty()) {
            html.raw("<p class=\"note\">").say(m_language, Msg::web_all_read).raw("</p>\n");
            return;
        }
        html.raw("<ul class=\"plain\">\n");
        const std::size_t count = std::min(m_overview.skipped.size(), k_most_skipped);
        for (std::size_t i = 0; i < count; ++i) {
            const ReportOverview::Skipped& skipped = m_overview.skipped[i];
            const CutText source = cut_text(skipped.source, k_most_skipped_bytes);
            const std::string reason = skipped.reason.text(m_language);
            html.raw("<li><bdi>").text(source.text);
            if (source.is_cut) {
                html.raw("…");
            }
            html.raw("</bdi><br><span class=\"note\">")
                .text(cut_text(reason, 2 * k_most_skipped_bytes).text)
                .raw("</span></li>\n");
        }
        html.raw("</ul>\n");
        if (m_overview.skipped.size() > count) {
            html.raw("<p class=\"note\">")
                .say(m_language, Msg::web_rest_in_json, grouped(m_overview.skipped.size() - count))
                .raw("</p>\n");
        }
    }

    void add_parameters(Html& html) const {
        html.raw("<details><summary>").say(m_language, Msg::status_parameters);
        html.raw("</summary>\n<table><tbody>\n");
        for (const auto& [name, value] : m_overview.parameters) {
            html.raw("<tr><th scope=\"row\">").text(name).raw("</th><td>").text(value);
            html.raw("</td></tr>\n");
        }
        html.raw("</tbody></table></details>\n");
    }

    const Site& m_site;
    const ReportOverview& m_overview;
    const ReportChanges* m_changes;
    const Lists& m_lists;
    Language m_language;
};

}  // namespace

Result<void> write_overview(const Site& site, const ReportOverview& overview,
                            const ReportChanges* changes, const Lists& lists) {
    return site.write(
        {"index.html", say(site.language(), Msg::web_overview), Section::overview, Depth::root},
        OverviewPage(site, overview, changes, lists).make());
}

}  // namespace leitong::report
