// Runs that follow one another on both sides, put together. Private to match.
#pragma once

#include "leitong/match/align.hpp"

#include <vector>

namespace leitong::match {

// Chains of runs with gaps of at most k_longest_gap symbols, best first; a run is in one chain.
// Runs of one chain do not overlap: where they did, the later is cut. Expects runs sorted by a.
// Cost: runs · k_most_open_chains.
[[nodiscard]] std::vector<std::vector<Stretch>> chain(const std::vector<Stretch>& runs);

}  // namespace leitong::match
