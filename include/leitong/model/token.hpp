// A typed view as sketches see it: one token a unit of text.
//
// A character of an unspaced script is its code point; a word of a spaced script is a hash with the
// top bit set; a slot is the slot symbol. Made by text, consumed by sketch, neither knows the
// other.
#pragma once

#include <cstdint>

namespace leitong {

using Token = std::uint64_t;

inline constexpr Token k_word_token_bit = Token{1} << 63;

[[nodiscard]] constexpr bool is_word(Token token) noexcept {
    return (token & k_word_token_bit) != 0;
}

}  // namespace leitong
