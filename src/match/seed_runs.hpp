// Exact runs that two texts share, from their seeds. Private to match.
#pragma once

#include "leitong/match/align.hpp"
#include "leitong/match/passage_text.hpp"

#include <vector>

namespace leitong::match {

// Maximal, sorted by a, then b. Every run that holds a seed is among them if the seed is rare on
// one side; of seeds that recur on both sides, each is paired with a few of the other side. Cost:
// linear in the seeds of the smaller text (times a logarithm where the other is much larger) and in
// the runs; at most k_most_steps steps a symbol are spent on runs that lie over one another.
[[nodiscard]] const std::vector<Stretch>& seed_runs(const PassageText& a, const PassageText& b);

}  // namespace leitong::match
