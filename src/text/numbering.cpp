#include "numbering.hpp"

#include <algorithm>
#include <array>

namespace leitong::text {

namespace {

constexpr std::size_t k_shortest_stem = 4;  // of a title repeated with ordinals

std::optional<unsigned> ordinal_value(std::u32string_view digits) {
    constexpr std::u32string_view k_numerals = U"〇一二三四五六七八九";
    if (digits.empty() || digits.size() > 3) {
        return std::nullopt;
    }
    if (std::ranges::all_of(digits, [](char32_t c) { return c >= U'0' && c <= U'9'; })) {
        unsigned value = 0;
        for (const char32_t c : digits) {
            value = value * 10 + static_cast<unsigned>(c - U'0');
        }
        return value;
    }
    unsigned value = 0;
    unsigned last = 0;
    bool has_digit = false;
    for (const char32_t c : digits) {
        if (c == U'十') {
            value += (has_digit ? last : 1) * 10;
            last = 0;
            has_digit = false;
            continue;
        }
        const std::size_t at = k_numerals.find(c);
        if (at == std::u32string_view::npos) {
            return std::nullopt;
        }
        last = static_cast<unsigned>(at);
        has_digit = true;
    }
    return value + last;
}

bool is_ordinal_sign(char32_t c) noexcept {
    return (c >= U'0' && c <= U'9') ||
           std::u32string_view(U"一二三四五六七八九十").find(c) != std::u32string_view::npos;
}

// A title that numbers a work: what it says without its ordinal, and the ordinal. The stem holds
// the form too (“…讲话篇#”), so that only titles of one form make a series.
std::u32string stem_of(std::u32string_view before, std::u32string_view after) {
    return std::u32string(before) + U"#" + std::u32string(after);
}

// …篇3  …讲话（三）  …之三  …范文三  …3

}  // namespace

std::optional<Numbered> numbered_at_end(std::u32string_view form) {
    std::size_t end = form.size();
    std::u32string_view closing;
    if (end > 0 && (form[end - 1] == U')' || form[end - 1] == U'】' || form[end - 1] == U'》' ||
                    form[end - 1] == U':' || form[end - 1] == U'：' || form[end - 1] == U'篇')) {
        --end;
        closing = form.substr(end);
    }
    std::size_t begin = end;
    while (begin > 0 && is_ordinal_sign(form[begin - 1]) && end - begin < 3) {
        --begin;
    }
    const auto value = ordinal_value(form.substr(begin, end - begin));
    if (!value || begin == 0) {
        return std::nullopt;
    }
    const std::u32string_view before = form.substr(0, begin);
    const char32_t sign = before.back();
    const bool is_marked = sign == U'篇' || sign == U'(' || sign == U'之' || sign == U'文';
    if (closing == U"篇") {  // 第三篇 is numbered; 讲话9篇 counts
        return std::nullopt;
    }
    // A bare digit ends many lines; only a title of some length makes a series with it.
    if (!is_marked && before.size() < k_shortest_stem) {
        return std::nullopt;
    }
    return Numbered{stem_of(before, closing), *value};
}

// 第三篇 …  篇三：…  【篇三】…  范文三：…  — followed by the work's own title or by nothing.
std::optional<Numbered> numbered_at_start(std::u32string_view form) {
    constexpr std::array<std::u32string_view, 6> k_prefixes = {U"第",   U"篇",   U"范文",
                                                               U"例文", U"样本", U"材料"};
    std::size_t at = 0;
    std::u32string opening;
    if (!form.empty() &&
        (form[0] == U'【' || form[0] == U'[' || form[0] == U'(' || form[0] == U'《')) {
        opening = form.substr(0, 1);
        at = 1;
    }
    for (const std::u32string_view prefix : k_prefixes) {
        if (form.substr(at, prefix.size()) != prefix) {
            continue;
        }
        const std::size_t begin = at + prefix.size();
        std::size_t end = begin;
        while (end < form.size() && is_ordinal_sign(form[end]) && end - begin < 3) {
            ++end;
        }
        const auto value = ordinal_value(form.substr(begin, end - begin));
        if (!value) {
            continue;
        }
        const char32_t next = end < form.size() ? form[end] : 0;
        if (prefix == U"第") {
            if (next != U'篇') {
                continue;
            }
        } else if (next != 0 && next != U':' && next != U'：' && next != U'】' && next != U']' &&
                   next != U')' && next != U'、' && next != U'》') {
            continue;
        }
        return Numbered{opening + stem_of(prefix, prefix == U"第" ? U"篇" : U""), *value};
    }
    return std::nullopt;
}

}  // namespace leitong::text
