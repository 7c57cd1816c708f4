// Parts of pages that show templates. Private to report.
//
// A slot is told by its number and the word for its kind; its colour only helps to find it again.
#pragma once

#include <functional>

#include "html_pages.hpp"

namespace leitong::report {

// A place as a link, or as words where there are no pages to link to.
using AddPlace = std::function<void(Html& html, const Ref& ref)>;

class TemplateParts {
public:
    TemplateParts(Language language, AddPlace place)
        : m_language(language), m_place(std::move(place)) {}

    // Of works and paragraphs, and how much is fixed.
    void add_meta(Html& html, const TemplateRecord& made) const;
    // The fixed text with its slots marked; at most so many bytes of it.
    void add_skeleton(Html& html, std::string_view text, std::size_t most_bytes) const;
    // What fills each slot, with counts.
    void add_values(Html& html, const TemplateRecord& made) const;
    // A row a member, a column a slot: members [begin, end).
    void add_table(Html& html, const TemplateRecord& made, std::size_t begin,
                   std::size_t end) const;
    void add_table(Html& html, const BlockTemplateRecord& block, std::size_t begin,
                   std::size_t end) const;
    void add_findings(Html& html, std::span<const FindingRecord* const> findings) const;
    void add_place(Html& html, const Ref& ref) const { m_place(html, ref); }
    void add_kind(Html& html, SlotKind kind) const;
    void add_kind(Html& html, FindingKind kind) const;

private:
    struct Column {
        std::string name;
        SlotKind kind{};
    };
    // What a row of a table says: of which place, and of each column.
    struct Row {
        Ref place;
        std::function<std::string_view(std::size_t column)> cell;
    };
    using RowOf = std::function<Row(std::size_t number)>;
    // Rows [begin, end), as far as the page has room.
    void add_table(Html& html, std::span<const Column> columns, std::size_t begin, std::size_t end,
                   const RowOf& row_of) const;
    void begin_table(Html& html, std::span<const Column> columns) const;
    void add_cell(Html& html, std::string_view text) const;
    void end_table(Html& html, std::size_t columns) const;

    Language m_language;
    AddPlace m_place;
};

// Where of a written text the marks of slots are, each with its slot from 1; what stands between is
// fixed text with doubled braces.
struct SlotMark {
    ByteRange range;
    std::size_t slot = 0;
};
[[nodiscard]] std::vector<SlotMark> marks_of(std::string_view written);

}  // namespace leitong::report
