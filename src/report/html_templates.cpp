// Pages of templates: the list of all, and a page for each of the first.
#include "leitong/report/display.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "html_template.hpp"

namespace leitong::report {

namespace {

constexpr std::size_t k_own_template_pages = 1'000;  // templates, and as many blocks
constexpr std::size_t k_members_a_page = 200;
constexpr std::size_t k_most_pages = 20;       // of one template
constexpr std::size_t k_most_findings = 200;   // on the page of a template
constexpr std::size_t k_listed_findings = 12;  // on the list; the rest stand with their templates
constexpr std::size_t k_most_skeleton_bytes = std::size_t{48} << 10;
constexpr std::size_t k_quote_bytes = 300;
constexpr std::size_t k_most_steps = 400;

using Findings = std::vector<const FindingRecord*>;

class TemplatePages {
public:
    TemplatePages(const Site& site, const ReportTemplates& all)
        : m_site(site), m_all(all), m_language(site.language()) {
        for (std::size_t i = 0; i < all.templates.size(); ++i) {
            m_index.emplace(all.templates[i].id, i);
        }
        for (const FindingRecord& finding : all.findings) {
            m_findings[finding.template_id].push_back(&finding);
        }
    }

    Result<void> write() const {
        LEITONG_TRY(write_lists());
        for (std::size_t i = 0; i < std::min(m_all.templates.size(), k_own_template_pages); ++i) {
            LEITONG_TRY(write_template(m_all.templates[i]));
        }
        for (std::size_t i = 0; i < std::min(m_all.blocks.size(), k_own_template_pages); ++i) {
            LEITONG_TRY(write_block(m_all.blocks[i]));
        }
        return {};
    }

private:
    [[nodiscard]] TemplateParts parts(Depth depth) const {
        return {m_language, [this, depth](Html& html, const Ref& ref) {
                    const auto document = m_site.index_of(ref.document);
                    if (document) {
                        m_site.link_paragraph(html, depth, {*document, ref.work, ref.paragraph},
                                              Site::Names::whole);
                    } else {
                        m_site.add_name(html, ref.document);
                    }
                }};
    }

    // --- one template, in pages of members

    [[nodiscard]] static std::size_t pages_for(std::size_t members) {
        return std::clamp<std::size_t>((members + k_members_a_page - 1) / k_members_a_page, 1,
                                       k_most_pages);
    }

    Result<void> write_page(const std::string& id, const std::string& title,
                            const Site::Paging& paging, const Html& html) const {
        return m_site.write({"template/" + Site::page_path(id, paging.page), title,
                             Section::templates, Depth::folder},
                            html);
    }

    void add_cut_note(Html& html, std::size_t members) const {
        if (members > k_most_pages * k_members_a_page) {
            html.raw("<p class=\"note\">")
                .say(m_language, Msg::web_rest_in_json,
                     grouped(members - k_most_pages * k_members_a_page))
                .raw("</p>\n");
        }
    }

    void add_findings(Html& html, const TemplateParts& parts,
                      std::span<const FindingRecord* const> findings,
                      std::size_t most = k_most_findings) const {
        if (findings.empty()) {
            return;
        }
        html.raw("<section class=\"since\"><h2>")
            .say(m_language, Msg::web_findings)
            .raw(" <span class=\"count\">")
            .text(grouped(findings.size()))
            .raw("</span></h2>\n");
        parts.add_findings(html, findings.first(std::min(findings.size(), most)));
        if (findings.size() > most) {
            html.raw("<p class=\"note\">")
                .say(m_language, Msg::web_rest_in_json, grouped(findings.size() - most))
                .raw("</p>\n");
        }
        html.raw("</section>\n");
    }

    Result<void> write_template(const TemplateRecord& made) const {
        const TemplateParts parts = this->parts(Depth::folder);
        const std::size_t pages = pages_for(made.members.size());
        const std::string title = say(m_language, Msg::web_template_title, made.id);
        for (std::size_t page = 0; page < pages; ++page) {
            const Site::Paging paging{made.id, page, pages};
            Html html;
            html.raw("<h1>").text(title).raw("</h1>\n");
            parts.add_meta(html, made);
            if (page == 0) {
                const auto found = m_findings.find(made.id);
                add_findings(html, parts, found == m_findings.end() ? Findings{} : found->second);
                html.raw("<p class=\"t\" dir=\"auto\"");
                add_lang(html, made.text);
                html.raw(">");
                parts.add_skeleton(html, made.text, k_most_skeleton_bytes);
                html.raw("</p>\n<h2>").say(m_language, Msg::web_slots).raw("</h2>\n");
                parts.add_values(html, made);
            }
            html.raw("<h2>").say(m_language, Msg::web_works_and_slots).raw("</h2>\n");
            m_site.add_pager(html, paging);
            const std::size_t begin = page * k_members_a_page;
            parts.add_table(html, made, begin,
                            std::min(begin + k_members_a_page, made.members.size()));
            if (page + 1 == pages) {
                add_cut_note(html, made.members.size());
            }
            m_site.add_pager(html, paging);
            LEITONG_TRY(write_page(made.id, title, paging, html));
        }
        return {};
    }

