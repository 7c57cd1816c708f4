#include "boundaries.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "lexicon.hpp"

namespace leitong::templates {

namespace {

constexpr std::uint32_t k_longest_name = 6;  // characters
constexpr std::uint32_t k_most_shared = 3;   // of a name on one side

// How far a locus may reach out, in columns.
struct Room {
    std::uint32_t left = 0;
    std::uint32_t right = 0;
};

class NameGrowth {
public:
    NameGrowth(std::span<const Reading> readings, const Consensus& consensus)
        : m_readings(readings), m_consensus(consensus) {}

    // The least growth after which every filler is the name of a place.
    void run(Locus& locus, const Room& room) const {
        if (!may_grow(locus) || are_names(locus, {})) {
            return;
        }
        for (std::uint32_t both = 1; both <= room.left + room.right; ++both) {
            for (std::uint32_t left = 0; left <= std::min(both, room.left); ++left) {
                const Room growth{left, both - left};
                if (growth.right <= room.right && are_names(locus, growth)) {
                    grow(locus, growth);
                    return;
                }
            }
        }
    }

private:
    [[nodiscard]] bool counts(std::size_t reading, const Locus& locus) const {
        return m_readings[reading].works > 0 && !locus.is_absent(reading);
    }

    // Whether the fillers are a few characters each, or nothing that stands in a text.
    [[nodiscard]] bool may_grow(const Locus& locus) const {
        bool is_filled = false;
        for (std::size_t i = 0; i < m_readings.size(); ++i) {
            const Locus::UnitRange& filler = locus.fillers[i];
            if (!counts(i, locus)) {
                continue;
            }
            if (filler.begin == filler.end || filler.end - filler.begin > k_longest_name) {
                return false;
            }
            is_filled = true;
        }
        return is_filled;
    }

    [[nodiscard]] bool are_names(const Locus& locus, const Room& growth) const {
        for (std::size_t i = 0; i < m_readings.size(); ++i) {
            if (counts(i, locus)) {
                const auto grown = grown_filler(i, locus, growth);
                if (!grown || !is_name(m_readings[i], *grown)) {
                    return false;
                }
            }
        }
        return true;
    }

    static bool is_name(const Reading& reading, const Locus::UnitRange& filler) {
        std::u32string han;
        for (std::uint32_t unit = filler.begin; unit < filler.end; ++unit) {
            if (reading.units[unit].kind != UnitKind::character) {
                return false;
            }
            han += reading.units[unit].symbol;
        }
        return is_place_name(han);
    }

    // A filler with what the reading has of the columns beside it: each of them, or none, where it
    // has a whole name of its own instead.
    [[nodiscard]] std::optional<Locus::UnitRange> grown_filler(std::size_t reading,
                                                               const Locus& locus,
                                                               const Room& growth) const {
        const auto left = shared(reading, locus.column_begin - growth.left, growth.left);
        const auto right = shared(reading, locus.column_end, growth.right);
        const Locus::UnitRange& filler = locus.fillers[reading];
        if (!left || !right || *left > filler.begin ||
            filler.end + *right > m_readings[reading].units.size()) {
            return std::nullopt;
        }
        return Locus::UnitRange{filler.begin - *left, filler.end + *right};
    }

    // How many of the columns a reading has: all or none of them; else nothing.
    [[nodiscard]] std::optional<std::uint32_t> shared(std::size_t reading, std::uint32_t begin,
                                                      std::uint32_t count) const {
        std::uint32_t found = 0;
        for (std::uint32_t column = begin; column < begin + count; ++column) {
            found += has_column(reading, column) ? 1U : 0U;
        }
        return found == 0 || found == count ? std::optional(found) : std::nullopt;
    }

    [[nodiscard]] bool has_column(std::size_t reading, std::uint32_t column) const {
        const auto& stretches = m_consensus.stretches[reading];
        auto after = std::ranges::upper_bound(stretches, column, {}, &match::Stretch::a);
        // Stretches of no length stand at the beginning of others.
        while (after != stretches.begin()) {
            --after;
            if (after->length > 0) {
                return column < after->a + after->length;
            }
        }
        return false;
    }

    void grow(Locus& locus, const Room& growth) const {
        for (std::size_t i = 0; i < m_readings.size(); ++i) {
            const auto grown = grown_filler(i, locus, growth);
            if (grown && counts(i, locus)) {
                locus.fillers[i] = *grown;
            }
        }
        locus.column_begin -= growth.left;
        locus.column_end += growth.right;
    }

    std::span<const Reading> m_readings;
    const Consensus& m_consensus;
};

}  // namespace

void grow_to_names(std::span<const Reading> readings, const Consensus& consensus,
                   std::vector<Locus>& loci) {
    const NameGrowth growth(readings, consensus);
    for (std::size_t i = 0; i < loci.size(); ++i) {
        const std::uint32_t before = i == 0 ? 0 : loci[i - 1].column_end;
        const std::uint32_t after = i + 1 < loci.size()
                                        ? loci[i + 1].column_begin
                                        : static_cast<std::uint32_t>(consensus.columns.size());
        growth.run(loci[i], {std::min(k_most_shared, loci[i].column_begin - before),
                             std::min(k_most_shared, after - loci[i].column_end)});
    }
}

}  // namespace leitong::templates
