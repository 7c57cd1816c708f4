#include "leitong/report/table.hpp"

#include "leitong/base/assert.hpp"
#include "leitong/report/width.hpp"

#include <algorithm>

namespace leitong::report {

namespace {

constexpr std::string_view k_gap = "  ";
constexpr std::size_t k_least_columns = 10;  // that a column is cut to

}  // namespace

std::string padded(std::string_view text, std::size_t columns, Align align) {
    const std::size_t width = width_of(text);
    const std::string spaces(columns > width ? columns - width : 0, ' ');
    return align == Align::left ? std::string(text) + spaces : spaces + std::string(text);
}

void append_facts(std::string& out, const Facts& facts, const Display& display) {
    std::size_t label_columns = 0;
    for (const auto& [label, value] : facts) {
        label_columns = std::max(label_columns, width_of(label));
    }
    const std::size_t indent = 2 * k_gap.size() + label_columns;
    for (const auto& [label, value] : facts) {
        if (!value.empty()) {
            out += k_gap;
            out += toned(display, Tone::dim, padded(label, label_columns, Align::left));
            out += k_gap;
            out += wrapped(value, display.columns, indent) + '\n';
        }
    }
}

void Table::add(std::vector<std::string> cells) {
    LEITONG_ASSERT(cells.size() == m_columns.size(), "a row has a cell for each column");
    m_rows.push_back(std::move(cells));
}

void Table::append_to(std::string& out, const Display& display) const {
    std::vector<std::size_t> widths;
    std::size_t before_last = 0;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        std::size_t width = width_of(m_columns[i].head);
        for (const auto& row : m_rows) {
            width = std::max(width, width_of(row[i]));
        }
        widths.push_back(width);
        before_last += i + 1 < m_columns.size() ? width + k_gap.size() : 0;
    }
    const std::size_t left = display.columns > before_last ? display.columns - before_last : 0;
    const auto append_row = [&](const auto& cell_of, std::string& line) {
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            const bool is_last = i + 1 == m_columns.size();
            std::string cell(cell_of(i));
            if (is_last && m_last == LastColumn::cut) {
                cell = cut(cell, std::max(left, k_least_columns));
            }
            line += i == 0 ? "" : k_gap;
            line += is_last && m_columns[i].align == Align::left
                        ? cell
                        : padded(cell, widths[i], m_columns[i].align);
        }
        line.erase(line.find_last_not_of(' ') + 1);
    };
    std::string head;
    append_row([&](std::size_t i) -> const std::string& { return m_columns[i].head; }, head);
    out += toned(display, Tone::dim, head) + '\n';
    for (const auto& row : m_rows) {
        std::string line;
        append_row([&](std::size_t i) -> const std::string& { return row[i]; }, line);
        out += line + '\n';
    }
}

}  // namespace leitong::report
