// Runs that follow one another on both sides, put together. Private to match.
#pragma once

#include "leitong/match/align.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace leitong::match {

using ChainSink = std::function<void(const std::vector<Stretch>& runs)>;
using RunTest = std::function<bool(const Stretch&)>;

// Chains of runs with gaps of at most k_longest_gap symbols, best first; a run is in one chain.
// Runs of one chain do not overlap: where they did, the later is cut. A run that nothing can be
// chained with is told if it is worth it: most are what two texts share by chance. Expects runs
// sorted by a. Cost: runs · k_most_open_chains.
void chain(const std::vector<Stretch>& runs, const RunTest& is_worth_alone, const ChainSink& sink);

}  // namespace leitong::match
