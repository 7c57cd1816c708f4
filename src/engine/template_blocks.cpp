#include "template_blocks.hpp"

#include "leitong/templates/variables.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "template_records.hpp"

namespace leitong::engine {

namespace {

constexpr std::uint32_t k_fewest_paragraphs = 3;

using Place = std::pair<std::string, std::uint32_t>;  // document, paragraph

// What a paragraph is to a block: a template, or its text after folding.
struct Step {
    std::size_t made = k_none;  // index of a template
    base::Hash128 letters;
    Role role{};

    static constexpr std::size_t k_none = ~std::size_t{0};
    [[nodiscard]] bool is_template() const noexcept { return made != k_none; }
    friend bool operator<(const Step& a, const Step& b) {
        return std::tie(a.made, a.letters) < std::tie(b.made, b.letters);
    }
};

// Where a block stands in one work.
struct Cursor {
    std::shared_ptr<const store::DocumentRow> document;
    std::uint32_t work = 0;
    std::uint32_t first = 0;
    std::uint32_t last = 0;
};

enum class Direction : std::uint8_t { forward, backward };

class Blocks {
public:
    Blocks(Reader::Impl& impl, std::vector<TemplateRecord>& templates)
        : m_impl(impl), m_templates(templates) {
        for (std::size_t i = 0; i < templates.size(); ++i) {
            for (const TemplateMember& member : templates[i].members) {
                m_template_at.emplace(Place{member.ref.document, member.ref.paragraph}, i);
            }
        }
    }

    Result<std::vector<BlockTemplateRecord>> run() {
        std::vector<BlockTemplateRecord> blocks;
        std::set<std::size_t> used;
        for (std::size_t i = 0; i < m_templates.size(); ++i) {
            if (used.contains(i) || whole_paragraphs(i) < m_templates[i].members.size()) {
                continue;  // in a block already, or of sentences
            }
            LEITONG_TRY_ASSIGN(std::vector<Cursor> cursors, cursors_of(m_templates[i]));
            std::vector<Step> steps{{i, {}, Role::body}};
            LEITONG_TRY(grow(cursors, steps, Direction::forward));
            LEITONG_TRY(grow(cursors, steps, Direction::backward));
            if (steps.size() < k_fewest_paragraphs) {
                continue;
            }
            for (const Step& step : steps) {
                used.insert(step.made);
            }
            blocks.push_back(record_of(cursors, steps));
        }
        std::ranges::stable_sort(blocks, [](const auto& a, const auto& b) {
            return std::tuple(std::uint64_t{b.paragraphs} * b.works, a.id) <
                   std::tuple(std::uint64_t{a.paragraphs} * a.works, b.id);
        });
        return blocks;
    }

private:
    // Members of a template that are whole paragraphs of their own.
    std::size_t whole_paragraphs(std::size_t index) const {
        return static_cast<std::size_t>(
            std::ranges::count_if(m_templates[index].members, [&](const TemplateMember& member) {
                return m_template_at.at({member.ref.document, member.ref.paragraph}) == index;
            }));
    }

    Result<std::vector<Cursor>> cursors_of(const TemplateRecord& made) {
        std::vector<Cursor> cursors;
        for (const TemplateMember& member : made.members) {
            LEITONG_TRY_ASSIGN(const auto document, document_named(member.ref.document));
            cursors.push_back(
                {document, member.ref.work, member.ref.paragraph, member.ref.paragraph});
        }
        return cursors;
    }

    Result<std::shared_ptr<const store::DocumentRow>> document_named(const std::string& name) {
        if (const auto found = m_documents.find(name); found != m_documents.end()) {
            return found->second;
        }
        LEITONG_TRY_ASSIGN(auto row, m_impl.store.document_named(name));
        if (!row) {
            return fail(Errc::not_found, Msg::no_such_document, name);
        }
        auto document = std::make_shared<const store::DocumentRow>(std::move(*row));
        m_documents.emplace(name, document);
        return document;
    }

    // Goes on as long as at least half of the works that are left go on alike.
    Result<void> grow(std::vector<Cursor>& cursors, std::vector<Step>& steps, Direction direction) {
        const std::size_t started = cursors.size();
        while (true) {
            std::map<Step, std::vector<Cursor>> ways;
            for (const Cursor& cursor : cursors) {
                LEITONG_TRY_ASSIGN(const auto step, next_step(cursor, direction));
                if (step) {
                    ways[*step].push_back(cursor);
                }
            }
            const auto most = std::ranges::max_element(
                ways, {}, [](const auto& way) { return way.second.size(); });
            const bool goes_on =
                most != ways.end() && most->second.size() >= 2 &&
                most->second.size() * 2 >= started &&
                (most->second.size() == cursors.size() || steps.size() < k_fewest_paragraphs);
            if (!goes_on || works_of(most->second) < 2) {
                return {};
            }
            cursors = most->second;
            for (Cursor& cursor : cursors) {
                (direction == Direction::forward ? ++cursor.last : --cursor.first);
            }
            steps.insert(direction == Direction::forward ? steps.end() : steps.begin(),
                         most->first);
        }
    }

