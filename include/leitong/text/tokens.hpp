// The typed view as tokens (model/token.hpp).
#pragma once

#include "leitong/model/token.hpp"
#include "leitong/text/fold.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace leitong::text {

// Tokens in order, and for each the index of its first symbol in the typed view.
struct Tokens {
    std::vector<Token> values;
    std::vector<std::uint32_t> typed_at;
};

// Fills `out`, cleared first. Cost: linear, no allocation once the buffers have grown.
void tokenise(const Folded& folded, Tokens& out);
// The same for part of a typed view, or several in a row: symbols, and the unit of each. A word
// that is cut is what is left of it.
void tokenise(std::u32string_view symbols, std::span<const Unit> units, Tokens& out);

}  // namespace leitong::text
