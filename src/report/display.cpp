#include "leitong/report/display.hpp"

#include "leitong/report/utf8.hpp"
#include "leitong/report/width.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

namespace leitong::report {

namespace {

constexpr std::string_view k_open_mark = "⟦";
constexpr std::string_view k_close_mark = "⟧";
constexpr std::string_view k_more = "…";
constexpr std::string_view k_reset = "\x1b[0m";

void append_printable(std::string& out, char32_t c) {
    if (c == U'\n' || c == U'\t' || c == U'\r') {
        out += ' ';
    } else if (!is_unprintable(c)) {
        append_utf8(out, c);
    } else if (c < 0x100) {
        out += fmt::format("\\x{:02x}", static_cast<std::uint32_t>(c));
    } else if (c < 0x10000) {
        out += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(c));
    } else {
        out += fmt::format("\\U{:08x}", static_cast<std::uint32_t>(c));
    }
}

// One character of the source: where it ends, and how it is shown.
struct Cell {
    std::size_t end = 0;
    std::size_t columns = 0;
    std::string shown;
};

Cell cell_at(std::string_view text, std::size_t begin) {
    const CodePoint next = next_code_point(text.substr(begin));
    Cell cell;
    cell.end = begin + next.size_bytes;
    if (next.value == U'\r' && text.substr(cell.end).starts_with('\n')) {
        ++cell.end;
    }
    append_printable(cell.shown, next.value);
    cell.columns = width_of(cell.shown);
    return cell;
}

// Inside the text, sorted, apart, none empty.
std::vector<ByteRange> tidy(std::span<const ByteRange> marks, std::size_t size_bytes) {
    std::vector<ByteRange> sorted;
    for (const ByteRange& mark : marks) {
        const ByteRange clipped{mark.begin, std::min<std::uint64_t>(mark.end, size_bytes)};
        if (clipped.begin < clipped.end) {
            sorted.push_back(clipped);
        }
    }
    std::ranges::sort(sorted);
    std::vector<ByteRange> merged;
    for (const ByteRange& mark : sorted) {
        if (!merged.empty() && mark.begin <= merged.back().end) {
            merged.back().end = std::max(merged.back().end, mark.end);
        } else {
            merged.push_back(mark);
        }
    }
    return merged;
}

// Collects cells, opening and closing marks as positions pass them.
class MarkedLine {
public:
    MarkedLine(std::span<const ByteRange> marks, const Display& display)
        : m_marks(marks), m_display(&display) {}

    [[nodiscard]] std::size_t columns() const noexcept { return m_columns; }
    // Columns with what closes the open mark, and with the mark that a cell at begin would open.
    [[nodiscard]] std::size_t columns_if_closed(std::size_t begin) const noexcept {
        const bool opens = is_marked(begin) && !m_open;
        return m_columns + (m_open || opens ? mark_columns() : 0) + (opens ? mark_columns() : 0);
    }

    void add(std::size_t begin, const Cell& cell) {
        const bool marked = is_marked(begin);
        if (m_open && !marked) {
            close();
        }
        if (marked && !m_open) {
            m_line += m_display->colour == Colour::on ? "\x1b[1;31m" : k_open_mark;
            m_columns += mark_columns();
            m_open = true;
        }
        m_line += cell.shown;
        m_columns += cell.columns;
    }

    void add_more() {
        close();
        m_line += toned(*m_display, Tone::dim, k_more);
        ++m_columns;
    }

    [[nodiscard]] std::string take() {
        close();
        return std::move(m_line);
    }

private:
    [[nodiscard]] std::size_t mark_columns() const noexcept {
        return m_display->colour == Colour::on ? 0 : 1;
    }

    [[nodiscard]] bool is_marked(std::size_t begin) const noexcept {
        const auto after = std::ranges::upper_bound(m_marks, begin, {}, &ByteRange::begin);
        return after != m_marks.begin() && begin < std::prev(after)->end;
    }

    void close() {
        if (m_open) {
            m_line += m_display->colour == Colour::on ? k_reset : k_close_mark;
            m_columns += mark_columns();
            m_open = false;
        }
    }

