// Where passages differ from their consensus, and which of these places are slots. Private to
// templates.
#pragma once

#include "leitong/templates/text_template.hpp"

#include <span>
#include <vector>

#include "consensus.hpp"

namespace leitong::templates {

// A place that was found to be a slot: columns, and for each reading its units there.
struct Locus {
    std::uint32_t column_begin = 0;
    std::uint32_t column_end = 0;
    SlotKind kind{};
    struct UnitRange {
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
    };
    std::vector<UnitRange> fillers;
    std::vector<bool> absent;  // of a reading that leaves out the clause it stands in

    [[nodiscard]] bool is_absent(std::size_t reading) const { return absent[reading]; }
};

// In order of columns.
[[nodiscard]] std::vector<Locus> find_slots(std::span<const Reading> readings,
                                            const Consensus& consensus,
                                            const InduceOptions& options);

}  // namespace leitong::templates
