#include "template_records.hpp"

#include "leitong/base/hash.hpp"
#include "leitong/templates/text_template.hpp"
#include "leitong/templates/variables.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace leitong::engine {

namespace {

constexpr std::size_t k_id_length = 12;

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
        // Fillers that folding makes equal are one value, told as most write it.
        std::map<std::string, std::map<std::string, std::uint32_t>> spellings;
        for (const TemplateMember& member : record.members) {
            const std::string filler = templates::plain_filler(member.fillers[slot]);
            ++spellings[templates::filler_key(filler)][filler];
        }
        auto& values = record.slots[slot].values;
        for (const auto& [key, written] : spellings) {
            std::uint32_t count = 0;
            for (const auto& [spelling, times] : written) {
                count += times;
            }
            const auto most = std::ranges::max_element(
                written, {}, [](const auto& spelling) { return spelling.second; });
            values.emplace_back(most->first, count);
        }
        std::ranges::stable_sort(values, std::ranges::greater(),
                                 [](const auto& value) { return value.second; });
    }
}

std::optional<templates::TextTemplate> induce_family(const Family& family, TemplateCache& cache) {
    std::vector<templates::Passage> texts;
    texts.reserve(family.size());
    for (const Passage& passage : family) {
        texts.push_back({passage.text, passage.group == 0 ? passage.works : 0});
    }
    return cache.induce(texts);
}

