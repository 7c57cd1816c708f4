#include "line_kinds.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace leitong::text {

namespace {

constexpr std::size_t k_longest_title = 60;  // code points
constexpr std::size_t k_longest_salutation = 40;
constexpr std::size_t k_longest_front_matter = 60;  // code points

}  // namespace

bool is_title_like(const Form& form) {
    return form.length > 0 && form.length <= k_longest_title && !form.ends_sentence;
}

bool is_footer(const Form& form) {
    constexpr std::array<std::u32string_view, 23> k_beginnings = {
        U"本文由",   U"本文来自", U"本文转自", U"转载请",   U"未经授权", U"推荐访问",
        U"推荐阅读", U"相关推荐", U"相关阅读", U"相关文章", U"相关热词", U"延伸阅读",
        U"下一篇",   U"上一篇",   U"本文来源", U"文章来源", U"来源:",    U"责任编辑",
        U"版权声明", U"免责声明", U"关键词",   U"标签:",    U"热门推荐"};
    std::u32string_view text = form.text;
    while (!text.empty() && (text[0] == U'【' || text[0] == U'(' || text[0] == U'[' ||
                             text[0] == U'-' || text[0] == U'—')) {
        text.remove_prefix(1);
    }
    return std::ranges::any_of(k_beginnings, [&](std::u32string_view beginning) {
        return text.substr(0, beginning.size()) == beginning;
    });
}

bool is_salutation(const Form& form) {
    constexpr std::array<std::u32string_view, 11> k_beginnings = {
        U"同志们", U"各位",   U"尊敬的", U"女士",   U"先生们", U"朋友们",
        U"老师们", U"同学们", U"亲爱的", U"敬爱的", U"全体"};
    constexpr std::array<std::u32string_view, 3> k_english = {U"Dear", U"Ladies", U"To:"};
    if (form.length > k_longest_salutation || form.text.empty()) {
        return false;
    }
    const char32_t last = form.text.back();
    const bool ends_open =
        form.ends_colon || last == U'!' || last == U'！' || last == U',' || last == U'，';
    if (!ends_open) {
        return false;
    }
    const auto begins = [&](std::u32string_view beginning) {
        return std::u32string_view(form.text).substr(0, beginning.size()) == beginning;
    };
    const bool stops_before_end =
        std::ranges::any_of(form.text.substr(0, form.text.size() - 1),
                            [](char32_t c) { return c == U'。' || c == U'；' || c == U';'; });
    return !stops_before_end &&
           (std::ranges::any_of(k_beginnings, begins) || std::ranges::any_of(k_english, begins));
}

bool is_heading(const Form& form) {
    constexpr std::u32string_view k_numerals = U"一二三四五六七八九十";
    if (form.length == 0 || form.length > k_longest_title) {
        return false;
    }
    const std::u32string_view text = form.text;
    std::size_t at = 0;
    while (at < text.size() && (text[at] == U'(' || text[at] == U'第' || text[at] == U'§')) {
        ++at;
    }
    const std::size_t begin = at;
    while (at < text.size() && k_numerals.find(text[at]) != std::u32string_view::npos) {
        ++at;
    }
    if (at == begin || at == text.size()) {
        return false;
    }
    const bool is_chapter = text[at] == U'章' || text[at] == U'节' || text[at] == U'编';
    const bool is_marked = text[at] == U'、' || text[at] == U')' || is_chapter;
    return is_marked && (!form.ends_sentence || form.length <= 30);
}

bool is_short(const Form& form) {
    return form.length <= k_longest_front_matter;
}

bool is_front_matter(const Form& form) {
    return is_short(form) && !form.ends_sentence;
}

bool is_dated_note(const Form& form) {
    constexpr std::u32string_view k_digits = U"0123456789〇一二三四五六七八九";
    const std::u32string_view text = form.text;
    std::size_t at = !text.empty() && (text[0] == U'(' || text[0] == U'[') ? 1 : 0;
    const std::size_t begin = at;
    while (at < text.size() && at < begin + 4 &&
           k_digits.find(text[at]) != std::u32string_view::npos) {
        ++at;
    }
    const bool is_year = at == begin + 4 && at < text.size() && text[at] == U'年';
    return is_year && !form.ends_sentence;
}

}  // namespace leitong::text
