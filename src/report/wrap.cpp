#include "leitong/report/display.hpp"
#include "leitong/report/utf8.hpp"
#include "leitong/report/width.hpp"

#include <algorithm>

namespace leitong::report {

namespace {

constexpr std::u32string_view k_not_first = U"，。；：、！？）》〉」』】〕］”’…—·,.;:!?)]}%⟧";
constexpr std::u32string_view k_not_last = U"（《〈「『【〔［“‘([{⟦";

bool is_one_of(std::u32string_view set, char32_t c) noexcept {
    return set.find(c) != std::u32string_view::npos;
}

// An escape sequence of toned(): the only kind that printable text can hold.
std::size_t escape_size(std::string_view text) noexcept {
    return text.starts_with("\x1b[") ? std::min(text.find('m'), text.size() - 1) + 1 : 0;
}

class Wrapper {
public:
    Wrapper(std::size_t limit, std::size_t indent) : m_limit(limit), m_indent(indent) {}

    void add_escape(std::string_view escape) { m_line += escape; }

    void add(char32_t c, std::string_view bytes) {
        const std::size_t width = width_of(c);
        if (may_break_before(c, width)) {
            m_break = m_line.size();
            m_columns_at_break = m_columns;
        }
        if (m_columns + width > m_limit && c != U' ' && m_columns > 0) {
            break_line();
        }
        m_line += bytes;
        m_columns += width;
        m_last = c;
        m_last_width = width;
    }

    [[nodiscard]] std::string take() {
        m_out += m_line;
        return std::move(m_out);
    }

private:
    [[nodiscard]] bool may_break_before(char32_t c, std::size_t width) const noexcept {
        if (m_line.empty() || c == U' ') {
            return false;
        }
        if (m_last == U' ') {
            return true;
        }
        return (width == 2 || m_last_width == 2) && !is_one_of(k_not_first, c) &&
               !is_one_of(k_not_last, m_last);
    }

    void break_line() {
        if (m_break == 0) {  // one word, longer than a line
            m_break = m_line.size();
            m_columns_at_break = m_columns;
        }
        const std::string rest = m_line.substr(m_break);
        m_line.resize(m_break);
        while (m_line.ends_with(' ')) {
            m_line.pop_back();
        }
        m_out += m_line;
        m_out += '\n';
        m_out.append(m_indent, ' ');
        m_line = rest;
        m_columns -= m_columns_at_break;
        m_break = 0;
    }

    std::size_t m_limit;
    std::size_t m_indent;
    std::string m_out;
    std::string m_line;
    std::size_t m_columns = 0;
    std::size_t m_break = 0;  // where in the line it may be broken; 0: nowhere yet
    std::size_t m_columns_at_break = 0;
    char32_t m_last = 0;
    std::size_t m_last_width = 0;
};

}  // namespace

std::string wrapped(std::string_view text, std::size_t columns, std::size_t indent) {
    // Narrower than this, a line would hold no word at all.
    const std::size_t limit = std::max<std::size_t>(columns, indent + 16) - indent;
    Wrapper wrapper(limit, indent);
    while (!text.empty()) {
        std::size_t size = escape_size(text);
        if (size > 0) {
            wrapper.add_escape(text.substr(0, size));
        } else {
            const CodePoint next = next_code_point(text);
            size = next.size_bytes;
            wrapper.add(next.value, text.substr(0, size));
        }
        text.remove_prefix(size);
    }
    return wrapper.take();
}

}  // namespace leitong::report
