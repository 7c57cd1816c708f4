#include "document_pages.hpp"

#include <algorithm>
#include <utility>

namespace leitong::engine {

Result<std::vector<ReportParagraph>> DocumentPages::paragraphs(std::uint32_t number) {
    const ReportIndex::Document& source = m_facts.index.documents()[number];
    LEITONG_TRY_ASSIGN(const auto row, m_facts.impl.store.document(source.row.id));
    if (!row || row->layout.paragraphs.size() != source.paragraph_count) {
        return fail(Errc::store_damaged, Msg::store_bad_row, "documents", source.row.id.value);
    }
    std::vector<ReportParagraph> paragraphs(source.paragraph_count);
    for (std::uint32_t i = 0; i < source.paragraph_count; ++i) {
        const store::StoredParagraph& stored = row->layout.paragraphs[i];
        LEITONG_TRY_ASSIGN(auto text, m_facts.impl.store.text(stored.text));
        if (!text) {
            return fail(Errc::store_damaged, Msg::store_dangling, "documents", row->id.value,
                        "texts", stored.text.value);
        }
        ReportParagraph& paragraph = paragraphs[i];
        paragraph.work = stored.work;
        paragraph.role = stored.role;
        paragraph.range = stored.range;
        paragraph.letters = text->letters;
        paragraph.text = std::move(text->text);
        if (!is_structure(stored.role)) {
            for (const StockRange& stock : m_facts.stock.of(stored.text)) {
                paragraph.stock.push_back({stock.begin, stock.end});
            }
        }
        place(source.first_paragraph + i, paragraph);
        add_parts(source, paragraph);
    }
    return paragraphs;
}

void DocumentPages::place(std::uint32_t number, ReportParagraph& paragraph) const {
    const TypedNumber typed = m_facts.index.paragraphs()[number].typed;
    paragraph.reuse = m_facts.reuse[number];
    if (!is_structure(paragraph.role) && m_facts.index.cluster_of(typed) != k_no_cluster) {
        paragraph.cluster = m_facts.index.cluster_of(typed);
    }
    if (paragraph.reuse == ParagraphReuse::reused) {
        paragraph.places = m_facts.index.elsewhere(number, m_most_places, paragraph.elsewhere);
        paragraph.is_new_reuse = m_facts.compares && m_facts.index.is_newly_reused(number);
    }
}

// A paragraph that is alike as a whole is marked as a whole.
void DocumentPages::add_parts(const ReportIndex::Document& source, ReportParagraph& paragraph) {
    const bool is_whole = std::ranges::any_of(
        paragraph.elsewhere, [](const auto& place) { return place.relation < Relation::excerpt; });
    if (paragraph.work == 0 || is_structure(paragraph.role) || is_whole) {
        return;
    }
    const ByteRange& own = paragraph.range;
    std::uint64_t longest = 0;
    for (const PassageMark* mark : marks_from(source.first_work + paragraph.work - 1, own)) {
        const ByteRange range{std::max(mark->range.begin, own.begin),
                              std::min(mark->range.end, own.end)};
        const ByteRange within{range.begin - own.begin, range.end - own.begin};
        const bool joins =
            !paragraph.parts.empty() && within.begin <= paragraph.parts.back().range.end;
        if (!joins) {
            longest = 0;
            paragraph.parts.push_back({within, {}});
        }
        SharedPartRecord& part = paragraph.parts.back();
        part.range.end = std::max(part.range.end, within.end);
        if (range.size() > longest) {
            longest = range.size();
            part.longest = place_of(*mark);
        }
    }
}

// The marks that reach into a range, by where they begin. Ranges of one work are asked for in
// order, so each mark is looked at as often as it is told.
const std::vector<const PassageMark*>& DocumentPages::marks_from(std::uint32_t work,
                                                                 const ByteRange& range) {
    if (work != m_marked_work) {
        m_marked_work = work;
        m_next_mark = 0;
        m_open_marks.clear();
    }
    std::erase_if(m_open_marks,
                  [&](const PassageMark* mark) { return mark->range.end <= range.begin; });
    const std::vector<PassageMark>& marks = m_facts.shared->marks[work];
    for (; m_next_mark < marks.size() && marks[m_next_mark].range.begin < range.end;
         ++m_next_mark) {
        if (marks[m_next_mark].range.end > range.begin) {
            m_open_marks.push_back(&marks[m_next_mark]);
        }
    }
    return m_open_marks;
}

ElsewhereRecord DocumentPages::place_of(const PassageMark& mark) const {
    const auto documents = m_facts.index.documents();
    const auto after = std::ranges::upper_bound(
        documents, mark.far_work, {}, [](const auto& document) { return document.first_work; });
    // Documents without works begin where the next does.
    const auto number = static_cast<std::uint32_t>(after - documents.begin()) - 1;
    return {number, mark.far_work - documents[number].first_work + 1, mark.far_paragraph,
            Relation::excerpt};
}

}  // namespace leitong::engine
