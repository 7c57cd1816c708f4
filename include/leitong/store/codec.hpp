// Blobs of the store: how they are packed, and decoders that trust nothing.
//
// Stored:  yes; grammar in docs/formats/store.md. A decoder never reads past its input and checks
//          what it read (order, ranges, counts) before anybody uses it.
// Errors:  decoders return false; the caller knows which row it was.
#pragma once

#include "leitong/model/ids.hpp"
#include "leitong/model/kinds.hpp"
#include "leitong/model/range.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace leitong::store {

using Blob = std::vector<std::uint8_t>;
using BlobView = std::span<const std::uint8_t>;

// LEB128: seven bits a byte, lowest first; at most ten bytes.
void put_varint(Blob& out, std::uint64_t value);
// Where there is room; returns the place after it.
[[nodiscard]] inline std::uint8_t* put_varint_at(std::uint8_t* at, std::uint64_t value) noexcept {
    while (value >= 0x80) {
        *at++ = static_cast<std::uint8_t>(value | 0x80);
        value >>= 7;
    }
    *at++ = static_cast<std::uint8_t>(value);
    return at;
}

// Reads from the front of a blob; after a failure every read fails.
class BlobReader {
public:
    explicit BlobReader(BlobView blob) noexcept : m_rest(blob) {}

    [[nodiscard]] std::uint64_t varint() noexcept;
    [[nodiscard]] std::uint8_t byte() noexcept;
    [[nodiscard]] BlobView bytes(std::uint64_t size) noexcept;
    // As after a failure: for what decodes and yet makes no sense.
    void refuse() noexcept {
        m_ok = false;
        m_rest = {};
    }
    [[nodiscard]] bool ok() const noexcept { return m_ok; }
    [[nodiscard]] bool at_end() const noexcept { return m_rest.empty(); }

private:
    BlobView m_rest;
    bool m_ok = true;
};

// --- the layout of a document

struct StoredParagraph {
    TextId text;
    ByteRange range;
    std::uint32_t work = 0;
    Role role{};
    friend bool operator==(const StoredParagraph&, const StoredParagraph&) = default;
};

struct StoredWork {
    std::string title;
    std::uint32_t first_paragraph = 0;
    std::uint32_t last_paragraph = 0;
    friend bool operator==(const StoredWork&, const StoredWork&) = default;
};

struct StoredLayout {
    std::vector<StoredWork> works;
    std::vector<StoredParagraph> paragraphs;
    friend bool operator==(const StoredLayout&, const StoredLayout&) = default;
};

[[nodiscard]] Blob encode_layout(const StoredLayout& layout);
[[nodiscard]] bool decode_layout(BlobView blob, StoredLayout& out);

// --- neighbours of a typed text, members of a cluster

struct Neighbour {
    TypedId typed;
    std::uint32_t shared = 0;  // shingles
    bool is_edge = false;      // strong enough to cluster
    friend bool operator==(const Neighbour&, const Neighbour&) = default;
};

// Sorted by typed, each once.
// Appended to `out`.
void append_neighbours(Blob& out, std::span<const Neighbour> neighbours);
[[nodiscard]] inline Blob encode_neighbours(std::span<const Neighbour> neighbours) {
    Blob out;
    append_neighbours(out, neighbours);
    return out;
}
[[nodiscard]] bool decode_neighbours(BlobView blob, std::vector<Neighbour>& out);

// --- content hashes of what a run changed: eight bytes each, little-endian

// Ascending, each once.
[[nodiscard]] Blob encode_hashes(std::span<const std::uint64_t> hashes);
[[nodiscard]] bool decode_hashes(BlobView blob, std::vector<std::uint64_t>& out);

// --- a block of postings

struct Posting {
    std::uint64_t key = 0;  // 48 bits
    std::uint64_t value = 0;
    friend auto operator<=>(const Posting&, const Posting&) = default;
};

// Sorted, not empty. The first key is not in the block but in the low 48 bits of the row's number,
// which the block's checksum covers too: a block that stands elsewhere than it was put is refused.
[[nodiscard]] Blob encode_postings(std::span<const Posting> postings, std::uint64_t row);
// The same in two steps, for a block that is made before anybody knows where it will stand.
[[nodiscard]] Blob encode_unbound_postings(std::span<const Posting> postings);
void bind_to_row(Blob& unbound, std::uint64_t row);
// What such a block ends in, for blocks of any kind; and whether one is good in its row, without
// it.
void append_checksum(Blob& unbound);
[[nodiscard]] bool is_sound_in_row(BlobView& block, std::uint64_t row) noexcept;
[[nodiscard]] bool decode_postings(BlobView block, std::uint64_t row, std::vector<Posting>& out);
// Appends the values of the keys in [low, high] only. False as decode_postings, as far as it looks.
[[nodiscard]] bool find_postings(BlobView block, std::uint64_t row, std::uint64_t low,
                                 std::uint64_t high, std::vector<std::uint64_t>& out);
// Schema 1 stored blocks unbound: binds such a block to its row. Empty if it does not check.
[[nodiscard]] Blob sealed_for_row(BlobView block, std::uint64_t row);

}  // namespace leitong::store
