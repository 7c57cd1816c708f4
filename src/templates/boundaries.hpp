// Where the boundaries of places that may be slots belong. Private to templates.
#pragma once

#include <span>
#include <vector>

#include "consensus.hpp"
#include "loci.hpp"

namespace leitong::templates {

// Takes in what names on both sides happen to share: 海城 and 宜城 differ by 海 and 宜, but what
// was filled in are the names. Loci are in order, with fillers, and stay apart.
void grow_to_names(std::span<const Reading> readings, const Consensus& consensus,
                   std::vector<Locus>& loci);

}  // namespace leitong::templates
