// Whether what the readings of a template have at one place is a slot, and of what kind. Private to
// templates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string_view>

#include "kinds.hpp"
#include "loci.hpp"

namespace leitong::templates {

// A slot is one if its fillers are cheaper told as those of a slot than as edits of fixed text.
class SlotDecision {
public:
    SlotDecision(std::span<const Reading> readings, const InduceOptions& options)
        : m_readings(readings), m_options(options) {}

    // Sets the kind of the locus; `fixed`: what the consensus has there.
    [[nodiscard]] bool is_slot(Locus& locus, std::u32string_view fixed);

private:
    struct Filler {
        std::size_t reading = 0;
        Locus::UnitRange range;
        std::uint32_t count = 0;
    };

    void collect(const Locus& locus);
    [[nodiscard]] bool is_mostly_empty() const;
    [[nodiscard]] bool is_mostly_left_out() const;
    [[nodiscard]] SlotKind kind_of(const KindGuess& guess) const;
    [[nodiscard]] bool brings_new() const;
    [[nodiscard]] bool are_wordings() const;
    [[nodiscard]] double literal_bits(const Filler& filler) const;
    [[nodiscard]] bool pays(std::u32string_view fixed) const;

    std::span<const Reading> m_readings;
    const InduceOptions& m_options;
    std::map<std::u32string_view, Filler> m_counts;
    std::size_t m_counted = 0;
};

}  // namespace leitong::templates