    static std::size_t works_of(const std::vector<Cursor>& cursors) {
        std::set<std::pair<std::string_view, std::uint32_t>> works;
        for (const Cursor& cursor : cursors) {
            works.emplace(cursor.document->name, cursor.work);
        }
        return works.size();
    }

    // None at the end of the work.
    Result<std::optional<Step>> next_step(const Cursor& cursor, Direction direction) {
        const std::uint32_t number =
            direction == Direction::forward ? cursor.last + 1 : cursor.first - 1;
        if (number == 0 || number > cursor.document->layout.paragraphs.size()) {
            return std::nullopt;
        }
        const store::StoredParagraph& stored = cursor.document->layout.paragraphs[number - 1];
        if (stored.work != cursor.work || stored.role == Role::title) {
            return std::nullopt;
        }
        Step step;
        step.role = stored.role;
        const auto made = m_template_at.find({cursor.document->name, number});
        if (made != m_template_at.end()) {
            step.made = made->second;
            return step;
        }
        LEITONG_TRY_ASSIGN(const auto text, m_impl.library.text(stored.text));
        step.letters = text->letters_hash;
        return step;
    }

    // --- the record

    BlockTemplateRecord record_of(std::vector<Cursor>& cursors, const std::vector<Step>& steps) {
        std::ranges::sort(cursors, [](const Cursor& a, const Cursor& b) {
            return std::tie(a.document->name, a.first) < std::tie(b.document->name, b.first);
        });
        BlockTemplateRecord block;
        block.kind = BlockKind::text;
        block.paragraphs = static_cast<std::uint32_t>(steps.size());
        block.works = static_cast<std::uint32_t>(works_of(cursors));
        for (const Cursor& cursor : cursors) {
            block.members.push_back(
                {cursor.document->name, cursor.work, cursor.first, cursor.last});
        }
        std::string content;
        for (const Step& step : steps) {
            if (step.is_template()) {
                block.templates.push_back(m_templates[step.made].id);
            }
            content += step.is_template()
                           ? m_templates[step.made].id
                           : fmt::format("{:x}{:x}", step.letters.high, step.letters.low);
        }
        block.id = content_id('b', content);
        bind(block, steps);
        return block;
    }

    void bind(BlockTemplateRecord& block, const std::vector<Step>& steps) {
        std::vector<templates::SlotColumn> columns;
        std::vector<std::pair<std::size_t, std::size_t>> slot_of;  // template, slot
        for (std::size_t i = 0; i < steps.size(); ++i) {
            if (!steps[i].is_template()) {
                continue;
            }
            const TemplateRecord& made = m_templates[steps[i].made];
            for (std::size_t slot = 0; slot < made.slots.size(); ++slot) {
                templates::SlotColumn column{made.slots[slot].kind, {}};
                for (const BlockMember& member : block.members) {
                    column.fillers.push_back(
                        filler(made, slot, member.document,
                               member.first_paragraph + static_cast<std::uint32_t>(i)));
                }
                columns.push_back(std::move(column));
                slot_of.emplace_back(steps[i].made, slot);
            }
        }
        std::map<SlotKind, std::size_t> numbers;
        for (const templates::Variable& variable : templates::bind_variables(columns)) {
            BlockVariable named;
            named.kind = variable.kind;
            named.name = fmt::format("{}{}", name(variable.kind), ++numbers[variable.kind]);
            named.by_member = variable.values;
            std::map<std::string, std::pair<std::string, std::uint32_t>> counts;
            for (const std::string& value : variable.values) {
                auto& counted =
                    counts.try_emplace(templates::filler_key(value), value, 0U).first->second;
                ++counted.second;
            }
            for (const auto& [key, counted] : counts) {
                named.values.push_back(counted);
            }
            std::ranges::stable_sort(named.values, std::ranges::greater(),
                                     [](const auto& value) { return value.second; });
            for (const std::size_t slot : variable.slots) {
                m_templates[slot_of[slot].first].slots[slot_of[slot].second].variable = named.name;
            }
            block.variables.push_back(std::move(named));
        }
    }

    static std::string filler(const TemplateRecord& made, std::size_t slot,
                              const std::string& document, std::uint32_t paragraph) {
        const auto member = std::ranges::find_if(made.members, [&](const TemplateMember& m) {
            return m.ref.document == document && m.ref.paragraph == paragraph;
        });
        return member == made.members.end() ? std::string() : member->fillers[slot];
    }

    Reader::Impl& m_impl;
    std::vector<TemplateRecord>& m_templates;
    std::map<Place, std::size_t> m_template_at;
    std::map<std::string, std::shared_ptr<const store::DocumentRow>> m_documents;
};

}  // namespace

Result<std::vector<BlockTemplateRecord>> find_blocks(Reader::Impl& impl,
                                                     std::vector<TemplateRecord>& templates) {
    return Blocks(impl, templates).run();
}

}  // namespace leitong::engine
