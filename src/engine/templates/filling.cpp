#include "leitong/engine/filling.hpp"

#include "leitong/templates/text_template.hpp"
#include "leitong/templates/variables.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

namespace leitong::engine {

namespace {

constexpr std::size_t k_no_column = ~std::size_t{0};

std::uint32_t number_of(std::string_view cell) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
    return error == std::errc{} && end == cell.data() + cell.size() ? number : 0;
}

// --- a row and what its columns are

std::size_t column_named(const ValueTable& table, std::string_view name) {
    const auto found = std::ranges::find(table.columns, name);
    return found == table.columns.end() ? k_no_column
                                        : static_cast<std::size_t>(found - table.columns.begin());
}

// The column of slot n: "3:place", "3".
std::size_t column_of_slot(const ValueTable& table, std::size_t n) {
    const auto found = std::ranges::find_if(table.columns, [n](std::string_view column) {
        return number_of(column.substr(0, column.find(':'))) == n;
    });
    return found == table.columns.end() ? k_no_column
                                        : static_cast<std::size_t>(found - table.columns.begin());
}

// Where the rows for one template stand, and which cells of theirs say what.
struct Columns {
    std::size_t id = k_no_column;
    std::size_t document = k_no_column;
    std::size_t work = k_no_column;
    std::size_t paragraph = k_no_column;

    Columns(const ValueTable& table, std::string_view id_name, std::string_view paragraph_name)
        : id(column_named(table, id_name)),
          document(column_named(table, "document")),
          work(column_named(table, "work")),
          paragraph(column_named(table, paragraph_name)) {}

    [[nodiscard]] static std::string_view cell(const ValueTable::Row& row, std::size_t column) {
        return column == k_no_column ? std::string_view{} : std::string_view(row.cells[column]);
    }
    // Rows without an id are for whatever template is filled.
    [[nodiscard]] bool is_for(const ValueTable::Row& row, std::string_view wanted) const {
        const std::string_view named = cell(row, id);
        return named.empty() || named == wanted;
    }
    [[nodiscard]] FilledText place(const ValueTable::Row& row) const {
        FilledText filled;
        filled.line = row.line;
        filled.document = std::string(cell(row, document));
        filled.work = number_of(cell(row, work));
        filled.paragraph = number_of(cell(row, paragraph));
        return filled;
    }
};

using Place = std::tuple<std::string_view, std::uint32_t, std::uint32_t>;

Place place_of(const FilledText& row) {
    return {row.document, row.work, row.paragraph};
}

// The text with fillers and a form; an error if the form is of another text.
Result<std::string> filled_text(const TemplateRecord& made,
                                const std::vector<std::string_view>& fillers,
                                const TemplateMember* member) {
    std::vector<templates::WrittenPatch> patches;
    if (member != nullptr) {
        for (const TemplateForm& form : member->form) {
            patches.push_back({form.range, form.text});
        }
    }
    auto text = templates::fill_written(made.text, fillers, patches);
    if (!text) {
        return fail(Errc::bad_record, Msg::fill_bad_template, made.id);
    }
    return std::move(*text);
}

bool may_be_empty(const std::vector<std::pair<std::string, std::uint32_t>>& values) {
    return std::ranges::any_of(values, [](const auto& value) { return value.first.empty(); });
}

// --- one template

class TemplateFiller {
public:
    TemplateFiller(const TemplateRecord& made, Blanks blanks) : m_made(made), m_blanks(blanks) {
        for (const TemplateMember& member : made.members) {
            m_members.emplace(Place{member.ref.document, member.ref.work, member.ref.paragraph},
                              &member);
        }
        for (std::size_t slot = 0; slot < made.slots.size(); ++slot) {
            m_marks.push_back(fmt::format("{{{}:{}}}", slot + 1, name(made.slots[slot].kind)));
        }
    }