    Result<void> write_block(const BlockTemplateRecord& block) const {
        const TemplateParts parts = this->parts(Depth::folder);
        const std::size_t pages = pages_for(block.members.size());
        const std::string title = say(m_language, Msg::web_block_title, block.id);
        Findings findings;
        for (const std::string& id : std::set(block.templates.begin(), block.templates.end())) {
            const auto found = m_findings.find(id);
            if (found != m_findings.end()) {
                findings.insert(findings.end(), found->second.begin(), found->second.end());
            }
        }
        for (std::size_t page = 0; page < pages; ++page) {
            const Site::Paging paging{block.id, page, pages};
            Html html;
            html.raw("<h1>").text(title).raw("</h1>\n<p class=\"meta\"><span>");
            html.say(m_language, Msg::web_n_works, grouped(block.works)).raw("</span> <span>");
            html.say(m_language, Msg::web_n_paragraphs, grouped(block.paragraphs));
            html.raw("</span></p>\n");
            if (page == 0) {
                add_findings(html, parts, findings);
                add_steps(html, parts, block);
            }
            html.raw("<h2>").say(m_language, Msg::web_works_and_slots).raw("</h2>\n");
            m_site.add_pager(html, paging);
            const std::size_t begin = page * k_members_a_page;
            parts.add_table(html, block, begin,
                            std::min(begin + k_members_a_page, block.members.size()));
            if (page + 1 == pages) {
                add_cut_note(html, block.members.size());
            }
            m_site.add_pager(html, paging);
            LEITONG_TRY(write_page(block.id, title, paging, html));
        }
        return {};
    }

    void add_steps(Html& html, const TemplateParts& parts, const BlockTemplateRecord& block) const {
        html.raw("<ol class=\"steps\">\n");
        std::size_t shown = std::min(block.steps.size(), k_most_steps);
        for (std::size_t i = 0; i < shown; ++i) {
            if (html.size_bytes() > k_page_budget_bytes / 2) {
                shown = i;
                break;
            }
            const BlockStep& step = block.steps[i];
            html.raw("<li><p class=\"t\" dir=\"auto\"");
            const auto found = m_index.find(step.template_id);
            const std::string_view text =
                found == m_index.end() ? std::string_view(step.text)
                                       : std::string_view(m_all.templates[found->second].text);
            add_lang(html, text);
            html.raw(">");
            if (found == m_index.end()) {
                html.text(cut_text(text, k_most_skeleton_bytes / 16).text);
            } else {
                parts.add_skeleton(html, text, k_most_skeleton_bytes / 16);
                if (found->second < k_own_template_pages) {
                    html.raw(" <a href=\"").plain(step.template_id).raw(".html\">");
                    html.text(step.template_id).raw("</a>");
                }
            }
            html.raw("</p></li>\n");
        }
        html.raw("</ol>\n");
        if (shown < block.steps.size()) {
            html.raw("<p class=\"note\">")
                .say(m_language, Msg::web_rest_in_json, grouped(block.steps.size() - shown))
                .raw("</p>\n");
        }
    }

    // --- the list

    void add_line(Html& html, std::size_t count, const std::string& id, bool is_linked,
                  const std::function<void()>& quote) const {
        html.raw("<li><span class=\"times\">×").text(grouped(count)).raw("</span><div>");
        html.raw("<span class=\"quote\" dir=\"auto\">");
        quote();
        html.raw("</span><p class=\"meta\">");
        if (is_linked) {
            html.raw("<a href=\"template/").plain(id).raw(".html\">").text(id).raw("</a>");
        } else {
            html.raw("<span>").text(id).raw("</span>");
        }
    }

    void add_template_line(Html& html, const TemplateParts& parts, std::size_t index) const {
        const TemplateRecord& made = m_all.templates[index];
        add_line(html, made.members.size(), made.id, index < k_own_template_pages,
                 [&] { parts.add_skeleton(html, made.text, k_quote_bytes); });
        html.raw(" <span>").say(m_language, Msg::web_n_works, grouped(made.works));
        html.raw("</span> <span>").say(m_language, Msg::web_n_slots, grouped(made.slots.size()));
        html.raw("</span>");
        const auto found = m_findings.find(made.id);
        if (found != m_findings.end()) {
            html.raw(" <span class=\"chip identical\">")
                .say(m_language, Msg::web_n_findings, grouped(found->second.size()))
                .raw("</span>");
        }
        html.raw("</p></div></li>\n");
    }

