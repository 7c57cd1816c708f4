#include "leitong/templates/text_template.hpp"

#include "leitong/base/assert.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_set>
#include <utility>

#include "consensus.hpp"
#include "loci.hpp"

namespace leitong::templates {

namespace {

constexpr std::size_t k_voters = 64;  // passages that choose how fixed text is written

// Bytes of a passage, by units.
std::uint32_t end_before(const Reading& reading, std::uint32_t unit) {
    return unit == 0 ? 0 : reading.units[unit - 1].end;
}

std::string_view bytes(const Reading& reading, std::uint32_t begin, std::uint32_t end) {
    return reading.text.substr(begin, end - begin);
}

// What most of the voters write at a place.
class Ballot {
public:
    void vote(std::string_view text) {
        ++m_votes[text];
        ++m_voters;
    }
    [[nodiscard]] std::string winner() const {
        const auto most =
            std::ranges::max_element(m_votes, {}, [](const auto& v) { return v.second; });
        return most == m_votes.end() ? std::string() : std::string(most->first);
    }
    // The same if more than half write it so, else nothing: of what numbers a paragraph, which each
    // passage has for itself.
    [[nodiscard]] std::string majority() const {
        const bool is_any = std::ranges::any_of(
            m_votes, [&](const auto& vote) { return vote.second * 2 > m_voters; });
        return is_any ? winner() : std::string();
    }

private:
    std::map<std::string_view, std::uint32_t> m_votes;
    std::uint32_t m_voters = 0;
};

// The columns of one fixed text, and where each ends in it.
struct FixedText {
    std::uint32_t column_begin = 0;
    std::uint32_t column_end = 0;
    std::string text;
    std::vector<std::uint32_t> column_ends;  // bytes of text, one a column
};

// Units of a passage between two slots, and their bytes.
struct Section {
    std::uint32_t unit_begin = 0;
    std::uint32_t unit_end = 0;
    ByteRange range;
};

class Writer {
public:
    Writer(std::span<const Reading> readings, const Consensus& consensus,
           const std::vector<Locus>& loci)
        : m_readings(readings), m_consensus(consensus), m_loci(loci) {
        std::uint32_t column = 0;
        for (const Locus& locus : loci) {
            m_fixed.push_back({column, locus.column_begin, {}, {}});
            column = locus.column_end;
        }
        m_fixed.push_back({column, static_cast<std::uint32_t>(consensus.columns.size()), {}, {}});
    }

    TextTemplate run() {
        write_fixed();
        TextTemplate made;
        for (const FixedText& fixed : m_fixed) {
            made.fixed.push_back(fixed.text);
        }
        for (const Locus& locus : m_loci) {
            made.slots.push_back(locus.kind);
        }
        for (std::size_t reading = 0; reading < m_readings.size(); ++reading) {
            made.members.push_back(fit(reading));
            made.static_share += made.members.back().explained;
        }
        made.static_share /= static_cast<double>(m_readings.size());
        return made;
    }

private:
    [[nodiscard]] ByteRange filler(std::size_t reading, std::size_t slot) const {
        const Locus::UnitRange units = m_loci[slot].fillers[reading];
        const Reading& own = m_readings[reading];
        if (units.begin == units.end) {
            const std::uint32_t at = end_before(own, units.begin);
            return {at, at};
        }
        return {own.units[units.begin].begin, own.units[units.end - 1].end};
    }

    // What stands before slot `index`, or at the end.
    [[nodiscard]] Section section(std::size_t reading, std::size_t index) const {
        const Reading& own = m_readings[reading];
        Section found;
        if (index > 0) {
            found.unit_begin = m_loci[index - 1].fillers[reading].end;
            found.range.begin = filler(reading, index - 1).end;
        }
        if (index < m_loci.size()) {
            found.unit_end = m_loci[index].fillers[reading].begin;
            found.range.end = filler(reading, index).begin;
        } else {
            found.unit_end = static_cast<std::uint32_t>(own.units.size());
            found.range.end = own.text.size();
        }
        return found;
    }

