// MinHash: 128 minima that estimate the Jaccard similarity of two shingle sets, and the LSH bands
// cut from them.
//
// Permutation i of a set S is min over x in S of (a_i · h(x) + b_i) mod 2^32, where h is the upper
// half of mix64 of the shingle (Broder 1997; multiply-add after Carter and Wegman 1979). Two sets
// agree in one permutation with probability J.
//
// Shape:   128 words of 32 bits. Kept: the low 8 bits of each (128 bytes), which estimate as well.
// Stored:  the bytes; the band keys are made of them. They never change for one k_minhash_version
// and seed;
//          docs/formats/sketch.md, tests/vectors/.
// Threads: a MinHasher is immutable and may be used by many threads.
#pragma once

#include "leitong/sketch/processor.hpp"
#include "leitong/sketch/shingles.hpp"

#include <array>
#include <cstdint>
#include <span>

#if defined(__x86_64__)
#include <emmintrin.h>
#endif

namespace leitong::sketch {

inline constexpr int k_minhash_version = 2;
inline constexpr std::uint64_t k_minhash_seed = 0x6c6569746f6e67;  // "leitong"
inline constexpr std::size_t k_permutations = 128;
inline constexpr std::size_t k_bands = 32;
inline constexpr std::size_t k_rows = 4;  // permutations a band
inline constexpr unsigned k_row_bits = 8;
inline constexpr unsigned k_key_bits = 32;  // k_rows rows

using MinHash = std::array<std::uint32_t, k_permutations>;
using MinHashBytes = std::array<std::uint8_t, k_permutations>;

class MinHasher {
public:
    explicit MinHasher(std::uint64_t seed = k_minhash_seed,
                       Processor processor = best_processor()) noexcept;

    // The order and the repetition of shingles do not matter. An empty set gives all ones.
    // Cost: about 4 ns a shingle with AVX2.
    void sketch(std::span<const Shingle> shingles, MinHash& out) const;

private:
    std::array<std::uint32_t, k_permutations> m_multiplier;
    std::array<std::uint32_t, k_permutations> m_addend;
    Processor m_processor;
};

[[nodiscard]] MinHashBytes low_bytes(const MinHash& minima) noexcept;

// Key of a band: its bytes, first row highest, so that sorted keys that share their first rows
// stand together (LSH Forest, Bawa, Condie and Ganesan 2005): a query may ask with fewer rows. A
// key needs nothing but the stored signature.
[[nodiscard]] constexpr std::uint32_t band_key(const MinHashBytes& bytes,
                                               std::size_t band) noexcept {
    const std::size_t at = band * k_rows;
    return static_cast<std::uint32_t>(bytes[at]) << 24 |
           static_cast<std::uint32_t>(bytes[at + 1]) << 16 |
           static_cast<std::uint32_t>(bytes[at + 2]) << 8 | bytes[at + 3];
}

// The keys that share their first `rows` rows with `key`: [low, high].
struct KeyRange {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
};
[[nodiscard]] constexpr KeyRange keys_sharing(std::uint64_t key, unsigned rows) noexcept {
    const std::uint64_t rest = (std::uint64_t{1} << (k_key_bits - rows * k_row_bits)) - 1;
    return {key & ~rest, key | rest};
}

// The bands in which two texts meet, a bit for each. Cost: a few nanoseconds.
[[nodiscard]] inline std::uint32_t shared_bands(const MinHashBytes& a,
                                                const MinHashBytes& b) noexcept {
#if defined(__x86_64__)
    // Four bands an instruction; packed down to a byte for each, whose signs are the bits.
    const auto equal = [&](std::size_t quarter) {
        const auto* left = reinterpret_cast<const __m128i*>(a.data()) + quarter;
        const auto* right = reinterpret_cast<const __m128i*>(b.data()) + quarter;
        return _mm_cmpeq_epi32(_mm_loadu_si128(left), _mm_loadu_si128(right));
    };
    const auto sixteen = [&](std::size_t first) {
        const __m128i low = _mm_packs_epi32(equal(first), equal(first + 1));
        const __m128i high = _mm_packs_epi32(equal(first + 2), equal(first + 3));
        return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_packs_epi16(low, high)));
    };
    return sixteen(0) | sixteen(4) << 16;
#else
    std::uint32_t bands = 0;
    for (std::size_t band = 0; band < k_bands; ++band) {
        bands |= (band_key(a, band) == band_key(b, band) ? 1U : 0U) << band;
    }
    return bands;
#endif
}

// How many of the 128 bytes agree.
[[nodiscard]] unsigned agreeing(const MinHashBytes& a, const MinHashBytes& b) noexcept;

// Estimate of Jaccard from agreeing bytes, corrected for bytes that agree by chance (1 in 256):
// b-bit minwise hashing (Li and König 2010). In [0, 1]; standard error at most 0.0443.
[[nodiscard]] double estimate_jaccard(unsigned agreeing_bytes) noexcept;

}  // namespace leitong::sketch
