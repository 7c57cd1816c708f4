// Which works are alike as wholes. Private to engine.
#pragma once

#include "leitong/cluster/stars.hpp"
#include "leitong/sketch/sample.hpp"

#include <span>
#include <vector>

namespace leitong::engine {

// Edges between works whose likeness is at least `least`, with the estimate in thousandths. Works
// with one of their least hashes in common are compared: each with all others, where they are few,
// else with the first few in order of content. Cost: linear in the works.
[[nodiscard]] std::vector<cluster::Edge> alike_works(std::span<const sketch::ShingleSample> samples,
                                                     double least);

}  // namespace leitong::engine
