#include "leitong/text/layout.hpp"

#include <algorithm>

#include "lines.hpp"
#include "utf8.hpp"
#include "works.hpp"

namespace leitong::text {

namespace {

// Lines of a hard-wrapped text end near one column; those of a text with a paragraph a line do not.
constexpr std::uint32_t k_widest_wrap_columns = 120;
constexpr std::uint32_t k_narrowest_wrap_columns = 30;
constexpr double k_wrapped_share = 0.5;  // of the lines that another line follows in their block

constexpr double k_stopped_share = 0.5;  // so many of them ending a sentence: a paragraph a line

// Whether lines that another follows without a blank line between are mostly as long as lines get,
// and break off inside sentences: then they were broken to fit a column. A list or a poem has lines
// of all lengths; a text with a paragraph a line has long ones, or ones that end sentences.
bool is_hard_wrapped(const std::vector<Line>& lines) {
    std::vector<std::uint32_t> followed;
    std::size_t stopped = 0;
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
        if (!lines[i].is_empty() && !lines[i + 1].is_empty()) {
            followed.push_back(lines[i].columns + lines[i].indent);
            stopped += lines[i].ends_sentence ? 1U : 0U;
        }
    }
    const auto count = static_cast<double>(followed.size());
    if (followed.size() < 2 || static_cast<double>(stopped) >= k_stopped_share * count) {
        return false;
    }
    std::ranges::sort(followed);
    const std::uint32_t wrap = followed[followed.size() * 95 / 100];
    if (wrap > k_widest_wrap_columns || wrap < k_narrowest_wrap_columns) {
        return false;
    }
    const auto full = std::ranges::count_if(
        followed, [&](std::uint32_t columns) { return columns * 4 >= wrap * 3; });
    return static_cast<double>(full) >= k_wrapped_share * count;
}

// Without blank lines a block ends where a line is indented in the Chinese manner (two wide spaces)
// or where a line falls well short of the wrap column and ends a sentence.
bool begins_block(const std::vector<Line>& lines, std::size_t at, std::uint32_t wrap) {
    if (at == 0 || lines[at - 1].is_empty()) {
        return true;
    }
    const Line& line = lines[at];
    const Line& before = lines[at - 1];
    if (!line.is_wide && !before.is_wide) {
        return false;
    }
    return line.indent >= before.indent + 2 || before.columns + before.indent + 8 < wrap;
}

std::uint32_t wrap_column(const std::vector<Line>& lines) {
    std::vector<std::uint32_t> columns;
    for (const Line& line : lines) {
        if (!line.is_empty()) {
            columns.push_back(line.columns + line.indent);
        }
    }
    if (columns.empty()) {
        return 0;
    }
    std::ranges::sort(columns);
    return columns[columns.size() * 95 / 100];
}

std::vector<Paragraph> paragraphs_of(const std::vector<Line>& lines, ParagraphMode mode) {
    std::vector<Paragraph> paragraphs;
    const std::uint32_t wrap = mode == ParagraphMode::block ? wrap_column(lines) : 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].is_empty()) {
            continue;
        }
        const bool is_new =
            mode == ParagraphMode::line || paragraphs.empty() || begins_block(lines, i, wrap);
        if (is_new) {
            paragraphs.push_back({lines[i].content, 0, Role::body});
        } else {
            paragraphs.back().range.end = lines[i].content.end;
        }
    }
    return paragraphs;
}

bool is_closing(char32_t c) noexcept {
    return c == U'”' || c == U'’' || c == U'」' || c == U'』' || c == U'）' || c == U')' ||
           c == U'"' || c == U'\'' || c == U'》';
}

bool is_full_stop(char32_t c) noexcept {
    return c == U'。' || c == U'！' || c == U'？' || c == U'；' || c == U'…' || c == U'｡';
}

bool is_narrow_stop(char32_t c) noexcept {
    return c == U'.' || c == U'!' || c == U'?';
}

}  // namespace

Layout lay_out(std::string_view utf8, ParagraphMode mode) {
    const std::vector<Line> lines = split_lines(utf8);
    Layout layout;
    layout.mode = mode != ParagraphMode::automatic ? mode
                  : is_hard_wrapped(lines)         ? ParagraphMode::block
                                                   : ParagraphMode::line;
    layout.paragraphs = paragraphs_of(lines, layout.mode);
    find_works(utf8, layout);
    return layout;
}

std::vector<ByteRange> sentences(std::string_view paragraph) {
    std::vector<ByteRange> found;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < paragraph.size();) {
        const CodePoint point = code_point_at(paragraph, at);
        at += point.size;
        if (!is_full_stop(point.value) && !is_narrow_stop(point.value)) {
            continue;
        }
        const bool is_narrow = is_narrow_stop(point.value);
        while (at < paragraph.size()) {
            const CodePoint next = code_point_at(paragraph, at);
            if (!is_closing(next.value) && !is_full_stop(next.value)) {
                break;
            }
            at += next.size;
        }
        const bool ends = !is_narrow || at == paragraph.size() || paragraph[at] == ' ' ||
                          paragraph[at] == '\n' || paragraph[at] == '\r' || paragraph[at] == '\t';
        if (ends) {
            found.push_back({begin, at});
            begin = at;
        }
    }
    if (begin < paragraph.size()) {
        found.push_back({begin, paragraph.size()});
    }
    return found;
}

}  // namespace leitong::text