    void add_block_line(Html& html, const TemplateParts& parts, std::size_t index) const {
        const BlockTemplateRecord& block = m_all.blocks[index];
        add_line(html, block.members.size(), block.id, index < k_own_template_pages, [&] {
            const auto found =
                block.templates.empty() ? m_index.end() : m_index.find(block.templates.front());
            if (found != m_index.end()) {
                parts.add_skeleton(html, m_all.templates[found->second].text, k_quote_bytes);
            }
        });
        html.raw(" <span>").say(m_language, Msg::web_n_works, grouped(block.works));
        html.raw("</span> <span>")
            .say(m_language, Msg::web_n_paragraphs, grouped(block.paragraphs))
            .raw("</span></p></div></li>\n");
    }

    Result<void> write_lists() const {
        const TemplateParts parts = this->parts(Depth::root);
        const std::string title = say(m_language, Msg::web_templates);
        const std::size_t rows = m_all.blocks.size() + m_all.templates.size();
        const std::size_t pages =
            std::max<std::size_t>(1, (rows + k_rows_a_list - 1) / k_rows_a_list);
        Findings findings;
        for (const FindingRecord& finding : m_all.findings) {
            findings.push_back(&finding);
        }
        for (std::size_t page = 0; page < pages; ++page) {
            const Site::Paging paging{"templates", page, pages};
            Html html;
            html.raw("<h1>").text(title).raw("</h1>\n<p class=\"lead\">");
            html.say(m_language, Msg::count_templates, grouped(m_all.templates.size()),
                     grouped(m_all.blocks.size()), grouped(m_all.findings.size()),
                     grouped(m_all.outlines.size()));
            if (!m_all.is_complete) {
                html.raw(" ").say(m_language, Msg::web_largest_families);
            }
            html.raw("</p>\n");
            if (page == 0) {
                add_findings(html, parts, findings, k_listed_findings);
            }
            if (rows == 0) {
                html.raw("<p class=\"empty\">").say(m_language, Msg::no_templates).raw("</p>\n");
            }
            m_site.add_pager(html, paging);
            add_rows(html, parts, page);
            if (page + 1 == pages) {
                add_outlines(html, parts);
            }
            m_site.add_pager(html, paging);
            LEITONG_TRY(m_site.write(
                {Site::page_path("templates", page), title, Section::templates, Depth::root},
                html));
        }
        return {};
    }

    void add_outlines(Html& html, const TemplateParts& parts) const {
        constexpr std::size_t k_most_outlines = 60;
        constexpr std::size_t k_most_headings = 40;
        constexpr std::size_t k_most_places = 12;
        if (m_all.outlines.empty()) {
            return;
        }
        html.raw("<h2>").say(m_language, Msg::web_outlines).raw("</h2>\n<ul class=\"list\">\n");
        std::size_t shown = std::min(m_all.outlines.size(), k_most_outlines);
        for (std::size_t i = 0; i < shown; ++i) {
            if (html.size_bytes() > k_page_budget_bytes / 2) {
                shown = i;
                break;
            }
            const OutlineTemplateRecord& outline = m_all.outlines[i];
            add_line(html, outline.works, outline.id, false, [&] {
                for (std::size_t at = 0; at < std::min(outline.headings.size(), k_most_headings);
                     ++at) {
                    html.raw(at == 0 ? Markup("<bdi>") : Markup(" · <bdi>"));
                    html.text(cut_text(outline.headings[at].text, k_quote_bytes).text)
                        .raw("</bdi>");
                }
            });
            for (std::size_t at = 0; at < std::min(outline.members.size(), k_most_places); ++at) {
                const OutlineMember& member = outline.members[at];
                const auto first = std::ranges::find_if(
                    member.paragraphs, [](std::uint32_t paragraph) { return paragraph != 0; });
                html.raw(" <span>");
                parts.add_place(html, {member.document,
                                       member.work,
                                       first == member.paragraphs.end() ? 1 : *first,
                                       {}});
                html.raw("</span>");
            }
            html.raw("</p></div></li>\n");
        }
        html.raw("</ul>\n");
        if (shown < m_all.outlines.size()) {
            html.raw("<p class=\"note\">")
                .say(m_language, Msg::web_rest_in_json, grouped(m_all.outlines.size() - shown))
                .raw("</p>\n");
        }
    }

