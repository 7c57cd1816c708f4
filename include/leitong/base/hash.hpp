// Hashes of bytes. The only place that knows xxHash.
//
// Stored: yes (content keys, checksums). XXH3 is frozen since xxHash 0.8.0.
#pragma once

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace leitong::base {

struct Hash128 {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    friend auto operator<=>(const Hash128&, const Hash128&) = default;
};

[[nodiscard]] inline std::uint64_t hash64(const void* data, std::size_t size_bytes,
                                          std::uint64_t seed = 0) noexcept {
    return XXH3_64bits_withSeed(data, size_bytes, seed);
}

[[nodiscard]] inline std::uint64_t hash64(std::string_view bytes, std::uint64_t seed = 0) noexcept {
    return hash64(bytes.data(), bytes.size(), seed);
}

[[nodiscard]] inline Hash128 hash128(const void* data, std::size_t size_bytes,
                                     std::uint64_t seed = 0) noexcept {
    const XXH128_hash_t hash = XXH3_128bits_withSeed(data, size_bytes, seed);
    return {hash.high64, hash.low64};
}

[[nodiscard]] inline Hash128 hash128(std::string_view bytes, std::uint64_t seed = 0) noexcept {
    return hash128(bytes.data(), bytes.size(), seed);
}

// Mixes one 64-bit value (the finaliser of MurmurHash3, Appleby 2011): every input bit moves every
// output bit. A bijection, so distinct values stay distinct.
[[nodiscard]] constexpr std::uint64_t mix64(std::uint64_t value) noexcept {
    value ^= value >> 33;
    value *= 0xff51afd7ed558ccdULL;
    value ^= value >> 33;
    value *= 0xc4ceb9fe1a85ec53ULL;
    value ^= value >> 33;
    return value;
}

}  // namespace leitong::base
