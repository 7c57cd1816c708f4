#include "leitong/report/check.hpp"
#include "leitong/report/table.hpp"
#include "leitong/report/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

namespace leitong::report {

namespace {

constexpr std::size_t k_indent = 6;

// Ranges of a document as ranges of the paragraph that begins at `begin`.
std::vector<ByteRange> within(std::span<const ByteRange> ranges, ByteRange paragraph) {
    std::vector<ByteRange> marks;
    for (const ByteRange& range : ranges) {
        const std::uint64_t from = std::max(range.begin, paragraph.begin);
        const std::uint64_t to = std::min(range.end, paragraph.end);
        if (from < to) {
            marks.push_back({from - paragraph.begin, to - paragraph.begin});
        }
    }
    return marks;
}

void append_line(std::string& out, std::string_view text, std::span<const ByteRange> marks,
                 const Display& display) {
    const std::size_t columns = std::max<std::size_t>(display.columns, k_indent + 20) - k_indent;
    out.append(k_indent, ' ');
    out += excerpt_line(text, marks, columns, display) + '\n';
}

// A label, dim, and words beside it.
void append_words(std::string& out, Msg label, const std::vector<std::string>& words,
                  const Display& display) {
    if (words.empty()) {
        return;
    }
    const std::string head = say(display.language, label);
    std::string line;
    for (const std::string& word : words) {
        line += (line.empty() ? "" : " · ") + word;
    }
    const std::size_t columns = std::max<std::size_t>(display.columns, k_indent + 20) - k_indent;
    out.append(k_indent, ' ');
    out += toned(display, Tone::dim, cut(head + "  " + line, columns)) + '\n';
}

std::string slot_words(const CheckSlot& slot, Language language) {
    const std::string draft = printable(slot.draft_text);
    return slot.is_as_in_source
               ? say(language, Msg::check_as_in_source, draft)
               : say(language, Msg::check_source_has, draft, printable(slot.source_text));
}

void append_source(std::string& out, const CheckSource& source, const Display& display) {
    out += fmt::format("  {}  {}  {}\n", padded(percent(source.similarity), 6, Align::right),
                       toned(display, Tone::strong, relation_word(source.relation, display)),
                       place_words(source.ref, display));
    std::vector<ByteRange> runs;
    for (const Run& run : source.runs) {
        runs.push_back(run.b);
    }
    if (source.relation != Relation::identical) {
        append_line(out, source.text, within(runs, source.ref.range), display);
    }
    std::vector<std::string> slots;
    for (const CheckSlot& slot : source.slots) {
        slots.push_back(slot_words(slot, display.language));
    }
    append_words(out, Msg::check_slots, slots, display);
}

void append_paragraph(std::string& out, const CheckParagraph& paragraph, const Display& display) {
    const Language language = display.language;
    const CheckLetters& letters = paragraph.letters;
    out += toned(display, Tone::strong, say(language, Msg::check_paragraph, paragraph.paragraph)) +
           "  " + say(language, Msg::check_reused, percent(share_of(letters.reused, letters.all)));
    const auto add = [&](Msg label, std::uint64_t part) {
        out += "  " + toned(display, Tone::dim,
                            say(language, label) + ' ' + percent(share_of(part, letters.all)));
    };
    if (letters.without_stock != letters.reused) {
        add(Msg::check_without_stock, letters.without_stock);
    }
    if (letters.without_quotations != letters.reused) {
        add(Msg::check_without_quotations, letters.without_quotations);
    }
    if (letters.base > 0) {
        add(Msg::check_base, letters.base);
    }
    out += '\n';
    append_line(out, paragraph.text, within(paragraph.reused, paragraph.range), display);
    std::vector<std::string> phrases;
    for (const ByteRange& range : within(paragraph.stock, paragraph.range)) {
        phrases.push_back(
            printable(std::string_view(paragraph.text).substr(range.begin, range.size())));
    }
    append_words(out, Msg::web_check_stock, phrases, display);
    for (const CheckSource& source : paragraph.sources) {
        append_source(out, source, display);
    }
    out += '\n';
}

std::string share_words(std::uint64_t part, std::uint64_t all, Language language) {
    return percent(share_of(part, all)) + "  " +
           say(language, Msg::web_n_letters, grouped(part) + " / " + grouped(all));
}

}  // namespace

double share_of(std::uint64_t part, std::uint64_t all) noexcept {
    return all == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(all);
}

void append_text(std::string& out, const CheckedDraft& draft, const Display& display) {
    const Language language = display.language;
    const CheckDocument& document = draft.document;
    const CheckLetters& letters = document.letters;
    out += toned(display, Tone::strong, printable(document.document)) + "\n\n";
    for (const CheckParagraph& paragraph : draft.paragraphs) {
        if (paragraph.letters.reused > 0 || paragraph.letters.base > 0) {
            append_paragraph(out, paragraph, display);
        }
    }
    Facts facts = {
        {say(language, Msg::check_total), share_words(letters.reused, letters.all, language)},
        {say(language, Msg::check_without_stock),
         share_words(letters.without_stock, letters.all, language)},
        {say(language, Msg::check_without_quotations),
         share_words(letters.without_quotations, letters.all, language)}};
    if (document.largest) {
        facts.emplace_back(say(language, Msg::check_largest),
                           share_words(document.largest->letters, letters.all, language) + "  " +
                               printable(document.largest->document) + "  " +
                               say(language, Msg::place_work, document.largest->work));
    }
    if (letters.base > 0) {
        facts.emplace_back(say(language, Msg::check_base),
                           share_words(letters.base, letters.all, language));
    }
    append_facts(out, facts, display);
    out += toned(display, Tone::dim,
                 document.reused_paragraphs == 0
                     ? say(language, Msg::check_nothing)
                     : say(language, Msg::check_count, grouped(document.paragraphs),
                           grouped(document.reused_paragraphs))) +
           "\n\n";
}

}  // namespace leitong::report
