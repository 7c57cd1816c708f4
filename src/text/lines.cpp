#include "lines.hpp"

#include <algorithm>

#include "characters.hpp"
#include "utf8.hpp"

namespace leitong::text {

namespace {

bool is_wide_point(char32_t c) noexcept {
    return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
           (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
           (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x20000 && c <= 0x3FFFD);
}

bool is_line_stop(char32_t c) noexcept {
    return std::u32string_view(U"。！？；：…”」』.!?;:").find(c) != std::u32string_view::npos;
}

constexpr std::size_t k_han_bytes = 3;
constexpr char32_t k_some_han = U'一';

// The bytes of the Han characters that `text` begins with, of those from U+4E00 to U+9F7F: most of
// a Chinese text, and what is asked of them here needs no look into a table.
std::size_t han_run(std::string_view text) noexcept {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    std::size_t at = 0;
    while (at + k_han_bytes <= text.size()) {
        const unsigned begin = static_cast<unsigned>(byte(at)) << 8 | byte(at + 1);
        if (begin < 0xE4B8 || begin > 0xE9BD || (byte(at + 1) & 0xC0) != 0x80 ||
            (byte(at + 2) & 0xC0) != 0x80) {
            break;
        }
        at += k_han_bytes;
    }
    return at;
}

// At the first character that is content, or at one more: white space before it counts, but for
// what comes before all.
void begin_content(Line& line, std::size_t at, std::uint32_t& blank, std::uint32_t& columns) {
    if (line.content.empty()) {
        line.content.begin = at;
        line.indent = blank;
    } else {
        columns += blank;
    }
    blank = 0;
}

Line measure(std::string_view utf8, std::size_t begin, std::size_t end) {
    Line line;
    line.range = {begin, end};
    line.content = {begin, begin};
    std::uint32_t columns = 0;
    std::uint32_t blank = 0;  // columns of white space since the last content
    std::uint32_t wide = 0;
    char32_t last = 0;
    const CharacterTable character_of;
    for (std::size_t at = begin; at < end;) {
        if (const std::size_t run = han_run(utf8.substr(at, end - at)); run > 0) {
            begin_content(line, at, blank, columns);
            const auto count = static_cast<std::uint32_t>(run / k_han_bytes);
            columns += 2 * count;
            wide += count;
            at += run;
            line.content.end = at;
            last = k_some_han;
            continue;
        }
        const CodePoint point = code_point_at(utf8, at);
        const Character character = character_of(point.value);
        const std::uint32_t width = is_wide_point(point.value) ? 2 : 1;
        if (character.klass == CharClass::space) {
            blank += point.value == '\t' ? 8 : width;
        } else if (character.klass != CharClass::drop || character.complex) {
            begin_content(line, at, blank, columns);
            columns += width;
            wide += width == 2 ? 1U : 0U;
            line.content.end = at + point.size;
            last = point.value;
        }
        at += point.size;
    }
    line.columns = columns;
    line.ends_sentence = is_line_stop(last);
    line.is_wide = wide * 4 > columns;
    return line;
}

// The size of the line end at `at`, or 0.
std::size_t line_end_size(std::string_view utf8, std::size_t at) noexcept {
    switch (utf8[at]) {
        case '\n':
        case '\f':
        case '\v':
            return 1;
        case '\r':
            return at + 1 < utf8.size() && utf8[at + 1] == '\n' ? 2 : 1;
        case '\xE2':
            return utf8.substr(at, 3) == "\u2028" || utf8.substr(at, 3) == "\u2029" ? 3 : 0;
        default:
            return 0;
    }
}

}  // namespace

std::vector<Line> split_lines(std::string_view utf8) {
    std::vector<Line> lines;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < utf8.size();) {
        const auto byte = static_cast<unsigned char>(utf8[at]);
        if (byte > '\r' && byte != 0xE2) {
            ++at;
            continue;
        }
        const std::size_t size = line_end_size(utf8, at);
        if (size == 0) {
            ++at;
            continue;
        }
        lines.push_back(measure(utf8, begin, at));
        at += size;
        begin = at;
    }
    if (begin < utf8.size()) {
        lines.push_back(measure(utf8, begin, utf8.size()));
    }
    return lines;
}

std::u32string outline_form(std::string_view paragraph, std::size_t limit) {
    thread_local std::u32string room;
    const std::size_t most = std::min(limit, paragraph.size());
    room.resize(std::max(room.size(), most));
    char32_t* next = room.data();
    const char32_t* const last = next + most;
    const CharacterTable character_of;
    for (std::size_t at = 0; at < paragraph.size() && next < last;) {
        const CodePoint point = code_point_at(paragraph, at);
        at += point.size;
        const Character folded = character_of(point.value);
        const CharClass klass = folded.klass;
        if (klass == CharClass::space || klass == CharClass::drop) {
            continue;
        }
        if (klass == CharClass::han) {  // words are looked for as Simplified text spells them
            *next++ = folded.folded;
            continue;
        }
        const bool is_full_width = point.value >= 0xFF01 && point.value <= 0xFF5E;
        *next++ = is_full_width ? point.value - 0xFEE0 : point.value;
    }
    return {room.data(), next};
}

}  // namespace leitong::text
