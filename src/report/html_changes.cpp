// The page of what changed since a run.
#include "leitong/report/display.hpp"

#include <algorithm>
#include <array>

#include "html_pages.hpp"

namespace leitong::report {

namespace {

constexpr std::size_t k_most_rows = 200;  // of one kind
constexpr std::size_t k_quote_bytes = 300;
constexpr std::size_t k_most_sides = 8;  // clusters named in one row

struct Kind {
    ClusterChange change;
    Msg head;
};

constexpr std::array k_kinds = {Kind{ClusterChange::fresh, Msg::web_change_new},
                                Kind{ClusterChange::grown, Msg::web_change_grown},
                                Kind{ClusterChange::shrunk, Msg::web_change_shrunk},
                                Kind{ClusterChange::altered, Msg::web_change_altered},
                                Kind{ClusterChange::merged, Msg::web_change_merged},
                                Kind{ClusterChange::split, Msg::web_change_split},
                                Kind{ClusterChange::regrouped, Msg::web_change_regrouped},
                                Kind{ClusterChange::gone, Msg::web_change_gone}};

class ChangesPage {
public:
    ChangesPage(const Site& site, const ReportChanges& changes)
        : m_site(site), m_changes(changes), m_language(site.language()) {}

    Html make() const {
        Html html;
        html.raw("<h1>")
            .say(m_language, Msg::web_changes_since, m_changes.since.day)
            .raw("</h1>\n<p class=\"lead\">")
            .text(words_of_changes(m_changes, m_language))
            .raw("</p>\n");
        for (const Kind& kind : k_kinds) {
            add_kind(html, kind);
        }
        add_new_reuse(html);
        add_documents(html, DocumentChangeKind::added, Msg::web_documents_added);
        add_documents(html, DocumentChangeKind::changed, Msg::web_documents_changed);
        add_documents(html, DocumentChangeKind::removed, Msg::web_documents_removed);
        return html;
    }

private:
    void add_head(Html& html, Msg head, std::uint64_t count) const {
        html.raw("<h2>").say(m_language, head).raw(" <span class=\"count\">");
        html.text(grouped(count)).raw("</span></h2>\n");
    }

    void add_rest(Html& html, std::uint64_t count) const {
        if (count > 0) {
            html.raw("<p class=\"note\">")
                .say(m_language, Msg::web_rest_in_json, grouped(count))
                .raw("</p>\n");
        }
    }

    // Each kind has rows, and hostile names do not fill the page: a row takes 64 KB at most.
    static bool has_room(const Html& html, std::size_t rows) {
        return rows < k_most_rows && html.size_bytes() < k_page_budget_bytes / 2;
    }

    void add_kind(Html& html, const Kind& kind) const {
        const std::uint64_t count = m_changes.count(kind.change);
        if (count == 0) {
            return;
        }
        add_head(html, kind.head, count);
        html.raw("<ul class=\"list\">\n");
        std::size_t rows = 0;
        for (const ClusterChangeRecord& record : m_changes.clusters) {
            if (record.change == kind.change && has_room(html, rows)) {
                add_row(html, record);
                ++rows;
            }
        }
        html.raw("</ul>\n");
        add_rest(html, count - rows);
    }

    void add_row(Html& html, const ClusterChangeRecord& record) const {
        html.raw("<li><span class=\"times\">");
        if (!record.now.empty()) {
            html.raw("×").text(grouped(record.now[0].size));
        } else {
            html.raw("–");
        }
        html.raw("</span><div>");
        const auto rank = record.now.empty() ? std::nullopt : m_site.rank_of(record.now[0].id);
        if (!record.text.empty()) {
            const bool is_linked = rank && m_site.shown(*rank) != Shown::nowhere;
            const CutText cut = cut_text(record.text, k_quote_bytes);
            if (is_linked) {
                m_site.open_cluster_link(html, Depth::root, *rank, "quote");
            } else {
                html.raw("<span class=\"quote\">");
            }
            html.raw("<span dir=\"auto\"");
            add_lang(html, cut.text);
            html.raw("><bdi>").text(cut.text);
            if (cut.is_cut) {
                html.raw("…");
            }
            html.raw("</bdi></span>");
            if (is_linked) {
                html.raw("</a>");
            } else {
                html.raw("</span>");
            }
        }
        html.raw("<p class=\"meta\"><span>");
        add_side(html, record.before);
        html.raw(" → ");
        add_side(html, record.now);
        html.raw("</span></p></div></li>\n");
    }

