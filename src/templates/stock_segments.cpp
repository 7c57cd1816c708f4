#include "stock_segments.hpp"

#include <algorithm>
#include <tuple>

namespace leitong::templates {

void StockSegments::add(const StockRuns::Run& run) {
    const StockOrigin origin{run.text, run.unit};
    const std::uint32_t segment = segment_of(run.units, origin);
    if (origin <= m_segments[segment].origin) {
        m_segments[segment].origin = origin;
        note_clauses(run, segment);
    }
    if (run.asked == Asked::yes) {
        m_segments[segment].asked = Asked::yes;
    }
    for (const StockPlace& place : run.places) {
        m_entries.push_back({segment, place});
        m_works = std::max(m_works, place.work + 1);
    }
}

std::uint32_t StockSegments::segment_of(std::span<const StockUnit> run, StockOrigin origin) {
    const std::uint64_t hash = stock_hash(run);
    const auto [from, to] = m_by_hash.equal_range(hash);
    for (auto known = from; known != to; ++known) {
        const std::uint32_t begin = m_segments[known->second].begin;
        const auto same = std::span(m_units).subspan(begin);
        if (same.size() > run.size() && same[run.size()] == 0 &&
            std::ranges::equal(same.first(run.size()), run)) {
            return known->second;
        }
    }
    const auto segment = static_cast<std::uint32_t>(m_segments.size());
    m_segments.push_back({static_cast<std::uint32_t>(m_units.size()), 0, origin});
    m_units.insert(m_units.end(), run.begin(), run.end());
    m_units.push_back(0);
    m_begins_clause.resize(m_units.size());
    m_by_hash.emplace(hash, segment);
    return segment;
}

void StockSegments::note_clauses(const StockRuns::Run& run, std::uint32_t segment) {
    std::ranges::copy(run.begins_clause, m_begins_clause.begin() + m_segments[segment].begin);
}

void StockSegments::finish() {
    m_by_hash = {};
    const auto key = [](const Entry& entry) { return std::tuple(entry.segment, entry.place.work); };
    std::ranges::sort(m_entries, {}, key);
    m_segments.push_back({static_cast<std::uint32_t>(m_units.size()), 0, {}});
    std::size_t next = 0;
    for (std::uint32_t segment = 0; segment < m_segments.size(); ++segment) {
        m_segments[segment].places = static_cast<std::uint32_t>(m_places.size());
        for (; next < m_entries.size() && m_entries[next].segment == segment; ++next) {
            const StockPlace& place = m_entries[next].place;
            const bool is_same =
                m_places.size() > m_segments[segment].places && m_places.back().work == place.work;
            if (is_same) {
                m_places.back().times += place.times;
            } else {
                m_places.push_back(place);
            }
        }
    }
    m_entries = {};
}

void StockSegments::for_suffixes(const std::function<void(const StockSuffix&)>& sink) const {
    for (std::uint32_t segment = 0; segment + 1 < m_segments.size(); ++segment) {
        const std::uint32_t last = end(segment);
        for (std::uint32_t at = m_segments[segment].begin; at < last; ++at) {
            if (is_slot(m_units[at])) {
                continue;
            }
            const std::uint32_t window = window_end(at, last, m_options.min_letters);
            if (window == 0) {
                break;
            }
            sink({stock_hash(units().subspan(at, window - at)), at, segment});
        }
    }
}

std::uint32_t StockSegments::window_end(std::uint32_t at, std::uint32_t segment_end,
                                        std::uint32_t letters) const noexcept {
    const std::uint32_t least = stock_weight_of_letters(letters);
    std::uint32_t weight = 0;
    std::uint32_t end = at;
    while (weight < least && end < segment_end) {
        weight += stock_weight(m_units[end++]);
    }
    return weight < least ? 0 : end;
}

}  // namespace leitong::templates
