#include "works.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <span>

#include "lines.hpp"
#include "utf8.hpp"

namespace leitong::text {

namespace {

constexpr std::size_t k_longest_title = 60;  // code points
constexpr std::size_t k_longest_salutation = 40;
constexpr std::size_t k_most_front_matter = 12;     // paragraphs
constexpr std::size_t k_longest_front_matter = 60;  // code points
constexpr std::size_t k_shortest_stem = 4;          // of a title repeated with ordinals

bool is_stop(char32_t c) noexcept {
    return c == U'。' || c == U'！' || c == U'？' || c == U'；' || c == U'…' || c == U'.' ||
           c == U'!' || c == U'?' || c == U';' || c == U'，' || c == U',' || c == U'、';
}

// --- ordinals: 3, 三, 十二

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
struct Numbered {
    std::u32string stem;
    unsigned ordinal = 0;
};

std::u32string stem_of(std::u32string_view before, std::u32string_view after) {
    return std::u32string(before) + U"#" + std::u32string(after);
}

// …篇3  …讲话（三）  …之三  …范文三  …3
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

bool is_title_like(const Form& form) {
    return form.length > 0 && form.length <= k_longest_title && !form.ends_sentence;
}

// --- compilations

struct Start {
    std::size_t paragraph = 0;  // index
    unsigned ordinal = 0;
};

// The longest series 1, 2, 3 … among titles of one stem. One that counts outline headings (一、…)
// has no such stem; a table of contents, whose entries follow one another at once, is no series.
std::vector<Start> series_in(const std::vector<Start>& candidates) {
    std::vector<Start> best;
    std::vector<Start> current;
    const auto keep = [&] {
        if (current.size() > best.size()) {
            best = current;
        }
    };
    for (const Start& start : candidates) {
        if (!current.empty() && start.ordinal == current.back().ordinal + 1) {
            current.push_back(start);
        } else if (start.ordinal == 1) {
            keep();
            current = {start};
        }
    }
    keep();
    std::size_t with_text = 0;
    for (std::size_t i = 0; i < best.size(); ++i) {
        if (i + 1 == best.size() || best[i + 1].paragraph > best[i].paragraph + 1) {
            ++with_text;
        }
    }
    const bool is_contents = with_text * 2 < best.size();
    return best.size() >= 2 && !is_contents ? best : std::vector<Start>{};
}

std::vector<Start> compilation_starts(std::span<const Form> forms) {
    std::map<std::u32string, std::vector<Start>> by_stem;
    for (std::size_t i = 0; i < forms.size(); ++i) {
        if (!is_title_like(forms[i])) {
            continue;
        }
        auto numbered = numbered_at_start(forms[i].text);
        if (!numbered) {
            numbered = numbered_at_end(forms[i].text);
        }
        if (numbered) {
            by_stem[numbered->stem].push_back({i, numbered->ordinal});
        }
    }
    std::vector<Start> best;
    for (const auto& [stem, candidates] : by_stem) {
        std::vector<Start> found = series_in(candidates);
        const bool is_better =
            found.size() > best.size() || (found.size() == best.size() && !found.empty() &&
                                           found.front().paragraph < best.front().paragraph);
        if (is_better) {
            best = std::move(found);
        }
    }
    return best;
}

// --- what follows a text on a page

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

// 一、… （二）… 第三章 …, short and no sentence.
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

// A place of issue, a subtitle: what stands between a title and the text.
bool is_front_matter(const Form& form) {
    return form.length <= k_longest_front_matter && !form.ends_sentence;
}

// A date or a promulgation note, which may be long: 1999年4月3日 …会议通过并经…批准…修正.
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

std::string one_line(std::string_view text) {
    std::string line;
    bool gap = false;
    for (const char c : text) {
        if (c == '\n' || c == '\r' || c == '\t' || c == ' ') {
            gap = !line.empty();
            continue;
        }
        if (gap) {
            line += ' ';
            gap = false;
        }
        line += c;
    }
    return line;
}

class RoleFinder {
public:
    RoleFinder(std::string_view utf8, const std::vector<Form>& forms, Layout& layout)
        : m_utf8(utf8), m_forms(forms), m_layout(layout) {}

    // Roles of the paragraphs [first, last) of a work, and its title.
    void work(std::size_t first, std::size_t last, bool is_titled, Work& out) {
        const std::size_t body = body_start(first, last, is_titled);
        bool has_title = false;
        for (std::size_t i = first; i < last; ++i) {
            const Form& form = m_forms[i];
            Role role = Role::body;
            if (is_salutation(form)) {
                role = Role::salutation;
            } else if (i < body) {
                role = has_title ? Role::front_matter : Role::title;
                has_title = true;
            } else if (is_heading(form)) {
                role = Role::heading;
            }
            m_layout.paragraphs[i].role = role;
            if (role == Role::title) {
                const ByteRange range = m_layout.paragraphs[i].range;
                out.title = one_line(m_utf8.substr(range.begin, range.size()));
            }
        }
        pick_title_among_front_matter(first, body, out);
    }

private:
    // Where the text begins: after the leading lines that end no sentence and are short or dated,
    // if a text follows.
    [[nodiscard]] std::size_t body_start(std::size_t first, std::size_t last,
                                         bool is_titled) const {
        std::size_t at = first + (is_titled ? 1U : 0U);
        std::size_t limit = std::min(last, first + k_most_front_matter);
        while (at < limit && !is_salutation(m_forms[at]) && !is_heading(m_forms[at]) &&
               (is_front_matter(m_forms[at]) || is_dated_note(m_forms[at]))) {
            // A law that was amended often has a note for each time.
            if (is_dated_note(m_forms[at]) && limit < first + 2 * k_most_front_matter) {
                limit = std::min(last, limit + 1);
            }
            ++at;
        }
        // Notices of a site end sentences too; a salutation soon after shows where the text begins.
        for (std::size_t i = at; i < limit; ++i) {
            if (is_salutation(m_forms[i]) && !is_titled && all_short(first, i)) {
                return i;
            }
        }
        if (at == last || at == limit) {
            return is_titled ? first + 1 : first;  // nothing but short lines: a list, not a heading
        }
        return at;
    }

