// Columns of text, as wide as their widest cell, on a terminal where characters differ in width.
#pragma once

#include "leitong/report/display.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leitong::report {

enum class Align : std::uint8_t { left, right };

// text with spaces before or after it, up to columns.
[[nodiscard]] std::string padded(std::string_view text, std::size_t columns, Align align);

// What is known of one thing: a label, dim and padded, and a value, wrapped beside it. Values are
// printable; an empty one is left out.
using Facts = std::vector<std::pair<std::string, std::string>>;
void append_facts(std::string& out, const Facts& facts, const Display& display);

class Table {
public:
    // Heads are shown dim. The last column is cut to what is left of the display if it aligns left
    // and may be cut; all others are never cut, for what they hold is to be copied.
    struct Column {
        std::string head;
        Align align = Align::left;
    };
    enum class LastColumn : std::uint8_t { whole, cut };

    Table(std::vector<Column> columns, LastColumn last)
        : m_columns(std::move(columns)), m_last(last) {}

    // Cells are printable, one for each column.
    void add(std::vector<std::string> cells);
    void append_to(std::string& out, const Display& display) const;

private:
    std::vector<Column> m_columns;
    LastColumn m_last;
    std::vector<std::vector<std::string>> m_rows;
};

}  // namespace leitong::report
