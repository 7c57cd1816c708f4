// In which bands a text may stand in a big bucket. Private to engine.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/common/sketch_table.hpp"

namespace leitong::engine {

// For each text of a complete table, in its order: a bit for each band in which its bucket may hold
// more than k_all_pairs texts. Where the bit is not set, the bucket gives all its pairs.
[[nodiscard]] std::vector<std::uint32_t> crowded_bands(const SketchTable& sketches,
                                                       unsigned threads);

}  // namespace leitong::engine
