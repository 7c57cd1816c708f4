// Grams: runs of two characters or two words, by which a query finds what shares little with it.
//
// A run is as long as its weight asks for: two characters, two words, or a character and a word (a
// character and a slot weigh 2, a word 3, a gram at least 4). Two characters find most of what was
// rewritten: docs/decisions/0011-ranking.md has the figures.
//
// Units:   a gram is 22 bits of a hash. Two runs share one by chance once in 4 million; a gram
//          then seems less rare than it is.
// Stored:  yes, from gram to typed text; docs/formats/sketch.md. They never change for one
//          k_gram_version.
// Threads: stateless. Cost: linear, about 2 ns a token.
#pragma once

#include "leitong/model/token.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace leitong::sketch {

inline constexpr int k_gram_version = 1;
inline constexpr unsigned k_gram_bits = 22;

using Gram = std::uint32_t;

// The grams of the tokens, in order of position, repetitions kept: gram i begins at token i. Tokens
// too few for one are one together.
void grams(std::span<const Token> tokens, std::vector<Gram>& out);

// The set: sorted, each once.
void gram_set(std::span<const Token> tokens, std::vector<Gram>& out);

// How many tokens the gram at `at` covers.
[[nodiscard]] std::size_t gram_length(std::span<const Token> tokens, std::size_t at) noexcept;

}  // namespace leitong::sketch
