// Leaders of a large LSH bucket: the few texts with which each of its texts is compared. Private to
// engine.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/common/sketch_table.hpp"

namespace leitong::engine {

// Where copies were edited each in its own way, most texts of a bucket are far from most others and
// near to those that were edited least. So the texts that are most alike, by signature, to a sample
// of the bucket come first; the rest are the first in that order to which no leader is near, so
// that each of several families in one bucket has its own.
inline constexpr std::size_t k_central_leaders = 6;
inline constexpr std::size_t k_most_leaders = 16;
inline constexpr std::size_t k_leader_sample = 32;

// Leaders of `texts`, as places in it. `texts` is in order of typed_hash, which makes its beginning
// a random sample, and not empty; the answer depends on what is in the bucket only. Stateless.
// Cost: (k_leader_sample + k_most_leaders) estimates a text.
[[nodiscard]] std::vector<std::size_t> choose_leaders(std::span<const Sketch* const> texts);

}  // namespace leitong::engine
