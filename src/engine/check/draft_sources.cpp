#include "draft_sources.hpp"

#include "leitong/text/fold.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/finding/cover.hpp"

namespace leitong::engine {

namespace {

constexpr std::size_t k_sources_of_each = 4;  // works aligned for the sake of one paragraph

}  // namespace

Result<std::vector<SourceWork>> DraftSources::find(const std::vector<match::PassageText>& bases) {
    for (const match::PassageText& base : bases) {
        for (const match::Passage& passage : match::find_passages(m_draft.text(), base)) {
            for_reused(m_draft.text(), passage, [&](match::Span in_draft, match::Span) {
                m_draft.mark(in_draft, k_is_base);
            });
        }
    }
    LEITONG_TRY_ASSIGN(
        const std::vector<WorkPlace> places,
        source_works(m_impl.library, m_draft, std::max(k_sources_of_each, m_most_sources)));
    for (const WorkPlace& place : places) {
        LEITONG_TRY_ASSIGN(const auto text, read_work(m_impl.store, place));
        align(place, *text);
    }
    LEITONG_TRY(find_whole_paragraphs());
    return std::move(m_sources);
}

void DraftSources::align(const WorkPlace& place, const WorkText& work) {
    const auto passages = match::find_passages(m_draft.text(), work.text);
    if (passages.empty()) {
        return;
    }
    SourceWork source{place, 0, {}};
    std::vector<match::Span> reused;
    for (const match::Passage& passage : passages) {
        for_reused(m_draft.text(), passage, [&](match::Span in_draft, match::Span) {
            m_draft.mark(in_draft, k_is_reused);
            reused.push_back(in_draft);
        });
        for (const match::Stretch& stretch : match::without_chance(passage.stretches)) {
            add_runs(source, work, stretch);
        }
    }
    for (const match::Span& span : match::union_of(std::move(reused))) {
        source.letters += m_draft.letters(span, 0, k_is_base);
        add_letters(source, span);
    }
    m_sources.push_back(std::move(source));
}

// Letters of a span, to the paragraphs that it lies in.
void DraftSources::add_letters(SourceWork& source, match::Span span) const {
    const match::PassageText& text = m_draft.text();
    for (std::size_t n = text.paragraph_at(span.begin); span.begin < span.end; ++n) {
        const std::uint32_t end = std::min(span.end, text.paragraph(n).end);
        if (end > span.begin) {
            source.by_paragraph[n].letters += text.letters({span.begin, end});
            span.begin = end;
        }
    }
}

// Runs of a stretch, cut where a paragraph ends on either side.
void DraftSources::add_runs(SourceWork& source, const WorkText& work,
                            match::Stretch stretch) const {
    const match::PassageText& text = m_draft.text();
    while (stretch.length > 0) {
        const std::size_t n = text.paragraph_at(stretch.a);
        const std::size_t other = work.text.paragraph_at(stretch.b);
        const std::uint32_t length = std::min({stretch.length, text.paragraph(n).end - stretch.a,
                                               work.text.paragraph(other).end - stretch.b});
        Share& share = source.by_paragraph[n];
        const Run run{text.bytes({stretch.a, stretch.a + length}),
                      work.text.bytes({stretch.b, stretch.b + length})};
        share.runs.push_back(run);
        share.paragraphs[work.paragraphs[other]] += run.b.size();
        add_slots(share, work, {stretch.a, stretch.b, length});
        stretch = {stretch.a + length, stretch.b + length, stretch.length - length};
    }
}

void DraftSources::add_slots(Share& share, const WorkText& work, match::Stretch stretch) const {
    const match::PassageText& text = m_draft.text();
    for (std::uint32_t i = 0; i < stretch.length && share.slots.size() < k_most_slots; ++i) {
        const std::uint32_t a = stretch.a + i;
        const std::uint32_t b = stretch.b + i;
        if (text.is_slot(a) && work.text.is_slot(b)) {
            share.slots.push_back({text.bytes({a, a + 1}), work.text.bytes({b, b + 1}),
                                   text.is_same_slot(a, work.text, b)});
        }
    }
}

// Paragraphs that are too short to make a passage, and stand somewhere word for word.
Result<void> DraftSources::find_whole_paragraphs() {
    match::Prepared prepared;
    for (std::size_t n = 0; n < m_draft.counted().size(); ++n) {
        const match::Span span = m_draft.text().paragraph(n);
        if (span.size() == 0 || m_draft.letters(span, k_is_reused, 0) > 0) {
            continue;
        }
        match::prepare(m_draft.paragraph(m_draft.counted()[n]), prepared);
        if (!match::is_too_short(prepared)) {
            LEITONG_TRY(find_whole_paragraph(n, prepared));
        }
    }
    return {};
}

Result<void> DraftSources::find_whole_paragraph(std::size_t n, const match::Prepared& prepared) {
    constexpr std::uint64_t k_key = store::k_posting_key_limit - 1;
    const std::uint64_t key = text::typed_hash(prepared.folded).high & k_key;
    std::vector<std::uint64_t> values;
    LEITONG_TRY(m_impl.store.postings().find(store::PostingKind::typed_hash, key, key, values));
    std::vector<Occurrence> found;
    for (const std::uint64_t value : values) {
        LEITONG_TRY_ASSIGN(const auto signature, m_impl.library.signature(TypedId{value}));
        if (!signature || signature->typed_hash != text::typed_hash(prepared.folded)) {
            continue;
        }
        LEITONG_TRY_ASSIGN(auto occurrences, m_impl.library.occurrences(TypedId{value}));
        std::ranges::copy_if(occurrences, std::back_inserter(found), [](const Occurrence& at) {
            return at.stored().work != 0 && !is_structure(at.stored().role);
        });
        break;
    }
    if (found.empty()) {
        return {};
    }
    const match::Span span = m_draft.text().paragraph(n);
    m_draft.mark(span, k_is_reused);
    found.resize(std::min(found.size(), m_most_sources));
    for (const Occurrence& occurrence : found) {
        Share share;
        share.letters = m_draft.text().letters(span);
        share.runs.push_back({m_draft.text().bytes(span), occurrence.stored().range});
        share.paragraphs[occurrence.paragraph] = share.letters;
        SourceWork& source = work_of(occurrence);
        source.letters += m_draft.letters(span, 0, k_is_base);
        source.by_paragraph.emplace(n, std::move(share));
    }
    return {};
}

SourceWork& DraftSources::work_of(const Occurrence& occurrence) {
    const std::uint32_t work = occurrence.stored().work;
    const auto known = std::ranges::find_if(m_sources, [&](const SourceWork& source) {
        return source.place.document->id == occurrence.document->id && source.place.work == work;
    });
    if (known != m_sources.end()) {
        return *known;
    }
    m_sources.push_back({{occurrence.document, work, 0}, 0, {}});
    return m_sources.back();
}

}  // namespace leitong::engine
