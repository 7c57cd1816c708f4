#include "leitong/sketch/shingles.hpp"

#include "leitong/base/hash.hpp"
#include "leitong/base/sort.hpp"

#include <algorithm>

namespace leitong::sketch {

namespace {

constexpr unsigned k_character_weight = 2;
constexpr unsigned k_word_weight = 3;
constexpr unsigned k_shingle_weight = 6;
constexpr Shingle k_hashed_bit = Shingle{1} << 63;
constexpr unsigned k_code_point_bits = 21;

unsigned weight(Token token) noexcept {
    return is_word(token) ? k_word_weight : k_character_weight;
}

Shingle shingle_of(std::span<const Token> run) noexcept {
    const bool is_exact =
        run.size() == 3 && !is_word(run[0]) && !is_word(run[1]) && !is_word(run[2]);
    if (is_exact) {
        return run[0] << 2 * k_code_point_bits | run[1] << k_code_point_bits | run[2];
    }
    return base::hash64(run.data(), run.size_bytes()) | k_hashed_bit;
}

}  // namespace

std::size_t shingle_length(std::span<const Token> tokens, std::size_t at) noexcept {
    unsigned sum = 0;
    std::size_t end = at;
    while (end < tokens.size() && sum < k_shingle_weight) {
        sum += weight(tokens[end++]);
    }
    return end - at;
}

void shingles(std::span<const Token> tokens, std::vector<Shingle>& out) {
    out.clear();
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        unsigned sum = 0;
        std::size_t end = at;
        while (end < tokens.size() && sum < k_shingle_weight) {
            sum += weight(tokens[end++]);
        }
        if (sum < k_shingle_weight && at > 0) {
            break;  // the tail is covered by the shingles before it
        }
        out.push_back(shingle_of(tokens.subspan(at, end - at)));
        if (sum < k_shingle_weight) {
            break;
        }
    }
}

void shingle_set(std::span<const Token> tokens, std::vector<Shingle>& out) {
    shingles(tokens, out);
    base::sort_numbers(out);
    const auto rest = std::ranges::unique(out);
    out.erase(rest.begin(), rest.end());
}

std::uint32_t intersection_size(std::span<const Shingle> a, std::span<const Shingle> b) noexcept {
    std::uint32_t shared = 0;
    std::size_t i = 0;
    std::size_t j = 0;
    // Without branches on the data: which of two sorted sets is behind cannot be predicted.
    while (i < a.size() && j < b.size()) {
        const Shingle left = a[i];
        const Shingle right = b[j];
        shared += left == right ? 1U : 0U;
        i += left <= right ? 1U : 0U;
        j += right <= left ? 1U : 0U;
    }
    return shared;
}

}  // namespace leitong::sketch
