#include "leitong/report/json_writer.hpp"

#include "leitong/report/utf8.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>

namespace leitong::report {

namespace {

constexpr std::string_view k_replacement = "\xEF\xBF\xBD";

void append_escape(std::string& out, char32_t code_point) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) {
        out += digits[(code_point >> shift) & 0xFU];
    }
}

// Returns whether the character may stand in a JSON string as it is.
bool is_plain(char32_t code_point) noexcept {
    // U+0085, U+2028 and U+2029 are legal in JSON, but line ends to some readers of lines; U+0080
    // to U+009F are commands to some terminals.
    return code_point >= 0x20 && code_point != U'"' && code_point != U'\\' &&
           (code_point < 0x7F || code_point > 0x9F) && code_point != 0x2028 && code_point != 0x2029;
}

void append_special(std::string& out, char32_t code_point) {
    switch (code_point) {
        case U'"':
            out += "\\\"";
            break;
        case U'\\':
            out += "\\\\";
            break;
        case U'\n':
            out += "\\n";
            break;
        case U'\r':
            out += "\\r";
            break;
        case U'\t':
            out += "\\t";
            break;
        default:
            append_escape(out, code_point);
    }
}

template <typename Integer>
void append_integer(std::string& out, Integer value) {
    std::array<char, 24> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    out.append(buffer.data(), end);
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    std::size_t copied = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        const CodePoint next = next_code_point(text.substr(at));
        if (next.valid && is_plain(next.value)) {
            at += next.size_bytes;
            continue;
        }
        out.append(text, copied, at - copied);
        if (next.valid) {
            append_special(out, next.value);
        } else {
            out += k_replacement;
        }
        at += next.size_bytes;
        copied = at;
    }
    out.append(text, copied, at - copied);
    out += '"';
}

void append_json_fraction(std::string& out, double fraction) {
    if (!std::isfinite(fraction) || std::abs(fraction) > 1e9) {
        out += "null";
        return;
    }
    const long long millionths = std::llround(fraction * 1e6);
    if (millionths < 0) {
        out += '-';
    }
    const auto magnitude = static_cast<std::uint64_t>(millionths < 0 ? -millionths : millionths);
    append_integer(out, magnitude / 1'000'000);
    out += '.';
    std::uint64_t rest = magnitude % 1'000'000;
    std::uint64_t unit = 100'000;
    do {
        out += static_cast<char>('0' + static_cast<char>(rest / unit));
        rest %= unit;
        unit /= 10;
    } while (rest != 0);
}

void JsonWriter::separate() {
    if (!m_first) {
        *m_out += ',';
    }
    m_first = false;
}

JsonWriter& JsonWriter::open(char bracket) {
    separate();
    *m_out += bracket;
    m_first = true;
    return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
    *m_out += bracket;
    m_first = false;
    return *this;
}

void JsonWriter::end_line() {
    *m_out += '\n';
    m_first = true;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    separate();
    append_json_string(*m_out, name);
    *m_out += ':';
    m_first = true;
    return *this;
}

JsonWriter& JsonWriter::string(std::string_view text) {
    separate();
    append_json_string(*m_out, text);
    return *this;
}

JsonWriter& JsonWriter::number(std::uint64_t value) {
    separate();
    append_integer(*m_out, value);
    return *this;
}

JsonWriter& JsonWriter::fraction(double value) {
    separate();
    append_json_fraction(*m_out, value);
    return *this;
}

JsonWriter& JsonWriter::boolean(bool value) {
    separate();
    *m_out += value ? "true" : "false";
    return *this;
}

JsonWriter& JsonWriter::null() {
    separate();
    *m_out += "null";
    return *this;
}

JsonWriter& JsonWriter::string(std::string_view name, std::string_view text) {
    return key(name).string(text);
}

JsonWriter& JsonWriter::number(std::string_view name, std::uint64_t value) {
    return key(name).number(value);
}

JsonWriter& JsonWriter::fraction(std::string_view name, double value) {
    return key(name).fraction(value);
}

}  // namespace leitong::report
