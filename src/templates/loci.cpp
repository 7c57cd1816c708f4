#include "loci.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include "boundaries.hpp"
#include "slot_decision.hpp"

namespace leitong::templates {

namespace {
bool all_values(std::span<const Unit> units, std::uint32_t begin, std::uint32_t end) {
    return begin < end &&
           std::all_of(units.begin() + begin, units.begin() + end,
                       [](const Unit& unit) { return unit.kind == UnitKind::value; });
}

bool has_mask(std::span<const Unit> units, std::uint32_t begin, std::uint32_t end) {
    return std::any_of(units.begin() + begin, units.begin() + end,
                       [](const Unit& unit) { return unit.masked; });
}

bool is_left_out(const Event& event, const Consensus& consensus, std::span<const Unit> units) {
    if (event.is_parted && event.unit_begin == event.unit_end) {
        return true;
    }
    const std::uint32_t left_out =
        weight_of(consensus.columns, event.column_begin, event.column_end);
    const std::uint32_t instead = weight_of(units, event.unit_begin, event.unit_end);
    return is_clause_left_out(left_out, instead) &&
           !has_mask(units, event.unit_begin, event.unit_end);
}

// Clauses beside what a reading has otherwise: no filler, whatever stands there.
bool is_put_in(const Event& event) noexcept {
    return event.is_parted && event.column_begin == event.column_end;
}

// Places on a line: 2c is the boundary before column c, 2c + 1 the column itself.
class HotPlaces {
public:
    HotPlaces(const Consensus& consensus, std::size_t works)
        : m_consensus(consensus),
          m_all_works(works),
          m_differs(2 * consensus.columns.size() + 2),
          m_absent(m_differs.size()),
          m_typed(m_differs.size()) {}

    void add(const Event& event, const Reading& reading) {
        const std::span<const Unit> units(reading.units);
        m_works = static_cast<std::int32_t>(reading.works);
        const bool is_insertion = event.column_begin == event.column_end;
        const std::size_t first = 2 * std::size_t{event.column_begin} + (is_insertion ? 0 : 1);
        const std::size_t last = is_insertion ? first : 2 * std::size_t{event.column_end - 1} + 1;
        if (is_left_out(event, m_consensus, units)) {
            mark(m_absent, first, last);
            return;
        }
        mark(m_differs, first, last);
        const std::span<const Unit> columns(m_consensus.columns);
        const bool is_typed = all_values(columns, event.column_begin, event.column_end) &&
                              all_values(units, event.unit_begin, event.unit_end);
        const bool is_masked = has_mask(columns, event.column_begin, event.column_end) ||
                               has_mask(units, event.unit_begin, event.unit_end);
        if (is_typed || (is_masked && !is_insertion && event.unit_begin < event.unit_end)) {
            mark(m_typed, first, last);
        }
    }

    // Runs of places at which enough passages differ, as columns.
    std::vector<Locus> runs(double hot_share) {
        accumulate(m_differs);
        accumulate(m_absent);
        accumulate(m_typed);
        std::vector<Locus> found;
        std::size_t begin = 0;
        for (std::size_t place = 0; place <= m_differs.size(); ++place) {
            if (place < m_differs.size() && is_hot(place, hot_share) &&
                !parts(place, place > begin)) {
                continue;
            }
            if (place > begin) {
                Locus locus;
                locus.column_begin = static_cast<std::uint32_t>(begin / 2);
                locus.column_end = static_cast<std::uint32_t>(place / 2);
                found.push_back(std::move(locus));
            }
            begin = place + 1;
        }
        return found;
    }

private:
    // Whether a boundary within a run parts two places: most passages that differ on one side of it
    // do not differ there in both as one.
    [[nodiscard]] bool parts(std::size_t place, bool is_within) const {
        const bool is_boundary = place % 2 == 0 && place > 0 && place + 1 < m_differs.size();
        return is_within && is_boundary &&
               m_differs[place] * 2 < std::max(m_differs[place - 1], m_differs[place + 1]);
    }

    void mark(std::vector<std::int32_t>& line, std::size_t first, std::size_t last) const {
        line[first] += m_works;
        if (last + 1 < line.size()) {
            line[last + 1] -= m_works;
        }
    }

