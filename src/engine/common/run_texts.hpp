// What a run that fills an empty store has in memory of the typed texts it wrote, so that matching
// and clustering need not read them back. Private to engine.
#pragma once

#include <cstdint>
#include <vector>

#include "shingle_table.hpp"
#include "sketch_table.hpp"

namespace leitong::engine {

struct RunTexts {
    SketchTable sketches;               // complete
    ShingleTable shingles;              // as far as the budget went
    std::vector<std::uint32_t> weight;  // by typed number: paragraphs that are no structure

    void count(TypedNumber id) {
        if (id >= weight.size()) {
            weight.resize(id + std::size_t{1} + weight.size() / 2);
        }
        ++weight[id];
    }
};

}  // namespace leitong::engine