    std::span<const ByteRange> m_marks;
    const Display* m_display;
    std::string m_line;
    std::size_t m_columns = 0;
    bool m_open = false;
};

std::size_t skip_blank(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const CodePoint next = next_code_point(text.substr(at));
        if (next.value != U' ' && next.value != U'\t' && next.value != 0x3000 &&
            next.value != U'\n' && next.value != U'\r') {
            break;
        }
        at += next.size_bytes;
    }
    return at;
}

// Where a line too short for the text begins, so that the first mark is seen.
std::size_t window_begin(std::string_view text, std::size_t begin, std::size_t mark_begin,
                         std::size_t columns) {
    std::vector<std::pair<std::size_t, std::size_t>> starts;  // byte, column
    std::size_t column = 0;
    for (std::size_t at = begin; at < mark_begin;) {
        starts.emplace_back(at, column);
        const Cell cell = cell_at(text, at);
        column += cell.columns;
        at = cell.end;
    }
    if (column < columns / 2) {
        return begin;
    }
    const std::size_t lead_in = columns / 5;
    for (const auto& [at, start_column] : starts) {
        if (start_column + lead_in >= column) {
            return at;
        }
    }
    return mark_begin;
}

}  // namespace

bool is_unprintable(char32_t c) noexcept {
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xAD || c == 0x61C || c == 0x180E ||
           c == 0x200B || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||
           (c >= 0xE0000 && c <= 0xE007F);
}

std::string toned(const Display& display, Tone tone, std::string_view text) {
    if (display.colour == Colour::off || text.empty()) {
        return std::string(text);
    }
    const std::string_view code = tone == Tone::strong ? "1" : tone == Tone::dim ? "2" : "1;31";
    return fmt::format("\x1b[{}m{}{}", code, text, k_reset);
}

std::string printable(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const Cell cell = cell_at(text, at);
        out += cell.shown;
        at = cell.end;
    }
    return out;
}

std::string marked_text(std::string_view text, std::span<const ByteRange> marks,
                        const Display& display) {
    const std::vector<ByteRange> tidied = tidy(marks, text.size());
    MarkedLine line(tidied, display);
    for (std::size_t at = skip_blank(text); at < text.size();) {
        const Cell cell = cell_at(text, at);
        line.add(at, cell);
        at = cell.end;
    }
    return line.take();
}

std::string excerpt_line(std::string_view text, std::span<const ByteRange> marks,
                         std::size_t columns, const Display& display) {
    const std::vector<ByteRange> tidied = tidy(marks, text.size());
    const std::size_t begin = skip_blank(text);
    // The whole, if it fits; given up as soon as it does not, for texts may be long.
    MarkedLine whole(tidied, display);
    std::size_t at = begin;
    while (at < text.size() && whole.columns() <= columns) {
        const Cell cell = cell_at(text, at);
        whole.add(at, cell);
        at = cell.end;
    }
    if (at >= text.size() && whole.columns_if_closed(text.size()) <= columns) {
        return whole.take();
    }
    const std::size_t start =
        tidied.empty() ? begin : window_begin(text, begin, tidied.front().begin, columns);
    MarkedLine line(tidied, display);
    if (start > begin) {
        line.add_more();
    }
    for (at = start; at < text.size();) {
        const Cell cell = cell_at(text, at);
        if (line.columns_if_closed(at) + cell.columns + 1 > columns) {
            line.add_more();
            break;
        }
        line.add(at, cell);
        at = cell.end;
    }
    return line.take();
}

std::string cut(std::string_view text, std::size_t columns) {
    if (width_of(text) <= columns) {
        return std::string(text);
    }
    std::string out;
    std::size_t used = 0;
    while (!text.empty()) {
        const CodePoint next = next_code_point(text);
        const std::size_t width = width_of(next.value);
        if (used + width + 1 > columns) {
            break;
        }
        used += width;
        out += text.substr(0, next.size_bytes);
        text.remove_prefix(next.size_bytes);
    }
    out += columns > 0 ? k_more : "";
    return out;
}

}  // namespace leitong::report