    static void accumulate(std::vector<std::int32_t>& line) {
        for (std::size_t i = 1; i < line.size(); ++i) {
            line[i] += line[i - 1];
        }
    }

    [[nodiscard]] bool is_hot(std::size_t place, double hot_share) const {
        const auto present = static_cast<double>(m_all_works) - m_absent[place];
        return m_typed[place] > 0 ||
               (m_differs[place] > 0 && m_differs[place] >= hot_share * present);
    }

    const Consensus& m_consensus;
    std::size_t m_all_works;
    std::int32_t m_works = 1;  // of the reading that is added
    std::vector<std::int32_t> m_differs;
    std::vector<std::int32_t> m_absent;
    std::vector<std::int32_t> m_typed;
};

// The units that one reading has at each locus.
class Assignment {
public:
    Assignment(const std::vector<match::Stretch>& stretches, std::vector<Event> events)
        : m_stretches(stretches), m_events(std::move(events)) {}

    // Whether the locus stands in a clause that the reading leaves out.
    [[nodiscard]] bool is_left_out(const Locus& locus, const Consensus& consensus,
                                   std::span<const Unit> units) const {
        const auto after =
            std::ranges::upper_bound(m_events, locus.column_begin, {}, &Event::column_begin);
        if (after == m_events.begin()) {
            return false;
        }
        const Event& event = *(after - 1);
        return event.column_end >= locus.column_end && event.column_begin < event.column_end &&
               templates::is_left_out(event, consensus, units);
    }

    // Loci must be asked in order.
    Locus::UnitRange at(const Locus& locus) {
        const auto touches = [&](const Event& event) {
            return event.column_begin == event.column_end || locus.column_begin == locus.column_end
                       ? event.column_begin <= locus.column_end &&
                             event.column_end >= locus.column_begin
                       : event.column_begin < locus.column_end &&
                             event.column_end > locus.column_begin;
        };
        while (m_next < m_events.size() && m_events[m_next].column_end < locus.column_begin) {
            ++m_next;
        }
        std::size_t first = m_next;
        while (first < m_events.size() && m_events[first].column_begin <= locus.column_end &&
               !touches(m_events[first])) {
            ++first;
        }
        if (first == m_events.size() || !touches(m_events[first])) {
            return remember({unit_at(locus.column_begin), unit_at(locus.column_end)});
        }
        std::size_t last = first;
        while (last + 1 < m_events.size() && touches(m_events[last + 1])) {
            ++last;
        }
        const std::uint32_t begin = m_events[first].column_begin <= locus.column_begin
                                        ? m_events[first].unit_begin
                                        : unit_at(locus.column_begin);
        const std::uint32_t end = m_events[last].column_end >= locus.column_end
                                      ? m_events[last].unit_end
                                      : unit_at(locus.column_end);
        return remember({begin, end});
    }

private:
    // The units of an event that reaches over several loci go to the first.
    Locus::UnitRange remember(Locus::UnitRange range) {
        range.begin = std::max(range.begin, m_used);
        range.end = std::max(range.end, range.begin);
        m_used = range.end;
        return range;
    }

    // The unit that stands before column c, given that the columns on both sides are matched or
    // that c is at an edge of what is.
    [[nodiscard]] std::uint32_t unit_at(std::uint32_t column) const {
        const auto after = std::ranges::upper_bound(m_stretches, column, {}, &match::Stretch::a);
        if (after == m_stretches.begin()) {
            return 0;
        }
        const match::Stretch& stretch = *(after - 1);
        return stretch.b + std::min(column - stretch.a, stretch.length);
    }