    Result<std::vector<FilledText>> run(std::span<const ValueTable> tables) {
        std::vector<FilledText> made;
        for (const ValueTable& table : tables) {
            const std::string_view first = table.columns.front();
            if (first == "block_template" || first == "finding") {
                continue;
            }
            const Columns columns(table, "template", "paragraph");
            std::vector<std::size_t> slots;
            for (std::size_t slot = 1; slot <= m_made.slots.size(); ++slot) {
                slots.push_back(column_of_slot(table, slot));
            }
            for (const ValueTable::Row& row : table.rows) {
                if (columns.is_for(row, m_made.id)) {
                    LEITONG_TRY_ASSIGN(FilledText text, fill(table, row, columns, slots));
                    made.push_back(std::move(text));
                }
            }
        }
        if (made.empty()) {
            return fail(Errc::invalid_argument, Msg::fill_no_rows, m_made.id);
        }
        return made;
    }

private:
    Result<FilledText> fill(const ValueTable& table, const ValueTable::Row& row,
                            const Columns& columns, const std::vector<std::size_t>& slots) {
        FilledText filled = columns.place(row);
        std::vector<std::string_view> fillers;
        for (std::size_t slot = 0; slot < slots.size(); ++slot) {
            const bool has_column = slots[slot] != k_no_column;
            if (!has_column && m_blanks == Blanks::refuse) {
                return fail(Errc::invalid_argument, Msg::fill_no_column, table.line,
                            inner(m_marks[slot]), m_made.id);
            }
            fillers.push_back(Columns::cell(row, slots[slot]));
            const bool is_blank =
                fillers.back().empty() && !(has_column && may_be_empty(m_made.slots[slot].values));
            if (is_blank && m_blanks == Blanks::refuse) {
                return fail(Errc::invalid_argument, Msg::fill_no_value, row.line,
                            inner(m_marks[slot]));
            }
            if (is_blank) {
                fillers.back() = m_marks[slot];
                ++filled.blanks;
            }
        }
        const auto member = m_members.find(place_of(filled));
        LEITONG_TRY_ASSIGN(
            filled.text,
            filled_text(m_made, fillers, member == m_members.end() ? nullptr : member->second));
        return filled;
    }

    // "1:year" of "{1:year}": what the column is called.
    [[nodiscard]] static std::string_view inner(std::string_view mark) {
        return mark.substr(1, mark.size() - 2);
    }

    const TemplateRecord& m_made;
    Blanks m_blanks;
    std::map<Place, const TemplateMember*> m_members;
    std::vector<std::string> m_marks;
};

// --- a block

class BlockFiller {
public:
    BlockFiller(const BlockTemplateRecord& block, Blanks blanks)
        : m_block(block), m_blanks(blanks) {
        for (const BlockMember& member : block.members) {
            m_members.emplace(Place{member.document, member.work, member.first_paragraph}, &member);
        }
    }

    Result<std::vector<FilledText>> run(std::span<const TemplateRecord> templates,
                                        std::span<const ValueTable> tables) {
        LEITONG_TRY(find_templates(templates));
        std::vector<FilledText> made;
        for (const ValueTable& table : tables) {
            const std::string_view first = table.columns.front();
            if (first == "template" || first == "finding") {
                continue;
            }
            const Columns columns(table, "block_template", "first_paragraph");
            for (const ValueTable::Row& row : table.rows) {
                if (columns.is_for(row, m_block.id)) {
                    LEITONG_TRY_ASSIGN(FilledText text, fill(table, row, columns));
                    made.push_back(std::move(text));
                }
            }
        }
        if (made.empty()) {
            return fail(Errc::invalid_argument, Msg::fill_no_rows, m_block.id);
        }
        return made;
    }

private:
    // A template of a step, and its members by where they stand.
    struct Part {
        const TemplateRecord* made = nullptr;
        std::map<std::pair<std::string_view, std::uint32_t>, const TemplateMember*> members;
    };

    Result<void> find_templates(std::span<const TemplateRecord> templates) {
        for (const BlockStep& step : m_block.steps) {
            if (step.template_id.empty() || m_parts.contains(step.template_id)) {
                continue;
            }
            const auto found = std::ranges::find(templates, step.template_id, &TemplateRecord::id);
            if (found == templates.end()) {
                return fail(Errc::not_found, Msg::fill_part_missing, step.template_id, m_block.id);
            }
            Part& part = m_parts[step.template_id];
            part.made = &*found;
            for (const TemplateMember& member : found->members) {
                part.members.emplace(
                    std::pair(std::string_view(member.ref.document), member.ref.paragraph),
                    &member);
            }
        }
        for (const BlockStep& step : m_block.steps) {
            if (!step.template_id.empty() &&
                step.variables.size() != m_parts.at(step.template_id).made->slots.size()) {
                return fail(Errc::bad_record, Msg::fill_bad_template, m_block.id);
            }
        }
        return {};
    }

