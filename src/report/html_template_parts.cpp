// A template's skeleton, values, members and findings as HTML.
#include "leitong/report/display.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "html_template.hpp"
#include "kind_words.hpp"

namespace leitong::report {

namespace {

constexpr std::size_t k_most_values = 24;        // shown of one slot
constexpr std::size_t k_most_value_bytes = 240;  // of one of them
constexpr std::size_t k_most_slots = 100;        // whose values are shown
constexpr std::size_t k_most_columns = 30;       // of a table
constexpr std::size_t k_most_cell_bytes = 160;
constexpr std::size_t k_colours = 6;
// What a row can take: a character that cannot be seen is told by some twenty times its bytes.
constexpr std::size_t k_most_row_bytes = std::size_t{160} << 10;

// The class of a slot's colour: the sheet knows as many as there are here.
void add_colour(Html& html, std::size_t slot) {
    constexpr std::array<Markup, k_colours> k_classes = {"s0", "s1", "s2", "s3", "s4", "s5"};
    html.raw(k_classes[slot % k_colours]);
}

// Fixed text of a written template: a doubled brace is one.
void add_fixed(Html& html, std::string_view fixed) {
    std::string plain;
    for (std::size_t at = 0; at < fixed.size(); ++at) {
        plain += fixed[at];
        const bool is_brace = fixed[at] == '{' || fixed[at] == '}';
        at += is_brace && at + 1 < fixed.size() && fixed[at + 1] == fixed[at] ? 1U : 0U;
    }
    html.text(plain);
}

void add_cut(Html& html, std::string_view text, std::size_t most_bytes) {
    const CutText cut = cut_text(text, most_bytes);
    html.text(cut.text);
    if (cut.is_cut) {
        html.raw("…");
    }
}

bool is_full(const Html& html, std::size_t budget_bytes = k_page_budget_bytes) {
    return html.size_bytes() + k_most_row_bytes > budget_bytes;
}

void add_cut_note(Html& html, Language language) {
    html.raw("<p class=\"note\">").say(language, Msg::web_text_cut).raw("</p>\n");
}

}  // namespace

std::vector<SlotMark> marks_of(std::string_view written) {
    std::vector<SlotMark> marks;
    for (std::size_t at = 0; at < written.size(); ++at) {
        if (written[at] != '{' && written[at] != '}') {
            continue;
        }
        if (at + 1 < written.size() && written[at + 1] == written[at]) {
            ++at;
            continue;
        }
        const std::size_t end = written.find('}', at);
        if (end == std::string_view::npos) {
            break;
        }
        SlotMark mark{{at, end + 1}, 0};
        std::from_chars(written.data() + at + 1, written.data() + end, mark.slot);
        marks.push_back(mark);
        at = end;
    }
    return marks;
}

void TemplateParts::add_kind(Html& html, SlotKind kind) const {
    html.say(m_language, kind_message(kind));
}

void TemplateParts::add_kind(Html& html, FindingKind kind) const {
    constexpr std::array<Msg, 3> k_words = {Msg::finding_left_over, Msg::finding_recoverable_mask,
                                            Msg::finding_stale};
    html.say(m_language, k_words[static_cast<std::size_t>(kind)]);
}

void TemplateParts::add_meta(Html& html, const TemplateRecord& made) const {
    html.raw("<p class=\"meta\"><span>").say(m_language, Msg::web_n_works, grouped(made.works));
    html.raw("</span> <span>")
        .say(m_language, Msg::web_n_paragraphs, grouped(made.members.size()))
        .raw("</span> <span>")
        .say(m_language, Msg::web_n_slots, grouped(made.slots.size()))
        .raw("</span> <span>")
        .say(m_language, Msg::web_fixed_share, percent(made.static_share))
        .raw("</span></p>\n");
}

void TemplateParts::add_skeleton(Html& html, std::string_view text, std::size_t most_bytes) const {
    const std::vector<SlotMark> marks = marks_of(text);
    std::size_t at = 0;
    const auto add_until = [&](std::size_t end) {
        const std::string_view fixed = text.substr(at, std::min(end, most_bytes) - at);
        add_fixed(html, cut_text(text.substr(at), fixed.size()).text);
    };
    for (const SlotMark& mark : marks) {
        if (mark.range.end > most_bytes) {
            break;
        }
        add_until(mark.range.begin);
        const std::string_view kind = text.substr(mark.range.begin, mark.range.size());
        const std::size_t colon = std::min(kind.find(':'), kind.size() - 1);
        const auto named = slot_kind_named(kind.substr(colon + 1, kind.size() - colon - 2));
        html.raw("<span class=\"slot ");
        add_colour(html, mark.slot);
        html.raw("\"><b>").number(mark.slot).raw("</b> ");
        add_kind(html, named.value_or(SlotKind::text));
        html.raw("</span>");
        at = mark.range.end;
    }
    if (text.size() <= most_bytes) {
        add_fixed(html, text.substr(at));
        return;
    }
    add_until(std::max(at, most_bytes));
    html.raw("…");
}

void TemplateParts::add_values(Html& html, const TemplateRecord& made) const {
    html.raw("<dl class=\"slots\">\n");
    std::size_t slots = std::min(made.slots.size(), k_most_slots);
    for (std::size_t i = 0; i < slots; ++i) {
        if (is_full(html)) {
            slots = i;
            break;
        }
        const TemplateSlot& slot = made.slots[i];
        html.raw("<div><dt><span class=\"slot ");
        add_colour(html, i + 1);
        html.raw("\"><b>").number(i + 1).raw("</b> ");
        add_kind(html, slot.kind);
        html.raw("</span>");
        if (!slot.variable.empty()) {
            html.raw(" <code>").text(slot.variable).raw("</code>");
        }
        html.raw("</dt><dd>");
        const std::size_t shown = std::min(slot.values.size(), k_most_values);
        for (std::size_t value = 0; value < shown; ++value) {
            const auto& [text, count] = slot.values[value];
            html.raw("<span class=\"v\"><bdi>");
            if (text.empty()) {
                html.say(m_language, Msg::template_empty_value);
            } else {
                add_cut(html, text, k_most_value_bytes);
            }
            html.raw("</bdi> ×").text(grouped(count)).raw("</span> ");
        }
        if (shown < slot.values.size()) {
            html.raw("<span class=\"note\">")
                .say(m_language, Msg::template_more_values, grouped(slot.values.size() - shown))
                .raw("</span>");
        }
        html.raw("</dd></div>\n");
    }
    html.raw("</dl>\n");
    if (slots < made.slots.size()) {
        html.raw("<p class=\"note\">")
            .say(m_language, Msg::web_rest_in_json, grouped(made.slots.size() - slots))
            .raw("</p>\n");
    }
}

// --- tables

void TemplateParts::begin_table(Html& html, std::span<const Column> columns) const {
    html.raw("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"")
        .plain(say(m_language, Msg::web_works_and_slots))
        .raw("\"><table class=\"grid\"><thead><tr><th scope=\"col\">")
        .say(m_language, Msg::web_place)
        .raw("</th>");
    for (const Column& column : columns.first(std::min(columns.size(), k_most_columns))) {
        html.raw("<th scope=\"col\">").text(column.name).raw(" ");
        add_kind(html, column.kind);
        html.raw("</th>");
    }
    html.raw("</tr></thead><tbody>\n");
}

void TemplateParts::add_cell(Html& html, std::string_view text) const {
    html.raw("<td><bdi>");
    add_cut(html, text, k_most_cell_bytes);
    html.raw("</bdi></td>");
}

void TemplateParts::end_table(Html& html, std::size_t columns) const {
    html.raw("</tbody></table></div>\n");
    if (columns > k_most_columns) {
        html.raw("<p class=\"note\">")
            .say(m_language, Msg::web_columns_cut, grouped(columns - k_most_columns))
            .raw("</p>\n");
    }
}

void TemplateParts::add_table(Html& html, std::span<const Column> columns, std::size_t begin,
                              std::size_t end, const RowOf& row_of) const {
    begin_table(html, columns);
    bool is_cut = false;
    for (std::size_t i = begin; i < end; ++i) {
        if (is_full(html)) {
            is_cut = true;
            break;
        }
        const Row row = row_of(i);
        html.raw("<tr><th scope=\"row\">");
        m_place(html, row.place);
        html.raw("</th>");
        for (std::size_t at = 0; at < std::min(columns.size(), k_most_columns); ++at) {
            add_cell(html, row.cell(at));
        }
        html.raw("</tr>\n");
    }
    end_table(html, columns.size());
    if (is_cut) {
        add_cut_note(html, m_language);
    }
}

void TemplateParts::add_table(Html& html, const TemplateRecord& made, std::size_t begin,
                              std::size_t end) const {
    std::vector<Column> columns;
    for (std::size_t slot = 0; slot < made.slots.size(); ++slot) {
        columns.push_back({std::to_string(slot + 1), made.slots[slot].kind});
    }
    add_table(html, columns, begin, end, [&](std::size_t i) {
        const TemplateMember& member = made.members[i];
        return Row{member.ref,
                   [&](std::size_t slot) -> std::string_view { return member.fillers[slot]; }};
    });
}

void TemplateParts::add_table(Html& html, const BlockTemplateRecord& block, std::size_t begin,
                              std::size_t end) const {
    std::vector<Column> columns;
    for (const BlockVariable& variable : block.variables) {
        columns.push_back({variable.name, variable.kind});
    }
    add_table(html, columns, begin, end, [&](std::size_t i) {
        const BlockMember& member = block.members[i];
        return Row{{member.document, member.work, member.first_paragraph, {}},
                   [&block, i](std::size_t at) -> std::string_view {
                       const std::vector<std::string>& values = block.variables[at].by_member;
                       return i < values.size() ? std::string_view(values[i]) : "";
                   }};
    });
}

// --- findings

void TemplateParts::add_findings(Html& html, std::span<const FindingRecord* const> findings) const {
    constexpr std::size_t k_budget_bytes = std::size_t{512} << 10;  // leaves room for the template
    html.raw("<ul class=\"plain\">\n");
    bool is_cut = false;
    for (const FindingRecord* finding : findings) {
        if (is_full(html, k_budget_bytes)) {
            is_cut = true;
            break;
        }
        html.raw("<li><span class=\"chip identical\">");
        add_kind(html, finding->kind);
        html.raw("</span> ");
        m_place(html, finding->ref);
        html.raw(" <ins>");
        add_cut(html, finding->text, k_most_value_bytes);
        html.raw("</ins>");
        if (!finding->expected.empty()) {
            const Msg told = finding->kind == FindingKind::recoverable_mask ? Msg::finding_value
                                                                            : Msg::finding_expected;
            html.raw(" ").say(m_language, told,
                              std::string(cut_text(finding->expected, k_most_value_bytes).text));
        }
        if (!finding->evidence.empty()) {
            html.raw(" <span class=\"note\">")
                .say(m_language, Msg::web_finding_evidence)
                .raw("</span> ");
            m_place(html, finding->evidence.front());
        }
        html.raw("</li>\n");
    }
    html.raw("</ul>\n");
    if (is_cut) {
        add_cut_note(html, m_language);
    }
}

}  // namespace leitong::report
