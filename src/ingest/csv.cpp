#include "leitong/ingest/csv.hpp"

#include <algorithm>
#include <array>

namespace leitong::ingest {

namespace {

constexpr std::string_view k_bom = "\xEF\xBB\xBF";

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

class Reader {
public:
    explicit Reader(std::string_view text) : m_text(text) {
        if (m_text.starts_with(k_bom)) {
            m_text.remove_prefix(k_bom.size());
        }
        // What Excel is told the separator by.
        const std::size_t end = m_text.find_first_of("\r\n");
        if (m_text.starts_with("sep=") && end == 5) {
            m_separator = m_text[4];
            m_at = end;
            end_line();
            return;
        }
        m_separator = separator_of(m_text);
    }

    Result<std::vector<CsvLine>> run() {
        std::vector<CsvLine> rows;
        while (m_at < m_text.size()) {
            CsvLine row;
            row.line = m_line;
            do {
                row.cells.emplace_back();
                LEITONG_TRY(cell(row.cells.back()));
            } while (take(m_separator));
            end_line();
            rows.push_back(std::move(row));
        }
        return rows;
    }

private:
    [[nodiscard]] bool take(char wanted) {
        const bool is_there = m_at < m_text.size() && m_text[m_at] == wanted;
        m_at += is_there ? 1U : 0U;
        return is_there;
    }

    void end_line() {
        const bool returned = take('\r');
        if (take('\n') || returned) {
            ++m_line;
        }
    }

    // Up to a separator or line end. What stands behind a closing quote belongs to the cell as
    // well.
    Result<void> cell(std::string& out) {
        if (take('"')) {
            LEITONG_TRY(quoted(out));
        }
        while (m_at < m_text.size() && m_text[m_at] != m_separator && m_text[m_at] != '\r' &&
               m_text[m_at] != '\n') {
            out += m_text[m_at++];
        }
        return {};
    }

    Result<void> quoted(std::string& out) {
        const std::uint64_t begins = m_line;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at++];
            if (c == '"' && !take('"')) {
                return {};
            }
            const bool is_line_end =
                c == '\n' || (c == '\r' && (m_at == m_text.size() || m_text[m_at] != '\n'));
            m_line += is_line_end ? 1U : 0U;
            out += c;
        }
        return fail(Errc::bad_record, Msg::csv_open_quote, begins);
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::uint64_t m_line = 1;
    char m_separator = ',';
};

}  // namespace

bool CsvLine::is_blank() const noexcept {
    return std::ranges::all_of(cells, &std::string::empty);
}

Result<std::vector<CsvLine>> parse_csv(std::string_view utf8) {
    return Reader(utf8).run();
}

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

}  // namespace leitong::ingest