    // Pairs of a column and the unit it is matched to, within a fixed text.
    template <typename Each>
    void for_matches(std::size_t reading, std::size_t index, const Section& section,
                     const Each& each) const {
        const auto& stretches = m_consensus.stretches[reading];
        const FixedText& fixed = m_fixed[index];
        auto stretch =
            std::ranges::upper_bound(stretches, fixed.column_begin, {}, &match::Stretch::a);
        stretch -= stretch == stretches.begin() ? 0 : 1;
        for (; stretch != stretches.end() && stretch->a < fixed.column_end; ++stretch) {
            for (std::uint32_t i = 0; i < stretch->length; ++i) {
                const std::uint32_t column = stretch->a + i;
                const std::uint32_t unit = stretch->b + i;
                if (column >= fixed.column_begin && column < fixed.column_end &&
                    unit >= section.unit_begin && unit < section.unit_end) {
                    each(column, unit);
                }
            }
        }
    }

    // --- how fixed text is written: gaps and units as most have them

    void write_fixed() {
        std::vector<Ballot> gaps(m_consensus.columns.size());
        std::vector<Ballot> texts(m_consensus.columns.size());
        std::vector<Ballot> last_gaps(m_fixed.size());
        const std::size_t voters = std::min(m_readings.size(), k_voters);
        for (std::size_t i = 0; i < voters; ++i) {
            const std::size_t reading = i * m_readings.size() / voters;
            const Reading& own = m_readings[reading];
            for (std::size_t index = 0; index < m_fixed.size(); ++index) {
                const Section part = section(reading, index);
                for_matches(reading, index, part, [&](std::uint32_t column, std::uint32_t unit) {
                    const Unit& matched = own.units[unit];
                    gaps[column].vote(bytes(own, end_before(own, unit), matched.begin));
                    texts[column].vote(bytes(own, matched.begin, matched.end));
                });
                const bool is_filled = index == m_loci.size() || !filler(reading, index).empty();
                if (is_filled) {
                    last_gaps[index].vote(bytes(own, end_before(own, part.unit_end),
                                                static_cast<std::uint32_t>(part.range.end)));
                }
            }
        }
        for (std::size_t index = 0; index < m_fixed.size(); ++index) {
            FixedText& fixed = m_fixed[index];
            for (std::uint32_t c = fixed.column_begin; c < fixed.column_end; ++c) {
                fixed.text += (c == 0 ? gaps[c].majority() : gaps[c].winner()) + texts[c].winner();
                fixed.column_ends.push_back(static_cast<std::uint32_t>(fixed.text.size()));
            }
            const bool is_start = index == 0 && fixed.column_end == 0;
            fixed.text += is_start ? last_gaps[index].majority() : last_gaps[index].winner();
        }
    }

    // --- how one passage reads

    [[nodiscard]] Fitting fit(std::size_t reading) const {
        const Reading& own = m_readings[reading];
        Fitting fitting;
        std::uint32_t fixed_weight = 0;
        std::uint32_t column_weight = 0;
        std::uint32_t section_weight = 0;
        for (std::size_t index = 0; index < m_fixed.size(); ++index) {
            const Section part = section(reading, index);
            PatchWriter patches(own.text.substr(part.range.begin, part.range.size()),
                                m_fixed[index].text, static_cast<std::uint32_t>(index),
                                fitting.patches);
            for_matches(reading, index, part, [&](std::uint32_t column, std::uint32_t unit) {
                patches.meet(own.units[unit].end - part.range.begin,
                             m_fixed[index].column_ends[column - m_fixed[index].column_begin]);
                fixed_weight += weight(own.units[unit]);
            });
            for (std::uint32_t c = m_fixed[index].column_begin; c < m_fixed[index].column_end;
                 ++c) {
                column_weight += weight(m_consensus.columns[c]);
            }
            for (std::uint32_t unit = part.unit_begin; unit < part.unit_end; ++unit) {
                section_weight += weight(own.units[unit]);
            }
            patches.end();
            if (index < m_loci.size()) {
                fitting.slots.push_back(filler(reading, index));
            }
        }
        std::uint32_t all_weight = 0;
        for (const Unit& unit : own.units) {
            all_weight += weight(unit);
        }
        fitting.explained = static_cast<double>(fixed_weight) / std::max(1U, all_weight);
        fitting.edited = static_cast<double>(column_weight + section_weight - 2 * fixed_weight) /
                         std::max(1U, column_weight);
        return fitting;
    }