    void add_side(Html& html, const std::vector<ClusterSize>& sizes) const {
        if (sizes.empty()) {
            html.raw("∅");
        }
        for (std::size_t i = 0; i < std::min(sizes.size(), k_most_sides); ++i) {
            if (i > 0) {
                html.raw(" + ");
            }
            html.raw("<code>").text(sizes[i].id).raw("</code> ×").text(grouped(sizes[i].size));
        }
        if (sizes.size() > k_most_sides) {
            html.raw(" + …");
        }
    }

    void add_new_reuse(Html& html) const {
        if (m_changes.new_reuse.empty()) {
            return;
        }
        add_head(html, Msg::web_new_reuse, m_changes.new_reuse.size());
        html.raw("<ul class=\"list\">\n");
        std::size_t rows = 0;
        for (const NewReuseRecord& record : m_changes.new_reuse) {
            if (!has_room(html, rows)) {
                break;
            }
            ++rows;
            html.raw("<li><span class=\"times\">").text(grouped(record.letters));
            html.raw("</span><div>");
            add_document(html, record.document);
            html.raw("<p class=\"meta\"><span>")
                .say(m_language, Msg::web_letters_newly_reused, grouped(record.letters))
                .raw("</span></p></div></li>\n");
        }
        html.raw("</ul>\n");
        add_rest(html, m_changes.new_reuse.size() - rows);
    }

    void add_document(Html& html, const std::string& name) const {
        if (const auto index = m_site.index_of(name)) {
            m_site.link_document(html, Depth::root, *index);
        } else {
            m_site.add_name(html, name);
        }
    }

    void add_documents(Html& html, DocumentChangeKind kind, Msg head) const {
        const std::uint64_t count = m_changes.count(kind);
        if (count == 0) {
            return;
        }
        add_head(html, head, count);
        html.raw("<ul class=\"plain\">\n");
        std::size_t rows = 0;
        for (const DocumentChangeRecord& record : m_changes.documents) {
            if (record.change == kind && has_room(html, rows)) {
                ++rows;
                html.raw("<li>");
                add_document(html, record.document);
                html.raw("</li>\n");
            }
        }
        html.raw("</ul>\n");
        add_rest(html, count - rows);
    }

    const Site& m_site;
    const ReportChanges& m_changes;
    Language m_language;
};

}  // namespace

std::string words_of_changes(const ReportChanges& changes, Language language) {
    std::string words;
    const auto add = [&](Msg id, std::uint64_t count) {
        if (count > 0) {
            words += words.empty() ? "" : say(language, Msg::list_comma);
            words += say(language, id, grouped(count));
        }
    };
    add(Msg::web_count_new, changes.count(ClusterChange::fresh));
    add(Msg::web_count_grown, changes.count(ClusterChange::grown));
    add(Msg::web_count_shrunk, changes.count(ClusterChange::shrunk));
    add(Msg::web_count_altered, changes.count(ClusterChange::altered));
    add(Msg::web_count_merged, changes.count(ClusterChange::merged));
    add(Msg::web_count_split, changes.count(ClusterChange::split));
    add(Msg::web_count_regrouped, changes.count(ClusterChange::regrouped));
    add(Msg::web_count_gone, changes.count(ClusterChange::gone));
    add(Msg::web_count_added, changes.count(DocumentChangeKind::added));
    add(Msg::web_count_changed, changes.count(DocumentChangeKind::changed));
    add(Msg::web_count_removed, changes.count(DocumentChangeKind::removed));
    return words.empty() ? say(language, Msg::web_nothing_changed) : words;
}

Result<void> write_changes(const Site& site, const ReportChanges& changes) {
    return site.write(
        {"changes.html", say(site.language(), Msg::web_changes), Section::changes, Depth::root},
        ChangesPage(site, changes).make());
}

}  // namespace leitong::report
