// Pages of a document: its paragraphs, a mark in the margin of each that stands elsewhere, and
// where.
#include "leitong/report/display.hpp"

#include <algorithm>

#include "html_pages.hpp"

namespace leitong::report {

namespace {

constexpr std::size_t k_most_segments = 240;  // of the strip
constexpr std::size_t k_most_sources = 6;     // beside a paragraph
constexpr std::size_t k_cut_row_bytes = 90;   // of a text that has no room

Relation closest(const ReportParagraph& paragraph) {
    Relation relation = Relation::excerpt;
    for (const ElsewhereRecord& place : paragraph.elsewhere) {
        relation = std::min(relation, place.relation);
    }
    return relation;
}

Markup row_class(const ReportParagraph& paragraph) {
    if (paragraph.reuse != ParagraphReuse::reused && !paragraph.parts.empty()) {
        return "row is-part";
    }
    if (paragraph.reuse == ParagraphReuse::stock) {
        return "row is-stock";
    }
    if (paragraph.reuse == ParagraphReuse::none) {
        return "row";
    }
    return relation_row_class(closest(paragraph));
}

Markup text_class(Role role) {
    switch (role) {
        case Role::heading:
            return "t heading";
        case Role::title:
            return "t title";
        case Role::front_matter:
            return "t front-matter";
        case Role::salutation:
            return "t salutation";
        case Role::back_matter:
            return "t back-matter";
        case Role::body:
            break;
    }
    return "t";
}

class DocumentPages {
public:
    DocumentPages(const Site& site, std::uint32_t document,
                  std::span<const ReportParagraph> paragraphs)
        : m_site(site),
          m_number(document),
          m_document(site.documents()[document]),
          m_paragraphs(paragraphs),
          m_language(site.language()) {}

    Result<void> write() {
        const std::vector<std::uint32_t>& starts = m_site.page_starts(m_number);
        for (std::size_t page = 0; page < starts.size(); ++page) {
            const auto end = page + 1 < starts.size()
                                 ? starts[page + 1]
                                 : static_cast<std::uint32_t>(m_paragraphs.size());
            const Site::Paging paging{m_site.document_stem(m_number), page, starts.size()};
            Html html;
            if (page == 0) {
                add_head(html);
            } else {
                html.raw("<h1><bdi>").name(label()).raw("</bdi></h1>\n");
            }
            m_site.add_pager(html, paging);
            for (std::uint32_t i = starts[page]; i < end; ++i) {
                add_work_line(html, i);
                add_row(html, i);
            }
            m_site.add_pager(html, paging);
            LEITONG_TRY(m_site.write({"document/" + Site::page_path(paging.stem, page), label(),
                                      Section::documents, Depth::folder},
                                     html));
        }
        return {};
    }

private:
    [[nodiscard]] bool has_title() const {
        return m_document.works.size() == 1 && !m_document.works[0].title.empty();
    }
    [[nodiscard]] std::string label() const {
        const CutText cut =
            cut_text(has_title() ? m_document.works[0].title : m_document.record.document, 400);
        return std::string(cut.text) + (cut.is_cut ? "…" : "");
    }

    void add_head(Html& html) const {
        const DocumentRecord& record = m_document.record;
        html.raw("<h1");
        add_lang(html, label());
        html.raw("><bdi>").name(label()).raw("</bdi></h1>\n<p class=\"meta\">");
        if (has_title()) {
            html.raw("<span><bdi>")
                .name(cut_text(record.document, 4096).text)
                .raw("</bdi></span> ");
        }
        html.raw("<span>").say(m_language, Msg::web_n_letters, grouped(record.letters));
        html.raw("</span> <span>")
            .say(m_language, Msg::web_n_paragraphs, grouped(record.paragraph_count));
        if (record.works != 1) {
            html.raw("</span> <span>").say(m_language, Msg::web_n_works, grouped(record.works));
        }
        html.raw("</span> <span>")
            .text(record.encoding_name.empty() ? name(record.encoding) : record.encoding_name);
        html.raw("</span> <strong>")
            .say(m_language, Msg::web_reused_share, percent(record.reused_share))
            .raw("</strong> <span>");
        m_site.add_share_without_stock(html, record.reused_share_without_stock);
        html.raw("</span></p>\n");
        if (record.replaced > 0) {
            html.raw("<p class=\"note\">")
                .say(m_language, Msg::document_replaced, grouped(record.replaced))
                .raw("</p>\n");
        }
        add_strip(html);
        add_legend(html);
    }