std::optional<TemplateRecord> record_of(const Family& family, const templates::TextTemplate& made) {
    TemplateRecord record;
    record.text = written_out(made);
    record.id = content_id('t', record.text);
    record.static_share = made.static_share;
    for (const SlotKind kind : made.slots) {
        record.slots.push_back({kind, {}, {}});
    }
    std::set<std::pair<std::string, std::uint32_t>> works;
    for (std::size_t i = 0; i < family.size(); ++i) {
        std::vector<TemplateForm> form;
        for (templates::Patch& patch : moved_to_written(made, made.members[i].patches)) {
            form.push_back({patch.range, std::move(patch.text)});
        }
        for (const Ref& ref : family[i].places) {
            record.members.push_back(member_of(family[i], made.members[i], form, ref));
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

// Takes out of the family the groups that its skeleton explains too little of.
std::map<std::uint32_t, Family> take_unexplained(Family& family,
                                                 const templates::TextTemplate& made,
                                                 double most_edited) {
    std::set<std::uint32_t> unexplained;
    for (std::size_t i = 0; i < family.size(); ++i) {
        if (family[i].group != 0 && made.members[i].edited > most_edited) {
            unexplained.insert(family[i].group);
        }
    }
    std::map<std::uint32_t, Family> taken;
    Family kept;
    for (Passage& passage : family) {
        const bool stays = !unexplained.contains(passage.group);
        (stays ? kept : taken[passage.group]).push_back(std::move(passage));
    }
    family = std::move(kept);
    return taken;
}

void add_template(const Family& family, const std::optional<templates::TextTemplate>& made,
                  std::vector<TemplateRecord>& records) {
    auto record = made ? record_of(family, *made) : std::nullopt;
    if (record) {
        records.push_back(std::move(*record));
    }
}

std::uint32_t works_of_core(const Family& family) {
    std::uint32_t works = 0;
    for (const Passage& passage : family) {
        works += passage.group == 0 ? passage.works : 0;
    }
    return works;
}

// How much of the fixed text a member has as it is, whatever it has besides.
double kept_share(const templates::TextTemplate& made, const templates::Fitting& member) {
    std::uint64_t fixed = 0;
    for (const std::string& text : made.fixed) {
        fixed += text.size();
    }
    std::uint64_t lost = 0;
    for (const templates::Patch& patch : member.patches) {
        lost += patch.range.size();
    }
    return 1 - static_cast<double>(lost) / static_cast<double>(std::max<std::uint64_t>(1, fixed));
}

// How much of the passages stands in slots whose fillers do not show what they are.
double untyped_share(const Family& family, const templates::TextTemplate& made) {
    std::uint64_t untyped = 0;
    std::uint64_t all = 0;
    for (std::size_t i = 0; i < family.size(); ++i) {
        all += family[i].text.size();
        for (std::size_t slot = 0; slot < made.slots.size(); ++slot) {
            const SlotKind kind = made.slots[slot];
            const bool is_untyped =
                kind == SlotKind::text || kind == SlotKind::optional || kind == SlotKind::choice;
            untyped += is_untyped ? made.members[i].slots[slot].size() : 0;
        }
    }
    return static_cast<double>(untyped) / static_cast<double>(std::max<std::uint64_t>(1, all));
}

}  // namespace

std::vector<TemplateRecord> templates_of(Family family, const JoinRule& rule,
                                         TemplateCache& cache) {
    std::vector<TemplateRecord> records;
    std::map<std::uint32_t, Family> others;
    auto made = induce_family(family, cache);
    if (made) {
        others = take_unexplained(family, *made, rule.most_edited);
        const bool have_joined = std::ranges::any_of(family, &Passage::group);
        const bool may_vote = works_of_core(family) < rule.few_works;
        if (may_vote) {
            for (Passage& passage : family) {
                passage.group = 0;
            }
        }
        if (!others.empty() || (may_vote && have_joined)) {
            made = induce_family(family, cache);
        }
        add_template(family, made, records);
    } else {
        for (Passage& passage : family) {
            if (passage.group != 0) {
                others[passage.group].push_back(std::move(passage));
            }
        }
    }
    for (auto& [group, other] : others) {
        for (Passage& passage : other) {
            passage.group = 0;
        }
        add_template(other, induce_family(other, cache), records);
    }
    return records;
}

std::vector<TemplateRecord> loose_templates_of(Family family, std::uint32_t fewest_works,
                                               TemplateCache& cache) {
    constexpr double k_most_untyped = 0.15;  // of all bytes
    constexpr double k_most_edited_mean = 0.35;
    constexpr double k_least_kept = 0.5;  // less, and it only begins like the others
    std::vector<TemplateRecord> records;
    auto made = induce_family(family, cache);
    if (!made) {
        return records;
    }
    Family kept;
    for (std::size_t i = 0; i < family.size(); ++i) {
        if (kept_share(*made, made->members[i]) >= k_least_kept) {
            kept.push_back(family[i]);
        }
    }
    if (kept.size() < family.size()) {
        family = std::move(kept);
        if (works_of_core(family) < fewest_works) {
            return records;
        }
        made = induce_family(family, cache);
        if (!made) {
            return records;
        }
    }
    double edited = 0;
    for (const templates::Fitting& fitting : made->members) {
        edited += fitting.edited;
    }
    const bool holds = edited <= k_most_edited_mean * static_cast<double>(family.size()) &&
                       untyped_share(family, *made) <= k_most_untyped;
    if (holds) {
        add_template(family, made, records);
    }
    return records;
}

std::vector<TemplateRecord> merged(std::vector<TemplateRecord> records) {
    std::map<std::string, std::size_t> known;  // by text
    std::vector<TemplateRecord> kept;
    std::set<std::size_t> grown;
    for (TemplateRecord& record : records) {
        const auto [entry, is_new] = known.try_emplace(record.text, kept.size());
        if (is_new) {
            kept.push_back(std::move(record));
            continue;
        }
        TemplateRecord& same = kept[entry->second];
        grown.insert(entry->second);
        const auto all = static_cast<double>(same.members.size() + record.members.size());
        same.static_share = (same.static_share * static_cast<double>(same.members.size()) +
                             record.static_share * static_cast<double>(record.members.size())) /
                            all;
        std::ranges::move(record.members, std::back_inserter(same.members));
    }
    for (const std::size_t index : grown) {
        TemplateRecord& record = kept[index];
        std::ranges::sort(record.members, {}, &TemplateMember::ref);
        const auto repeated =
            std::ranges::unique(record.members, {}, [](const TemplateMember& m) { return m.ref; });
        record.members.erase(repeated.begin(), repeated.end());
        std::set<std::pair<std::string, std::uint32_t>> works;
        for (const TemplateMember& member : record.members) {
            works.emplace(member.ref.document, member.ref.work);
        }
        record.works = static_cast<std::uint32_t>(works.size());
        for (TemplateSlot& slot : record.slots) {
            slot.values.clear();
        }
        count_values(record);
    }
    return kept;
}

std::string content_id(char letter, std::string_view content) {
    constexpr std::string_view k_alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    std::string id(1, letter);
    std::uint64_t bits = base::hash128(content).high;
    for (std::size_t i = 0; i < k_id_length; ++i) {
        id += k_alphabet[bits & 31U];
        bits >>= 5U;
    }
    return id;
}

}  // namespace leitong::engine
