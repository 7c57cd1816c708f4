#include "leitong/sketch/anchors.hpp"

#include "leitong/base/hash.hpp"
#include "leitong/base/sort.hpp"

#include <algorithm>

namespace leitong::sketch {

namespace {

constexpr unsigned k_character_weight = 2;
constexpr unsigned k_word_weight = 4;
constexpr unsigned k_anchor_weight = k_anchor_characters * k_character_weight;
constexpr unsigned k_window_weight = k_window * k_character_weight;
constexpr std::uint64_t k_anchor_mask = (std::uint64_t{1} << 48) - 1;
constexpr std::uint64_t k_anchor_seed = 0x616e63686f72;  // "anchor"

unsigned weight_of(Token token) noexcept {
    return is_word(token) ? k_word_weight : k_character_weight;
}

}  // namespace

void anchor_candidates(std::span<const Token> tokens, std::vector<std::uint64_t>& out) {
    out.clear();
    std::size_t end = 0;
    unsigned weight = 0;
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        while (end < tokens.size() && weight < k_anchor_weight) {
            weight += weight_of(tokens[end++]);
        }
        if (weight < k_anchor_weight) {
            return;
        }
        const std::span<const Token> run = tokens.subspan(at, end - at);
        out.push_back(base::hash64(run.data(), run.size_bytes(), k_anchor_seed) & k_anchor_mask);
        weight -= weight_of(tokens[at]);
    }
}

void anchors(std::span<const Token> tokens, std::vector<std::uint64_t>& out) {
    thread_local std::vector<std::uint64_t> hashes;
    anchor_candidates(tokens, hashes);
    out.clear();
    std::size_t end = 0;  // of the window, which begins at `first`
    unsigned weight = 0;
    std::size_t least = 0;  // where the least of the window is
    for (std::size_t first = 0; first < hashes.size(); ++first) {
        const std::size_t old_end = end;
        while (end < hashes.size() && weight < k_window_weight) {
            weight += weight_of(tokens[end++]);
        }
        if (weight < k_window_weight && first > 0) {
            break;  // only a text shorter than a window is kept by a part of one
        }
        const bool is_out = first == 0 || least < first;
        least = is_out ? first : least;
        for (std::size_t i = is_out ? first : old_end; i < end; ++i) {
            least = hashes[i] <= hashes[least] ? i : least;
        }
        if (out.empty() || out.back() != hashes[least]) {
            out.push_back(hashes[least]);
        }
        weight -= weight_of(tokens[first]);
    }
    base::sort_numbers(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
}

}  // namespace leitong::sketch