    // The document at a glance: a segment for each stretch of one kind, as long as its letters.
    void add_strip(Html& html) const {
        struct Segment {
            const ReportParagraph* first;
            std::uint64_t letters;
        };
        std::vector<Segment> segments;
        const auto kind = [](const ReportParagraph& p) {
            return std::pair(p.reuse,
                             p.reuse == ParagraphReuse::reused ? closest(p) : Relation::stock);
        };
        for (const ReportParagraph& paragraph : m_paragraphs) {
            if (segments.empty() || kind(*segments.back().first) != kind(paragraph)) {
                segments.push_back({&paragraph, 0});
            }
            segments.back().letters += paragraph.letters;
        }
        if (segments.size() < 2 || segments.size() > k_most_segments) {
            return;
        }
        html.raw("<div class=\"strip\" aria-hidden=\"true\">");
        for (const Segment& segment : segments) {
            html.raw("<span style=\"flex:").number(std::max<std::uint64_t>(segment.letters, 1));
            html.raw(" 0 0;");
            if (segment.first->reuse == ParagraphReuse::reused) {
                html.raw("background:var(--").raw(colour_of(closest(*segment.first))).raw(")");
            } else if (segment.first->reuse == ParagraphReuse::stock) {
                html.raw("background:var(--grey);opacity:.35");
            }
            html.raw("\"></span>");
        }
        html.raw("</div>\n");
    }

    static Markup colour_of(Relation relation) {
        switch (relation) {
            case Relation::identical:
                return "cinnabar";
            case Relation::variant:
                return "ochre";
            case Relation::near:
                return "teal";
            default:
                return "indigo";
        }
    }

    void add_legend(Html& html) const {
        html.raw("<ul class=\"legend\">");
        for (const auto& [relation, id] : {std::pair(Relation::identical, Msg::relation_identical),
                                           std::pair(Relation::variant, Msg::relation_variant),
                                           std::pair(Relation::near, Msg::relation_near),
                                           std::pair(Relation::excerpt, Msg::relation_excerpt)}) {
            html.raw("<li><i style=\"background:var(--").raw(colour_of(relation));
            html.raw(")\"></i>").say(m_language, id).raw("</li>");
        }
        html.raw("<li><i class=\"b-part\"></i>").say(m_language, Msg::web_in_part).raw("</li>");
        html.raw("<li><i class=\"b-stock\"></i>")
            .say(m_language, Msg::relation_stock)
            .raw("</li></ul>\n");
    }

    // Where a work of a compilation begins.
    void add_work_line(Html& html, std::uint32_t index) const {
        if (m_document.works.size() < 2) {
            return;
        }
        for (const WorkRecord& work : m_document.works) {
            if (work.first_paragraph != index + 1) {
                continue;
            }
            html.raw("<h2 class=\"work\" id=\"w").number(work.work).raw("\"><span>");
            html.say(m_language, Msg::place_work, work.work)
                .raw("</span><span class=\"meta\"><span>");
            html.say(m_language, Msg::web_n_letters, grouped(work.letters)).raw("</span> <span>");
            html.say(m_language, Msg::web_reused_share, percent(work.reused_share));
            html.raw("</span> <span>");
            m_site.add_share_without_stock(html, work.reused_share_without_stock);
            html.raw("</span></span></h2>\n");
        }
    }

    void add_row(Html& html, std::uint32_t index) const {
        const ReportParagraph& paragraph = m_paragraphs[index];
        Html row = row_of(index, paragraph.text, true);
        if (html.size_bytes() + row.size_bytes() > k_page_budget_bytes) {
            row = row_of(index, cut_text(paragraph.text, k_cut_row_bytes).text, false);
        }
        html.html(row);
    }

    Html row_of(std::uint32_t index, std::string_view text, bool has_room) const {
        const ReportParagraph& paragraph = m_paragraphs[index];
        Html html;
        html.raw("<div class=\"").raw(row_class(paragraph)).raw("\" id=\"p").number(index + 1);
        html.raw("\"><a class=\"n\" href=\"#p").number(index + 1).raw("\">").number(index + 1);
        html.raw("</a><p class=\"").raw(text_class(paragraph.role)).raw("\" dir=\"auto\"");
        add_lang(html, text);
        html.raw(">");
        add_text(html, text, paragraph);
        html.raw("</p>");
        if (!has_room) {
            html.raw("<div class=\"else\">").say(m_language, Msg::web_text_cut).raw("</div>");
        } else if (paragraph.reuse == ParagraphReuse::reused) {
            add_elsewhere(html, paragraph);
        } else if (!paragraph.parts.empty()) {
            add_sources(html, paragraph.parts);
        } else if (paragraph.reuse == ParagraphReuse::stock && !is_structure(paragraph.role)) {
            html.raw("<div class=\"else\">").say(m_language, Msg::relation_stock).raw("</div>");
        }
        html.raw("</div>\n");
        return html;
    }

