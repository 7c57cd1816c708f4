#include "check_draft.hpp"

#include "leitong/text/decode.hpp"
#include "leitong/text/fold.hpp"
#include "leitong/text/quotations.hpp"

#include <algorithm>
#include <utility>

namespace leitong::engine {

Result<CheckDraft> CheckDraft::read(const std::string& name, std::string_view bytes,
                                    const std::optional<std::string>& encoding) {
    CheckDraft draft;
    draft.m_name = name;
    LEITONG_TRY_ASSIGN(text::Decoded decoded, text::decode(bytes, encoding));
    draft.m_utf8 = std::move(decoded.utf8);
    draft.m_layout = text::lay_out(draft.m_utf8, ParagraphMode::automatic);
    const auto& paragraphs = draft.m_layout.paragraphs;
    const bool is_structure_only = std::ranges::all_of(
        paragraphs, [](const text::Paragraph& paragraph) { return is_structure(paragraph.role); });
    text::Folded folded;
    for (std::uint32_t i = 0; i < paragraphs.size(); ++i) {
        if (is_structure(paragraphs[i].role) && !is_structure_only) {
            continue;
        }
        text::fold(draft.paragraph(i + 1), folded);
        draft.m_text.add(folded, paragraphs[i].range.begin);
        draft.m_counted.push_back(i + 1);
    }
    draft.m_text.finish();
    if (draft.m_text.size() == 0) {
        return fail(Errc::empty, Msg::input_empty);
    }
    draft.m_marks.assign(draft.m_text.size(), 0);
    for (std::size_t n = 0; n < draft.m_counted.size(); ++n) {
        for (const ByteRange& quotation : text::quotations(draft.paragraph(draft.m_counted[n]))) {
            draft.mark_bytes(n, quotation, k_is_quoted);
        }
    }
    return draft;
}

std::string_view CheckDraft::paragraph(std::uint32_t number) const noexcept {
    const ByteRange range = m_layout.paragraphs[number - 1].range;
    return std::string_view(m_utf8).substr(range.begin, range.size());
}

void CheckDraft::mark(match::Span span, std::uint8_t what) {
    for (std::uint32_t at = span.begin; at < span.end; ++at) {
        m_marks[at] = static_cast<std::uint8_t>(m_marks[at] | what);
    }
}

void CheckDraft::mark_bytes(std::size_t n, ByteRange in_paragraph, std::uint8_t what) {
    const std::uint64_t from = m_layout.paragraphs[m_counted[n] - 1].range.begin;
    const match::Span span = m_text.paragraph(n);
    const auto first_at = [&](std::uint64_t byte) {
        std::uint32_t low = span.begin;
        std::uint32_t high = span.end;
        while (low < high) {
            const std::uint32_t middle = low + (high - low) / 2;
            if (m_text.bytes({middle, middle + 1}).begin < byte) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    };
    mark({first_at(from + in_paragraph.begin), first_at(from + in_paragraph.end)}, what);
}

template <typename Sink>
void CheckDraft::for_stretches(match::Span span, std::uint8_t with, std::uint8_t without,
                               const Sink& sink) const {
    const auto is_wanted = [&](std::uint32_t at) {
        return (m_marks[at] & with) == with && (m_marks[at] & without) == 0;
    };
    for (std::uint32_t at = span.begin; at < span.end;) {
        const std::uint32_t begin = at;
        while (at < span.end && is_wanted(at)) {
            ++at;
        }
        if (at > begin) {
            sink(match::Span{begin, at});
        } else {
            ++at;
        }
    }
}

std::uint64_t CheckDraft::letters(match::Span span, std::uint8_t with, std::uint8_t without) const {
    std::uint64_t sum = 0;
    for_stretches(span, with, without,
                  [&](match::Span stretch) { sum += m_text.letters(stretch); });
    return sum;
}

std::vector<ByteRange> CheckDraft::ranges(match::Span span, std::uint8_t with,
                                          std::uint8_t without) const {
    std::vector<ByteRange> ranges;
    for_stretches(span, with, without,
                  [&](match::Span stretch) { ranges.push_back(m_text.bytes(stretch)); });
    return ranges;
}

CheckLetters CheckDraft::letters_of(match::Span span) const {
    CheckLetters found;
    found.all = m_text.letters(span);
    found.reused = letters(span, k_is_reused, k_is_base);
    found.without_stock = letters(span, k_is_reused, k_is_base | k_is_stock);
    found.without_quotations = letters(span, k_is_reused, k_is_base | k_is_quoted);
    found.base = letters(span, k_is_base, 0);
    return found;
}

}  // namespace leitong::engine