    [[nodiscard]] bool all_short(std::size_t first, std::size_t last) const {
        return std::all_of(m_forms.begin() + static_cast<std::ptrdiff_t>(first),
                           m_forms.begin() + static_cast<std::ptrdiff_t>(last),
                           [](const Form& form) { return form.length <= k_longest_front_matter; });
    }

    // Among several lines before the text, the one that names a kind of text is the title.
    void pick_title_among_front_matter(std::size_t first, std::size_t body, Work& out) {
        constexpr std::array<std::u32string_view, 14> k_kinds = {
            U"讲话", U"条例", U"办法", U"规定", U"报告", U"通知", U"发言",
            U"方案", U"意见", U"决定", U"总结", U"致辞", U"细则", U"法"};
        for (std::size_t i = first; i < body; ++i) {
            const std::u32string_view text = m_forms[i].text;
            const bool names_kind = std::ranges::any_of(k_kinds, [&](std::u32string_view kind) {
                return text.size() > kind.size() + 3 &&
                       text.substr(text.size() - kind.size()) == kind;
            });
            if (!names_kind || m_layout.paragraphs[i].role == Role::salutation) {
                continue;
            }
            for (std::size_t other = first; other < body; ++other) {
                if (m_layout.paragraphs[other].role == Role::title) {
                    m_layout.paragraphs[other].role = Role::front_matter;
                }
            }
            m_layout.paragraphs[i].role = Role::title;
            const ByteRange range = m_layout.paragraphs[i].range;
            out.title = one_line(m_utf8.substr(range.begin, range.size()));
            return;
        }
    }

    std::string_view m_utf8;
    const std::vector<Form>& m_forms;
    Layout& m_layout;
};

}  // namespace

Form form_of(std::string_view paragraph) {
    Form form;
    form.text = outline_form(paragraph, k_form_limit);
    form.length = static_cast<std::uint32_t>(form.text.size());
    std::u32string_view tail = form.text;
    if (form.text.size() == k_form_limit) {  // long: look at its true end
        const std::size_t from = paragraph.size() > 64 ? paragraph.size() - 64 : 0;
        const std::u32string end = outline_form(paragraph.substr(from), k_form_limit);
        form.ends_sentence = !end.empty() && is_stop(end.back());
        form.ends_colon = !end.empty() && (end.back() == U':' || end.back() == U'：');
        return form;
    }
    while (!tail.empty() && (tail.back() == U'”' || tail.back() == U'"' || tail.back() == U'’')) {
        tail.remove_suffix(1);
    }
    form.ends_sentence = !tail.empty() && is_stop(tail.back());
    form.ends_colon = !tail.empty() && (tail.back() == U':' || tail.back() == U'：');
    return form;
}

void find_works(std::string_view utf8, Layout& layout) {
    std::vector<Paragraph>& paragraphs = layout.paragraphs;
    if (paragraphs.empty()) {
        return;
    }
    std::vector<Form> forms;
    forms.reserve(paragraphs.size());
    for (const Paragraph& paragraph : paragraphs) {
        forms.push_back(form_of(utf8.substr(paragraph.range.begin, paragraph.range.size())));
    }
    std::size_t last = paragraphs.size();
    while (last > 1 && is_footer(forms[last - 1])) {
        paragraphs[--last].role = Role::back_matter;
    }
    // Of a series of footers (标签:… 1, 标签:… 2) none begins a work: it would have no paragraph.
    const std::vector<Start> starts = compilation_starts(std::span(forms).first(last));
    RoleFinder roles(utf8, forms, layout);
    if (starts.empty()) {
        Work work{{}, 1, static_cast<std::uint32_t>(paragraphs.size())};
        for (Paragraph& paragraph : paragraphs) {
            paragraph.work = 1;
        }
        roles.work(0, last, false, work);
        layout.works.push_back(std::move(work));
        return;
    }
    for (std::size_t i = 0; i < starts.front().paragraph; ++i) {
        paragraphs[i].role = i == 0 ? Role::title : Role::front_matter;
    }
    for (std::size_t s = 0; s < starts.size(); ++s) {
        const std::size_t first = starts[s].paragraph;
        const std::size_t end = s + 1 < starts.size() ? starts[s + 1].paragraph : last;
        Work work{{}, static_cast<std::uint32_t>(first + 1), static_cast<std::uint32_t>(end)};
        for (std::size_t i = first; i < end; ++i) {
            paragraphs[i].work = static_cast<std::uint32_t>(s + 1);
        }
        roles.work(first, end, true, work);
        layout.works.push_back(std::move(work));
    }
}

}  // namespace leitong::text
