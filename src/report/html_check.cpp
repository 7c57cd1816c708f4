// The page of drafts that were checked.
#include "leitong/report/check.hpp"
#include "leitong/report/display.hpp"
#include "leitong/report/html.hpp"

#include <algorithm>
#include <vector>

#include "html_site.hpp"

namespace leitong::report {

namespace {

constexpr Markup k_sheet =
#include "report_css.inc"
    ;

constexpr std::uint8_t k_reused = 1;
constexpr std::uint8_t k_stock = 2;
constexpr std::uint8_t k_quoted = 4;
constexpr std::uint8_t k_base = 8;

struct Marks {
    std::span<const ByteRange> ranges;  // of the document, in order
    std::uint8_t what = 0;
};

Markup class_of(std::uint8_t what) {
    // What was copied and is no phrase stands out; all else is told in grey.
    if ((what & k_base) != 0) {
        return (what & k_quoted) != 0 ? Markup("m-base m-quoted") : Markup("m-base");
    }
    if ((what & k_stock) != 0) {
        return (what & k_quoted) != 0 ? Markup("m-stock m-quoted") : Markup("m-stock");
    }
    if ((what & k_reused) != 0) {
        return (what & k_quoted) != 0 ? Markup("m-reused m-quoted") : Markup("m-reused");
    }
    return "m-quoted";
}

// A text with its marks, as far as they lie within it.
void add_marked(Html& html, std::string_view text, std::uint64_t begin,
                std::initializer_list<Marks> all) {
    struct Edge {
        std::uint64_t at;
        std::uint8_t what;
        int step;
    };
    std::vector<Edge> edges;
    for (const Marks& marks : all) {
        for (const ByteRange& range : marks.ranges) {
            const std::uint64_t from = std::max(range.begin, begin);
            const std::uint64_t to = std::min(range.end, begin + text.size());
            if (from < to) {
                edges.push_back({from - begin, marks.what, 1});
                edges.push_back({to - begin, marks.what, -1});
            }
        }
    }
    std::ranges::sort(edges, {}, &Edge::at);
    std::array<int, 4> depth{};
    std::uint64_t at = 0;
    const auto add = [&](std::uint64_t end) {
        if (end == at) {
            return;
        }
        std::uint8_t what = 0;
        for (unsigned bit = 0; bit < depth.size(); ++bit) {
            what = static_cast<std::uint8_t>(what | (depth[bit] > 0 ? 1U << bit : 0U));
        }
        const std::string_view piece = text.substr(at, end - at);
        if (what == 0) {
            html.text(piece);
        } else if ((what & (k_reused | k_stock | k_base)) == k_reused) {
            html.raw("<mark class=\"").raw(class_of(what)).raw("\">").text(piece).raw("</mark>");
        } else {
            html.raw("<span class=\"").raw(class_of(what)).raw("\">").text(piece).raw("</span>");
        }
        at = end;
    };
    for (const Edge& edge : edges) {
        add(edge.at);
        for (unsigned bit = 0; bit < depth.size(); ++bit) {
            depth[bit] += (edge.what >> bit & 1U) != 0 ? edge.step : 0;
        }
    }
    add(text.size());
}

class CheckPage {
public:
    explicit CheckPage(Language language) : m_language(language) {}

