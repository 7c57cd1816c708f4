// Checking drafts against a store.
#include "leitong/engine/checking.hpp"
#include "leitong/match/relation.hpp"
#include "leitong/templates/stock_list.hpp"
#include "leitong/text/fold.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <tuple>
#include <utility>

#include "check_draft.hpp"
#include "check_slots.hpp"
#include "check_sources.hpp"
#include "cover.hpp"
#include "passage_search.hpp"
#include "reader_impl.hpp"
#include "stock_scan.hpp"

namespace leitong::engine {

namespace {

constexpr std::size_t k_sources_of_each = 4;  // works aligned for the sake of one paragraph
constexpr std::size_t k_most_slots = 64;      // shown of a paragraph and its source

// Bytes of two slots that face each other.
struct FacingSlots {
    ByteRange draft;
    ByteRange source;
    bool is_same = false;
};

// What a paragraph of the draft shares with a work.
struct Share {
    std::uint64_t letters = 0;
    std::vector<Run> runs;
    std::vector<FacingSlots> slots;
    std::map<std::uint32_t, std::uint64_t> paragraphs;  // of the work: bytes of runs
};

struct SourceWork {
    WorkPlace place;
    std::uint64_t letters = 0;                  // of the draft, without the base text
    std::map<std::size_t, Share> by_paragraph;  // n-th that counts
};

class Checking {
public:
    Checking(Reader::Impl& impl, CheckDraft& draft, const CheckOptions& options)
        : m_impl(impl), m_draft(draft), m_options(options), m_slots(impl) {}

    // Marks what stands in the store and in the base texts.
    Result<void> find(const std::vector<match::PassageText>& bases) {
        for (const match::PassageText& base : bases) {
            for (const match::Passage& passage : match::find_passages(m_draft.text(), base)) {
                for_reused(m_draft.text(), passage, [&](match::Span in_draft, match::Span) {
                    m_draft.mark(in_draft, k_is_base);
                });
            }
        }
        LEITONG_TRY_ASSIGN(const std::vector<WorkPlace> places,
                           source_works(m_impl.library, m_draft,
                                        std::max<std::size_t>(k_sources_of_each, m_options.top)));
        for (const WorkPlace& place : places) {
            LEITONG_TRY_ASSIGN(const auto text, read_work(m_impl.store, place));
            align(place, *text);
        }
        LEITONG_TRY(find_whole_paragraphs());
        return {};
    }

    Result<CheckedDraft> records() {
        CheckedDraft checked;
        checked.document.document = m_draft.name();
        std::size_t next = 0;  // of the paragraphs that count
        for (std::uint32_t i = 0; i < m_draft.layout().paragraphs.size(); ++i) {
            const bool counts = next < m_draft.counted().size() && m_draft.counted()[next] == i + 1;
            LEITONG_TRY_ASSIGN(CheckParagraph paragraph, record(i + 1, counts ? &next : nullptr));
            if (counts) {
                ++next;
                ++checked.document.paragraphs;
                checked.document.reused_paragraphs += paragraph.letters.reused > 0 ? 1 : 0;
            }
            checked.paragraphs.push_back(std::move(paragraph));
        }
        checked.document.letters = m_draft.letters_of(m_draft.whole());
        checked.document.largest = largest();
        return checked;
    }

private:
    // --- finding

