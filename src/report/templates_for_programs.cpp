// Templates, block templates and findings as JSON Lines and CSV.
#include "leitong/report/csv.hpp"
#include "leitong/report/json_parts.hpp"
#include "leitong/report/jsonl.hpp"

#include <fmt/core.h>

namespace leitong::report {

namespace {

using Values = std::vector<std::pair<std::string, std::uint32_t>>;

void write_values(JsonWriter& json, const Values& values) {
    json.key("values").open_object();
    for (const auto& [value, count] : values) {
        json.number(value, count);
    }
    json.close_object();
}

void write_member(JsonWriter& json, const TemplateMember& member) {
    json.open_object();
    write_ref_members(json, member.ref);
    json.key("slots").open_array();
    for (std::size_t slot = 0; slot < member.slots.size(); ++slot) {
        json.open_object()
            .number("n", slot + 1)
            .number("begin", member.slots[slot].begin)
            .number("end", member.slots[slot].end)
            .string("text", member.fillers[slot])
            .close_object();
    }
    json.close_array();
    if (!member.form.empty()) {
        json.key("form").open_array();
        for (const TemplateForm& form : member.form) {
            json.open_array()
                .number(form.range.begin)
                .number(form.range.end)
                .string(form.text)
                .close_array();
        }
        json.close_array();
    }
    json.close_object();
}

void write_step(JsonWriter& json, const BlockStep& step) {
    json.open_object();
    if (step.template_id.empty()) {
        json.string("text", step.text).close_object();
        return;
    }
    json.string("template", step.template_id).key("variables").open_array();
    for (const std::string& variable : step.variables) {
        json.string(variable);
    }
    json.close_array().close_object();
}

void write_member(JsonWriter& json, const BlockMember& member) {
    json.open_object()
        .string("document", member.document)
        .number("work", member.work)
        .number("first_paragraph", member.first_paragraph)
        .number("last_paragraph", member.last_paragraph);
    if (!member.texts.empty()) {
        json.key("texts").open_array();
        for (const auto& [step, text] : member.texts) {
            json.open_array().number(step).string(text).close_array();
        }
        json.close_array();
    }
    json.close_object();
}

}  // namespace

void append_jsonl(std::string& out, const TemplateRecord& made) {
    JsonWriter json(out);
    json.open_object()
        .string("type", "template")
        .string("id", made.id)
        .string("text", made.text)
        .number("works", made.works)
        .fraction("static_share", made.static_share);
    json.key("slots").open_array();
    for (std::size_t slot = 0; slot < made.slots.size(); ++slot) {
        json.open_object().number("n", slot + 1).string("kind", name(made.slots[slot].kind));
        if (!made.slots[slot].variable.empty()) {
            json.string("variable", made.slots[slot].variable);
        }
        write_values(json, made.slots[slot].values);
        json.close_object();
    }
    json.close_array().key("members").open_array();
    for (const TemplateMember& member : made.members) {
        write_member(json, member);
    }
    json.close_array().close_object().end_line();
}

void append_jsonl(std::string& out, const BlockTemplateRecord& block) {
    JsonWriter json(out);
    json.open_object()
        .string("type", "block-template")
        .string("id", block.id)
        .string("kind", name(block.kind));
    json.key("templates").open_array();
    for (const std::string& id : block.templates) {
        json.string(id);
    }
    json.close_array().number("works", block.works).number("paragraphs", block.paragraphs);
    json.key("variables").open_array();
    for (const BlockVariable& variable : block.variables) {
        json.open_object().string("name", variable.name).string("kind", name(variable.kind));
        write_values(json, variable.values);
        json.close_object();
    }
    json.close_array().key("steps").open_array();
    for (const BlockStep& step : block.steps) {
        write_step(json, step);
    }
    json.close_array().key("members").open_array();
    for (const BlockMember& member : block.members) {
        write_member(json, member);
    }
    json.close_array().close_object().end_line();
}

void append_jsonl(std::string& out, const OutlineTemplateRecord& outline) {
    JsonWriter json(out);
    json.open_object().string("type", "outline-template").string("id", outline.id);
    json.key("headings").open_array();
    for (const OutlineHeading& heading : outline.headings) {
        json.open_object()
            .string("text", heading.text)
            .number("works", heading.works)
            .close_object();
    }
    json.close_array().number("works", outline.works).key("members").open_array();
    for (const OutlineMember& member : outline.members) {
        json.open_object().string("document", member.document).number("work", member.work);
        json.key("paragraphs").open_array();
        for (const std::uint32_t paragraph : member.paragraphs) {
            if (paragraph == 0) {
                json.null();
            } else {
                json.number(paragraph);
            }
        }
        json.close_array().close_object();
    }
    json.close_array().close_object().end_line();
}

void append_jsonl(std::string& out, const FindingRecord& finding) {
    JsonWriter json(out);
    json.open_object().string("type", "finding").string("kind", name(finding.kind));
    write_ref(json, "ref", finding.ref);
    json.string("template", finding.template_id).key("slot");
    if (finding.slot == 0) {
        json.null();
    } else {
        json.number(finding.slot);
    }
    json.string("text", finding.text);
    if (!finding.expected.empty()) {
        json.string("expected", finding.expected);
    }
    json.key("evidence").open_array();
    for (const Ref& ref : finding.evidence) {
        json.open_object();
        write_ref_members(json, ref);
        json.close_object();
    }
    json.close_array().close_object().end_line();
}

void append_csv(std::string& out, const TemplateRecord& made) {
    CsvRow header(out);
    header.text("template").text("document").text("work").text("paragraph");
    for (std::size_t slot = 0; slot < made.slots.size(); ++slot) {
        header.text(fmt::format("{}:{}", slot + 1, name(made.slots[slot].kind)));
    }
    header.end();
    for (const TemplateMember& member : made.members) {
        CsvRow row(out);
        row.text(made.id)
            .text(member.ref.document)
            .number(member.ref.work)
            .number(member.ref.paragraph);
        for (const std::string& filler : member.fillers) {
            row.text(filler);
        }
        row.end();
    }
    out += "\r\n";
}

void append_csv(std::string& out, const BlockTemplateRecord& block) {
    CsvRow header(out);
    header.text("block_template")
        .text("document")
        .text("work")
        .text("first_paragraph")
        .text("last_paragraph");
    for (const BlockVariable& variable : block.variables) {
        header.text(variable.name);
    }
    header.end();
    for (std::size_t i = 0; i < block.members.size(); ++i) {
        const BlockMember& member = block.members[i];
        CsvRow row(out);
        row.text(block.id)
            .text(member.document)
            .number(member.work)
            .number(member.first_paragraph)
            .number(member.last_paragraph);
        for (const BlockVariable& variable : block.variables) {
            row.text(i < variable.by_member.size() ? variable.by_member[i] : "");
        }
        row.end();
    }
    out += "\r\n";
}

void append_csv(std::string& out, const OutlineTemplateRecord& outline) {
    CsvRow header(out);
    header.text("outline_template").text("document").text("work");
    for (const OutlineHeading& heading : outline.headings) {
        header.text(heading.text);
    }
    header.end();
    for (const OutlineMember& member : outline.members) {
        CsvRow row(out);
        row.text(outline.id).text(member.document).number(member.work);
        for (const std::uint32_t paragraph : member.paragraphs) {
            if (paragraph == 0) {
                row.empty();
            } else {
                row.number(paragraph);
            }
        }
        row.end();
    }
    out += "\r\n";
}

void append_csv_header(std::string& out, const FindingRecord*) {
    CsvRow(out)
        .text("finding")
        .text("template")
        .text("slot")
        .text("document")
        .text("work")
        .text("paragraph")
        .text("begin")
        .text("end")
        .text("text")
        .text("expected")
        .text("evidence_document")
        .text("evidence_paragraph")
        .end();
}

void append_csv(std::string& out, const FindingRecord& finding) {
    CsvRow row(out);
    row.text(name(finding.kind))
        .text(finding.template_id)
        .number(finding.slot)
        .text(finding.ref.document)
        .number(finding.ref.work)
        .number(finding.ref.paragraph)
        .number(finding.ref.range.begin)
        .number(finding.ref.range.end)
        .text(finding.text)
        .text(finding.expected);
    if (finding.evidence.empty()) {
        row.empty().empty();
    } else {
        row.text(finding.evidence.front().document).number(finding.evidence.front().paragraph);
    }
    row.end();
}

}  // namespace leitong::report
