// Templates, block templates and findings for people.
#include "leitong/report/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <vector>

namespace leitong::report {

namespace {

constexpr std::size_t k_shown = 6;  // slots, values and members that a listing shows
constexpr std::size_t k_indent = 6;
constexpr std::size_t k_value_columns = 28;

// Where {1:year} and its like stand in the text of a template.
std::vector<ByteRange> slot_marks(std::string_view text) {
    std::vector<ByteRange> marks;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '{' && text[at] != '}') {
            continue;
        }
        if (at + 1 < text.size() && text[at + 1] == text[at]) {
            ++at;  // a doubled brace is a brace
            continue;
        }
        const std::size_t end = text.find('}', at);
        if (end == std::string_view::npos) {
            break;
        }
        marks.push_back({at, end + 1});
        at = end;
    }
    return marks;
}

void append_skeleton(std::string& out, std::string_view text, Members members,
                     const Display& display) {
    const std::vector<ByteRange> marks =
        display.colour == Colour::on ? slot_marks(text) : std::vector<ByteRange>{};
    const std::size_t columns = std::max<std::size_t>(display.columns, k_indent + 20) - k_indent;
    out.append(k_indent, ' ');
    out += members == Members::all ? wrapped(marked_text(text, marks, display), columns, k_indent)
                                   : excerpt_line(text, marks, columns, display);
    out += '\n';
}

std::string value_words(const std::vector<std::pair<std::string, std::uint32_t>>& values,
                        Members members, const Display& display) {
    std::string words;
    const std::size_t shown =
        members == Members::all ? values.size() : std::min(k_shown, values.size());
    for (std::size_t i = 0; i < shown; ++i) {
        words += i == 0 ? "" : "  ";
        const std::string value =
            values[i].first.empty()
                ? say(display.language, Msg::template_empty_value)
                : cut(printable(values[i].first),
                      members == Members::all ? display.columns : k_value_columns);
        words += say(display.language, Msg::template_value, value, values[i].second);
    }
    if (shown < values.size()) {
        words += "  " + toned(display, Tone::dim,
                              say(display.language, Msg::template_more_values,
                                  grouped(values.size() - shown)));
    }
    return words;
}

void append_rest(std::string& out, std::size_t missing, std::string_view id,
                 const Display& display) {
    if (missing > 0) {
        const std::string command = fmt::format("{} templates --template {}", display.program, id);
        out += "    " +
               toned(display, Tone::dim,
                     say(display.language, Msg::template_more, grouped(missing), command)) +
               '\n';
    }
}

}  // namespace

void append_text(std::string& out, const TemplateRecord& made, Members members,
                 const Display& display) {
    out += fmt::format("{}  {}\n", toned(display, Tone::strong, made.id),
                       say(display.language, Msg::template_head, grouped(made.works),
                           grouped(made.members.size()), percent(made.static_share)));
    append_skeleton(out, made.text, members, display);
    const std::size_t slots =
        members == Members::all ? made.slots.size() : std::min(k_shown, made.slots.size());
    for (std::size_t slot = 0; slot < slots; ++slot) {
        out += fmt::format("  {}  {}\n",
                           toned(display, Tone::match,
                                 say(display.language, Msg::template_slot, slot + 1,
                                     kind_word(made.slots[slot].kind, display))),
                           value_words(made.slots[slot].values, members, display));
    }
    const std::size_t shown =
        members == Members::all ? made.members.size() : std::min(k_shown, made.members.size());
    for (std::size_t i = 0; i < shown; ++i) {
        out += "    " + place_words(made.members[i].ref, display) + '\n';
    }
    append_rest(out, made.slots.size() - slots + made.members.size() - shown, made.id, display);
    out += '\n';
}

