#include "leitong/sketch/minhash.hpp"

#include "leitong/base/hash.hpp"

#include <algorithm>
#include <vector>

namespace leitong::sketch {

namespace {

using Words = std::array<std::uint32_t, k_permutations>;

// The one loop; each wrapper below compiles it for another processor. Blocks of permutations
// outside, shingles inside: a block of minima stays in registers.
template <std::size_t Block>
[[gnu::always_inline]] inline void minima_of(const std::uint32_t* hashes, std::size_t count,
                                             const Words& multiplier, const Words& addend,
                                             Words& out) noexcept {
    for (std::size_t first = 0; first < k_permutations; first += Block) {
        std::uint32_t minima[Block];
        std::uint32_t a[Block];
        std::uint32_t b[Block];
        for (std::size_t i = 0; i < Block; ++i) {
            minima[i] = ~0U;
            a[i] = multiplier[first + i];
            b[i] = addend[first + i];
        }
        for (std::size_t s = 0; s < count; ++s) {
            const std::uint32_t hash = hashes[s];
            for (std::size_t i = 0; i < Block; ++i) {
                const std::uint32_t value = a[i] * hash + b[i];
                minima[i] = value < minima[i] ? value : minima[i];
            }
        }
        for (std::size_t i = 0; i < Block; ++i) {
            out[first + i] = minima[i];
        }
    }
}

void minima_scalar(const std::uint32_t* hashes, std::size_t count, const Words& multiplier,
                   const Words& addend, Words& out) noexcept {
    minima_of<8>(hashes, count, multiplier, addend, out);
}

#if defined(__x86_64__)
[[gnu::target("avx2"), gnu::optimize("O3")]] void minima_avx2(const std::uint32_t* hashes,
                                                              std::size_t count,
                                                              const Words& multiplier,
                                                              const Words& addend,
                                                              Words& out) noexcept {
    minima_of<32>(hashes, count, multiplier, addend, out);
}

[[gnu::target("avx512f"), gnu::optimize("O3")]] void minima_avx512(const std::uint32_t* hashes,
                                                                   std::size_t count,
                                                                   const Words& multiplier,
                                                                   const Words& addend,
                                                                   Words& out) noexcept {
    minima_of<64>(hashes, count, multiplier, addend, out);
}
#endif

}  // namespace

Processor best_processor() noexcept {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") != 0) {
        return Processor::avx512;
    }
    if (__builtin_cpu_supports("avx2") != 0) {
        return Processor::avx2;
    }
#endif
    return Processor::scalar;
}

MinHasher::MinHasher(std::uint64_t seed, Processor processor) noexcept
    : m_multiplier{}, m_addend{}, m_processor(processor) {
    for (std::size_t i = 0; i < k_permutations; ++i) {
        const std::uint64_t mixed = base::mix64(seed + (i + 1) * 0x9e3779b97f4a7c15ULL);
        m_multiplier[i] = static_cast<std::uint32_t>(mixed) | 1U;  // odd: a permutation
        m_addend[i] = static_cast<std::uint32_t>(mixed >> 32);
    }
}

void MinHasher::sketch(std::span<const Shingle> shingles, MinHash& out) const {
    thread_local std::vector<std::uint32_t> hashes;
    hashes.resize(shingles.size());
    for (std::size_t i = 0; i < shingles.size(); ++i) {
        hashes[i] = static_cast<std::uint32_t>(base::mix64(shingles[i]) >> 32);
    }
#if defined(__x86_64__)
    if (m_processor == Processor::avx512) {
        minima_avx512(hashes.data(), hashes.size(), m_multiplier, m_addend, out);
        return;
    }
    if (m_processor == Processor::avx2) {
        minima_avx2(hashes.data(), hashes.size(), m_multiplier, m_addend, out);
        return;
    }
#endif
    minima_scalar(hashes.data(), hashes.size(), m_multiplier, m_addend, out);
}

MinHashBytes low_bytes(const MinHash& minima) noexcept {
    MinHashBytes bytes;
    std::ranges::transform(minima, bytes.begin(),
                           [](std::uint32_t word) { return static_cast<std::uint8_t>(word); });
    return bytes;
}

unsigned agreeing(const MinHashBytes& a, const MinHashBytes& b) noexcept {
    unsigned count = 0;
    for (std::size_t i = 0; i < k_permutations; ++i) {
        count += a[i] == b[i] ? 1U : 0U;
    }
    return count;
}

double estimate_jaccard(unsigned agreeing_bytes) noexcept {
    constexpr double k_by_chance = 1.0 / 256;
    const double share = static_cast<double>(agreeing_bytes) / k_permutations;
    return std::clamp((share - k_by_chance) / (1 - k_by_chance), 0.0, 1.0);
}

}  // namespace leitong::sketch
