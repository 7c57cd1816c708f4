// Checking drafts against a store.
#include "leitong/engine/checking.hpp"
#include "leitong/match/relation.hpp"
#include "leitong/text/decode.hpp"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "check_draft.hpp"
#include "check_slots.hpp"
#include "check_stock.hpp"
#include "draft_sources.hpp"
#include "engine/common/threads.hpp"
#include "engine/reading/reader_impl.hpp"

namespace leitong::engine {

namespace {

class Checking {
public:
    // `sources`: what DraftSources finds of the draft.
    Checking(Reader::Impl& impl, const CheckDraft& draft, std::vector<SourceWork> sources,
             const CheckOptions& options)
        : m_impl(impl),
          m_draft(draft),
          m_sources(std::move(sources)),
          m_options(options),
          m_slots(impl) {}

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
            LEITONG_TRY(fill_slots(made, *source, *share, paragraph, prepared));
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
        std::vector<FilledSlot> filled;
        if (source.relation != Relation::excerpt) {  // a template is of whole paragraphs
            LEITONG_TRY_ASSIGN(filled, m_slots.find(occurrence.stored().text, paragraph.text));
        }
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
    const CheckDraft& m_draft;
    std::vector<SourceWork> m_sources;
    const CheckOptions& m_options;
    CheckSlots m_slots;
};

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
    if (options.encoding && !text::is_encoding(*options.encoding)) {
        return fail(Errc::invalid_argument, Msg::encoding_unknown, *options.encoding);
    }
    return m_impl->question([&]() -> Result<CheckedDrafts> {
        LEITONG_TRY_ASSIGN(const std::vector<match::PassageText> bases, read_bases(options.base));
        std::vector<Result<CheckDraft>> drafts;
        drafts.reserve(files.size());
        for (const DraftFile& file : files) {
            drafts.push_back(CheckDraft::read(file.name, file.bytes, options.encoding));
        }
        LEITONG_TRY(mark_stock(m_impl->store, {m_impl->path, thread_count(options.threads)}, drafts,
                               options.stock));
        CheckedDrafts checked;
        for (Result<CheckDraft>& draft : drafts) {
            if (!draft) {
                checked.push_back(fail(draft.error()));
                continue;
            }
            LEITONG_TRY_ASSIGN(std::vector<SourceWork> sources,
                               DraftSources(*m_impl, *draft, options.top).find(bases));
            Checking checking(*m_impl, *draft, std::move(sources), options);
            LEITONG_TRY_ASSIGN(CheckedDraft done, checking.records());
            checked.push_back(std::move(done));
        }
        return checked;
    });
}

}  // namespace leitong::engine
