#include "leitong/report/report_json.hpp"

#include "leitong/report/json_parts.hpp"
#include "leitong/report/json_writer.hpp"
#include "leitong/report/jsonl.hpp"

namespace leitong::report {

namespace {

void write_stamp(JsonWriter& json, std::string_view key, const RunStamp& stamp) {
    json.key(key).open_object();
    json.number("run", stamp.run).string("day", stamp.day).string("command", stamp.command);
    json.close_object();
}

void write_overview(JsonWriter& json, const ReportOverview& overview, Language language) {
    json.key("overview").open_object().string("day", overview.day);
    write_stamp(json, "run", overview.run);
    json.key("roots").open_array();
    for (const ReportOverview::Root& root : overview.roots) {
        json.open_object().string("name", root.name).number("documents", root.documents);
        json.close_object();
    }
    json.close_array()
        .number("documents", overview.documents)
        .number("works", overview.works)
        .number("paragraphs", overview.paragraphs)
        .number("letters", overview.letters)
        .number("reused_letters", overview.reused_letters)
        .number("reused_letters_without_stock", overview.reused_letters_without_stock)
        .number("stock_letters", overview.stock_letters)
        .number("clusters", overview.clusters)
        .number("clustered_paragraphs", overview.clustered_paragraphs);
    json.key("skipped").open_array();
    for (const ReportOverview::Skipped& skipped : overview.skipped) {
        json.open_object()
            .string("source", skipped.source)
            .string("reason", message_name(skipped.reason.id))
            .string("message", skipped.reason.text(language))
            .close_object();
    }
    json.close_array().key("parameters").open_object();
    for (const auto& [name, value] : overview.parameters) {
        json.string(name, value);
    }
    json.close_object().close_object();
}

void write_sizes(JsonWriter& json, std::string_view key, const std::vector<ClusterSize>& sizes) {
    json.key(key).open_array();
    for (const ClusterSize& size : sizes) {
        json.open_object().string("id", size.id).number("size", size.size).close_object();
    }
    json.close_array();
}

void write_changes(JsonWriter& json, const ReportChanges& changes) {
    json.open_object();
    write_stamp(json, "since", changes.since);
    json.key("clusters").open_array();
    for (const ClusterChangeRecord& record : changes.clusters) {
        json.open_object().string("change", name(record.change));
        write_sizes(json, "before", record.before);
        write_sizes(json, "now", record.now);
        json.string("text", record.text).close_object();
    }
    json.close_array().key("documents").open_array();
    for (const DocumentChangeRecord& record : changes.documents) {
        json.open_object()
            .string("document", record.document)
            .string("change", name(record.change))
            .close_object();
    }
    json.close_array().key("new_reuse").open_array();
    for (const NewReuseRecord& record : changes.new_reuse) {
        json.open_object()
            .string("document", record.document)
            .number("letters", record.letters)
            .close_object();
    }
    json.close_array().close_object();
}

void write_works(JsonWriter& json, const std::vector<WorkRecord>& works) {
    json.key("works").open_array();
    for (const WorkRecord& work : works) {
        json.open_object()
            .number("work", work.work)
            .string("title", work.title)
            .number("first_paragraph", work.first_paragraph)
            .number("last_paragraph", work.last_paragraph)
            .number("letters", work.letters)
            .fraction("reused_share", work.reused_share)
            .fraction("reused_share_without_stock", work.reused_share_without_stock)
            .close_object();
    }
    json.close_array();
}

}  // namespace

Result<void> JsonReport::begin(const ReportOverview& overview,
                               const std::optional<ReportChanges>& changes,
                               std::span<const ReportDocument> documents,
                               std::span<const ReportClusterHead> clusters) {
    m_documents = documents;
    m_clusters = clusters;
    JsonWriter json(m_buffer);
    json.open_object().string("format", "leitong-report").number("version", k_report_format);
    write_overview(json, overview, m_language);
    m_buffer += ",\n\"changes\":";
    JsonWriter rest(m_buffer);
    if (changes) {
        write_changes(rest, *changes);
    } else {
        rest.null();
    }
    m_buffer += ",\n\"documents\":[";
    return hand_on();
}

Result<void> JsonReport::document(std::uint32_t index,
                                  std::span<const ReportParagraph> paragraphs) {
    const ReportDocument& document = m_documents[index];
    const DocumentRecord& record = document.record;
    m_buffer += m_is_first ? "\n" : ",\n";
    m_is_first = false;
    JsonWriter json(m_buffer);
    json.open_object()
        .string("document", record.document)
        .string("root", record.root)
        .string("encoding",
                record.encoding_name.empty() ? name(record.encoding) : record.encoding_name)
        .number("size_bytes", record.size_bytes)
        .number("replaced", record.replaced)
        .number("letters", record.letters)
        .number("reused_letters", document.reused_letters)
        .number("reused_letters_without_stock", document.reused_letters_without_stock)
        .number("stock_letters", document.stock_letters)
        .fraction("reused_share", record.reused_share)
        .fraction("reused_share_without_stock", record.reused_share_without_stock);
    write_works(json, document.works);
    json.key("paragraphs").open_array();
    for (const ReportParagraph& paragraph : paragraphs) {
        json.open_object()
            .number("work", paragraph.work)
            .string("role", name(paragraph.role))
            .number("begin", paragraph.range.begin)
            .number("end", paragraph.range.end)
            .number("letters", paragraph.letters)
            .string("text", paragraph.text)
            .string("reuse", name(paragraph.reuse));
        if (paragraph.is_new_reuse) {
            json.key("is_new").boolean(true);
        }
        if (paragraph.cluster) {
            json.string("cluster", m_clusters[*paragraph.cluster].id);
        }
        if (paragraph.places != 0) {
            json.number("places", paragraph.places).key("elsewhere").open_array();
            for (const ElsewhereRecord& place : paragraph.elsewhere) {
                json.open_object()
                    .string("document", m_documents[place.document].record.document)
                    .number("work", place.work)
                    .number("paragraph", place.paragraph)
                    .string("relation", name(place.relation))
                    .close_object();
            }
            json.close_array();
        }
        write_parts(json, paragraph);
        write_stock(json, paragraph);
        json.close_object();
    }
    json.close_array().close_object();
    return hand_on();
}

void JsonReport::write_parts(JsonWriter& json, const ReportParagraph& paragraph) const {
    if (paragraph.parts.empty()) {
        return;
    }
    json.key("parts").open_array();
    for (const SharedPartRecord& part : paragraph.parts) {
        json.open_object()
            .number("begin", part.range.begin)
            .number("end", part.range.end)
            .string("document", m_documents[part.longest.document].record.document)
            .number("work", part.longest.work)
            .number("paragraph", part.longest.paragraph)
            .close_object();
    }
    json.close_array();
}

void JsonReport::write_stock(JsonWriter& json, const ReportParagraph& paragraph) {
    if (paragraph.stock.empty()) {
        return;
    }
    json.key("stock").open_array();
    for (const ByteRange& range : paragraph.stock) {
        json.open_array().number(range.begin).number(range.end).close_array();
    }
    json.close_array();
}

void JsonReport::begin_clusters() {
    if (!m_in_clusters) {
        m_buffer += "\n],\n\"clusters\":[";
        m_in_clusters = true;
        m_is_first = true;
    }
}

Result<void> JsonReport::cluster(const ReportCluster& cluster) {
    begin_clusters();
    m_buffer += m_is_first ? "\n" : ",\n";
    m_is_first = false;
    const ClusterRecord& record = cluster.record;
    JsonWriter json(m_buffer);
    json.open_object()
        .string("id", record.id)
        .number("size", record.members.size())
        .number("works", record.works)
        .number("documents", record.documents)
        .string("relation", name(record.relation));
    write_ref(json, "centre", record.centre);
    json.string("first_seen", record.first_seen).key("texts").open_array();
    for (const ReportVariant& variant : cluster.variants) {
        json.open_object()
            .string("text", variant.text)
            .string("relation", name(variant.relation))
            .fraction("similarity", variant.similarity)
            .key("edits")
            .open_array();
        for (const EditRecord& edit : variant.edits) {
            json.open_object()
                .number("begin", edit.range.begin)
                .number("end", edit.range.end)
                .string("centre", edit.centre)
                .close_object();
        }
        json.close_array().key("members").open_array();
        for (const std::uint32_t member : variant.members) {
            json.open_object();
            write_ref_members(json, record.members[member].ref);
            json.close_object();
        }
        json.close_array().close_object();
    }
    json.close_array().key("new_members").open_array();
    for (const std::uint32_t member : cluster.new_members) {
        json.open_object();
        write_ref_members(json, record.members[member].ref);
        json.close_object();
    }
    json.close_array().close_object();
    return hand_on();
}

Result<void> JsonReport::templates(const ReportTemplates& templates) {
    begin_clusters();
    m_buffer += templates.is_complete ? "\n],\n\"templates\":{\"is_complete\":true,\"records\":["
                                      : "\n],\n\"templates\":{\"is_complete\":false,\"records\":[";
    m_is_first = true;
    const auto add = [&](const auto& records) -> Result<void> {
        for (const auto& record : records) {
            m_buffer += m_is_first ? "\n" : ",\n";
            m_is_first = false;
            append_jsonl(m_buffer, record);
            m_buffer.pop_back();  // the line end
            LEITONG_TRY(hand_on());
        }
        return {};
    };
    LEITONG_TRY(add(templates.templates));
    LEITONG_TRY(add(templates.blocks));
    LEITONG_TRY(add(templates.outlines));
    LEITONG_TRY(add(templates.findings));
    m_has_templates = true;
    return {};
}

Result<void> JsonReport::end() {
    if (!m_has_templates) {
        LEITONG_TRY(templates({}));
    }
    m_buffer += "\n]}}\n";
    return hand_on();
}

Result<void> JsonReport::hand_on() {
    LEITONG_TRY(m_out(m_buffer));
    m_buffer.clear();
    return {};
}

}  // namespace leitong::report
