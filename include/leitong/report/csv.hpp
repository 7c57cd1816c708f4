// Records as CSV (RFC 4180: CRLF, quotes doubled), UTF-8, with a header line.
//
// A text cell that a spreadsheet would take for a formula (=, +, -, @, a tab or line end, also
// behind apostrophes) gets an apostrophe before it; what is no UTF-8 becomes U+FFFD.
// template fill takes the apostrophe off.
#pragma once

#include "leitong/model/records.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace leitong::report {

// Cells of one row, in order; the caller ends the row.
class CsvRow {
public:
    explicit CsvRow(std::string& out) : m_out(&out) {}

    CsvRow& text(std::string_view cell);
    CsvRow& number(std::uint64_t cell);
    CsvRow& fraction(double cell);
    CsvRow& empty();
    void end();

private:
    void separate();

    std::string* m_out;
    bool m_first = true;
};

// The header line of the rows of a kind of record. Documents and document pairs share one table.
void append_csv_header(std::string& out, const PairRecord* kind);
void append_csv_header(std::string& out, const PassageRecord* kind);
void append_csv_header(std::string& out, const ClusterRecord* kind);
void append_csv_header(std::string& out, const StockRecord* kind);
void append_csv_header(std::string& out, const WorkRecord* kind);
void append_csv_header(std::string& out, const DocumentRecord* kind);
void append_csv_header(std::string& out, const HitRecord* kind);

void append_csv(std::string& out, const PairRecord& pair);
void append_csv(std::string& out, const PassageRecord& passage);
// A row for each member.
void append_csv(std::string& out, const ClusterRecord& cluster);
// Tables of their own, each with its header and an empty line after it: a row a passage and a
// column a slot; a row a work and a column a variable.
void append_csv(std::string& out, const TemplateRecord& made);
void append_csv(std::string& out, const BlockTemplateRecord& block);
void append_csv(std::string& out, const OutlineTemplateRecord& outline);
// One table; the caller writes the header before the first.
void append_csv_header(std::string& out, const FindingRecord* kind);
void append_csv(std::string& out, const FindingRecord& finding);
void append_csv(std::string& out, const StockRecord& phrase);
void append_csv(std::string& out, const WorkRecord& work);
void append_csv(std::string& out, const DocumentRecord& document);
void append_csv(std::string& out, const DocumentPairRecord& pair);
void append_csv(std::string& out, const HitRecord& hit);

}  // namespace leitong::report
