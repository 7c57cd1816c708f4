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

// A member of a template.
struct Found {
    std::size_t made = 0;  // index of the template
    std::size_t member = 0;
};

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
            for (std::size_t member = 0; member < templates[i].members.size(); ++member) {
                const Ref& ref = templates[i].members[member].ref;
                m_template_at.emplace(Place{ref.document, ref.paragraph}, Found{i, member});
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
            LEITONG_TRY_ASSIGN(BlockTemplateRecord block, record_of(cursors, steps));
            blocks.push_back(std::move(block));
        }
        std::ranges::stable_sort(blocks, [](const auto& a, const auto& b) {
            return std::tuple(std::uint64_t{b.paragraphs} * b.works, a.id) <
                   std::tuple(std::uint64_t{a.paragraphs} * a.works, b.id);
        });
        return blocks;
    }

private:
    // Members of a template that stand at places of their own.
    std::size_t whole_paragraphs(std::size_t index) const {
        return static_cast<std::size_t>(
            std::ranges::count_if(m_templates[index].members, [&](const TemplateMember& member) {
                return m_template_at.at({member.ref.document, member.ref.paragraph}).made == index;
            }));
    }

    // None if the template is of sentences.
    Result<std::vector<Cursor>> cursors_of(const TemplateRecord& made) {
        std::vector<Cursor> cursors;
        for (const TemplateMember& member : made.members) {
            LEITONG_TRY_ASSIGN(const auto document, document_named(member.ref.document));
            if (document->layout.paragraphs[member.ref.paragraph - 1].range != member.ref.range) {
                return std::vector<Cursor>{};
            }
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
        // A template of sentences says nothing of the rest of their paragraphs.
        const TemplateMember* member = member_at(cursor.document->name, number);
        if (member != nullptr && member->ref.range == stored.range) {
            step.made = m_template_at.at({cursor.document->name, number}).made;
            return step;
        }
        LEITONG_TRY_ASSIGN(const auto text, m_impl.library.text(stored.text));
        step.letters = text->letters_hash;
        return step;
    }

    // Of whatever template has the paragraph; null: none.
    [[nodiscard]] const TemplateMember* member_at(const std::string& document,
                                                  std::uint32_t paragraph) const {
        const auto found = m_template_at.find({document, paragraph});
        return found == m_template_at.end()
                   ? nullptr
                   : &m_templates[found->second.made].members[found->second.member];
    }

    // --- the record

    Result<BlockTemplateRecord> record_of(std::vector<Cursor>& cursors,
                                          const std::vector<Step>& steps) {
        std::ranges::sort(cursors, [](const Cursor& a, const Cursor& b) {
            return std::tie(a.document->name, a.first) < std::tie(b.document->name, b.first);
        });
        BlockTemplateRecord block;
        block.kind = BlockKind::text;
        block.paragraphs = static_cast<std::uint32_t>(steps.size());
        block.works = static_cast<std::uint32_t>(works_of(cursors));
        for (const Cursor& cursor : cursors) {
            block.members.push_back(
                {cursor.document->name, cursor.work, cursor.first, cursor.last, {}});
        }
        std::string content;
        for (const Step& step : steps) {
            block.steps.emplace_back();
            if (step.is_template()) {
                block.templates.push_back(m_templates[step.made].id);
                block.steps.back().template_id = m_templates[step.made].id;
            }
            content += step.is_template()
                           ? m_templates[step.made].id
                           : fmt::format("{:x}{:x}", step.letters.high, step.letters.low);
        }
        block.id = content_id('b', content);
        bind(block, steps);
        LEITONG_TRY(add_texts(block, cursors));
        return block;
    }

    // The texts of steps that are no templates: as most members write them (of several as often
    // written, the first in order), and the members that do not.
    Result<void> add_texts(BlockTemplateRecord& block, const std::vector<Cursor>& cursors) {
        for (std::uint32_t step = 0; step < block.steps.size(); ++step) {
            if (!block.steps[step].template_id.empty()) {
                continue;
            }
            std::vector<std::string> texts;
            std::map<std::string, std::size_t> counts;
            for (const Cursor& cursor : cursors) {
                const TextId id = cursor.document->layout.paragraphs[cursor.first - 1 + step].text;
                LEITONG_TRY_ASSIGN(const auto row, m_impl.store.text(id));
                if (!row) {
                    return fail(Errc::store_damaged, Msg::store_bad_row, "texts", id.value);
                }
                ++counts[row->text];
                texts.push_back(row->text);
            }
            block.steps[step].text = std::ranges::max_element(counts, {}, [](const auto& text) {
                                         return text.second;
                                     })->first;
            for (std::size_t i = 0; i < texts.size(); ++i) {
                if (texts[i] != block.steps[step].text) {
                    block.members[i].texts.emplace_back(step, std::move(texts[i]));
                }
            }
        }
        return {};
    }

    void bind(BlockTemplateRecord& block, const std::vector<Step>& steps) {
        std::vector<templates::SlotColumn> columns;
        struct SlotOf {
            std::size_t made, slot, step;
        };
        std::vector<SlotOf> slot_of;
        for (std::size_t i = 0; i < steps.size(); ++i) {
            if (!steps[i].is_template()) {
                continue;
            }
            const TemplateRecord& made = m_templates[steps[i].made];
            for (std::size_t slot = 0; slot < made.slots.size(); ++slot) {
                templates::SlotColumn column{made.slots[slot].kind, {}};
                for (const BlockMember& member : block.members) {
                    const TemplateMember* found = member_at(
                        member.document, member.first_paragraph + static_cast<std::uint32_t>(i));
                    column.fillers.push_back(found == nullptr ? "" : found->fillers[slot]);
                }
                columns.push_back(std::move(column));
                slot_of.push_back({steps[i].made, slot, i});
            }
            block.steps[i].variables.resize(made.slots.size());
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
                const SlotOf& place = slot_of[slot];
                m_templates[place.made].slots[place.slot].variable = named.name;
                block.steps[place.step].variables[place.slot] = named.name;
            }
            block.variables.push_back(std::move(named));
        }
    }

    Reader::Impl& m_impl;
    std::vector<TemplateRecord>& m_templates;
    std::map<Place, Found> m_template_at;
    std::map<std::string, std::shared_ptr<const store::DocumentRow>> m_documents;
};

}  // namespace

Result<std::vector<BlockTemplateRecord>> find_blocks(Reader::Impl& impl,
                                                     std::vector<TemplateRecord>& templates) {
    return Blocks(impl, templates).run();
}

}  // namespace leitong::engine
