#include "leitong/ingest/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <csv.h>
#include <new>
#include <optional>
#include <utility>

#include "collect.hpp"

namespace leitong::ingest {

namespace {

constexpr std::string_view k_bom = "\xEF\xBB\xBF";

// libcsv calls back at each cell and at the end of each row.
class TableReader {
public:
    explicit TableReader(char separator) {
        csv_init(&m_parser, 0);  // no flags: cannot fail
        csv_set_delim(&m_parser, static_cast<unsigned char>(separator));
        csv_set_space_func(&m_parser, [](unsigned char) { return 0; });
    }
    TableReader(const TableReader&) = delete;
    TableReader& operator=(const TableReader&) = delete;
    ~TableReader() { csv_free(&m_parser); }

    // A line with its end, so that a row knows where it begins.
    void line(std::string_view line, std::uint64_t number) {
        if (m_is_between_rows) {
            m_begin = number;
            m_is_between_rows = line.find_first_not_of("\r\n") == std::string_view::npos;
        }
        parse(line);
    }

    // Fails with a quote that is still open: it takes even a line end for text.
    Result<std::vector<TableRow>> finish() {
        if (!m_is_between_rows) {
            parse("\n");
        }
        if (!m_is_between_rows) {
            return fail(Errc::bad_record, Msg::table_quote_open, m_begin);
        }
        return std::move(m_rows);
    }

private:
    // Of what is no quoted cell anything is taken, so memory is all that can fail.
    void parse(std::string_view text) {
        if (csv_parse(&m_parser, text.data(), text.size(), take_cell, take_row, this) !=
            text.size()) {
            throw std::bad_alloc();
        }
    }

    static void take_cell(void* cell, std::size_t size, void* self) {
        TableReader& reader = *static_cast<TableReader*>(self);
        reader.m_row.cells.emplace_back(static_cast<const char*>(cell), size);
    }

    static void take_row(int /*end*/, void* self) {
        TableReader& reader = *static_cast<TableReader*>(self);
        reader.m_row.line = reader.m_begin;
        reader.m_rows.push_back(std::exchange(reader.m_row, {}));
        reader.m_is_between_rows = true;
    }

    csv_parser m_parser{};
    std::vector<TableRow> m_rows;
    TableRow m_row;
    std::uint64_t m_begin = 1;
    bool m_is_between_rows = true;
};

std::optional<std::size_t> column(const TableRow& header, std::string_view name) {
    const auto found = std::ranges::find(header.cells, name);
    return found == header.cells.end()
               ? std::nullopt
               : std::optional(static_cast<std::size_t>(found - header.cells.begin()));
}

Result<Record> record_of(TableRow& row, std::size_t text, std::optional<std::size_t> id,
                         const RecordFields& fields) {
    if (text >= row.cells.size()) {
        return fail(Errc::bad_record, Msg::table_row_short, row.cells.size(), fields.text);
    }
    if (row.cells[text].empty()) {
        return fail(Errc::empty, Msg::record_empty, fields.text);
    }
    std::string name;
    if (id && *id < row.cells.size()) {
        name = row.cells[*id];
    }
    return Record{name.empty() ? std::to_string(row.line) : std::move(name),
                  std::move(row.cells[text]), row.line};
}

}  // namespace

Result<std::vector<TableRow>> parse_csv(std::string_view utf8, char separator) {
    if (utf8.starts_with(k_bom)) {
        utf8.remove_prefix(k_bom.size());
    }
    TableReader reader(separator);
    for (std::uint64_t number = 1; !utf8.empty(); ++number) {
        const std::size_t end = std::min(utf8.find('\n'), utf8.size() - 1) + 1;
        reader.line(utf8.substr(0, end), number);
        utf8.remove_prefix(end);
    }
    return reader.finish();
}

Result<Records> parse_csv_records(std::string_view utf8, const RecordFields& fields) {
    std::string columns;
    for (const char separator : {',', ';', '\t'}) {
        LEITONG_TRY_ASSIGN(std::vector<TableRow> rows, parse_csv(utf8, separator));
        const auto text = rows.empty() ? std::nullopt : column(rows.front(), fields.text);
        if (!text) {
            if (columns.empty() && !rows.empty()) {
                columns = fmt::format("{}", fmt::join(rows.front().cells, ", "));
            }
            continue;
        }
        const auto id = column(rows.front(), fields.id);
        Collector collector;
        for (std::size_t i = 1; i < rows.size(); ++i) {
            const std::uint64_t line = rows[i].line;
            collector.add(record_of(rows[i], *text, id, fields), line);
        }
        return collector.take();
    }
    return fail(Errc::bad_record, Msg::table_without_column, fields.text, columns);
}

}  // namespace leitong::ingest
