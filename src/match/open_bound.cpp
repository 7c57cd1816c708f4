#include "open_bound.hpp"

#include <algorithm>
#include <array>
#include <bit>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace leitong::match {

namespace {

// Symbols of each side that are looked at; where that does not tell, there may be an end.
constexpr std::uint32_t k_looked_at = 32;

using Codes = std::array<Code, k_looked_at>;

// From the corner on, and beyond the end what is not a symbol of the other side (or a rare one).
Codes first_codes(std::span<const Code> text, OpenAligner::Direction direction,
                  Code beyond) noexcept {
    Codes codes;
    const std::size_t size = std::min<std::size_t>(text.size(), k_looked_at);
    if (direction == OpenAligner::Direction::forward) {
        std::copy_n(text.begin(), size, codes.begin());
    } else {
        std::copy_n(text.rbegin(), size, codes.begin());
    }
    std::fill(codes.begin() + static_cast<std::ptrdiff_t>(size), codes.end(), beyond);
    return codes;
}

// What the rows so far say of what the first symbols have in common.
class CommonSubsequence {
public:
    explicit CommonSubsequence(std::uint32_t before) noexcept
        : m_most_lost(std::min<std::uint32_t>(before - 1, k_drop)) {}

    enum class Told : std::uint8_t { nothing, may_end, is_over };
    // Takes the next row: where its symbol stands among those of the other side.
    Told take(std::uint32_t equal) noexcept {
        const std::uint32_t taken = m_steps & equal;
        m_steps = (m_steps + taken) | (m_steps - taken);
        ++m_rows;
        const auto common =
            static_cast<std::uint32_t>(std::popcount(~m_steps << (k_looked_at - m_rows)));
        if (2 * common >= m_rows) {
            return Told::may_end;
        }
        return m_rows - 2 * common > m_most_lost ? Told::is_over : Told::nothing;
    }

private:
    std::uint32_t m_most_lost;
    std::uint32_t m_rows = 0;
    std::uint32_t m_steps = ~std::uint32_t{0};  // a bit is clear where the length grows
};

template <typename EqualIn>
bool may_have_end(const Codes& a, std::uint32_t before, EqualIn equal_in) noexcept {
    CommonSubsequence common(before);
    for (const Code symbol : a) {
        const auto told = common.take(equal_in(symbol));
        if (told != CommonSubsequence::Told::nothing) {
            return told == CommonSubsequence::Told::may_end;
        }
    }
    return true;
}

std::uint32_t equal_bits(const Codes& codes, Code symbol) noexcept {
    std::uint32_t equal = 0;
    for (std::uint32_t j = 0; j < k_looked_at; ++j) {
        equal |= static_cast<std::uint32_t>(codes[j] == symbol) << j;
    }
    return equal;
}

#if defined(__x86_64__)
[[gnu::target("avx2,popcnt")]] bool may_have_end_avx2(const Codes& a, const Codes& b,
                                                      std::uint32_t before) noexcept {
    const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(b.data()));
    const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(b.data() + 16));
    CommonSubsequence common(before);
    for (const Code symbol : a) {
        const __m256i all = _mm256_set1_epi16(static_cast<short>(symbol));
        // Packed by halves of 128 bits, which are put into order again.
        const __m256i equal = _mm256_permute4x64_epi64(
            _mm256_packs_epi16(_mm256_cmpeq_epi16(low, all), _mm256_cmpeq_epi16(high, all)), 0xD8);
        const auto told = common.take(static_cast<std::uint32_t>(_mm256_movemask_epi8(equal)));
        if (told != CommonSubsequence::Told::nothing) {
            return told == CommonSubsequence::Told::may_end;
        }
    }
    return true;
}
#endif

}  // namespace

bool may_have_end(std::span<const Code> a, std::span<const Code> b,
                  OpenAligner::Direction direction, std::uint32_t before,
                  sketch::Processor processor) noexcept {
    constexpr Code k_beyond_a = k_no_code;
    constexpr Code k_beyond_b = 0xFFFD;  // should a have it, the bound is a little too high
    const Codes of_a = first_codes(a, direction, k_beyond_a);
    const Codes of_b = first_codes(b, direction, k_beyond_b);
#if defined(__x86_64__)
    if (processor != sketch::Processor::scalar) {
        return may_have_end_avx2(of_a, of_b, before);
    }
#endif
    (void)processor;
    return may_have_end(of_a, before, [&](Code symbol) { return equal_bits(of_b, symbol); });
}

bool may_have_end(std::span<const Code> a, std::span<const Code> b,
                  OpenAligner::Direction direction, std::uint32_t before) noexcept {
    static const sketch::Processor k_processor = sketch::best_processor();
    return may_have_end(a, b, direction, before, k_processor);
}

}  // namespace leitong::match
