#include "html_site.hpp"

#include "leitong/base/hash.hpp"
#include "leitong/report/display.hpp"
#include "leitong/report/utf8.hpp"

#include <algorithm>

namespace leitong::report {

namespace {

constexpr Markup k_sheet =
#include "report_css.inc"
    ;

// A page of a document holds so much of its text, or so many paragraphs.
constexpr std::uint64_t k_document_page_bytes = 128U << 10;
constexpr std::uint32_t k_document_page_paragraphs = 300;

constexpr std::size_t k_most_name_bytes = 240;

// 60 bits in letters and digits that are not mistaken for one another.
std::string short_name(std::uint64_t key) {
    constexpr std::string_view k_alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    std::string name = "d";
    for (int i = 0; i < 12; ++i) {
        name += k_alphabet[key & 31];
        key >>= 5;
    }
    return name;
}

std::vector<std::uint32_t> starts_of(const std::vector<std::uint32_t>& sizes) {
    std::vector<std::uint32_t> starts = {0};
    std::uint64_t bytes = 0;
    for (std::uint32_t i = 0; i < sizes.size(); ++i) {
        const bool is_full = bytes + sizes[i] > k_document_page_bytes ||
                             i - starts.back() >= k_document_page_paragraphs;
        if (is_full && i > starts.back()) {
            starts.push_back(i);
            bytes = 0;
        }
        bytes += sizes[i];
    }
    return starts;
}

struct Tab {
    Section section;
    Markup href;
    Msg label;
};

constexpr Tab k_tabs[] = {{Section::overview, "index.html", Msg::web_overview},
                          {Section::changes, "changes.html", Msg::web_changes},
                          {Section::clusters, "clusters.html", Msg::web_clusters},
                          {Section::templates, "templates.html", Msg::web_templates},
                          {Section::documents, "documents.html", Msg::web_documents}};

bool has_title(const ReportDocument& document) {
    return document.works.size() == 1 && !document.works[0].title.empty();
}

void add_up(Html& html, Depth depth) {
    if (depth == Depth::folder) {
        html.raw("../");
    }
}

}  // namespace

CutText cut_text(std::string_view text, std::size_t bytes) noexcept {
    if (text.size() <= bytes) {
        return {text, false};
    }
    std::size_t end = bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
        --end;
    }
    return {text.substr(0, end), true};
}

Markup relation_row_class(Relation relation) noexcept {
    switch (relation) {
        case Relation::identical:
            return "row is-identical";
        case Relation::variant:
            return "row is-variant";
        case Relation::near:
            return "row is-near";
        default:
            return "row is-excerpt";
    }
}

bool has_han(std::string_view text) noexcept {
    return std::ranges::any_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0xE4 && byte <= 0xE9;
    });
}

void add_lang(Html& html, std::string_view text) {
    if (has_han(text)) {
        html.raw(" lang=\"zh\"");
    } else {
        html.raw(" lang=\"\"");
    }
}

void Site::begin(std::span<const ReportDocument> documents,
                 std::span<const ReportClusterHead> clusters, bool has_changes) {
    m_documents = documents;
    m_clusters = clusters;
    m_has_changes = has_changes;
    for (std::uint32_t i = 0; i < documents.size(); ++i) {
        m_document_keys.push_back(base::hash64(documents[i].record.document));
        if (has_title(documents[i])) {
            ++m_titles[documents[i].works[0].title];
        }
        m_page_starts.push_back(starts_of(documents[i].paragraph_bytes));
        m_indices.emplace(documents[i].record.document, i);
    }
    for (std::uint32_t i = 0; i < clusters.size(); ++i) {
        m_ranks.emplace(clusters[i].id, i);
    }
}