    Result<FilledText> fill(const ValueTable& table, const ValueTable::Row& row,
                            const Columns& columns) {
        FilledText filled = columns.place(row);
        const auto found = m_members.find(place_of(filled));
        const BlockMember* member = found == m_members.end() ? nullptr : found->second;
        m_values.clear();
        for (const BlockVariable& variable : m_block.variables) {
            LEITONG_TRY(read_value(table, row, variable, filled));
        }
        m_listed.clear();
        for (std::uint32_t step = 0; step < m_block.steps.size(); ++step) {
            filled.text += step == 0 ? "" : "\n";
            LEITONG_TRY(add_step(step, member, filled.text));
        }
        return filled;
    }

    Result<void> read_value(const ValueTable& table, const ValueTable::Row& row,
                            const BlockVariable& variable, FilledText& filled) {
        const std::size_t column = column_named(table, variable.name);
        if (column == k_no_column && m_blanks == Blanks::refuse) {
            return fail(Errc::invalid_argument, Msg::fill_no_column, table.line, variable.name,
                        m_block.id);
        }
        std::string value(Columns::cell(row, column));
        if (value.empty() && (column == k_no_column || !may_be_empty(variable.values))) {
            if (m_blanks == Blanks::refuse) {
                return fail(Errc::invalid_argument, Msg::fill_no_value, row.line, variable.name);
            }
            value = fmt::format("{{{}}}", variable.name);
            ++filled.blanks;
        }
        m_values[variable.name] = std::move(value);
        return {};
    }

    Result<void> add_step(std::uint32_t number, const BlockMember* member, std::string& out) {
        const BlockStep& step = m_block.steps[number];
        if (step.template_id.empty()) {
            out += text_of(number, member);
            return {};
        }
        const Part& part = m_parts.at(step.template_id);
        const TemplateMember* own = nullptr;
        if (member != nullptr) {
            const auto found =
                part.members.find({member->document, member->first_paragraph + number});
            own = found == part.members.end() ? nullptr : found->second;
        }
        std::vector<std::string_view> fillers;
        for (std::size_t slot = 0; slot < step.variables.size(); ++slot) {
            const auto value = m_values.find(step.variables[slot]);
            if (value == m_values.end()) {
                return fail(Errc::bad_record, Msg::fill_bad_template, m_block.id);
            }
            fillers.push_back(value->second);
            if (own != nullptr) {
                // What the table was listed with is what the first slot of the variable says.
                const auto listed = m_listed
                                        .try_emplace(step.variables[slot],
                                                     templates::plain_filler(own->fillers[slot]))
                                        .first;
                if (listed->second == value->second) {
                    fillers.back() = own->fillers[slot];
                }
            }
        }
        LEITONG_TRY_ASSIGN(const std::string text, filled_text(*part.made, fillers, own));
        out += text;
        return {};
    }

    [[nodiscard]] std::string_view text_of(std::uint32_t step, const BlockMember* member) const {
        if (member != nullptr) {
            for (const auto& [other, text] : member->texts) {
                if (other == step) {
                    return text;
                }
            }
        }
        return m_block.steps[step].text;
    }

    const BlockTemplateRecord& m_block;
    Blanks m_blanks;
    std::map<Place, const BlockMember*> m_members;
    std::map<std::string_view, Part> m_parts;
    std::map<std::string_view, std::string> m_values;  // of the row at hand, by variable
    std::map<std::string_view, std::string> m_listed;  // what it was listed with
};

}  // namespace

Result<std::vector<FilledText>> fill_template(const TemplateRecord& made,
                                              std::span<const ValueTable> tables, Blanks blanks) {
    return TemplateFiller(made, blanks).run(tables);
}

Result<std::vector<FilledText>> fill_block(const BlockTemplateRecord& block,
                                           std::span<const TemplateRecord> templates,
                                           std::span<const ValueTable> tables, Blanks blanks) {
    return BlockFiller(block, blanks).run(templates, tables);
}

}  // namespace leitong::engine
