// Documents made from a template: its text with values of a table in its slots. Needs no store.
//
// A row that names a member of the template (document, work, paragraph) is written in that member's
// form; with the values that `templates` listed, it is that member byte for byte. A row that names
// none is written as the template reads.
//
// Units:   rows and lines count from 1.
// Threads: stateless. Cost: linear in what is written.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/model/records.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace leitong::engine {

// Rows under one header, as `templates --format csv` writes them.
struct ValueTable {
    std::uint64_t line = 0;  // of the header
    std::vector<std::string> columns;
    struct Row {
        std::uint64_t line = 0;
        std::vector<std::string> cells;  // one a column
    };
    std::vector<Row> rows;
};

// The tables of a CSV file in any encoding: each ends at the next header (template, block_template
// or finding in the first column); blank rows say nothing. Fails with Errc::binary, bad_record.
[[nodiscard]] Result<std::vector<ValueTable>> read_values(std::string_view bytes);

enum class Blanks : std::uint8_t {
    refuse,
    keep  // what has no value stays {1:year}
};

struct FilledText {
    std::uint64_t line = 0;  // of the row
    std::string document;    // as the row says; may be empty
    std::uint32_t work = 0;
    std::uint32_t paragraph = 0;  // of a block: the first
    std::string text;
    std::uint32_t blanks = 0;  // slots that were left
};

// One text a row, in order. An empty cell is a value only where a member has nothing there as well.
// Fails with Errc::invalid_argument where a value or column is missing, or no row is for this
// template; with Errc::bad_record for a form that does not fit the text.
[[nodiscard]] Result<std::vector<FilledText>> fill_template(const TemplateRecord& made,
                                                            std::span<const ValueTable> tables,
                                                            Blanks blanks);
// Whole texts, a paragraph a line; a column is a variable. `templates` holds those of the block
// (Errc::not_found otherwise). A variable that says of a member what it said when it was listed is
// written in each slot as the member has it.
[[nodiscard]] Result<std::vector<FilledText>> fill_block(const BlockTemplateRecord& block,
                                                         std::span<const TemplateRecord> templates,
                                                         std::span<const ValueTable> tables,
                                                         Blanks blanks);

}  // namespace leitong::engine
