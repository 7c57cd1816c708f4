#include "leitong/sketch/simhash.hpp"

#include "leitong/base/hash.hpp"

#include <array>

namespace leitong::sketch {

namespace {

using Planes = std::array<std::uint64_t, 64>;  // 64 counters: plane k has bit k of each

// Adds 2^k to the counters whose bits are set.
void add(Planes& planes, std::size_t k, std::uint64_t carry) noexcept {
    for (; carry != 0; ++k) {
        const std::uint64_t next = planes[k] & carry;
        planes[k] ^= carry;
        carry = next;
    }
}

// Adds two words to a plane; returns what they carry into the next.
std::uint64_t add_two(std::uint64_t& plane, std::uint64_t a, std::uint64_t b) noexcept {
    const std::uint64_t either = a ^ b;
    const std::uint64_t carry = (a & b) | (plane & either);
    plane ^= either;
    return carry;
}

// Eight words at once: what they carry past the third plane ripples once instead of eight times,
// and nothing before it depends on the data (Harley and Seal).
void add_eight(Planes& planes, const Shingle* shingles) noexcept {
    const auto two = [&](std::size_t i) {
        return add_two(planes[0], base::mix64(shingles[i]), base::mix64(shingles[i + 1]));
    };
    const auto four = [&](std::size_t i) {
        const std::uint64_t first = two(i);
        return add_two(planes[1], first, two(i + 2));
    };
    const std::uint64_t first = four(0);
    add(planes, 3, add_two(planes[2], first, four(4)));
}

}  // namespace

std::uint64_t simhash(std::span<const Shingle> shingles) noexcept {
    Planes planes{};
    std::size_t at = 0;
    for (; at + 8 <= shingles.size(); at += 8) {
        add_eight(planes, &shingles[at]);
    }
    for (; at < shingles.size(); ++at) {
        add(planes, 0, base::mix64(shingles[at]));
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
