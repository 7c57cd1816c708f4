// Shingles: the set of short runs of tokens that a paragraph is compared by.
//
// A run is as long as its weight asks for: three characters, two words, or a mixture (a character
// and a slot weigh 2, a word 3, a shingle at least 6). One recipe for every script, so that Chinese
// with English words in it needs no guess at its language. The figures are in docs/decisions/.
//
// Units:   a shingle is a 64-bit value: three code points packed exactly, or a hash (top bit set).
// Stored:  no, but everything stored is made of them. The recipe is k_shingle_version;
//          docs/formats/sketch.md describes it.
// Threads: stateless.
#pragma once

#include "leitong/model/token.hpp"
#include "leitong/sketch/processor.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace leitong::sketch {

inline constexpr int k_shingle_version = 1;

using Shingle = std::uint64_t;

// The shingles of the tokens, in order of position, repetitions kept: shingle i begins at token i.
// Tokens too few for one shingle are one shingle together. Cost: linear.
void shingles(std::span<const Token> tokens, std::vector<Shingle>& out);

// How many tokens the shingle at `at` covers.
[[nodiscard]] std::size_t shingle_length(std::span<const Token> tokens, std::size_t at) noexcept;

// The set: sorted, each once.
void shingle_set(std::span<const Token> tokens, std::vector<Shingle>& out);

// |a ∩ b| of two sets as shingle_set makes them.
[[nodiscard]] std::uint32_t intersection_size(std::span<const Shingle> a,
                                              std::span<const Shingle> b) noexcept;
// The same by the code of one processor; it must be one that this machine can run.
[[nodiscard]] std::uint32_t intersection_size(std::span<const Shingle> a,
                                              std::span<const Shingle> b,
                                              Processor processor) noexcept;

// |a ∩ b| / |a ∪ b|; two empty sets are similar to nothing: 0.
[[nodiscard]] constexpr double jaccard(std::uint32_t shared, std::uint32_t size_a,
                                       std::uint32_t size_b) noexcept {
    const std::uint32_t all = size_a + size_b - shared;
    return all == 0 ? 0.0 : static_cast<double>(shared) / static_cast<double>(all);
}

}  // namespace leitong::sketch
