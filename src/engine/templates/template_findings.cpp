// What templates show of single works: masks that can be undone, names and years left over.
#include "leitong/templates/variables.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "template_blocks.hpp"

namespace leitong::engine {

namespace {

constexpr std::size_t k_most_evidence = 3;

FindingKind kind_for(SlotKind kind) noexcept {
    return kind == SlotKind::year || kind == SlotKind::date || kind == SlotKind::number
               ? FindingKind::stale
               : FindingKind::left_over;
}

Ref slot_ref(const TemplateMember& member, std::size_t slot) {
    Ref ref = member.ref;
    ref.range = member.slots[slot];
    return ref;
}

class Findings {
public:
    explicit Findings(const std::vector<TemplateRecord>& templates) : m_templates(templates) {
        for (std::size_t i = 0; i < templates.size(); ++i) {
            m_index.emplace(templates[i].id, i);
        }
    }

    std::vector<FindingRecord> run(const std::vector<BlockTemplateRecord>& blocks) {
        for (const BlockTemplateRecord& block : blocks) {
            left_over(block);
        }
        for (const TemplateRecord& made : m_templates) {
            recoverable(made);
        }
        std::ranges::stable_sort(m_found, [](const FindingRecord& a, const FindingRecord& b) {
            return std::tie(a.kind, a.ref, a.text) < std::tie(b.kind, b.ref, b.text);
        });
        return std::move(m_found);
    }

private:
    // --- masks

    void recoverable(const TemplateRecord& made) {
        for (std::size_t slot = 0; slot < made.slots.size(); ++slot) {
            std::map<std::string, std::string> open;  // key, as written
            std::vector<const TemplateMember*> masked;
            std::vector<Ref> evidence;
            for (const TemplateMember& member : made.members) {
                const std::string filler = templates::plain_filler(member.fillers[slot]);
                if (filler.empty()) {
                    continue;
                }
                if (templates::hides_something(filler)) {
                    masked.push_back(&member);
                    continue;
                }
                open.emplace(templates::filler_key(filler), filler);
                if (evidence.size() < k_most_evidence) {
                    evidence.push_back(slot_ref(member, slot));
                }
            }
            if (open.size() != 1) {
                continue;  // nobody shows it, or they differ
            }
            for (const TemplateMember* member : masked) {
                m_found.push_back({FindingKind::recoverable_mask, slot_ref(*member, slot), made.id,
                                   static_cast<std::uint32_t>(slot + 1), member->fillers[slot],
                                   open.begin()->second, evidence});
            }
        }
    }

    // --- values of another work

    // A slot of a block with the template it is of.
    struct BlockSlot {
        std::size_t made = 0;
        std::size_t slot = 0;
        std::vector<const TemplateMember*> members;  // one a member of the block; null: none
    };

    void left_over(const BlockTemplateRecord& block) {
        std::vector<BlockSlot> slots;
        std::vector<templates::SlotColumn> columns;
        for (const std::string& id : block.templates) {
            const std::size_t index = m_index.at(id);
            const TemplateRecord& made = m_templates[index];
            std::vector<const TemplateMember*> members = members_in(block, made);
            for (std::size_t slot = 0; slot < made.slots.size(); ++slot) {
                templates::SlotColumn column{made.slots[slot].kind, {}};
                for (const TemplateMember* member : members) {
                    column.fillers.push_back(member == nullptr ? std::string()
                                                               : member->fillers[slot]);
                }
                slots.push_back({index, slot, members});
                columns.push_back(std::move(column));
            }
        }
        const std::vector<templates::Variable> variables = templates::bind_variables(columns);
        for (const templates::OddSlot& odd : templates::find_odd_slots(columns, variables)) {
            const BlockSlot& where = slots[odd.slot];
            const TemplateMember* member = where.members[odd.work];
            const TemplateMember* source = where.members[odd.source];
            if (member == nullptr || source == nullptr) {
                continue;
            }
            m_found.push_back({kind_for(variables[odd.variable].kind),
                               slot_ref(*member, where.slot),
                               m_templates[where.made].id,
                               static_cast<std::uint32_t>(where.slot + 1),
                               member->fillers[where.slot],
                               variables[odd.variable].values[odd.work],
                               {slot_ref(*source, where.slot)}});
        }
    }

    static std::vector<const TemplateMember*> members_in(const BlockTemplateRecord& block,
                                                         const TemplateRecord& made) {
        std::vector<const TemplateMember*> found;
        for (const BlockMember& place : block.members) {
            const auto member = std::ranges::find_if(made.members, [&](const TemplateMember& m) {
                return m.ref.document == place.document &&
                       m.ref.paragraph >= place.first_paragraph &&
                       m.ref.paragraph <= place.last_paragraph;
            });
            found.push_back(member == made.members.end() ? nullptr : &*member);
        }
        return found;
    }

    const std::vector<TemplateRecord>& m_templates;
    std::map<std::string, std::size_t> m_index;
    std::vector<FindingRecord> m_found;
};

}  // namespace

Result<std::vector<FindingRecord>> find_findings(Reader::Impl& impl,
                                                 const std::vector<TemplateRecord>& templates,
                                                 const std::vector<BlockTemplateRecord>& blocks) {
    (void)impl;
    return Findings(templates).run(blocks);
}

}  // namespace leitong::engine
