#include "works.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <span>

#include "line_kinds.hpp"
#include "lines.hpp"
#include "numbering.hpp"
#include "utf8.hpp"

namespace leitong::text {

namespace {

constexpr std::size_t k_most_front_matter = 12;  // paragraphs

bool is_stop(char32_t c) noexcept {
    return c == U'。' || c == U'！' || c == U'？' || c == U'；' || c == U'…' || c == U'.' ||
           c == U'!' || c == U'?' || c == U';' || c == U'，' || c == U',' || c == U'、';
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
                           [](const Form& form) { return is_short(form); });
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
