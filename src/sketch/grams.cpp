#include "leitong/sketch/grams.hpp"

#include "leitong/base/hash.hpp"

#include <algorithm>

namespace leitong::sketch {

namespace {

constexpr unsigned k_character_weight = 2;
constexpr unsigned k_word_weight = 3;
constexpr unsigned k_gram_weight = 4;
constexpr std::uint64_t k_odd = 0x9e3779b97f4a7c15ULL;  // 2^64 divided by the golden ratio

// One token never has the weight of a gram and two always do, so a gram is one pair. Text of one
// token is a pair with nothing.
static_assert(k_word_weight < k_gram_weight && 2 * k_character_weight >= k_gram_weight);

Gram gram_of(Token first, Token second) noexcept {
    return static_cast<Gram>(base::mix64(base::mix64(first) + second * k_odd) >>
                             (64 - k_gram_bits));
}

}  // namespace

std::size_t gram_length(std::span<const Token> tokens, std::size_t at) noexcept {
    return std::min<std::size_t>(2, tokens.size() - at);
}

void grams(std::span<const Token> tokens, std::vector<Gram>& out) {
    out.clear();
    if (tokens.size() == 1) {
        out.push_back(gram_of(tokens.front(), 0));
        return;
    }
    for (std::size_t at = 1; at < tokens.size(); ++at) {
        out.push_back(gram_of(tokens[at - 1], tokens[at]));
    }
}

void gram_set(std::span<const Token> tokens, std::vector<Gram>& out) {
    grams(tokens, out);
    std::ranges::sort(out);
    const auto rest = std::ranges::unique(out);
    out.erase(rest.begin(), rest.end());
}

}  // namespace leitong::sketch
