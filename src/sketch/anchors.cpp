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

// Kept: the least hash of every window. For characters alone a window is k_window hashes, and the
// least of eight is the least of two, of two of those, and of two of those.
static_assert(k_window == 8 && k_word_weight > k_character_weight);

// `hashes` is overwritten.
void keep_least_of_characters(std::vector<std::uint64_t>& hashes, std::vector<std::uint64_t>& out) {
    std::size_t count = hashes.size();
    for (std::size_t step = 1; step < k_window && count > step; step *= 2) {
        count -= step;
        for (std::size_t i = 0; i < count; ++i) {
            hashes[i] = std::min(hashes[i], hashes[i + step]);
        }
    }
    if (hashes.size() < k_window) {  // a part of a window
        out.assign(1, *std::min_element(hashes.begin(), hashes.end()));
        return;
    }
    out.resize(count);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; ++i) {
        out[kept] = hashes[i];
        kept += i + 1 == count || hashes[i + 1] != hashes[i] ? 1U : 0U;
    }
    out.resize(kept);
}

unsigned weight_of(Token token) noexcept {
    return is_word(token) ? k_word_weight : k_character_weight;
}

bool are_characters(std::span<const Token> tokens) noexcept {
    Token all = 0;
    for (const Token token : tokens) {
        all |= token;
    }
    return !is_word(all);
}

void keep_least(std::span<const Token> tokens, const std::vector<std::uint64_t>& hashes,
                std::vector<std::uint64_t>& out) {
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
}

std::uint64_t hash_of(std::span<const Token> run) noexcept {
    // Of one size nearly always, which the compiler should know.
    const std::uint64_t hash =
        run.size() == k_anchor_characters
            ? base::hash64(run.data(), k_anchor_characters * sizeof(Token), k_anchor_seed)
            : base::hash64(run.data(), run.size_bytes(), k_anchor_seed);
    return hash & k_anchor_mask;
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
        out.push_back(hash_of(tokens.subspan(at, end - at)));
        weight -= weight_of(tokens[at]);
    }
}

void anchors(std::span<const Token> tokens, std::vector<std::uint64_t>& out) {
    thread_local std::vector<std::uint64_t> hashes;
    anchor_candidates(tokens, hashes);
    if (are_characters(tokens) && !hashes.empty()) {
        keep_least_of_characters(hashes, out);
    } else {
        keep_least(tokens, hashes, out);
    }
    base::sort_numbers(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
}

}  // namespace leitong::sketch
