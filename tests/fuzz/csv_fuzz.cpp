// Any bytes as a table: rows begin on rising lines of the file; what is written out again as RFC
// 4180 has it reads as the same cells; records are rows, once each, with distinct ids.
#include "leitong/base/assert.hpp"
#include "leitong/ingest/csv.hpp"

#include <cstdint>
#include <set>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace leitong;
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    const auto rows = ingest::parse_csv(bytes, ',');
    if (!rows) {
        LEITONG_ASSERT(rows.error().code == Errc::bad_record, "the code that is stated");
        return 0;
    }
    std::string written;
    std::uint64_t previous = 0;
    for (const ingest::TableRow& row : *rows) {
        LEITONG_ASSERT(row.line >= previous && row.line > 0, "rows are in order");
        previous = row.line;
        LEITONG_ASSERT(!row.cells.empty(), "a row has a cell");
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            written += i == 0 ? "\"" : ",\"";
            for (const char c : row.cells[i]) {
                written += c == '"' ? std::string("\"\"") : std::string(1, c);
            }
            written += '"';
        }
        written += "\r\n";
    }
    const auto again = ingest::parse_csv(written, ',');
    LEITONG_ASSERT(again && again->size() == rows->size(), "as many rows");
    for (std::size_t i = 0; i < rows->size(); ++i) {
        LEITONG_ASSERT((*again)[i].cells == (*rows)[i].cells, "the same cells");
    }

    const auto records = ingest::parse_csv_records(bytes, {.text = "t", .id = "i"});
    if (records) {
        LEITONG_ASSERT(records->records.size() + records->bad.size() + 1 <= size + 1,
                       "no more records than bytes");
        std::set<std::string> ids;
        for (const ingest::Record& record : records->records) {
            LEITONG_ASSERT(ids.insert(record.id).second, "an id is used once");
            LEITONG_ASSERT(!record.text.empty(), "an empty text is bad");
        }
    }
    return 0;
}
