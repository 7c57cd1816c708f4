#include "leitong/report/csv.hpp"

#include "leitong/report/json_writer.hpp"
#include "leitong/report/utf8.hpp"

#include <algorithm>
#include <initializer_list>

namespace leitong::report {

namespace {

// A spreadsheet set up for East Asia takes the full-width signs for the narrow ones.
constexpr std::u32string_view k_begins_formula = U"=+-@\t\r\n＝＋－＠";

// Whether a spreadsheet would take the cell for a formula, or for one that has been marked as text:
// so the mark can be taken off again, whatever the text is.
bool would_act(std::string_view cell) {
    cell.remove_prefix(std::min(cell.find_first_not_of('\''), cell.size()));
    return !cell.empty() &&
           k_begins_formula.find(next_code_point(cell).value) != k_begins_formula.npos;
}

void header(std::string& out, std::initializer_list<std::string_view> names) {
    CsvRow row(out);
    for (const std::string_view name : names) {
        row.text(name);
    }
    row.end();
}

void add_place(CsvRow& row, const Ref& ref) {
    row.text(ref.document)
        .number(ref.work)
        .number(ref.paragraph)
        .number(ref.range.begin)
        .number(ref.range.end);
}

}  // namespace

void CsvRow::separate() {
    if (!m_first) {
        *m_out += ',';
    }
    m_first = false;
}

CsvRow& CsvRow::text(std::string_view cell) {
    separate();
    const bool is_formula = would_act(cell);
    const bool is_quoted = cell.find_first_of("\",\r\n") != std::string_view::npos;
    *m_out += is_quoted ? "\"" : "";
    *m_out += is_formula ? "'" : "";
    while (!cell.empty()) {
        const CodePoint next = next_code_point(cell);
        if (next.value == U'"') {
            *m_out += "\"\"";
        } else {
            append_utf8(*m_out, next.value);
        }
        cell.remove_prefix(next.size_bytes);
    }
    *m_out += is_quoted ? "\"" : "";
    return *this;
}

CsvRow& CsvRow::number(std::uint64_t cell) {
    separate();
    *m_out += std::to_string(cell);
    return *this;
}

CsvRow& CsvRow::fraction(double cell) {
    separate();
    append_json_fraction(*m_out, cell);
    return *this;
}

CsvRow& CsvRow::empty() {
    separate();
    return *this;
}

void CsvRow::end() {
    *m_out += "\r\n";
    m_first = true;
}

void append_csv_header(std::string& out, const PairRecord*) {
    header(out, {"relation", "similarity", "containment_a", "containment_b", "same_work",
                 "document_a", "work_a", "paragraph_a", "begin_a", "end_a", "document_b", "work_b",
                 "paragraph_b", "begin_b", "end_b", "text_a", "text_b"});
}

void append_csv_header(std::string& out, const PassageRecord*) {
    header(out, {"relation", "similarity", "letters", "document_a", "work_a", "paragraph_a",
                 "begin_a", "end_a", "document_b", "work_b", "paragraph_b", "begin_b", "end_b"});
}

void append_csv_header(std::string& out, const ClusterRecord*) {
    header(out, {"cluster", "size", "works", "documents", "relation", "first_seen", "is_centre",
                 "document", "work", "paragraph", "begin", "end", "similarity", "centre_text"});
}

void append_csv_header(std::string& out, const StockRecord*) {
    header(out, {"text", "letters", "works", "occurrences", "document", "work", "paragraph",
                 "begin", "end"});
}

void append_csv_header(std::string& out, const WorkRecord*) {
    header(out, {"document", "work", "title", "first_paragraph", "last_paragraph", "letters",
                 "reused_share", "reused_share_without_stock"});
}

void append_csv_header(std::string& out, const DocumentRecord*) {
    header(out, {"type", "document", "reused_share", "other_document", "other_reused_share",
                 "paragraphs", "letters", "works", "root", "encoding", "size_bytes", "replaced",
                 "paragraph_mode", "reused_share_without_stock"});
}

void append_csv_header(std::string& out, const HitRecord*) {
    header(out, {"query", "rank", "relation", "score", "similarity", "containment", "document",
                 "work", "paragraph", "begin", "end", "text"});
}

void append_csv(std::string& out, const PairRecord& pair) {
    CsvRow row(out);
    row.text(name(pair.relation))
        .fraction(pair.similarity)
        .fraction(pair.containment_a)
        .fraction(pair.containment_b)
        .text(pair.same_work ? "true" : "false");
    add_place(row, pair.a);
    add_place(row, pair.b);
    row.text(pair.text_a).text(pair.text_b).end();
}

void append_csv(std::string& out, const PassageRecord& passage) {
    CsvRow row(out);
    row.text(name(passage.relation)).fraction(passage.similarity).number(passage.letters);
    add_place(row, passage.a);
    add_place(row, passage.b);
    row.end();
}

void append_csv(std::string& out, const ClusterRecord& cluster) {
    for (const ClusterMember& member : cluster.members) {
        const bool is_centre = member.ref == cluster.centre;
        CsvRow row(out);
        row.text(cluster.id)
            .number(cluster.members.size())
            .number(cluster.works)
            .number(cluster.documents)
            .text(name(cluster.relation))
            .text(cluster.first_seen)
            .text(is_centre ? "true" : "false");
        add_place(row, member.ref);
        row.fraction(member.similarity).text(is_centre ? cluster.text : "").end();
    }
}

void append_csv(std::string& out, const StockRecord& phrase) {
    CsvRow row(out);
    row.text(phrase.text).number(phrase.letters).number(phrase.works).number(phrase.occurrences);
    add_place(row, phrase.first);
    row.end();
}

void append_csv(std::string& out, const WorkRecord& work) {
    CsvRow(out)
        .text(work.document)
        .number(work.work)
        .text(work.title)
        .number(work.first_paragraph)
        .number(work.last_paragraph)
        .number(work.letters)
        .fraction(work.reused_share)
        .fraction(work.reused_share_without_stock)
        .end();
}

void append_csv(std::string& out, const DocumentRecord& document) {
    CsvRow(out)
        .text("document")
        .text(document.document)
        .fraction(document.reused_share)
        .empty()
        .empty()
        .number(document.paragraph_count)
        .number(document.letters)
        .number(document.works)
        .text(document.root)
        .text(document.encoding_name.empty() ? name(document.encoding) : document.encoding_name)
        .number(document.size_bytes)
        .number(document.replaced)
        .text(name(document.paragraphs))
        .fraction(document.reused_share_without_stock)
        .end();
}

void append_csv(std::string& out, const DocumentPairRecord& pair) {
    CsvRow(out)
        .text("document-pair")
        .text(pair.a)
        .fraction(pair.reused_share_a)
        .text(pair.b)
        .fraction(pair.reused_share_b)
        .number(pair.paragraphs)
        .number(pair.letters)
        .empty()
        .empty()
        .empty()
        .empty()
        .empty()
        .empty()
        .empty()
        .end();
}

void append_csv(std::string& out, const HitRecord& hit) {
    CsvRow row(out);
    row.text(hit.query)
        .number(hit.rank)
        .text(name(hit.relation))
        .fraction(hit.score)
        .fraction(hit.similarity)
        .fraction(hit.containment);
    add_place(row, hit.ref);
    row.text(hit.text).end();
}

}  // namespace leitong::report
