// CSV as spreadsheets and people write it: rows of cells.
//
// RFC 4180 with what occurs besides: any line end, a comma, semicolon or tab between cells (told
// from the first line, or from a line "sep=;" before it), cells that hold line ends or quotes.
//
// Threads: stateless. Cost: linear.
#pragma once

#include "leitong/base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace leitong::ingest {

struct CsvLine {
    std::uint64_t line = 0;  // of the text that the row begins in, from 1
    std::vector<std::string> cells;

    // Whether every cell is empty: what is between two tables.
    [[nodiscard]] bool is_blank() const noexcept;
};

// Blank rows are kept. Fails with Errc::bad_record for a quoted cell that never ends.
[[nodiscard]] Result<std::vector<CsvLine>> parse_csv(std::string_view utf8);

// A cell without the apostrophe that marks it as text for a spreadsheet: '=1 is =1.
[[nodiscard]] std::string_view plain_cell(std::string_view cell) noexcept;

}  // namespace leitong::ingest