    void align(const WorkPlace& place, const WorkText& work) {
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
    void add_letters(SourceWork& source, match::Span span) const {
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
    void add_runs(SourceWork& source, const WorkText& work, match::Stretch stretch) const {
        const match::PassageText& text = m_draft.text();
        while (stretch.length > 0) {
            const std::size_t n = text.paragraph_at(stretch.a);
            const std::size_t other = work.text.paragraph_at(stretch.b);
            const std::uint32_t length =
                std::min({stretch.length, text.paragraph(n).end - stretch.a,
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

    void add_slots(Share& share, const WorkText& work, match::Stretch stretch) const {
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
    Result<void> find_whole_paragraphs() {
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

    Result<void> find_whole_paragraph(std::size_t n, const match::Prepared& prepared) {
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
        found.resize(std::min<std::size_t>(found.size(), m_options.top));
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

    SourceWork& work_of(const Occurrence& occurrence) {
        const std::uint32_t work = occurrence.stored().work;
        const auto known = std::ranges::find_if(m_sources, [&](const SourceWork& source) {
            return source.place.document->id == occurrence.document->id &&
                   source.place.work == work;
        });
        if (known != m_sources.end()) {
            return *known;
        }
        m_sources.push_back({{occurrence.document, work, 0}, 0, {}});
        return m_sources.back();
    }

    // --- records

    Result<CheckParagraph> record(std::uint32_t number, const std::size_t* n) {
        const text::Paragraph& stands = m_draft.layout().paragraphs[number - 1];
        CheckParagraph paragraph;
        paragraph.document = m_draft.name();
        paragraph.work = stands.work;
        paragraph.paragraph = number;
        paragraph.range = stands.range;
        paragraph.role = stands.role;
        paragraph.text = m_draft.paragraph(number);
        if (n == nullptr) {
            return paragraph;
        }
        const match::Span span = m_draft.text().paragraph(*n);
        paragraph.letters = m_draft.letters_of(span);
        paragraph.reused = m_draft.ranges(span, k_is_reused, k_is_base);
        paragraph.stock = m_draft.ranges(span, k_is_stock, 0);
        paragraph.quotations = m_draft.ranges(span, k_is_quoted, 0);
        paragraph.base = m_draft.ranges(span, k_is_base, 0);
        LEITONG_TRY_ASSIGN(paragraph.sources, sources(*n, paragraph));
        return paragraph;
    }

    Result<std::vector<CheckSource>> sources(std::size_t n, const CheckParagraph& paragraph) {
        std::vector<std::pair<const SourceWork*, const Share*>> found;
        for (const SourceWork& source : m_sources) {
            const auto share = source.by_paragraph.find(n);
            if (share != source.by_paragraph.end() && share->second.letters > 0 &&
                !share->second.paragraphs.empty()) {
                found.emplace_back(&source, &share->second);
            }
        }
        // Of works that share as much of the paragraph, the one that shares most of the draft.
        std::ranges::sort(found, [](const auto& a, const auto& b) {
            if (a.second->letters != b.second->letters) {
                return a.second->letters > b.second->letters;
            }
            return a.first->letters != b.first->letters ? a.first->letters > b.first->letters
                                                        : is_before(*a.first, *b.first);
        });
        found.resize(std::min<std::size_t>(found.size(), m_options.top));
        std::vector<CheckSource> sources;
        match::Prepared prepared;
        if (!found.empty()) {
            match::prepare(paragraph.text, prepared);
        }
        for (const auto& [source, share] : found) {
            LEITONG_TRY_ASSIGN(CheckSource made, this->source(*source, *share, prepared));
            if (made.relation != Relation::excerpt) {
                LEITONG_TRY(fill_slots(made, *source, *share, paragraph, prepared));
            }
            sources.push_back(std::move(made));
        }
        return sources;
    }

    static bool is_before(const SourceWork& a, const SourceWork& b) {
        return std::tie(a.place.document->name, a.place.work) <
               std::tie(b.place.document->name, b.place.work);
    }

    Result<CheckSource> source(const SourceWork& from, const Share& share,
                               const match::Prepared& draft) {
        const auto main = std::ranges::max_element(
            share.paragraphs, {}, [](const auto& paragraph) { return paragraph.second; });
        const Occurrence occurrence{from.place.document, main->first};
        CheckSource made;
        made.ref = Reader::Impl::ref(occurrence);
        made.letters = share.letters;
        made.runs = share.runs;
        LEITONG_TRY_ASSIGN(const auto text, m_impl.library.text(occurrence.stored().text));
        const match::Comparison comparison = match::compare(draft, text->prepared);
        const match::Verdict verdict = match::relate(draft, text->prepared, comparison, {});
        const bool is_copy = verdict.relation && *verdict.relation != Relation::stock &&
                             *verdict.relation != Relation::similar;
        made.relation = is_copy ? *verdict.relation : Relation::excerpt;
        made.similarity = comparison.similarity;
        made.containment = comparison.containment_a;
        made.text = text->prepared.text;
        return made;
    }

    // Slots of the template that the source belongs to; beside them, numbers, dates and masks that
    // face each other. Only slots whose text is at hand: those of the source's paragraph that is
    // shown.
    Result<void> fill_slots(CheckSource& source, const SourceWork& from, const Share& share,
                            const CheckParagraph& paragraph, const match::Prepared& draft) {
        const Occurrence occurrence{from.place.document, source.ref.paragraph};
        LEITONG_TRY_ASSIGN(const std::vector<FilledSlot> filled,
                           m_slots.find(occurrence.stored().text, paragraph.text));
        const auto add = [&](SlotKind kind, ByteRange in_draft, ByteRange in_source, bool is_same) {
            CheckSlot made;
            made.kind = kind;
            made.draft = {paragraph.range.begin + in_draft.begin,
                          paragraph.range.begin + in_draft.end};
            made.source = {source.ref.range.begin + in_source.begin,
                           source.ref.range.begin + in_source.end};
            made.draft_text = paragraph.text.substr(in_draft.begin, in_draft.size());
            made.source_text = source.text.substr(in_source.begin, in_source.size());
            made.is_as_in_source = is_same;
            source.slots.push_back(std::move(made));
        };
        for (const FilledSlot& slot : filled) {
            add(slot.kind, slot.draft, slot.source, slot.is_same);
        }
        const ByteRange& shown = source.ref.range;
        for (const FacingSlots& slots : share.slots) {
            const std::uint64_t begin = slots.draft.begin - paragraph.range.begin;
            const ByteRange in_draft{begin, begin + slots.draft.size()};
            const bool is_told = std::ranges::any_of(filled, [&](const FilledSlot& slot) {
                return slot.draft.begin < in_draft.end && in_draft.begin < slot.draft.end;
            });
            if (is_told || slots.source.begin < shown.begin || slots.source.end > shown.end) {
                continue;
            }
            const auto slot = std::ranges::find_if(draft.folded.slots, [&](const text::Slot& at) {
                return at.range.begin <= begin && begin < at.range.end;
            });
            add(slot == draft.folded.slots.end() ? SlotKind::text : slot->kind, in_draft,
                {slots.source.begin - shown.begin, slots.source.end - shown.begin}, slots.is_same);
        }
        std::ranges::stable_sort(source.slots, {},
                                 [](const CheckSlot& slot) { return slot.draft.begin; });
        source.slots.resize(std::min(source.slots.size(), k_most_slots));
        return {};
    }

    [[nodiscard]] std::optional<CheckLargest> largest() const {
        const SourceWork* best = nullptr;
        for (const SourceWork& source : m_sources) {
            if (source.letters == 0) {
                continue;
            }
            if (best == nullptr || source.letters > best->letters ||
                (source.letters == best->letters && is_before(source, *best))) {
                best = &source;
            }
        }
        return best == nullptr ? std::nullopt
                               : std::optional(CheckLargest{best->place.document->name,
                                                            best->place.work, best->letters});
    }

    Reader::Impl& m_impl;
    CheckDraft& m_draft;
    const CheckOptions& m_options;
    CheckSlots m_slots;
    std::vector<SourceWork> m_sources;
};

// --- stock phrases of all drafts

void mark_spans(CheckDraft& draft, std::size_t n, const templates::StockText& text,
                const std::vector<templates::StockSpan>& spans) {
    const std::uint32_t begin = draft.text().paragraph(n).begin;
    for (const templates::StockSpan& span : spans) {
        draft.mark({begin + text.symbol(span.begin), begin + text.symbol(span.end)}, k_is_stock);
    }
}

Result<void> mark_stock(store::Store& store, const ReaderThreads& readers,
                        std::vector<Result<CheckDraft>>& drafts,
                        const std::vector<std::string>& phrases) {
    const templates::StockOptions options;
    templates::StockText text(options);
    templates::StockList list;
    std::ranges::for_each(phrases, [&](const std::string& phrase) { list.add(phrase); });
    const auto for_paragraphs = [&](const auto& each) {
        for (Result<CheckDraft>& draft : drafts) {
            for (std::size_t n = 0; draft && n < draft->counted().size(); ++n) {
                text.read(draft->paragraph(draft->counted()[n]));
                each(*draft, n);
            }
        }
    };
    std::vector<std::uint64_t> windows;
    for_paragraphs([&](CheckDraft&, std::size_t) {
        for (const templates::StockText::Window& window : text.windows()) {
            if (window.end != 0) {
                windows.push_back(window.hash);
            }
        }
    });
    std::ranges::sort(windows);
    windows.erase(std::unique(windows.begin(), windows.end()), windows.end());
    LEITONG_TRY_ASSIGN(const templates::StockWindows stock,
                       stock_among(store, readers, windows, options));
    for_paragraphs([&](CheckDraft& draft, std::size_t n) {
        mark_spans(draft, n, text, templates::stock_spans(text, stock));
        if (!list.empty()) {
            mark_spans(draft, n, text, list.spans(text));
        }
    });
    return {};
}

Result<std::vector<match::PassageText>> read_bases(const std::vector<std::string>& files) {
    std::vector<match::PassageText> bases;
    for (const std::string& bytes : files) {
        LEITONG_TRY_ASSIGN(const CheckDraft base, CheckDraft::read("", bytes, std::nullopt));
        bases.push_back(base.text());
    }
    return bases;
}

}  // namespace

Result<CheckedDrafts> Reader::check(const std::vector<DraftFile>& files,
                                    const CheckOptions& options) {
    return m_impl->question([&]() -> Result<CheckedDrafts> {
        LEITONG_TRY_ASSIGN(const std::vector<match::PassageText> bases, read_bases(options.base));
        std::vector<Result<CheckDraft>> drafts;
        drafts.reserve(files.size());
        for (const DraftFile& file : files) {
            drafts.push_back(CheckDraft::read(file.name, file.bytes, options.encoding));
        }
        LEITONG_TRY(
            mark_stock(m_impl->store, {m_impl->path, thread_count(0)}, drafts, options.stock));
        CheckedDrafts checked;
        for (Result<CheckDraft>& draft : drafts) {
            if (!draft) {
                checked.push_back(fail(draft.error()));
                continue;
            }
            Checking checking(*m_impl, *draft, options);
            LEITONG_TRY(checking.find(bases));
            LEITONG_TRY_ASSIGN(CheckedDraft done, checking.records());
            checked.push_back(std::move(done));
        }
        return checked;
    });
}

}  // namespace leitong::engine
