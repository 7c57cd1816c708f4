// SimHash: 64 bits whose Hamming distance falls as two shingle sets grow alike (Charikar 2002;
// Manku, Jain and Das Sarma 2007). It ranks and explains; it gates nothing, because few bits miss
// most near copies (docs/decisions/).
//
// Stored: yes; docs/formats/sketch.md. Threads: stateless.
#pragma once

#include "leitong/sketch/shingles.hpp"

#include <bit>
#include <cstdint>
#include <span>

namespace leitong::sketch {

inline constexpr int k_simhash_version = 1;

// Bit i is set when more than half of the shingles have bit i of mix64 set. Every shingle counts
// once if the set is given, as often as it stands if the sequence is. Cost: about 2 ns a shingle.
[[nodiscard]] std::uint64_t simhash(std::span<const Shingle> shingles) noexcept;

[[nodiscard]] inline unsigned hamming_distance(std::uint64_t a, std::uint64_t b) noexcept {
    return static_cast<unsigned>(std::popcount(a ^ b));
}

}  // namespace leitong::sketch
