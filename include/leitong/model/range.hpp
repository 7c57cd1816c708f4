// Positions in text.
//
// Units: bytes of the UTF-8 text of a document (or paragraph, where stated) as decoded, before any
// folding; half-open.
#pragma once

#include <compare>
#include <cstdint>

namespace leitong {

struct ByteRange {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;

    [[nodiscard]] constexpr std::uint64_t size() const noexcept { return end - begin; }
    [[nodiscard]] constexpr bool empty() const noexcept { return begin == end; }
    friend auto operator<=>(const ByteRange&, const ByteRange&) = default;
};

}  // namespace leitong
