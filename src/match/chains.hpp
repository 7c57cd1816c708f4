// Runs that follow one another on both sides, put together. Private to match.
#pragma once

#include "leitong/match/align.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace leitong::match {

using ChainSink = std::function<void(const std::vector<Stretch>& runs)>;

// Chains of runs with gaps of at most k_longest_gap symbols, best first; a run is in one chain.
// Runs of one chain do not overlap: where they did, the later is cut. Chains of fewer than `least`
// symbols are left out: most are one run that two texts share by chance. Expects runs sorted by a.
// Cost: runs · k_most_open_chains.
void chain(const std::vector<Stretch>& runs, std::uint64_t least, const ChainSink& sink);

}  // namespace leitong::match