    std::string make(std::span<const CheckedDraft> drafts) {
        open();
        m_html.raw("<h1>").say(m_language, Msg::web_check).raw("</h1>\n");
        add_legend();
        for (const CheckedDraft& draft : drafts) {
            add_draft(draft);
        }
        m_html.raw("</main>\n<footer>\n")
            .say(m_language, Msg::web_check_footer)
            .raw("\n</footer>\n</body>\n</html>\n");
        return m_html.str();
    }

private:
    void open() {
        m_html.raw("<!doctype html>\n<html lang=\"");
        if (m_language == Language::zh) {
            m_html.raw("zh-CN");
        } else {
            m_html.raw("en");
        }
        m_html.raw(
            "\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
            "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
            "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
        m_html.plain(say(m_language, Msg::web_check))
            .raw(" · 雷同 leitong</title>\n<style>")
            .raw(k_sheet)
            .raw("</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">");
        m_html.say(m_language, Msg::web_skip)
            .raw(
                "</a>\n<header class=\"top\"><span class=\"brand\">雷同 leitong</span></header>\n"
                "<main id=\"main\" tabindex=\"-1\">\n");
    }

    void add_legend() {
        m_html.raw("<ul class=\"legend\"><li><mark class=\"m-reused\">")
            .say(m_language, Msg::check_total)
            .raw("</mark></li><li><span class=\"m-stock\">")
            .say(m_language, Msg::web_check_stock)
            .raw("</span></li><li><span class=\"m-quoted\">")
            .say(m_language, Msg::web_check_quotation)
            .raw("</span></li><li><span class=\"m-base\">")
            .say(m_language, Msg::check_base)
            .raw("</span></li></ul>\n");
    }

    void add_figure(Msg label, std::uint64_t part, std::uint64_t all) {
        m_html.raw("<div><dt>")
            .say(m_language, label)
            .raw("</dt><dd>")
            .text(percent(share_of(part, all)))
            .raw("</dd></div>\n");
    }

    void add_draft(const CheckedDraft& draft) {
        const CheckDocument& document = draft.document;
        const CheckLetters& letters = document.letters;
        m_html.raw("<section>\n<h2><bdi>").text(document.document).raw("</bdi></h2>\n");
        m_html.raw("<dl class=\"figures\">\n");
        add_figure(Msg::check_total, letters.reused, letters.all);
        add_figure(Msg::check_without_stock, letters.without_stock, letters.all);
        add_figure(Msg::check_without_quotations, letters.without_quotations, letters.all);
        add_figure(Msg::check_largest, document.largest ? document.largest->letters : 0,
                   letters.all);
        if (letters.base > 0) {
            add_figure(Msg::check_base, letters.base, letters.all);
        }
        m_html.raw("</dl>\n<p class=\"meta\"><span>")
            .say(m_language, Msg::web_n_letters, grouped(letters.all))
            .raw("</span> <span>")
            .say(m_language, Msg::check_count, grouped(document.paragraphs),
                 grouped(document.reused_paragraphs))
            .raw("</span>");
        if (document.largest) {
            m_html.raw(" <span>").say(m_language, Msg::check_largest).raw(" <bdi>");
            m_html.text(document.largest->document).raw("</bdi> ");
            m_html.say(m_language, Msg::place_work, document.largest->work).raw("</span>");
        }
        m_html.raw("</p>\n");
        for (const CheckParagraph& paragraph : draft.paragraphs) {
            add_paragraph(paragraph);
        }
        m_html.raw("</section>\n");
    }

    static Markup row_class(const CheckParagraph& paragraph) {
        if (paragraph.sources.empty()) {
            return "row";
        }
        return relation_row_class(paragraph.sources.front().relation);
    }

    void add_paragraph(const CheckParagraph& paragraph) {
        m_html.raw("<div class=\"").raw(row_class(paragraph)).raw("\"><span class=\"n\">");
        m_html.number(paragraph.paragraph).raw("</span><p class=\"t\"");
        add_lang(m_html, paragraph.text);
        m_html.raw(">");
        add_marked(m_html, paragraph.text, paragraph.range.begin,
                   {{paragraph.reused, k_reused},
                    {paragraph.stock, k_stock},
                    {paragraph.quotations, k_quoted},
                    {paragraph.base, k_base}});
        m_html.raw("</p>");
        if (!paragraph.sources.empty()) {
            m_html.raw("<div class=\"else\"><p>")
                .say(m_language, Msg::check_reused,
                     percent(share_of(paragraph.letters.reused, paragraph.letters.all)))
                .raw("</p>");
            for (const CheckSource& source : paragraph.sources) {
                add_source(source);
            }
            m_html.raw("</div>");
        }
        m_html.raw("</div>\n");
    }

    void add_relation(Relation relation) {
        switch (relation) {
            case Relation::identical:
                m_html.raw("<span class=\"chip identical\">")
                    .say(m_language, Msg::relation_identical);
                break;
            case Relation::variant:
                m_html.raw("<span class=\"chip variant\">").say(m_language, Msg::relation_variant);
                break;
            case Relation::near:
                m_html.raw("<span class=\"chip near\">").say(m_language, Msg::relation_near);
                break;
            default:
                m_html.raw("<span class=\"chip excerpt\">").say(m_language, Msg::relation_excerpt);
                break;
        }
        m_html.raw("</span>");
    }

    void add_source(const CheckSource& source) {
        m_html.raw("<div class=\"source\"><p>");
        add_relation(source.relation);
        m_html.raw(" ").text(percent(source.similarity)).raw(" <bdi>");
        m_html.text(source.ref.document).raw("</bdi>:").number(source.ref.paragraph).raw("</p>");
        if (!source.slots.empty()) {
            m_html.raw("<ul class=\"slots\">");
            for (const CheckSlot& slot : source.slots) {
                m_html.raw("<li><bdi>");
                if (slot.is_as_in_source) {
                    m_html.say(m_language, Msg::check_as_in_source, slot.draft_text);
                } else {
                    m_html.say(m_language, Msg::check_source_has, slot.draft_text,
                               slot.source_text);
                }
                m_html.raw("</bdi></li>");
            }
            m_html.raw("</ul>");
        }
        m_html.raw("<details><summary>").say(m_language, Msg::web_check_source_text);
        m_html.raw("</summary><p class=\"from\"");
        add_lang(m_html, source.text);
        m_html.raw(">");
        std::vector<ByteRange> runs;
        for (const Run& run : source.runs) {
            runs.push_back(run.b);
        }
        add_marked(m_html, source.text, source.ref.range.begin, {{runs, k_reused}});
        m_html.raw("</p></details></div>");
    }

    Language m_language;
    Html m_html;
};

}  // namespace

std::string check_page(std::span<const CheckedDraft> drafts, Language language) {
    return CheckPage(language).make(drafts);
}

}  // namespace leitong::report
