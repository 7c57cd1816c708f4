#include "leitong/report/check.hpp"
#include "leitong/report/json_parts.hpp"
#include "leitong/report/json_writer.hpp"

namespace leitong::report {

namespace {

void write_range(JsonWriter& json, const ByteRange& range) {
    json.open_array().number(range.begin).number(range.end).close_array();
}

void write_ranges(JsonWriter& json, std::string_view name, std::span<const ByteRange> ranges) {
    json.key(name).open_array();
    for (const ByteRange& range : ranges) {
        write_range(json, range);
    }
    json.close_array();
}

void write_letters(JsonWriter& json, const CheckLetters& letters) {
    json.number("letters", letters.all)
        .number("reused_letters", letters.reused)
        .fraction("reused_share", share_of(letters.reused, letters.all))
        .fraction("reused_share_without_stock", share_of(letters.without_stock, letters.all))
        .fraction("reused_share_without_quotations",
                  share_of(letters.without_quotations, letters.all))
        .fraction("base_share", share_of(letters.base, letters.all));
}

void write_slot(JsonWriter& json, const CheckSlot& slot) {
    json.open_object().string("kind", name(slot.kind));
    json.key("draft");
    write_range(json, slot.draft);
    json.key("source");
    write_range(json, slot.source);
    json.string("draft_text", slot.draft_text).string("source_text", slot.source_text);
    json.key("as_in_source").boolean(slot.is_as_in_source);
    json.close_object();
}

void write_source(JsonWriter& json, const CheckSource& source) {
    json.open_object();
    write_ref(json, "ref", source.ref);
    json.string("relation", name(source.relation))
        .fraction("similarity", source.similarity)
        .fraction("containment", source.containment)
        .number("letters", source.letters);
    write_runs(json, source.runs, {.a = "draft", .b = "ref"});
    json.key("slots").open_array();
    for (const CheckSlot& slot : source.slots) {
        write_slot(json, slot);
    }
    json.close_array().close_object();
}

}  // namespace

void append_jsonl(std::string& out, const CheckParagraph& paragraph) {
    JsonWriter json(out);
    json.open_object().string("type", "check-paragraph");
    write_ref_members(json,
                      {paragraph.document, paragraph.work, paragraph.paragraph, paragraph.range});
    json.string("role", name(paragraph.role));
    write_letters(json, paragraph.letters);
    write_ranges(json, "reused", paragraph.reused);
    write_ranges(json, "stock", paragraph.stock);
    write_ranges(json, "quotations", paragraph.quotations);
    write_ranges(json, "base", paragraph.base);
    json.key("sources").open_array();
    for (const CheckSource& source : paragraph.sources) {
        write_source(json, source);
    }
    json.close_array().string("text", paragraph.text);
    json.close_object().end_line();
}

void append_jsonl(std::string& out, const CheckDocument& document) {
    JsonWriter json(out);
    json.open_object()
        .string("type", "check-document")
        .string("document", document.document)
        .number("paragraphs", document.paragraphs)
        .number("reused_paragraphs", document.reused_paragraphs);
    write_letters(json, document.letters);
    json.key("largest_source");
    if (document.largest) {
        json.open_object()
            .string("document", document.largest->document)
            .number("work", document.largest->work)
            .number("letters", document.largest->letters)
            .fraction("share", share_of(document.largest->letters, document.letters.all))
            .close_object();
    } else {
        json.null();
    }
    json.close_object().end_line();
}

}  // namespace leitong::report
