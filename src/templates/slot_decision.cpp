#include "slot_decision.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace leitong::templates {

namespace {

constexpr double k_bits_per_weight = 4.5;  // of text that is written out

}  // namespace

bool SlotDecision::is_slot(Locus& locus, std::u32string_view fixed) {
    collect(locus);
    if (m_counts.size() < 2) {
        return false;
    }
    std::vector<FillerView> views;
    for (const auto& [symbols, filler] : m_counts) {
        const Reading& reading = m_readings[filler.reading];
        views.push_back(
            {reading.text, reading.units, filler.range.begin, filler.range.end, filler.count});
    }
    const KindGuess guess = guess_kind(views);
    locus.kind = kind_of(guess);
    return (guess.nature == Nature::typed && !is_mostly_empty()) ||
           (brings_new() && pays(fixed) && !are_wordings());
}

void SlotDecision::collect(const Locus& locus) {
    m_counts.clear();
    m_counted = 0;
    for (std::size_t i = 0; i < m_readings.size(); ++i) {
        if (m_readings[i].works == 0 || locus.is_absent(i)) {
            continue;
        }
        m_counted += m_readings[i].works;
        const Locus::UnitRange range = locus.fillers[i];
        const auto symbols = std::u32string_view(m_readings[i].contents)
                                 .substr(range.begin, range.end - range.begin);
        Filler& filler = m_counts.try_emplace(symbols, Filler{i, range, 0}).first->second;
        filler.count += m_readings[i].works;
    }
}

bool SlotDecision::is_mostly_empty() const {
    const auto empty = m_counts.find(std::u32string_view());
    return empty != m_counts.end() && empty->second.count * 2 > m_counted;
}

// Whether most works have nothing there, and most others the same.
bool SlotDecision::is_mostly_left_out() const {
    std::size_t filled = 0;
    std::size_t most = 0;
    for (const auto& [symbols, filler] : m_counts) {
        filled += symbols.empty() ? 0 : filler.count;
        most = std::max<std::size_t>(most, symbols.empty() ? 0 : filler.count);
    }
    return is_mostly_empty() && most >= 2 && most * 2 >= filled;
}

SlotKind SlotDecision::kind_of(const KindGuess& guess) const {
    if (guess.kind != SlotKind::text) {
        return guess.kind;
    }
    const bool has_empty = m_counts.contains(std::u32string_view());
    if (has_empty && (m_counts.size() == 2 || is_mostly_left_out())) {
        return SlotKind::optional;
    }
    const bool is_choice = m_counts.size() <= 4 && std::ranges::all_of(m_counts, [](const auto& f) {
                               return f.second.count >= 2;
                           });
    return is_choice ? SlotKind::choice : SlotKind::text;
}

// Whether a further passage would bring a filler of its own: as likely as those that stand once
// are among all (Good 1953, after Turing).
bool SlotDecision::brings_new() const {
    const auto once = static_cast<double>(std::ranges::count_if(
        m_counts, [](const auto& filler) { return filler.second.count == 1; }));
    return once >= 2 && once >= m_options.new_share * static_cast<double>(m_counted);
}

// Whether fillers are too long for names, and works share them: versions of a clause. What each
// work has for itself, however long, is filled in.
bool SlotDecision::are_wordings() const {
    constexpr std::uint64_t k_longest = 40;  // mean weight of what is filled in
    constexpr std::size_t k_least_works = 4;
    std::uint64_t weight = 0;
    std::size_t filled = 0;
    std::size_t once = 0;
    for (const auto& [symbols, filler] : m_counts) {
        const std::uint32_t own =
            weight_of(m_readings[filler.reading].units, filler.range.begin, filler.range.end);
        weight += std::uint64_t{own} * filler.count;
        filled += own > 0 ? filler.count : 0;
        once += filler.count == 1 ? 1U : 0U;
    }
    const bool is_own = m_counted >= k_least_works && once * 2 >= m_counted;
    return weight > k_longest * filled && !is_own;
}

double SlotDecision::literal_bits(const Filler& filler) const {
    const Reading& reading = m_readings[filler.reading];
    return k_bits_per_weight * weight_of(reading.units, filler.range.begin, filler.range.end);
}

bool SlotDecision::pays(std::u32string_view fixed) const {
    double as_slot = m_options.slot_bits;
    double as_edits = 0;
    const auto all = static_cast<double>(m_counted);
    for (const auto& [symbols, filler] : m_counts) {
        const double literal = literal_bits(filler);
        as_slot += filler.count * std::log2(all / filler.count);
        if (symbols != fixed) {
            as_slot += literal;
            as_edits += filler.count * (m_options.edit_bits + literal);
        }
    }
    return as_slot < as_edits;
}

}  // namespace leitong::templates