void append_text(std::string& out, const BlockTemplateRecord& block, Members members,
                 const Display& display) {
    const Msg head = block.kind == BlockKind::outline ? Msg::outline_head : Msg::block_head;
    out +=
        fmt::format("{}  {}\n", toned(display, Tone::strong, block.id),
                    say(display.language, head, grouped(block.paragraphs), grouped(block.works)));
    for (std::size_t step = 0; members == Members::all && step < block.steps.size(); ++step) {
        const BlockStep& part = block.steps[step];
        const std::size_t columns = std::max<std::size_t>(display.columns, 20) - 7;
        out += fmt::format(
            "  {:>3}  {}\n", step + 1,
            part.template_id.empty() ? cut(printable(part.text), columns) : part.template_id);
    }
    const std::size_t variables = members == Members::all
                                      ? block.variables.size()
                                      : std::min(k_shown, block.variables.size());
    for (std::size_t i = 0; i < variables; ++i) {
        const BlockVariable& variable = block.variables[i];
        out +=
            fmt::format("  {}  {}\n", toned(display, Tone::match, fmt::format("{}", variable.name)),
                        value_words(variable.values, members, display));
    }
    const std::size_t shown =
        members == Members::all ? block.members.size() : std::min(k_shown, block.members.size());
    for (std::size_t i = 0; i < shown; ++i) {
        const BlockMember& member = block.members[i];
        const Ref place{member.document, member.work, member.first_paragraph, {}};
        out += fmt::format("    {}  {}\n", place_words(place, display),
                           say(display.language, Msg::block_paragraphs, member.first_paragraph,
                               member.last_paragraph));
    }
    append_rest(out, block.variables.size() - variables + block.members.size() - shown, block.id,
                display);
    out += '\n';
}

void append_text(std::string& out, const OutlineTemplateRecord& outline, Members members,
                 const Display& display) {
    out += fmt::format("{}  {}\n", toned(display, Tone::strong, outline.id),
                       say(display.language, Msg::outline_head, grouped(outline.headings.size()),
                           grouped(outline.works)));
    const std::size_t columns = std::max<std::size_t>(display.columns, 40) - 16;
    for (const OutlineHeading& heading : outline.headings) {
        out += fmt::format("  {:>5}  {}\n", fmt::format("×{}", heading.works),
                           cut(printable(heading.text), columns));
    }
    const std::size_t shown = members == Members::all ? outline.members.size()
                                                      : std::min(k_shown, outline.members.size());
    for (std::size_t i = 0; i < shown; ++i) {
        const OutlineMember& member = outline.members[i];
        const auto first = std::ranges::find_if(
            member.paragraphs, [](std::uint32_t paragraph) { return paragraph != 0; });
        const std::uint32_t paragraph = first == member.paragraphs.end() ? 1 : *first;
        out += "    " + place_words({member.document, member.work, paragraph, {}}, display) + '\n';
    }
    append_rest(out, outline.members.size() - shown, outline.id, display);
    out += '\n';
}

void append_text(std::string& out, const FindingRecord& finding, const Display& display) {
    constexpr std::array<Msg, 3> k_words = {Msg::finding_left_over, Msg::finding_recoverable_mask,
                                            Msg::finding_stale};
    out +=
        fmt::format("{}  {}  {}",
                    toned(display, Tone::strong,
                          say(display.language, k_words[static_cast<std::size_t>(finding.kind)])),
                    place_words(finding.ref, display),
                    toned(display, Tone::match, cut(printable(finding.text), k_value_columns)));
    if (!finding.expected.empty()) {
        const Msg told = finding.kind == FindingKind::recoverable_mask ? Msg::finding_value
                                                                       : Msg::finding_expected;
        out +=
            "  " + say(display.language, told, cut(printable(finding.expected), k_value_columns));
    }
    if (!finding.evidence.empty()) {
        out += "  " + toned(display, Tone::dim,
                            say(display.language, Msg::finding_seen,
                                place_argument(finding.evidence.front())));
    }
    out += '\n';
}

}  // namespace leitong::report
