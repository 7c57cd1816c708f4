#include "check_slots.hpp"

#include "leitong/templates/text_template.hpp"
#include "leitong/templates/variables.hpp"

#include <algorithm>
#include <utility>

#include "engine/templates/template_families.hpp"
#include "engine/templates/template_works.hpp"

namespace leitong::engine {

namespace {

constexpr std::size_t k_sample = 16;         // texts of a family that are asked
constexpr double k_most_edited = 0.6;        // of the fixed text: more, and the draft is no member
constexpr std::size_t k_longest = 1U << 14;  // bytes of a paragraph

// `count` of the values, spread over their order.
template <typename Value>
std::vector<Value> spread(std::vector<Value> values, std::size_t count) {
    if (values.size() <= count) {
        return values;
    }
    std::vector<Value> chosen;
    for (std::size_t i = 0; i < count; ++i) {
        chosen.push_back(std::move(values[i * values.size() / count]));
    }
    return chosen;
}

}  // namespace

Result<std::vector<FilledSlot>> CheckSlots::find(TextId source, std::string_view draft) {
    std::vector<FilledSlot> found;
    LEITONG_TRY_ASSIGN(const auto row, m_impl.store.text(source));
    if (!row) {
        return fail(Errc::store_damaged, Msg::store_bad_row, "texts", source.value);
    }
    if (row->text.size() > k_longest || draft.size() > k_longest) {
        return found;
    }
    LEITONG_TRY_ASSIGN(const std::vector<Text>* family, family_of(row->typed));
    std::vector<templates::Passage> passages;
    for (const Text& member : *family) {
        passages.push_back({member.text, member.works});
    }
    const auto place_of = [&](std::string_view text, std::uint32_t works) {
        const auto known = std::ranges::find(passages, text, &templates::Passage::text);
        if (known != passages.end()) {
            return static_cast<std::size_t>(known - passages.begin());
        }
        passages.push_back({text, works});
        return passages.size() - 1;
    };
    const std::size_t source_place = place_of(row->text, 1);
    const std::size_t draft_place = place_of(draft, 0);
    const auto made = templates::induce(passages);
    if (!made || made->members[draft_place].edited > k_most_edited) {
        return found;
    }
    for (std::size_t slot = 0; slot < made->slots.size(); ++slot) {
        const ByteRange& in_draft = made->members[draft_place].slots[slot];
        const ByteRange& in_source = made->members[source_place].slots[slot];
        if (!in_draft.empty() && !in_source.empty()) {
            const auto key = [](std::string_view text, const ByteRange& range) {
                return templates::filler_key(text.substr(range.begin, range.size()));
            };
            found.push_back({made->slots[slot], in_draft, in_source,
                             key(draft, in_draft) == key(row->text, in_source)});
        }
    }
    return found;
}

Result<const std::vector<CheckSlots::Text>*> CheckSlots::family_of(TypedId typed) {
    LEITONG_TRY_ASSIGN(const auto link, m_impl.store.link(typed));
    std::vector<TypedId> members{typed};
    if (link && link->cluster) {
        const auto known = m_families.find(link->cluster.value);
        if (known != m_families.end()) {
            return &known->second;
        }
        LEITONG_TRY_ASSIGN(const auto cluster, m_impl.store.cluster(link->cluster));
        members.clear();
        for (std::size_t i = 0; cluster && i < cluster->members.size(); ++i) {
            members.push_back(cluster->members[i].typed);
        }
        LEITONG_TRY_ASSIGN(auto family, read_family(members));
        return &m_families.emplace(link->cluster.value, std::move(family)).first->second;
    }
    for (std::size_t i = 0; link && i < link->neighbours.size(); ++i) {
        members.push_back(link->neighbours[i].typed);
    }
    LEITONG_TRY_ASSIGN(m_near, read_family(members));
    return &m_near;
}

Result<std::vector<CheckSlots::Text>> CheckSlots::read_family(const std::vector<TypedId>& members) {
    std::vector<std::pair<base::Hash128, TypedId>> by_content;
    for (const TypedId member : members) {
        LEITONG_TRY_ASSIGN(const auto signature, m_impl.library.signature(member));
        if (signature) {
            by_content.emplace_back(signature->typed_hash, member);
        }
    }
    std::ranges::sort(by_content, {}, &std::pair<base::Hash128, TypedId>::first);
    Family family;
    for (const auto& [hash, member] : spread(std::move(by_content), k_sample)) {
        LEITONG_TRY(add_passages(m_impl, member, 0, ParagraphSet{}, family));
    }
    std::ranges::sort(family, {}, &Passage::text);
    std::vector<Text> texts;
    for (Passage& passage : spread(std::move(family), k_sample)) {
        texts.push_back({std::move(passage.text), passage.works});
    }
    return texts;
}

}  // namespace leitong::engine
