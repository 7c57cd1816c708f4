// Anchors: winnowed shingles, so that any run of k_guaranteed characters, or of seven words, that
// two paragraphs share gives them an anchor in common, whatever the rest of them says.
//
// Winnowing (Schleimer, Wilkerson and Aiken 2003): of the long shingles that begin within k_window
// consecutive characters, or half as many words, the one with the least hash is kept, the rightmost
// of equals. About 2 of 9 are kept, of words 2 of 5.
//
// Units:   an anchor is 48 bits of a hash of 8 characters (or 4 words, or a mixture of that
// weight). Stored:  yes, from anchor to typed text; docs/formats/sketch.md. Threads: stateless.
// Cost: linear.
#pragma once

#include "leitong/model/token.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace leitong::sketch {

inline constexpr int k_anchor_version = 3;
inline constexpr std::size_t k_anchor_characters = 8;
inline constexpr std::size_t k_window = 8;
// How many of a paragraph's anchors, the least, stand for it where texts that hold it are looked
// for: of a paragraph that lies in another whole, each is there; of four fifths of it, one of three
// is with 99 chances in 100 (bottom-k sampling, Cohen and Kaplan 2007).
inline constexpr std::size_t k_lead_anchors = 3;
inline constexpr std::size_t k_guaranteed = k_anchor_characters + k_window - 1;

// All runs of anchor weight, winnowed or not, in order: what a query looks up, so that it finds any
// anchor of a text that lies within it. Fewer tokens than one run: none.
void anchor_candidates(std::span<const Token> tokens, std::vector<std::uint64_t>& out);

// The anchors of a paragraph: sorted, each once. One shorter than a window keeps its least; one
// shorter than an anchor has none.
void anchors(std::span<const Token> tokens, std::vector<std::uint64_t>& out);

}  // namespace leitong::sketch
