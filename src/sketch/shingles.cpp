#include "leitong/sketch/shingles.hpp"

#include "leitong/base/hash.hpp"
#include "leitong/base/sort.hpp"

#include <algorithm>
#include <array>
#include <utility>

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

Shingle exact_shingle(Token first, Token second, Token third) noexcept {
    return first << 2 * k_code_point_bits | second << k_code_point_bits | third;
}

Shingle shingle_of(std::span<const Token> run) noexcept {
    const bool is_exact =
        run.size() == 3 && !is_word(run[0]) && !is_word(run[1]) && !is_word(run[2]);
    if (is_exact) {
        return exact_shingle(run[0], run[1], run[2]);
    }
    return base::hash64(run.data(), run.size_bytes()) | k_hashed_bit;
}

// --- sorting the shingles of one paragraph

constexpr std::size_t k_fewest_in_buckets = 24;  // fewer are sorted as fast without
constexpr std::size_t k_most_in_bucket = 24;     // more are not left to insertion
constexpr std::size_t k_most_shingles = 0xFFFF;  // that are counted in 16 bits
constexpr std::size_t k_han_buckets = 164;       // of 128 code points each
constexpr std::size_t k_hash_buckets = 64;
constexpr std::size_t k_buckets = 1 + k_han_buckets + 1 + k_hash_buckets;

// Monotone, and about even for Chinese text and for hashes: by the first code point of an exact
// shingle, by the highest bits of a hashed one.
std::size_t bucket_of(Shingle shingle) noexcept {
    if ((shingle & k_hashed_bit) != 0) {
        return k_han_buckets + 2 + (shingle >> 57 & (k_hash_buckets - 1));
    }
    constexpr std::uint64_t k_first_han = 0x4E00;
    const std::uint64_t first = shingle >> 2 * k_code_point_bits;
    if (first < k_first_han) {
        return 0;
    }
    return std::min<std::uint64_t>((first - k_first_han) >> 7, k_han_buckets) + 1;
}

void insertion_sort(std::span<Shingle> numbers) noexcept {
    for (std::size_t i = 1; i < numbers.size(); ++i) {
        const Shingle number = numbers[i];
        std::size_t at = i;
        for (; at > 0 && numbers[at - 1] > number; --at) {
            numbers[at] = numbers[at - 1];
        }
        numbers[at] = number;
    }
}

// Distribution into buckets, then insertion: three times as fast as comparing for paragraphs of
// Chinese (docs/benchmarks.md), and never worse than it where the buckets are uneven.
void sort_shingles(std::vector<Shingle>& shingles) {
    const std::size_t size = shingles.size();
    if (size < k_fewest_in_buckets || size > k_most_shingles) {
        base::sort_numbers(shingles);
        return;
    }
    std::array<std::uint16_t, k_buckets> place{};
    for (const Shingle shingle : shingles) {
        ++place[bucket_of(shingle)];
    }
    if (*std::ranges::max_element(place) > k_most_in_bucket) {
        base::sort_numbers(shingles);
        return;
    }
    std::uint16_t sum = 0;
    for (std::uint16_t& count : place) {
        sum = static_cast<std::uint16_t>(sum + std::exchange(count, sum));
    }
    thread_local std::vector<Shingle> sorted;
    sorted.resize(size);
    for (const Shingle shingle : shingles) {
        sorted[place[bucket_of(shingle)]++] = shingle;
    }
    insertion_sort(sorted);
    shingles.swap(sorted);
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
        if (at + 3 <= tokens.size() && !is_word(tokens[at] | tokens[at + 1] | tokens[at + 2])) {
            out.push_back(exact_shingle(tokens[at], tokens[at + 1], tokens[at + 2]));
            continue;
        }
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
    sort_shingles(out);
    const auto rest = std::ranges::unique(out);
    out.erase(rest.begin(), rest.end());
}

}  // namespace leitong::sketch
