#include "leitong/sketch/simhash.hpp"

#include "leitong/base/hash.hpp"

#include <array>

namespace leitong::sketch {

std::uint64_t simhash(std::span<const Shingle> shingles) noexcept {
    // 64 counters held as bit planes: plane k has bit k of each. Adding a hash is a carry that
    // ripples through two planes on average instead of 64 additions.
    std::array<std::uint64_t, 64> planes{};
    for (const Shingle shingle : shingles) {
        std::uint64_t carry = base::mix64(shingle);
        for (std::size_t k = 0; carry != 0; ++k) {
            const std::uint64_t next = planes[k] & carry;
            planes[k] ^= carry;
            carry = next;
        }
    }
    // Bit-sliced comparison of every counter with half of the count, from the highest plane down.
    const std::uint64_t half = shingles.size() / 2;
    std::uint64_t greater = 0;
    std::uint64_t equal = ~std::uint64_t{0};
    for (std::size_t k = planes.size(); k-- > 0;) {
        const std::uint64_t bit = (half >> k & 1) != 0 ? ~std::uint64_t{0} : 0;
        greater |= equal & planes[k] & ~bit;
        equal &= ~(planes[k] ^ bit);
    }
    return greater;
}

}  // namespace leitong::sketch
