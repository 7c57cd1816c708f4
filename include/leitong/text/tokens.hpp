// The typed view as tokens (model/token.hpp).
#pragma once

#include "leitong/model/token.hpp"
#include "leitong/text/fold.hpp"

#include <cstdint>
#include <vector>

namespace leitong::text {

// Tokens in order, and for each the index of its first symbol in the typed view.
struct Tokens {
    std::vector<Token> values;
    std::vector<std::uint32_t> typed_at;
};

// Fills `out`, cleared first. Cost: linear, no allocation once the buffers have grown.
void tokenise(const Folded& folded, Tokens& out);

}  // namespace leitong::text
