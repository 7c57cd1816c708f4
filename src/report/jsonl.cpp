#include "leitong/report/jsonl.hpp"

#include "leitong/report/json_parts.hpp"
#include "leitong/report/json_writer.hpp"

namespace leitong::report {

namespace {

void write_range(JsonWriter& json, std::string_view name, const ByteRange& range) {
    json.key(name).open_array().number(range.begin).number(range.end).close_array();
}

JsonWriter open_record(std::string& out, std::string_view type) {
    JsonWriter json(out);
    json.open_object().string("type", type);
    return json;
}

void close_record(JsonWriter& json) {
    json.close_object().end_line();
}

}  // namespace

void write_ref_members(JsonWriter& json, const Ref& ref) {
    json.string("document", ref.document)
        .number("work", ref.work)
        .number("paragraph", ref.paragraph)
        .number("begin", ref.range.begin)
        .number("end", ref.range.end);
}

void write_ref(JsonWriter& json, std::string_view name, const Ref& ref) {
    json.key(name).open_object();
    write_ref_members(json, ref);
    json.close_object();
}

void write_runs(JsonWriter& json, std::span<const Run> runs, const RunKeys& keys) {
    json.key("runs").open_array();
    for (const Run& run : runs) {
        json.open_object();
        write_range(json, keys.a, run.a);
        write_range(json, keys.b, run.b);
        json.close_object();
    }
    json.close_array();
}

void append_jsonl(std::string& out, const PairRecord& pair) {
    JsonWriter json = open_record(out, "pair");
    write_ref(json, "a", pair.a);
    write_ref(json, "b", pair.b);
    json.string("relation", name(pair.relation))
        .fraction("similarity", pair.similarity)
        .fraction("containment_a", pair.containment_a)
        .fraction("containment_b", pair.containment_b);
    write_runs(json, pair.runs, {.a = "a", .b = "b"});
    if (pair.same_work) {
        json.key("same_work").boolean(true);
    }
    close_record(json);
}

void append_jsonl(std::string& out, const PassageRecord& passage) {
    JsonWriter json = open_record(out, "passage");
    write_ref(json, "a", passage.a);
    write_ref(json, "b", passage.b);
    json.number("letters", passage.letters)
        .fraction("similarity", passage.similarity)
        .string("relation", name(passage.relation));
    write_runs(json, passage.runs, {.a = "a", .b = "b"});
    close_record(json);
}

void append_jsonl(std::string& out, const ClusterRecord& cluster) {
    JsonWriter json = open_record(out, "cluster");
    json.string("id", cluster.id)
        .number("size", cluster.members.size())
        .number("works", cluster.works)
        .number("documents", cluster.documents)
        .string("relation", name(cluster.relation));
    write_ref(json, "centre", cluster.centre);
    json.key("members").open_array();
    for (const ClusterMember& member : cluster.members) {
        json.open_object();
        write_ref_members(json, member.ref);
        json.fraction("similarity", member.similarity).close_object();
    }
    json.close_array().string("first_seen", cluster.first_seen);
    close_record(json);
}

void append_jsonl(std::string& out, const StockRecord& phrase) {
    JsonWriter json = open_record(out, "stock");
    json.string("text", phrase.text)
        .number("letters", phrase.letters)
        .number("works", phrase.works)
        .number("occurrences", phrase.occurrences);
    write_ref(json, "first", phrase.first);
    close_record(json);
}

void append_jsonl(std::string& out, const WorkRecord& work) {
    JsonWriter json = open_record(out, "work");
    json.string("document", work.document)
        .number("work", work.work)
        .string("title", work.title)
        .number("first_paragraph", work.first_paragraph)
        .number("last_paragraph", work.last_paragraph)
        .number("letters", work.letters)
        .fraction("reused_share", work.reused_share)
        .fraction("reused_share_without_stock", work.reused_share_without_stock);
    json.key("date").null();
    close_record(json);
}

void append_jsonl(std::string& out, const DocumentRecord& document) {
    JsonWriter json = open_record(out, "document");
    json.string("document", document.document)
        .string("root", document.root)
        .string("encoding",
                document.encoding_name.empty() ? name(document.encoding) : document.encoding_name)
        .number("size_bytes", document.size_bytes)
        .number("replaced", document.replaced)
        .string("paragraph_mode", name(document.paragraphs))
        .number("works", document.works)
        .number("paragraphs", document.paragraph_count)
        .number("letters", document.letters)
        .fraction("reused_share", document.reused_share)
        .fraction("reused_share_without_stock", document.reused_share_without_stock);
    close_record(json);
}

void append_jsonl(std::string& out, const DocumentPairRecord& pair) {
    JsonWriter json = open_record(out, "document-pair");
    json.key("a").open_object().string("document", pair.a);
    json.fraction("reused_share", pair.reused_share_a).close_object();
    json.key("b").open_object().string("document", pair.b);
    json.fraction("reused_share", pair.reused_share_b).close_object();
    json.number("paragraphs", pair.paragraphs).number("letters", pair.letters);
    close_record(json);
}

void append_jsonl(std::string& out, const HitRecord& hit) {
    JsonWriter json = open_record(out, "hit");
    json.string("query", hit.query).number("rank", hit.rank);
    write_ref(json, "ref", hit.ref);
    json.string("relation", name(hit.relation))
        .fraction("similarity", hit.similarity)
        .fraction("containment", hit.containment)
        .fraction("score", hit.score);
    write_runs(json, hit.runs, {.a = "query", .b = "ref"});
    json.string("text", hit.text);
    close_record(json);
}

void append_summary(std::string& out,
                    std::initializer_list<std::pair<std::string_view, std::uint64_t>> counts) {
    JsonWriter json = open_record(out, "summary");
    for (const auto& [name, count] : counts) {
        json.number(name, count);
    }
    close_record(json);
}

}  // namespace leitong::report
