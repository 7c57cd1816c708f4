#include "leitong/report/html.hpp"

#include "leitong/report/display.hpp"
#include "leitong/report/utf8.hpp"

#include <fmt/core.h>

namespace leitong::report {

namespace {

std::string_view entity_of(char c) noexcept {
    switch (c) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&quot;";
        case '\'':
            return "&#39;";
        default:
            return {};
    }
}

// What of a text stands in HTML as it is.
bool is_plain(const CodePoint& next) noexcept {
    const bool is_layout = next.value == U'\n' || next.value == U'\t';
    return next.valid && (is_layout || !is_unprintable(next.value)) &&
           (next.value >= 0x80 || entity_of(static_cast<char>(next.value)).empty());
}

// Calls `other` for each character that is not plain; copies plain stretches whole.
template <typename Other>
void append_escaped(std::string& out, std::string_view text, const Other& other) {
    std::size_t copied = 0;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint next = next_code_point(text.substr(at));
        if (!is_plain(next)) {
            out.append(text, copied, at - copied);
            copied = at + next.size_bytes;
            if (next.value < 0x80 && !entity_of(static_cast<char>(next.value)).empty()) {
                out += entity_of(static_cast<char>(next.value));
            } else {
                other(next, text.substr(at, next.size_bytes));
            }
        }
        at += next.size_bytes;
    }
    out.append(text, copied);
}

// A numeric reference gives the character itself, but for NUL and 0x80–0x9F, which HTML takes for
// something else; those stand as they are.
void append_visible(std::string& out, const CodePoint& next, std::string_view bytes) {
    if (!next.valid || next.value == 0) {
        append_utf8(out, 0xFFFD);
        return;
    }
    out +=
        fmt::format("<span class=\"u\" data-u=\"{:04X}\">", static_cast<std::uint32_t>(next.value));
    if (next.value >= 0x80 && next.value <= 0x9F) {
        out += bytes;
    } else {
        out += fmt::format("&#x{:x};", static_cast<std::uint32_t>(next.value));
    }
    out += "</span>";
}

}  // namespace

Html& Html::text(std::string_view text) {
    append_escaped(m_out, text, [this](const CodePoint& next, std::string_view bytes) {
        append_visible(m_out, next, bytes);
    });
    return *this;
}

Html& Html::name(std::string_view name) {
    constexpr std::string_view k_separators = "/\\_-.";
    while (!name.empty()) {
        const std::size_t separator = name.find_first_of(k_separators);
        const std::size_t next = name.find_first_not_of(k_separators, separator);
        if (separator == std::string_view::npos || next == std::string_view::npos) {
            break;
        }
        text(name.substr(0, next)).raw("<wbr>");
        name.remove_prefix(next);
    }
    return text(name);
}

Html& Html::plain(std::string_view text) {
    append_escaped(m_out, text,
                   [this](const CodePoint&, std::string_view bytes) { m_out += printable(bytes); });
    return *this;
}

Html& Html::number(std::uint64_t number) {
    m_out += fmt::format("{}", number);
    return *this;
}

}  // namespace leitong::report
