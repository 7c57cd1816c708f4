#include "lines.hpp"

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

// Most of a Chinese text: what is asked of them here needs no look into a table.
bool is_unified_han(char32_t c) noexcept {
    return c >= 0x4E00 && c <= 0x9FA5;
}
constexpr Character k_han_character{0, CharClass::han, false, false};

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
        const CodePoint point = code_point_at(utf8, at);
        const Character character =
            is_unified_han(point.value) ? k_han_character : character_of(point.value);
        const std::uint32_t width = is_wide_point(point.value) ? 2 : 1;
        if (character.klass == CharClass::space) {
            blank += point.value == '\t' ? 8 : width;
        } else if (character.klass != CharClass::drop || character.complex) {
            if (line.content.empty()) {
                line.content.begin = at;
                line.indent = blank;
            } else {
                columns += blank;
            }
            blank = 0;
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
    std::u32string form;
    const CharacterTable character_of;
    for (std::size_t at = 0; at < paragraph.size() && form.size() < limit;) {
        const CodePoint point = code_point_at(paragraph, at);
        at += point.size;
        const Character folded = character_of(point.value);
        const CharClass klass = folded.klass;
        if (klass == CharClass::space || klass == CharClass::drop) {
            continue;
        }
        if (klass == CharClass::han) {  // words are looked for as Simplified text spells them
            form += folded.folded;
            continue;
        }
        const bool is_full_width = point.value >= 0xFF01 && point.value <= 0xFF5E;
        form += is_full_width ? point.value - 0xFEE0 : point.value;
    }
    return form;
}

}  // namespace leitong::text
