// How likely a decoded text is to be what somebody wrote. Private to text.
//
//     cost(text) = − Σ log2 P(character), with P by classes: ASCII letters, Han by commonness, …
//
// The same bytes read in two encodings are compared by their costs: the difference is the evidence
// in bits. A wrong reading of Chinese scatters over rare characters (17 bits each) where the right
// one keeps to the common (7 to 14 bits), so eight characters are enough.
//
// Units:   bits. Comparable only between readings of the same bytes.
// Threads: stateless, thread-safe.
#pragma once

#include <cstddef>
#include <string_view>

namespace leitong::text {

struct Plausibility {
    std::size_t cost_bits = 0;
    std::size_t characters = 0;
};

// How a code point in U+0080 to U+00FF weighs that stands beside another letter of that kind.
// Where one byte is one character, as in windows-1252, two such bytes are more likely one character
// of a double-byte encoding; in Unicode they are what they are.
enum class Bytes : unsigned char { single, several };

// utf8 must be well-formed. U+FFFD weighs as a byte that could not be decoded.
[[nodiscard]] Plausibility plausibility(std::string_view utf8, Bytes bytes);

}  // namespace leitong::text
