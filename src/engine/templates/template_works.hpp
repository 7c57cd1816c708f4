// Families of works that are near copies whole: their paragraphs stand for one another by place.
// Private to engine.
#pragma once

#include <functional>
#include <string_view>
#include <unordered_set>

#include "template_families.hpp"

namespace leitong::engine {

// Paragraphs of works, by document and number in it.
class ParagraphSet {
public:
    void add(DocumentId document, std::uint32_t paragraph) {
        m_values.insert(occurrence_value(document, paragraph));
    }
    [[nodiscard]] bool contains(const Occurrence& occurrence) const {
        return m_values.contains(occurrence_value(occurrence.document->id, occurrence.paragraph));
    }

private:
    std::unordered_set<std::uint64_t> m_values;
};

// Calls `sink` with the passages that stand for one paragraph of the centre of a family of works;
// families in order of their centres' content, paragraphs in order. A passage may be a part of a
// paragraph, where one work wraps its text otherwise. Returns the paragraphs that were given out or
// are the same in all works of their family.
[[nodiscard]] Result<ParagraphSet> for_work_families(Reader::Impl& impl,
                                                     const std::function<void(Family&&)>& sink);

}  // namespace leitong::engine
