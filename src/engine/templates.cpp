// Templates of the stored clusters.
#include "leitong/templates/text_template.hpp"

#include "leitong/base/hash.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "reader_impl.hpp"
#include "template_families.hpp"

namespace leitong::engine {

namespace {

constexpr std::size_t k_id_length = 12;

// 60 bits of the content of a template, in letters and digits that are not mistaken for one another.
std::string template_id(std::string_view text) {
    constexpr std::string_view k_alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    std::string id = "t";
    std::uint64_t bits = base::hash128(text).high;
    for (std::size_t i = 0; i < k_id_length; ++i) {
        id += k_alphabet[bits & 31U];
        bits >>= 5U;
    }
    return id;
}

TemplateMember member_of(const Passage& passage, const templates::Fitting& fitting,
                         const std::vector<TemplateForm>& form, const Ref& ref) {
    TemplateMember member;
    member.ref = ref;
    for (const ByteRange& slot : fitting.slots) {
        member.slots.push_back({ref.range.begin + slot.begin, ref.range.begin + slot.end});
        member.fillers.push_back(passage.text.substr(slot.begin, slot.size()));
    }
    member.form = form;
    return member;
}

void count_values(TemplateRecord& record) {
    for (std::size_t slot = 0; slot < record.slots.size(); ++slot) {
        std::map<std::string, std::uint32_t> counts;
        for (const TemplateMember& member : record.members) {
            ++counts[member.fillers[slot]];
        }
        auto& values = record.slots[slot].values;
        values.assign(counts.begin(), counts.end());
        std::ranges::stable_sort(values, std::ranges::greater(),
                                 [](const auto& value) { return value.second; });
    }
}

}  // namespace

std::optional<TemplateRecord> template_of(const Family& family) {
    std::vector<std::string_view> texts;
    texts.reserve(family.size());
    for (const Passage& passage : family) {
        texts.push_back(passage.text);
    }
    const auto made = templates::induce(texts);
    if (!made) {
        return std::nullopt;
    }
    TemplateRecord record;
    record.text = written_out(*made);
    record.id = template_id(record.text);
    record.static_share = made->static_share;
    for (const SlotKind kind : made->slots) {
        record.slots.push_back({kind, {}, {}});
    }
    std::set<std::pair<std::string, std::uint32_t>> works;
    for (std::size_t i = 0; i < family.size(); ++i) {
        std::vector<TemplateForm> form;
        for (templates::Patch& patch : moved_to_written(*made, made->members[i].patches)) {
            form.push_back({patch.range, std::move(patch.text)});
        }
        for (const Ref& ref : family[i].places) {
            record.members.push_back(member_of(family[i], made->members[i], form, ref));
            works.emplace(ref.document, ref.work);
        }
    }
    if (works.size() < 2) {
        return std::nullopt;
    }
    record.works = static_cast<std::uint32_t>(works.size());
    std::ranges::sort(record.members, {}, &TemplateMember::ref);
    count_values(record);
    return record;
}

Result<void> Reader::templates(const TemplateFilter& filter, unsigned threads,
                               const std::function<bool(const TemplateLine&)>& sink) {
    return m_impl->question([&]() -> Result<void> {
        (void)threads;
        const Filter names{.document = filter.document, .cluster = {}, .relation = {}};
        LEITONG_TRY(m_impl->check(names));
        return for_families(*m_impl, [&](Family&& family) {
            const auto record = template_of(family);
            if (!record || record->works < filter.min_works ||
                (filter.id && record->id != *filter.id)) {
                return true;
            }
            const bool passes = std::ranges::any_of(record->members, [&](const auto& member) {
                return Impl::passes(names, member.ref.document);
            });
            return !passes || sink(*record);
        });
    });
}

}  // namespace leitong::engine