    // What of it stands in passages is marked, but for stock phrases, which are grey; `text` may be
    // cut.
    static void add_text(Html& html, std::string_view text, const ReportParagraph& paragraph) {
        std::uint64_t at = 0;
        for (const SharedPartRecord& part : paragraph.parts) {
            const std::uint64_t begin = std::min<std::uint64_t>(part.range.begin, text.size());
            const std::uint64_t end = std::min<std::uint64_t>(part.range.end, text.size());
            if (begin < end) {
                add_stretch(html, text, {at, begin}, paragraph.stock, false);
                add_stretch(html, text, {begin, end}, paragraph.stock, true);
                at = end;
            }
        }
        add_stretch(html, text, {at, text.size()}, paragraph.stock, false);
    }

    static void add_stretch(Html& html, std::string_view text, const ByteRange& stretch,
                            std::span<const ByteRange> stock, bool is_marked) {
        std::uint64_t at = stretch.begin;
        const auto add_to = [&](std::uint64_t end, Markup open, Markup close) {
            if (at < end) {
                html.raw(open).text(text.substr(at, end - at)).raw(close);
                at = end;
            }
        };
        const auto add_own = [&](std::uint64_t end) {
            add_to(end, is_marked ? Markup("<mark>") : Markup(""),
                   is_marked ? Markup("</mark>") : Markup(""));
        };
        auto phrase = std::ranges::upper_bound(stock, stretch.begin, {}, &ByteRange::end);
        for (; phrase != stock.end() && phrase->begin < stretch.end; ++phrase) {
            add_own(phrase->begin);
            add_to(std::min(phrase->end, stretch.end), "<span class=\"m-stock\">", "</span>");
        }
        add_own(stretch.end);
    }

    // Where the marked parts stand, in their order.
    void add_sources(Html& html, std::span<const SharedPartRecord> parts) const {
        html.raw("<div class=\"else\"><p><span class=\"chip excerpt\">")
            .say(m_language, Msg::web_in_part)
            .raw("</span></p><ul>");
        for (const SharedPartRecord& part : parts.first(std::min(parts.size(), k_most_sources))) {
            html.raw("<li>");
            m_site.link_paragraph(
                html, Depth::folder,
                {part.longest.document, part.longest.work, part.longest.paragraph},
                Site::Names::last_part);
            html.raw("</li>");
        }
        html.raw("</ul>");
        if (parts.size() > k_most_sources) {
            html.raw("<p>").say(m_language, Msg::web_more_parts,
                                grouped(parts.size() - k_most_sources));
            html.raw("</p>");
        }
        html.raw("</div>");
    }

    void add_elsewhere(Html& html, const ReportParagraph& paragraph) const {
        html.raw("<div class=\"else\"><p>");
        m_site.add_relation(html, closest(paragraph));
        if (paragraph.is_new_reuse) {
            html.raw(" <span class=\"chip new\">").say(m_language, Msg::web_new).raw("</span>");
        }
        const bool is_linked =
            paragraph.cluster && m_site.shown(*paragraph.cluster) != Shown::nowhere;
        html.raw(" ");
        if (is_linked) {
            m_site.open_cluster_link(html, Depth::folder, *paragraph.cluster, "to");
        }
        html.say(m_language, Msg::web_n_places, grouped(paragraph.places));
        if (is_linked) {
            html.raw("</a>");
        }
        html.raw("</p><ul>");
        for (const ElsewhereRecord& place : paragraph.elsewhere) {
            html.raw("<li>");
            m_site.link_paragraph(html, Depth::folder,
                                  {place.document, place.work, place.paragraph},
                                  Site::Names::last_part);
            html.raw("</li>");
        }
        html.raw("</ul></div>");
    }

    const Site& m_site;
    std::uint32_t m_number;
    const ReportDocument& m_document;
    std::span<const ReportParagraph> m_paragraphs;
    Language m_language;
};

}  // namespace

Result<void> write_document(const Site& site, std::uint32_t document,
                            std::span<const ReportParagraph> paragraphs) {
    return DocumentPages(site, document, paragraphs).write();
}

}  // namespace leitong::report