    // Compares a section with the fixed text from one matched unit to the next.
    class PatchWriter {
    public:
        PatchWriter(std::string_view section, std::string_view fixed, std::uint32_t index,
                    std::vector<Patch>& out)
            : m_section(section), m_fixed(fixed), m_index(index), m_out(out) {}

        void meet(std::uint64_t section_end, std::uint64_t fixed_end) {
            compare(m_section.substr(m_section_at, section_end - m_section_at),
                    m_fixed.substr(m_fixed_at, fixed_end - m_fixed_at));
            m_section_at = section_end;
            m_fixed_at = fixed_end;
        }

        void end() { meet(m_section.size(), m_fixed.size()); }

    private:
        static bool is_tail_byte(char byte) {
            return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
        }

        void compare(std::string_view own, std::string_view fixed) {
            if (own == fixed) {
                return;
            }
            std::size_t prefix = 0;
            while (prefix < own.size() && prefix < fixed.size() && own[prefix] == fixed[prefix]) {
                ++prefix;
            }
            while (prefix > 0 && ((prefix < own.size() && is_tail_byte(own[prefix])) ||
                                  (prefix < fixed.size() && is_tail_byte(fixed[prefix])))) {
                --prefix;
            }
            std::size_t suffix = 0;
            while (suffix + prefix < own.size() && suffix + prefix < fixed.size() &&
                   own[own.size() - suffix - 1] == fixed[fixed.size() - suffix - 1]) {
                ++suffix;
            }
            while (suffix > 0 && is_tail_byte(own[own.size() - suffix])) {
                --suffix;
            }
            m_out.push_back({m_index,
                             {m_fixed_at + prefix, m_fixed_at + fixed.size() - suffix},
                             std::string(own.substr(prefix, own.size() - suffix - prefix))});
        }

        std::string_view m_section;
        std::string_view m_fixed;
        std::uint32_t m_index;
        std::vector<Patch>& m_out;
        std::uint64_t m_section_at = 0;
        std::uint64_t m_fixed_at = 0;
    };

    std::span<const Reading> m_readings;
    const Consensus& m_consensus;
    const std::vector<Locus>& m_loci;
    std::vector<FixedText> m_fixed;
};

// Gives back the members in the order in which the passages were given.
void restore_order(TextTemplate& made, std::span<const std::size_t> order) {
    std::vector<Fitting> members(made.members.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        members[order[i]] = std::move(made.members[i]);
    }
    made.members = std::move(members);
}

}  // namespace

std::optional<TextTemplate> induce(std::span<const Passage> passages,
                                   const InduceOptions& options) {
    if (passages.size() < 2) {
        return std::nullopt;
    }
    std::vector<std::size_t> order(passages.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) { return passages[i].text; });
    Symbols symbols;
    std::vector<Reading> readings(passages.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        Reading& reading = readings[i];
        reading.text = passages[order[i]].text;
        reading.works = passages[order[i]].works;
        read_units(reading.text, symbols, reading.units);
        for (const Unit& unit : reading.units) {
            reading.symbols += unit.symbol;
            reading.contents += unit.content;
        }
    }
    std::unordered_set<std::u32string_view> seen;
    for (Reading& reading : readings) {
        reading.is_first = reading.works > 0 && seen.insert(reading.contents).second;
    }
    if (seen.size() < 2) {
        return std::nullopt;
    }
    const Consensus consensus = agree(readings);
    const std::vector<Locus> loci = find_slots(readings, consensus, options);
    if (loci.empty()) {
        return std::nullopt;
    }
    TextTemplate made = Writer(readings, consensus, loci).run();
    restore_order(made, order);
    return made;
}

std::string fill(const TextTemplate& made, std::span<const std::string_view> fillers,
                 std::span<const Patch> patches) {
    LEITONG_ASSERT(fillers.size() == made.slots.size(), "a filler for each slot");
    std::string text;
    auto patch = patches.begin();
    for (std::uint32_t index = 0; index < made.fixed.size(); ++index) {
        const std::string& fixed = made.fixed[index];
        std::uint64_t at = 0;
        for (; patch != patches.end() && patch->fixed == index; ++patch) {
            text.append(fixed, at, patch->range.begin - at);
            text += patch->text;
            at = patch->range.end;
        }
        text.append(fixed, at);
        if (index < fillers.size()) {
            text += fillers[index];
        }
    }
    return text;
}

}  // namespace leitong::templates
