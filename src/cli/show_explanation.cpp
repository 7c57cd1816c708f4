#include "leitong/cli/show.hpp"
#include "leitong/report/json_parts.hpp"
#include "leitong/report/json_writer.hpp"
#include "leitong/report/table.hpp"
#include "leitong/report/text.hpp"

#include <fmt/core.h>

#include <vector>

namespace leitong::cli {

namespace {

using engine::Explanation;
using engine::Reading;

void write_reading(report::JsonWriter& json, std::string_view key, const Reading& reading) {
    json.key(key).open_object();
    report::write_ref(json, "ref", reading.ref);
    json.string("role", name(reading.role))
        .string("text", reading.text)
        .string("letters", reading.letters)
        .string("typed", reading.typed)
        .number("shingles", reading.shingles);
    json.key("slots").open_array();
    for (const Reading::SlotText& slot : reading.slots) {
        json.open_object()
            .string("kind", name(slot.kind))
            .number("begin", slot.range.begin)
            .number("end", slot.range.end)
            .string("text", slot.text)
            .close_object();
    }
    json.close_array().close_object();
}

std::string slot_words(const Reading& reading, const report::Display& display) {
    std::string words;
    for (const Reading::SlotText& slot : reading.slots) {
        words += fmt::format("{}{} {}", words.empty() ? "" : " · ",
                             report::kind_word(slot.kind, display), report::printable(slot.text));
    }
    return words;
}

std::string sample_words(const Explanation& explanation) {
    std::string words;
    for (const std::string& shingle : explanation.shared_sample) {
        words += (words.empty() ? "" : " · ") + report::printable(shingle);
    }
    return words;
}

// With how many texts have each.
std::string rarest_words(const Explanation& explanation) {
    std::string words;
    for (const Explanation::Evidence& evidence : explanation.rarest) {
        words += fmt::format("{}{} ({})", words.empty() ? "" : " · ",
                             report::printable(evidence.text), report::grouped(evidence.texts));
    }
    return words;
}

void append_side(std::string& out, std::string_view label, const Reading& reading,
                 const std::vector<ByteRange>& marks, const report::Display& display) {
    out += fmt::format(
        "{}  {}  {}\n", report::toned(display, report::Tone::strong, label),
        report::place_words(reading.ref, display),
        report::toned(display, report::Tone::dim, report::role_word(reading.role, display)));
    constexpr std::size_t indent = 3;
    out.append(indent, ' ');
    out +=
        report::wrapped(report::marked_text(reading.text, marks, display), display.columns, indent);
    out += "\n\n";
}

std::vector<ByteRange> marks_of(const Explanation& explanation, const Reading& reading,
                                ByteRange Run::*side) {
    std::vector<ByteRange> marks;
    const std::uint64_t begin = reading.ref.range.begin;
    for (const Run& run : explanation.runs) {
        if ((run.*side).begin >= begin && (run.*side).begin < (run.*side).end) {
            marks.push_back({(run.*side).begin - begin, (run.*side).end - begin});
        }
    }
    return marks;
}

report::Facts figures(const Explanation& explanation, const report::Display& display) {
    const Language language = display.language;
    const auto count = [](std::uint64_t number) { return report::grouped(number); };
    return {{say(language, Msg::explain_label_similarity),
             say(language, Msg::explain_similarity, report::percent(explanation.similarity),
                 report::percent(explanation.estimated_similarity))},
            {say(language, Msg::explain_label_shingles),
             say(language, Msg::explain_shingles, count(explanation.a.shingles),
                 count(explanation.b.shingles), count(explanation.shared_shingles))},
            {say(language, Msg::explain_label_containment),
             say(language, Msg::explain_containment, report::percent(explanation.containment_a),
                 report::percent(explanation.containment_b))},
            {say(language, Msg::explain_label_ranking),
             say(language, Msg::explain_ranking, report::percent(explanation.score),
                 report::percent(explanation.weighted_containment),
                 report::percent(explanation.weighted_likeness))},
            {say(language, Msg::explain_label_rarest), rarest_words(explanation)},
            {say(language, Msg::explain_label_bands),
             say(language, Msg::explain_bands, explanation.bands_met, explanation.bands)},
            {say(language, Msg::explain_label_simhash),
             say(language, Msg::explain_simhash, explanation.simhash_distance)},
            {say(language, Msg::explain_label_slots, "A"), slot_words(explanation.a, display)},
            {say(language, Msg::explain_label_slots, "B"), slot_words(explanation.b, display)},
            {say(language, Msg::explain_label_typed, "A"), report::printable(explanation.a.typed)},
            {say(language, Msg::explain_label_typed, "B"), report::printable(explanation.b.typed)},
            {say(language, Msg::explain_label_sample), sample_words(explanation)}};
}

}  // namespace

void append_jsonl(std::string& out, const Explanation& explanation, Language language) {
    report::JsonWriter json(out);
    json.open_object().string("type", "explanation");
    write_reading(json, "a", explanation.a);
    write_reading(json, "b", explanation.b);
    json.key("relation");
    if (explanation.relation) {
        json.string(name(*explanation.relation));
    } else {
        json.null();
    }
    json.string("reason", explanation.reason.text(language))
        .fraction("similarity", explanation.similarity)
        .fraction("estimated_similarity", explanation.estimated_similarity)
        .fraction("containment_a", explanation.containment_a)
        .fraction("containment_b", explanation.containment_b)
        .number("shared_shingles", explanation.shared_shingles)
        .number("bands", explanation.bands)
        .number("bands_met", explanation.bands_met)
        .number("simhash_distance", explanation.simhash_distance);
    report::write_runs(json, explanation.runs, {.a = "a", .b = "b"});
    json.key("shared_sample").open_array();
    for (const std::string& shingle : explanation.shared_sample) {
        json.string(shingle);
    }
    json.close_array();
    json.key("ranking")
        .open_object()
        .fraction("score", explanation.score)
        .fraction("containment", explanation.weighted_containment)
        .fraction("likeness", explanation.weighted_likeness);
    json.key("rarest").open_array();
    for (const Explanation::Evidence& evidence : explanation.rarest) {
        json.open_object()
            .string("text", evidence.text)
            .number("texts", evidence.texts)
            .close_object();
    }
    json.close_array().close_object().close_object().end_line();
}

void append_text(std::string& out, const Explanation& explanation, const report::Display& display) {
    const Language language = display.language;
    append_side(out, "A", explanation.a, marks_of(explanation, explanation.a, &Run::a), display);
    append_side(out, "B", explanation.b, marks_of(explanation, explanation.b, &Run::b), display);
    const std::string relation = explanation.relation
                                     ? report::relation_word(*explanation.relation, display)
                                     : say(language, Msg::explain_not_related);
    const std::string verdict = say(language, Msg::explain_verdict, relation,
                                    report::printable(explanation.reason.text(language)));
    out +=
        report::toned(display, report::Tone::strong, report::wrapped(verdict, display.columns, 0)) +
        '\n';
    report::append_facts(out, figures(explanation, display), display);
}

}  // namespace leitong::cli
