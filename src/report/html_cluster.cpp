// Pages of clusters: the centre's text, every other text with what reads differently marked, and
// where each stands.
#include "leitong/report/display.hpp"

#include <algorithm>
#include <set>

#include "html_pages.hpp"

namespace leitong::report {

namespace {

constexpr std::size_t k_most_text_bytes = std::size_t{48} << 10;    // shown of one text
constexpr std::size_t k_most_shared_bytes = std::size_t{16} << 10;  // of a cluster on a shared page
constexpr std::size_t k_own_page_bytes = std::size_t{384} << 10;    // then a next one begins
constexpr std::size_t k_most_pages = 40;                            // of one cluster
constexpr std::size_t k_places_a_piece = 400;
constexpr std::size_t k_quote_bytes = 300;  // of a text in a list

// A text with its edits: what the centre says instead stands struck through before what this one
// says.
void add_edited(Html& html, std::string_view text, const std::vector<EditRecord>& edits) {
    std::uint64_t at = 0;
    for (const EditRecord& edit : edits) {
        if (edit.range.begin >= text.size()) {
            break;
        }
        const std::uint64_t end = std::min<std::uint64_t>(edit.range.end, text.size());
        html.text(text.substr(at, edit.range.begin - at));
        if (!edit.centre.empty()) {
            const CutText cut = cut_text(edit.centre, k_most_text_bytes);
            html.raw("<del>").text(cut.text);
            if (cut.is_cut) {
                html.raw("…");
            }
            html.raw("</del>");
        }
        if (end > edit.range.begin) {
            html.raw("<ins>").text(text.substr(edit.range.begin, end - edit.range.begin));
            html.raw("</ins>");
        }
        at = end;
    }
    html.text(text.substr(at));
}

class ClusterPart {
public:
    ClusterPart(const Site& site, const ReportCluster& cluster, Depth depth)
        : m_site(site),
          m_cluster(cluster),
          m_depth(depth),
          m_language(site.language()),
          m_new(cluster.new_members.begin(), cluster.new_members.end()) {}

    void add_meta(Html& html) const {
        const ClusterRecord& record = m_cluster.record;
        html.raw("<p class=\"meta\">");
        m_site.add_relation(html, record.relation);
        html.raw(" <span>")
            .say(m_language, Msg::cluster_size, grouped(record.members.size()),
                 grouped(record.works), grouped(record.documents))
            .raw("</span> <span>")
            .say(m_language, Msg::cluster_first_seen, record.first_seen)
            .raw("</span>");
        if (!m_new.empty()) {
            html.raw(" <span class=\"chip new\">")
                .say(m_language, Msg::web_n_new, grouped(m_new.size()))
                .raw("</span>");
        }
        html.raw("</p>\n");
    }

    // The texts and their places, in pieces none of which is large.
    [[nodiscard]] std::vector<Html> pieces(std::size_t most_text_bytes) const {
        std::vector<Html> pieces;
        for (std::size_t i = 0; i < m_cluster.variants.size(); ++i) {
            const ReportVariant& variant = m_cluster.variants[i];
            for (std::size_t at = 0; at < variant.members.size() || at == 0;
                 at += k_places_a_piece) {
                pieces.push_back(piece(i, at, most_text_bytes));
            }
        }
        return pieces;
    }

private:
    [[nodiscard]] Html piece(std::size_t number, std::size_t first_place,
                             std::size_t most_text_bytes) const {
        const ReportVariant& variant = m_cluster.variants[number];
        Html html;
        html.raw("<section class=\"variant-of\">");
        if (m_depth == Depth::folder) {
            html.raw("<h2>");
        } else {
            html.raw("<h3>");
        }
        html.raw("<span>");
        if (number == 0) {
            html.say(m_language, Msg::web_centre);
        } else {
            html.say(m_language, Msg::web_text_n, grouped(number + 1));
        }
        html.raw("</span>");
        if (number != 0) {
            html.raw(" ");
            m_site.add_relation(html, variant.relation);
            html.raw(" <span class=\"count\">").text(percent(variant.similarity)).raw("</span>");
        }
        if (m_depth == Depth::folder) {
            html.raw("</h2>");
        } else {
            html.raw("</h3>");
        }
        if (first_place == 0) {
            add_text(html, variant, most_text_bytes);
        }
        add_places(html, variant, first_place);
        html.raw("</section>\n");
        return html;
    }

    void add_text(Html& html, const ReportVariant& variant, std::size_t most_bytes) const {
        const CutText cut = cut_text(variant.text, most_bytes);
        html.raw("<p class=\"t\" dir=\"auto\"");
        add_lang(html, cut.text);
        html.raw(">");
        if (cut.is_cut) {
            html.text(cut.text).raw("…</p><p class=\"note\">").say(m_language, Msg::web_text_cut);
        } else {
            add_edited(html, cut.text, variant.edits);
        }
        html.raw("</p>");
    }