    // Blocks first, then templates; a heading where either begins.
    void add_rows(Html& html, const TemplateParts& parts, std::size_t page) const {
        const std::size_t blocks = m_all.blocks.size();
        const std::size_t first = page * k_rows_a_list;
        const std::size_t end = std::min(first + k_rows_a_list, blocks + m_all.templates.size());
        for (std::size_t row = first; row < end; ++row) {
            if (row == first || row == blocks) {
                html.raw("<h2>")
                    .say(m_language, row < blocks ? Msg::web_blocks : Msg::web_single_templates)
                    .raw("</h2>\n<ul class=\"list\">\n");
            }
            if (row < blocks) {
                add_block_line(html, parts, row);
            } else {
                add_template_line(html, parts, row - blocks);
            }
            if (row + 1 == end || row + 1 == blocks) {
                html.raw("</ul>\n");
            }
        }
    }

    const Site& m_site;
    const ReportTemplates& m_all;
    Language m_language;
    std::map<std::string_view, std::size_t> m_index;
    std::map<std::string_view, Findings> m_findings;
};

}  // namespace

Result<void> write_templates(const Site& site, const ReportTemplates& all) {
    return TemplatePages(site, all).write();
}

Result<void> write_templates_page(const PageSink& out, Language language,
                                  const ReportTemplates& all) {
    const Site site(out, language);
    const TemplateParts parts(language, [&](Html& html, const Ref& ref) {
        site.add_name(html, ref.document);
        html.raw(":").number(ref.paragraph);
    });
    const std::string title = say(language, Msg::web_templates);
    Html html;
    html.raw("<h1>").text(title).raw("</h1>\n<p class=\"lead\">");
    html.say(language, Msg::count_templates, grouped(all.templates.size()),
             grouped(all.blocks.size()), grouped(all.findings.size()), grouped(all.outlines.size()))
        .raw("</p>\n");
    Findings findings;
    for (const FindingRecord& finding : all.findings) {
        findings.push_back(&finding);
    }
    if (!findings.empty()) {
        html.raw("<section class=\"since\"><h2>").say(language, Msg::web_findings).raw("</h2>\n");
        parts.add_findings(html,
                           std::span(findings).first(std::min(findings.size(), k_most_findings)));
        if (findings.size() > k_most_findings) {
            html.raw("<p class=\"note\">")
                .say(language, Msg::web_page_cut, grouped(findings.size() - k_most_findings));
            html.raw("</p>\n");
        }
        html.raw("</section>\n");
    }
    std::size_t left = all.blocks.size() + all.templates.size();
    const auto add = [&](const Html& piece) {
        if (html.size_bytes() + piece.size_bytes() > k_page_budget_bytes) {
            return false;
        }
        html.html(piece);
        --left;
        return true;
    };
    bool goes_on = true;
    for (std::size_t i = 0; goes_on && i < all.blocks.size(); ++i) {
        const BlockTemplateRecord& block = all.blocks[i];
        Html piece;
        piece.raw("<section class=\"variant-of\"><h2>")
            .say(language, Msg::web_block_title, block.id)
            .raw("</h2>\n");
        parts.add_table(piece, block, 0, std::min(block.members.size(), k_members_a_page));
        piece.raw("</section>\n");
        goes_on = add(piece);
    }
    for (std::size_t i = 0; goes_on && i < all.templates.size(); ++i) {
        const TemplateRecord& made = all.templates[i];
        Html piece;
        piece.raw("<section class=\"variant-of\"><h2>")
            .say(language, Msg::web_template_title, made.id)
            .raw("</h2>\n");
        parts.add_meta(piece, made);
        piece.raw("<p class=\"t\" dir=\"auto\"");
        add_lang(piece, made.text);
        piece.raw(">");
        parts.add_skeleton(piece, made.text, k_most_skeleton_bytes);
        piece.raw("</p>\n");
        parts.add_values(piece, made);
        parts.add_table(piece, made, 0, std::min(made.members.size(), k_members_a_page));
        if (made.members.size() > k_members_a_page) {
            piece.raw("<p class=\"note\">")
                .say(language, Msg::web_page_cut, grouped(made.members.size() - k_members_a_page))
                .raw("</p>\n");
        }
        piece.raw("</section>\n");
        goes_on = add(piece);
    }
    if (left > 0) {
        html.raw("<p class=\"note\">")
            .say(language, Msg::web_page_cut, grouped(left))
            .raw("</p>\n");
    }
    return site.write({"templates.html", title, Section::alone, Depth::root}, html);
}

}  // namespace leitong::report
