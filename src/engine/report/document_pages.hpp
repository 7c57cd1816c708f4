// What the page of a document says of its paragraphs. Private to engine.
//
// Threads: used by one thread. Cost: the texts of the document are read from the store.
#pragma once

#include "leitong/engine/reporting.hpp"

#include <cstdint>
#include <vector>

#include "report_facts.hpp"

namespace leitong::engine {

class DocumentPages {
public:
    // `most_places`: of other paragraphs named beside one. `facts` must outlive this.
    DocumentPages(const ReportFacts& facts, std::uint32_t most_places)
        : m_facts(facts), m_most_places(most_places) {}

    // Of the n-th document of the index.
    [[nodiscard]] Result<std::vector<ReportParagraph>> paragraphs(std::uint32_t number);

private:
    void place(std::uint32_t number, ReportParagraph& paragraph) const;
    void add_parts(const ReportIndex::Document& source, ReportParagraph& paragraph);
    const std::vector<const PassageMark*>& marks_from(std::uint32_t work, const ByteRange& range);
    [[nodiscard]] ElsewhereRecord place_of(const PassageMark& mark) const;

    const ReportFacts& m_facts;
    std::uint32_t m_most_places;
    std::uint32_t m_marked_work = k_no_work;
    std::size_t m_next_mark = 0;
    std::vector<const PassageMark*> m_open_marks;
};

}  // namespace leitong::engine
