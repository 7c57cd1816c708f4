// Tables written as text: RFC 4180 and what spreadsheets make of it. The owner of libcsv.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/ingest/records.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace leitong::ingest {

struct TableRow {
    std::uint64_t line = 0;  // of the file, from 1, where the row begins
    std::vector<std::string> cells;
};

// The rows of a table, the header among them; rows without a cell are left out. A cell may be
// quoted, and then hold separators, quotes (doubled) and line ends, which are kept as they are.
// White space is part of a cell. A quote inside a cell that does not begin with one is taken as it
// stands. A byte-order mark is skipped. Fails with Errc::bad_record where a quote is never closed.
// Thread-safe. Cost: linear.
[[nodiscard]] Result<std::vector<TableRow>> parse_csv(std::string_view utf8, char separator);

// The texts of a table whose first row names its columns. The separator is the first of comma,
// semicolon and tab that makes one of the columns fields.text. A row with no such cell or an empty
// one, and one that repeats an id, is in bad. Fails with Errc::bad_record if no separator makes
// that column, or as parse_csv() does.
[[nodiscard]] Result<Records> parse_csv_records(std::string_view utf8, const RecordFields& fields);

}  // namespace leitong::ingest
