// Segments of the gram index: how they are stored, and reading one in order. Private to store.
#pragma once

#include "leitong/store/gram_index.hpp"

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "gram_blocks.hpp"
#include "sqlite.hpp"

namespace leitong::store {

enum class SegmentKind : std::uint8_t { there, gone };

struct GramSegment {
    std::uint64_t number = 0;
    SegmentKind kind{};
    std::uint64_t texts = 0;
    std::uint64_t entries = 0;
};

inline constexpr std::uint16_t k_largest_size = std::numeric_limits<std::uint16_t>::max();

// The row number of a block, and the first gram that it tells.
[[nodiscard]] constexpr std::int64_t gram_id(std::uint64_t segment, std::uint32_t gram) noexcept {
    return static_cast<std::int64_t>(segment << k_gram_key_bits | gram);
}
[[nodiscard]] constexpr std::uint32_t first_gram_of(std::int64_t id) noexcept {
    return static_cast<std::uint32_t>(id) & ((1U << k_gram_key_bits) - 1);
}

[[nodiscard]] std::uint64_t checksum_of(const GramSegment& segment) noexcept;
[[nodiscard]] std::uint64_t checksum_of_sizes(std::uint64_t segment, BlobView sizes) noexcept;

[[nodiscard]] Blob encode_sizes(std::span<const GramTextSize> sizes);
// Appends. False if the bytes make no sense.
[[nodiscard]] bool decode_sizes(BlobView blob, std::uint64_t texts, std::vector<GramTextSize>& out);

// Reads the lists of one segment in order of gram.
class SegmentReader {
public:
    [[nodiscard]] static Result<SegmentReader> open(Connection& connection, std::uint64_t segment);

    [[nodiscard]] bool at_end() const noexcept { return m_at_end; }
    // Valid until the next step.
    [[nodiscard]] const GramBlockList& current() const noexcept { return m_current; }
    [[nodiscard]] Result<void> advance();

private:
    Statement m_select;
    GramBlockReader m_block;  // of the row that m_select stands at
    GramBlockList m_current;
    std::int64_t m_row = 0;
    bool m_at_end = false;
};

}  // namespace leitong::store
