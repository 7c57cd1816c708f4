#include "leitong/sketch/shingles.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace leitong::sketch {

namespace {

// Without branches on the data: which of two sorted sets is behind cannot be predicted.
std::uint32_t merge(std::span<const Shingle> a, std::span<const Shingle> b) noexcept {
    std::uint32_t shared = 0;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() && j < b.size()) {
        const Shingle left = a[i];
        const Shingle right = b[j];
        shared += left == right ? 1U : 0U;
        i += left <= right ? 1U : 0U;
        j += right <= left ? 1U : 0U;
    }
    return shared;
}

#if defined(__x86_64__)
// Four of each side at a time, all against all (Schlegel, Willhalm and Lehner 2011): whichever
// block ends first is done with.
[[gnu::target("avx2,popcnt")]] std::uint32_t merge_avx2(std::span<const Shingle> a,
                                                        std::span<const Shingle> b) noexcept {
    constexpr std::size_t k_lanes = 4;
    unsigned shared = 0;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i + k_lanes <= a.size() && j + k_lanes <= b.size()) {
        const __m256i left = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(&a[i]));
        const __m256i right = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(&b[j]));
        const __m256i by_one = _mm256_permute4x64_epi64(right, 0x39);
        const __m256i by_two = _mm256_permute4x64_epi64(right, 0x4E);
        const __m256i by_three = _mm256_permute4x64_epi64(right, 0x93);
        const __m256i equal = _mm256_or_si256(
            _mm256_or_si256(_mm256_cmpeq_epi64(left, right), _mm256_cmpeq_epi64(left, by_one)),
            _mm256_or_si256(_mm256_cmpeq_epi64(left, by_two), _mm256_cmpeq_epi64(left, by_three)));
        const auto lanes = static_cast<unsigned>(_mm256_movemask_pd(_mm256_castsi256_pd(equal)));
        shared += static_cast<unsigned>(_mm_popcnt_u32(lanes));
        const Shingle last_left = a[i + k_lanes - 1];
        const Shingle last_right = b[j + k_lanes - 1];
        i += last_left <= last_right ? k_lanes : 0;
        j += last_right <= last_left ? k_lanes : 0;
    }
    return shared + merge(a.subspan(i), b.subspan(j));
}
#endif

}  // namespace

std::uint32_t intersection_size(std::span<const Shingle> a, std::span<const Shingle> b,
                                Processor processor) noexcept {
#if defined(__x86_64__)
    if (processor != Processor::scalar) {
        return merge_avx2(a, b);
    }
#endif
    (void)processor;
    return merge(a, b);
}

std::uint32_t intersection_size(std::span<const Shingle> a, std::span<const Shingle> b) noexcept {
    static const Processor k_processor = best_processor();
    return intersection_size(a, b, k_processor);
}

}  // namespace leitong::sketch