    const std::vector<match::Stretch>& m_stretches;
    std::vector<Event> m_events;
    std::size_t m_next = 0;
    std::uint32_t m_used = 0;
};

constexpr bool ends_sentence(char32_t sign) noexcept {
    return sign == U'.' || sign == U'!' || sign == U'?' || sign == U';' || sign == U':' ||
           sign == 0x3002 || sign == 0x2026;
}

// What stands before or after the whole text of the others is no filler of its first or last slot:
// such a filler is cut to the sentence that touches the fixed text.
void cut_to_sentence(const Reading& reading, const Locus& locus, std::size_t columns,
                     Locus::UnitRange& filler) {
    constexpr std::uint32_t k_long = 30;  // weight; a name with dots in it is shorter
    if (weight_of(reading.units, filler.begin, filler.end) <= k_long) {
        return;
    }
    const auto is_end = [&](std::uint32_t unit) {
        return reading.units[unit].kind == UnitKind::sign &&
               ends_sentence(reading.units[unit].symbol);
    };
    if (locus.column_begin == 0) {
        for (std::uint32_t unit = filler.end; unit > filler.begin; --unit) {
            if (is_end(unit - 1)) {
                filler.begin = unit;
                break;
            }
        }
    }
    if (locus.column_end == columns) {
        for (std::uint32_t unit = filler.begin; unit < filler.end; ++unit) {
            if (is_end(unit)) {
                filler.end = unit + 1;
                break;
            }
        }
    }
}

// A place that says what a slot says in the same passage, in two passages with different values, is
// the same variable once more.
void add_repeated(std::span<const Reading> readings, const std::vector<Locus>& loci,
                  std::vector<bool>& is_slot) {
    struct Repeats {
        std::set<std::u32string_view> fillers;
        std::size_t works = 0;  // in which the place says what a slot says
    };
    std::vector<Repeats> repeats(loci.size());
    std::size_t works = 0;
    for (std::size_t i = 0; i < readings.size(); ++i) {
        works += readings[i].works;
        const auto filler = [&](const Locus& locus) {
            const Locus::UnitRange& range = locus.fillers[i];
            const bool counts = readings[i].works > 0 && !locus.is_absent(i);
            return std::u32string_view(readings[i].contents)
                .substr(range.begin, counts ? range.end - range.begin : 0);
        };
        std::set<std::u32string_view> said;
        for (std::size_t slot = 0; slot < loci.size(); ++slot) {
            if (is_slot[slot]) {
                said.insert(filler(loci[slot]));
            }
        }
        for (std::size_t place = 0; place < loci.size(); ++place) {
            const auto again = filler(loci[place]);
            if (!is_slot[place] && !again.empty() && said.contains(again)) {
                repeats[place].fillers.insert(again);
                repeats[place].works += readings[i].works;
            }
        }
    }
    for (std::size_t place = 0; place < loci.size(); ++place) {
        const bool is_variable =
            repeats[place].fillers.size() >= 2 && repeats[place].works * 4 >= works;
        is_slot[place] = is_slot[place] || is_variable;
    }
}

}  // namespace

std::vector<Locus> find_slots(std::span<const Reading> readings, const Consensus& consensus,
                              const InduceOptions& options) {
    std::size_t works = 0;
    for (const Reading& reading : readings) {
        works += reading.works;
    }
    HotPlaces places(consensus, works);
    std::vector<Assignment> assignments;
    assignments.reserve(readings.size());
    for (std::size_t i = 0; i < readings.size(); ++i) {
        std::vector<Event> events = consensus.events(i, readings[i].units);
        std::erase_if(events, is_put_in);
        for (const Event& event : events) {
            places.add(event, readings[i]);
        }
        assignments.emplace_back(consensus.stretches[i], std::move(events));
    }
    std::vector<Locus> loci = places.runs(options.hot_share);
    for (Locus& locus : loci) {
        locus.fillers.reserve(readings.size());
        for (std::size_t i = 0; i < readings.size(); ++i) {
            locus.absent.push_back(assignments[i].is_left_out(locus, consensus, readings[i].units));
            Locus::UnitRange filler = assignments[i].at(locus);
            cut_to_sentence(readings[i], locus, consensus.columns.size(), filler);
            locus.fillers.push_back(filler);
        }
    }
    grow_to_names(readings, consensus, loci);
    std::vector<bool> is_slot(loci.size());
    SlotDecision decision(readings, options);
    for (std::size_t i = 0; i < loci.size(); ++i) {
        std::u32string fixed;
        for (std::uint32_t c = loci[i].column_begin; c < loci[i].column_end; ++c) {
            fixed += consensus.columns[c].content;
        }
        is_slot[i] = decision.is_slot(loci[i], fixed);
    }
    add_repeated(readings, loci, is_slot);
    std::vector<Locus> slots;
    for (std::size_t i = 0; i < loci.size(); ++i) {
        if (is_slot[i]) {
            slots.push_back(std::move(loci[i]));
        }
    }
    return slots;
}

}  // namespace leitong::templates
