#include "leitong/report/text.hpp"

#include "leitong/report/table.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

#include "kind_words.hpp"

namespace leitong::report {

namespace {

constexpr std::size_t k_members_shown = 8;
constexpr std::size_t k_indent = 6;      // of a text below its place
constexpr double k_worth_telling = 0.5;  // of a text asked for that stands in a place

Msg relation_message(Relation relation) noexcept {
    switch (relation) {
        case Relation::stock:
            return Msg::relation_stock;
        case Relation::identical:
            return Msg::relation_identical;
        case Relation::variant:
            return Msg::relation_variant;
        case Relation::near:
            return Msg::relation_near;
        case Relation::excerpt:
            return Msg::relation_excerpt;
        case Relation::similar:
            return Msg::relation_similar;
    }
    return Msg::relation_similar;
}

Msg role_message(Role role) noexcept {
    switch (role) {
        case Role::body:
            return Msg::role_body;
        case Role::heading:
            return Msg::role_heading;
        case Role::title:
            return Msg::role_title;
        case Role::front_matter:
            return Msg::role_front_matter;
        case Role::salutation:
            return Msg::role_salutation;
        case Role::back_matter:
            return Msg::role_back_matter;
    }
    return Msg::role_body;
}

// The side of the runs that is asked for, counted from where the paragraph begins.
std::vector<ByteRange> marks_of(std::span<const Run> runs, ByteRange Run::*side,
                                std::uint64_t paragraph_begin) {
    std::vector<ByteRange> marks;
    for (const Run& run : runs) {
        const ByteRange range = run.*side;
        if (range.begin >= paragraph_begin && range.begin < range.end) {
            marks.push_back({range.begin - paragraph_begin, range.end - paragraph_begin});
        }
    }
    return marks;
}

// The same of a passage, of which a sample may show a part only.
std::vector<ByteRange> marks_within(std::span<const Run> runs, ByteRange Run::*side,
                                    const Sample& sample) {
    std::vector<ByteRange> marks;
    const std::uint64_t end = sample.begin + sample.text.size();
    for (const Run& run : runs) {
        const std::uint64_t from = std::max((run.*side).begin, sample.begin);
        const std::uint64_t to = std::min((run.*side).end, end);
        if (from < to) {
            marks.push_back({from - sample.begin, to - sample.begin});
        }
    }
    return marks;
}

std::size_t text_columns(const Display& display) noexcept {
    return std::max<std::size_t>(display.columns, k_indent + 20) - k_indent;
}

void append_paragraph(std::string& out, std::string_view text, std::span<const ByteRange> marks,
                      const Display& display) {
    out.append(k_indent, ' ');
    out += excerpt_line(text, marks, text_columns(display), display);
    out += '\n';
}

std::string pair_head(const PairRecord& pair, const Display& display) {
    std::string head = toned(display, Tone::strong, relation_word(pair.relation, display));
    head += "  " + percent(pair.similarity);
    if (pair.relation == Relation::excerpt) {
        head += "  " + say(display.language, Msg::pair_quotes, percent(pair.containment_a));
    }
    if (pair.same_work && pair.a.work != 0) {  // work 0 is what belongs to none
        head += "  " + toned(display, Tone::dim, say(display.language, Msg::pair_same_work));
    }
    return head;
}

}  // namespace

std::string relation_word(Relation relation, const Display& display) {
    return say(display.language, relation_message(relation));
}

std::string kind_word(SlotKind kind, const Display& display) {
    return say(display.language, kind_message(kind));
}

std::string role_word(Role role, const Display& display) {
    return say(display.language, role_message(role));
}

std::string place_words(const Ref& ref, const Display& display) {
    const std::string place = fmt::format("{}:{}", printable(ref.document), ref.paragraph);
    const std::string work = ref.work == 0 ? say(display.language, Msg::place_no_work)
                                           : say(display.language, Msg::place_work, ref.work);
    return place + "  " + toned(display, Tone::dim, work);
}

std::string place_argument(const Ref& ref) {
    return shell_word(fmt::format("{}:{}", ref.document, ref.paragraph));
}

void append_text(std::string& out, const PairRecord& pair, const Display& display) {
    out += pair_head(pair, display) + '\n';
    out += "  A   " + place_words(pair.a, display) + '\n';
    // Of two equal texts one is enough, and marks all over it would say nothing.
    if (pair.relation == Relation::identical) {
        out += "  B   " + place_words(pair.b, display) + '\n';
        append_paragraph(out, pair.text_a, {}, display);
    } else {
        append_paragraph(out, pair.text_a, marks_of(pair.runs, &Run::a, pair.a.range.begin),
                         display);
        out += "  B   " + place_words(pair.b, display) + '\n';
        append_paragraph(out, pair.text_b, marks_of(pair.runs, &Run::b, pair.b.range.begin),
                         display);
    }
    out += '\n';
}

void append_text(std::string& out, const PassageRecord& passage, const Display& display) {
    out += fmt::format("{}  {}  {}\n",
                       toned(display, Tone::strong, relation_word(passage.relation, display)),
                       percent(passage.similarity),
                       say(display.language, Msg::passage_letters, grouped(passage.letters)));
    out += "  A   " + place_words(passage.a, display) + '\n';
    append_paragraph(out, passage.sample_a.text,
                     marks_within(passage.runs, &Run::a, passage.sample_a), display);
    out += "  B   " + place_words(passage.b, display) + '\n';
    append_paragraph(out, passage.sample_b.text,
                     marks_within(passage.runs, &Run::b, passage.sample_b), display);
    out += '\n';
}

void append_text(std::string& out, const HitRecord& hit, const Display& display) {
    out += fmt::format("{:>3}.  {}  {}  {}", hit.rank,
                       padded(percent(hit.similarity), 6, Align::right),
                       toned(display, Tone::strong, relation_word(hit.relation, display)),
                       place_words(hit.ref, display));
    // A sentence asked for is little of the paragraph that it stands in.
    if (hit.relation == Relation::excerpt ||
        (hit.relation == Relation::similar && hit.containment >= k_worth_telling)) {
        out += "  " + toned(display, Tone::dim,
                            say(display.language, Msg::hit_contains, percent(hit.containment)));
    }
    out += '\n';
    append_paragraph(out, hit.text, marks_of(hit.runs, &Run::b, hit.ref.range.begin), display);
}

void append_text(std::string& out, const ClusterRecord& cluster, Members members,
                 const Display& display) {
    const Language language = display.language;
    out += fmt::format(
        "{}  {}  {}  {}\n", toned(display, Tone::strong, cluster.id),
        relation_word(cluster.relation, display),
        say(language, Msg::cluster_size, grouped(cluster.members.size()), grouped(cluster.works),
            grouped(cluster.documents)),
        toned(display, Tone::dim, say(language, Msg::cluster_first_seen, cluster.first_seen)));
    append_paragraph(out, cluster.text, {}, display);
    const std::size_t shown =
        members == Members::all || cluster.members.size() <= k_members_shown + 1
            ? cluster.members.size()
            : k_members_shown;
    for (const ClusterMember& member : std::span(cluster.members).first(shown)) {
        const bool is_centre = member.ref == cluster.centre;
        out += fmt::format("  {} {}  {}\n", is_centre ? "*" : " ",
                           padded(percent(member.similarity), 6, Align::right),
                           place_words(member.ref, display));
    }
    if (shown < cluster.members.size()) {
        const std::string command =
            fmt::format("{} clusters --cluster {}", display.program, cluster.id);
        out += "    " +
               toned(display, Tone::dim,
                     say(language, Msg::cluster_more_members,
                         grouped(cluster.members.size() - shown), command)) +
               '\n';
    }
    out += '\n';
}

void append_hint(std::string& out, std::string_view arguments, const Display& display) {
    const std::string command = display.program + " " + std::string(arguments);
    out += toned(display, Tone::dim, say(display.language, Msg::hint_more, command)) + '\n';
}

}  // namespace leitong::report
