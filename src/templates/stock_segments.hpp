// Stretches of sentences whose windows may all be frequent, each content once, with the works that
// have it. Private to templates.
#pragma once

#include "leitong/templates/stock.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <unordered_map>
#include <vector>

namespace leitong::templates {

// Where a stretch stands first.
struct StockOrigin {
    std::uint32_t text = 0;
    std::uint32_t unit = 0;
    friend auto operator<=>(const StockOrigin&, const StockOrigin&) = default;
};

// A suffix of a segment that is long enough to be a phrase.
struct StockSuffix {
    std::uint64_t window = 0;  // hash of its first
    std::uint32_t at = 0;      // index of its first unit
    std::uint32_t segment = 0;
};

class StockSegments {
public:
    explicit StockSegments(const StockOptions& options) : m_options(options) {}

    void add(const StockRuns::Run& run);
    // To be called once, after the last text.
    void finish();

    [[nodiscard]] std::span<const StockUnit> units() const noexcept { return m_units; }
    [[nodiscard]] bool begins_clause(std::uint32_t at) const noexcept {
        return m_begins_clause[at] != 0;
    }
    // One past the last unit of a segment.
    [[nodiscard]] std::uint32_t end(std::uint32_t segment) const noexcept {
        return m_segments[segment + 1].begin - 1;
    }
    [[nodiscard]] StockOrigin origin(const StockSuffix& suffix) const noexcept {
        const Segment& segment = m_segments[suffix.segment];
        return {segment.origin.text, segment.origin.unit + (suffix.at - segment.begin)};
    }
    [[nodiscard]] bool is_asked(std::uint32_t segment) const noexcept {
        return m_segments[segment].asked == Asked::yes;
    }
    [[nodiscard]] std::span<const StockPlace> places(std::uint32_t segment) const noexcept {
        return std::span(m_places).subspan(
            m_segments[segment].places,
            m_segments[segment + 1].places - m_segments[segment].places);
    }
    [[nodiscard]] std::uint32_t works() const noexcept { return m_works; }
    // Calls sink(suffix) for each, in order of segments.
    void for_suffixes(const std::function<void(const StockSuffix&)>& sink) const;
    // One past the window that begins at `at`, of so many letters; 0 if the segment ends before.
    [[nodiscard]] std::uint32_t window_end(std::uint32_t at, std::uint32_t segment_end,
                                           std::uint32_t letters) const noexcept;

private:
    // One unit more than it has stands between a segment and the next.
    struct Segment {
        std::uint32_t begin = 0;
        std::uint32_t places = 0;  // index of its first
        StockOrigin origin;
        Asked asked = Asked::no;
    };
    struct Entry {
        std::uint32_t segment = 0;
        StockPlace place;
    };

    std::uint32_t segment_of(std::span<const StockUnit> run, StockOrigin origin);
    void note_clauses(const StockRuns::Run& run, std::uint32_t segment);

    StockOptions m_options;
    std::vector<StockUnit> m_units;
    std::vector<std::uint8_t> m_begins_clause;  // by unit; of the origin
    std::vector<Segment> m_segments;
    std::unordered_multimap<std::uint64_t, std::uint32_t> m_by_hash;
    std::vector<Entry> m_entries;
    std::vector<StockPlace> m_places;
    std::uint32_t m_works = 0;
};

}  // namespace leitong::templates
