// Tables of values, as `templates` writes them and spreadsheets change them.
#include "leitong/engine/filling.hpp"
#include "leitong/ingest/csv.hpp"
#include "leitong/text/decode.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace leitong::engine {

namespace {

// As `templates` writes them: two words, since a value may be one of them.
bool is_header(const ingest::TableRow& row) {
    const std::string& first = row.cells.front();
    const std::string_view second = row.cells.size() > 1 ? row.cells[1] : std::string_view{};
    return ((first == "template" || first == "block_template") && second == "document") ||
           (first == "finding" && second == "template");
}

// The separator of which the first line has most, outside of quotes.
char separator_of(std::string_view text) {
    constexpr std::array k_separators = {',', ';', '\t'};
    std::array<std::size_t, 3> counts{};
    bool is_quoted = false;
    for (const char c : text) {
        if (!is_quoted && (c == '\n' || c == '\r')) {
            break;
        }
        is_quoted = is_quoted != (c == '"');
        const auto* found = std::ranges::find(k_separators, c);
        if (!is_quoted && found != k_separators.end()) {
            ++counts[static_cast<std::size_t>(found - k_separators.begin())];
        }
    }
    const auto* const most = std::ranges::max_element(counts);
    return k_separators[static_cast<std::size_t>(most - counts.begin())];
}

// A cell without the apostrophe that marks it as text for a spreadsheet: '=1 is =1.
std::string_view plain_cell(std::string_view cell) noexcept {
    constexpr std::array<std::string_view, 11> k_acting = {"=",  "+",  "-",  "@",  "\t", "\r",
                                                           "\n", "＝", "＋", "－", "＠"};
    const std::string_view behind =
        cell.substr(std::min(cell.find_first_not_of('\''), cell.size()));
    const bool is_marked =
        behind.size() < cell.size() && std::ranges::any_of(k_acting, [&](std::string_view acting) {
            return behind.starts_with(acting);
        });
    return is_marked ? cell.substr(1) : cell;
}

// UTF-8 as it is; anything else by guess, as documents are.
Result<std::string> decoded(std::string_view bytes) {
    const auto as_utf8 = text::decode(bytes, "UTF-8");
    if (as_utf8 && as_utf8->replaced == 0) {
        return as_utf8->utf8;
    }
    LEITONG_TRY_ASSIGN(text::Decoded any, text::decode(bytes));
    return std::move(any.utf8);
}

Result<void> add_row(ValueTable& table, ingest::TableRow&& row) {
    for (std::size_t i = table.columns.size(); i < row.cells.size(); ++i) {
        if (!row.cells[i].empty()) {
            return fail(Errc::bad_record, Msg::csv_too_many_cells, row.line, row.cells.size(),
                        table.columns.size());
        }
    }
    row.cells.resize(table.columns.size());
    for (std::string& cell : row.cells) {
        cell = std::string(plain_cell(cell));
    }
    table.rows.push_back({row.line, std::move(row.cells)});
    return {};
}

}  // namespace

Result<std::vector<ValueTable>> read_values(std::string_view bytes) {
    LEITONG_TRY_ASSIGN(const std::string utf8, decoded(bytes));
    std::string_view text = utf8;
    char separator = separator_of(text);
    std::uint64_t before = 0;  // lines
    if (text.starts_with("sep=") && text.find_first_of("\r\n") == 5) {
        separator = text[4];  // what Excel is told it by
        text.remove_prefix(std::min(text.find('\n') + 1, text.size()));
        before = 1;
    }
    LEITONG_TRY_ASSIGN(std::vector<ingest::TableRow> rows, ingest::parse_csv(text, separator));
    std::vector<ValueTable> tables;
    for (ingest::TableRow& row : rows) {
        if (std::ranges::all_of(row.cells, &std::string::empty)) {
            continue;
        }
        row.line += before;
        if (tables.empty() || is_header(row)) {
            while (row.cells.back().empty()) {
                row.cells.pop_back();  // what a spreadsheet pads with
            }
            tables.push_back({row.line, std::move(row.cells), {}});
            continue;
        }
        LEITONG_TRY(add_row(tables.back(), std::move(row)));
    }
    return tables;
}

}  // namespace leitong::engine