    void add_places(Html& html, const ReportVariant& variant, std::size_t first) const {
        html.raw("<ul class=\"places\">");
        const std::size_t end = std::min(first + k_places_a_piece, variant.members.size());
        for (std::size_t i = first; i < end; ++i) {
            const std::uint32_t member = variant.members[i];
            const Ref& ref = m_cluster.record.members[member].ref;
            html.raw("<li>");
            m_site.link_paragraph(html, m_depth,
                                  {m_cluster.member_documents[member], ref.work, ref.paragraph},
                                  Site::Names::whole);
            if (m_new.contains(member)) {
                html.raw(" <span class=\"chip new\">").say(m_language, Msg::web_new).raw("</span>");
            }
            html.raw("</li>");
        }
        html.raw("</ul>");
    }

    const Site& m_site;
    const ReportCluster& m_cluster;
    Depth m_depth;
    Language m_language;
    std::set<std::uint32_t> m_new;
};

}  // namespace

ClusterLine line_of(const ReportCluster& cluster) {
    const CutText cut = cut_text(cluster.record.text, k_quote_bytes);
    return {cluster.rank,
            cluster.record.members.size(),
            cluster.record.works,
            cluster.record.documents,
            cluster.record.relation,
            cluster.record.first_seen,
            std::string(cut.text) + (cut.is_cut ? "…" : ""),
            cluster.new_members.size()};
}

void add_cluster_line(Html& html, const Site& site, const ClusterLine& line) {
    html.raw("<li><span class=\"times\">×");
    site.add_count(html, line.size);
    html.raw("</span><div>");
    if (site.shown(line.rank) != Shown::nowhere) {
        site.open_cluster_link(html, Depth::root, line.rank, "quote");
    } else {
        html.raw("<a class=\"quote\">");
    }
    html.raw("<span dir=\"auto\"");
    add_lang(html, line.text);
    html.raw("><bdi>").text(line.text).raw("</bdi></span></a><p class=\"meta\">");
    site.add_relation(html, line.relation);
    const Language language = site.language();
    html.raw(" <span>").say(language, Msg::web_n_works, grouped(line.works));
    html.raw("</span> <span>").say(language, Msg::web_n_documents, grouped(line.documents));
    html.raw("</span> <span>").say(language, Msg::cluster_first_seen, line.first_seen);
    html.raw("</span>");
    if (line.new_members > 0) {
        html.raw(" <span class=\"chip new\">")
            .say(language, Msg::web_n_new, grouped(line.new_members))
            .raw("</span>");
    }
    html.raw("</p></div></li>\n");
}

Result<void> write_cluster(const Site& site, const ReportCluster& cluster) {
    const ClusterPart part(site, cluster, Depth::folder);
    // Which pieces stand on which page is decided first, so that each page knows how many there
    // are.
    const std::vector<Html> pieces = part.pieces(k_most_text_bytes);
    std::vector<std::size_t> starts = {0};
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (bytes + pieces[i].size_bytes() > k_own_page_bytes && i > starts.back()) {
            starts.push_back(i);
            bytes = 0;
        }
        bytes += pieces[i].size_bytes();
    }
    const bool is_cut = starts.size() > k_most_pages;
    const std::size_t pages = std::min(starts.size(), k_most_pages);
    const CutText head = cut_text(cluster.record.text, k_quote_bytes / 2);
    const std::string title = std::string(head.text) + (head.is_cut ? "…" : "");
    for (std::size_t page = 0; page < pages; ++page) {
        const std::size_t end = page + 1 < starts.size() ? starts[page + 1] : pieces.size();
        const Site::Paging paging{cluster.record.id, page, pages};
        Html html;
        html.raw("<h1 class=\"quote\"");
        add_lang(html, title);
        html.raw("><bdi>").text(title).raw("</bdi></h1>\n");
        part.add_meta(html);
        html.raw("<p class=\"note\">").say(site.language(), Msg::web_cluster_id).raw(" <code>");
        html.text(cluster.record.id).raw("</code></p>\n");
        site.add_pager(html, paging);
        for (std::size_t i = starts[page]; i < end; ++i) {
            if (html.size_bytes() + pieces[i].size_bytes() > k_page_budget_bytes) {
                html.raw("<p class=\"note\">").say(site.language(), Msg::web_text_cut).raw("</p>");
                continue;
            }
            html.html(pieces[i]);
        }
        if (is_cut && page + 1 == pages) {
            html.raw("<p class=\"note\">")
                .say(site.language(), Msg::web_rest_in_json,
                     grouped(pieces.size() - starts[k_most_pages]))
                .raw("</p>\n");
        }
        site.add_pager(html, paging);
        LEITONG_TRY(site.write({"cluster/" + Site::page_path(paging.stem, page), title,
                                Section::clusters, Depth::folder},
                               html));
    }
    return {};
}

Html shared_cluster(const Site& site, const ReportCluster& cluster) {
    const ClusterPart part(site, cluster, Depth::root);
    Html html;
    html.raw("<section class=\"few\" id=\"").plain(cluster.record.id).raw("\"><h2>");
    html.text(cluster.record.id).raw("</h2>\n");
    part.add_meta(html);
    for (const Html& piece : part.pieces(k_most_shared_bytes / 4)) {
        if (html.size_bytes() + piece.size_bytes() > k_most_shared_bytes) {
            html.raw("<p class=\"note\">").say(site.language(), Msg::web_text_cut).raw("</p>");
            break;
        }
        html.html(piece);
    }
    html.raw("</section>\n");
    return html;
}

}  // namespace leitong::report