std::optional<std::uint32_t> Site::rank_of(const std::string& cluster) const {
    const auto found = m_ranks.find(cluster);
    return found == m_ranks.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::uint32_t> Site::index_of(const std::string& document) const {
    const auto found = m_indices.find(document);
    return found == m_indices.end() ? std::nullopt : std::optional(found->second);
}

// --- pages

Result<void> Site::write(const Page& page, const Html& main) const {
    Html html;
    html.raw("<!doctype html>\n<html lang=\"");
    if (m_language == Language::zh) {
        html.raw("zh-CN");
    } else {
        html.raw("en");
    }
    html.raw(
        "\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    html.plain(page.title)
        .raw(" · 雷同 leitong</title>\n<style>")
        .raw(k_sheet)
        .raw("</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">");
    html.say(m_language, Msg::web_skip).raw("</a>\n<header class=\"top\">\n");
    add_navigation(html, page);
    html.raw("</header>\n<main id=\"main\" tabindex=\"-1\">\n");
    html.html(main);
    html.raw("</main>\n<footer>\n")
        .say(m_language, page.section == Section::alone ? Msg::web_footer_alone : Msg::web_footer)
        .raw("\n</footer>\n</body>\n</html>\n");
    return m_pages(page.path, html.str());
}

void Site::add_navigation(Html& html, const Page& page) const {
    if (page.section == Section::alone) {
        html.raw("<span class=\"brand\">雷同 leitong</span>\n");
        return;
    }
    html.raw("<a class=\"brand\" href=\"");
    add_up(html, page.depth);
    html.raw("index.html\">雷同 leitong</a>\n<nav aria-label=\"");
    html.plain(say(m_language, Msg::web_navigation)).raw("\"><ul>\n");
    for (const Tab& tab : k_tabs) {
        if (tab.section == Section::changes && !m_has_changes) {
            continue;
        }
        html.raw("<li><a href=\"");
        add_up(html, page.depth);
        html.raw(tab.href).raw("\"");
        if (tab.section == page.section) {
            html.raw(" aria-current=\"true\"");
        }
        html.raw(">").say(m_language, tab.label).raw("</a></li>\n");
    }
    html.raw("</ul></nav>\n");
}

std::string Site::page_path(std::string_view stem, std::size_t page) {
    return page == 0 ? std::string(stem) + ".html"
                     : std::string(stem) + "-" + std::to_string(page + 1) + ".html";
}

void Site::add_pager(Html& html, const Paging& paging) const {
    if (paging.pages < 2) {
        return;
    }
    html.raw("<nav aria-label=\"")
        .plain(say(m_language, Msg::web_pages))
        .raw("\"><ul class=\"pager\">");
    const auto link = [&](std::size_t page, Msg label, Markup rel) {
        html.raw("<li><a rel=\"").raw(rel).raw("\" href=\"");
        html.plain(page_path(paging.stem, page)).raw("\">").say(m_language, label).raw("</a></li>");
    };
    if (paging.page > 0) {
        link(paging.page - 1, Msg::web_previous, "prev");
    }
    html.raw("<li class=\"here\">")
        .say(m_language, Msg::web_page_of, grouped(paging.page + 1), grouped(paging.pages))
        .raw("</li>");
    if (paging.page + 1 < paging.pages) {
        link(paging.page + 1, Msg::web_next, "next");
    }
    html.raw("</ul></nav>\n");
}

// --- documents

std::string Site::document_stem(std::uint32_t document) const {
    return short_name(m_document_keys[document]);
}

const std::vector<std::uint32_t>& Site::page_starts(std::uint32_t document) const {
    return m_page_starts[document];
}

std::string_view Site::label(std::uint32_t document) const {
    const ReportDocument& entry = m_documents[document];
    if (has_title(entry)) {
        const auto found = m_titles.find(entry.works[0].title);
        if (found != m_titles.end() && found->second == 1) {
            return entry.works[0].title;
        }
    }
    return entry.record.document;
}

void Site::add_name(Html& html, std::string_view name) const {
    const CutText cut = cut_text(name, k_most_name_bytes);
    html.raw("<bdi>").name(cut.text);
    if (cut.is_cut) {
        html.raw("…");
    }
    html.raw("</bdi>");
}

void Site::link_document(Html& html, Depth depth, std::uint32_t document) const {
    html.raw("<a href=\"");
    add_up(html, depth);
    html.raw("document/").plain(document_stem(document)).raw(".html\">");
    add_name(html, label(document));
    html.raw("</a>");
}

void Site::link_paragraph(Html& html, Depth depth, const Place& place, Names names) const {
    const std::vector<std::uint32_t>& starts = page_starts(place.document);
    const auto after = std::ranges::upper_bound(starts, place.paragraph - 1);
    const auto page = static_cast<std::size_t>(after - starts.begin()) - 1;
    html.raw("<a href=\"");
    add_up(html, depth);
    html.raw("document/").plain(page_path(document_stem(place.document), page));
    html.raw("#p").number(place.paragraph);
    std::string_view name = label(place.document);
    const std::string_view full = m_documents[place.document].record.document;
    const std::size_t slash = full.rfind('/');
    if (names == Names::last_part && name == full && slash != std::string_view::npos &&
        slash + 1 < full.size()) {
        name = full.substr(slash + 1);
        html.raw("\" title=\"").plain(cut_text(full, k_most_name_bytes).text);
    }
    html.raw("\">");
    add_name(html, name);
    html.raw(":").number(place.paragraph).raw("</a>");
    if (m_documents[place.document].record.works > 1) {
        html.raw(" <span>")
            .say(m_language, place.work == 0 ? Msg::place_no_work : Msg::place_work, place.work)
            .raw("</span>");
    }
}

// --- clusters

Shown Site::shown(std::uint32_t rank) const noexcept {
    return rank < k_own_pages        ? Shown::own_page
           : rank < k_shown_clusters ? Shown::shared_page
                                     : Shown::nowhere;
}

std::string Site::shared_stem() {
    return "clusters-small";
}

std::size_t Site::shared_pages() const noexcept {
    const std::size_t shown = std::min<std::size_t>(m_clusters.size(), k_shown_clusters);
    return shown <= k_own_pages
               ? 0
               : (shown - k_own_pages + k_clusters_a_shared_page - 1) / k_clusters_a_shared_page;
}

void Site::open_cluster_link(Html& html, Depth depth, std::uint32_t rank, Markup css_class) const {
    html.raw("<a class=\"").raw(css_class).raw("\" href=\"");
    add_up(html, depth);
    if (shown(rank) == Shown::own_page) {
        html.raw("cluster/").plain(m_clusters[rank].id).raw(".html\">");
        return;
    }
    html.plain(page_path(shared_stem(), (rank - k_own_pages) / k_clusters_a_shared_page));
    html.raw("#").plain(m_clusters[rank].id).raw("\">");
}

// --- words

void Site::add_relation(Html& html, Relation relation) const {
    switch (relation) {
        case Relation::identical:
            html.raw("<span class=\"chip identical\">").say(m_language, Msg::relation_identical);
            break;
        case Relation::variant:
            html.raw("<span class=\"chip variant\">").say(m_language, Msg::relation_variant);
            break;
        case Relation::near:
            html.raw("<span class=\"chip near\">").say(m_language, Msg::relation_near);
            break;
        case Relation::excerpt:
            html.raw("<span class=\"chip excerpt\">").say(m_language, Msg::relation_excerpt);
            break;
        case Relation::stock:
            html.raw("<span class=\"chip\">").say(m_language, Msg::relation_stock);
            break;
        case Relation::similar:
            html.raw("<span class=\"chip\">").say(m_language, Msg::relation_similar);
            break;
    }
    html.raw("</span>");
}

void Site::add_share_without_stock(Html& html, double share) const {
    html.say(m_language, Msg::check_without_stock).raw(" ").text(percent(share));
}

void Site::add_percent(Html& html, double share) const {
    html.text(percent(share));
}

void Site::add_count(Html& html, std::uint64_t count) const {
    html.text(grouped(count));
}

}  // namespace leitong::report
