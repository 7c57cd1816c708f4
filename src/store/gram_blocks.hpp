// Blocks of the gram index: lists of ids, packed. Private to store.
//
//   block = { gap to the gram before:varint   size of what follows:varint   { id difference:varint
//   } }
//           checksum:8 bytes
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/store/codec.hpp"

#include <cstdint>
#include <functional>
#include <utility>

namespace leitong::store {

// Cuts lists that come in order of gram into blocks.
class GramBlockMaker {
public:
    using Sink = std::function<Result<void>(std::uint32_t first_gram, Blob& unbound)>;
    explicit GramBlockMaker(Sink sink) : m_sink(std::move(sink)) {}

    // `ids` is a list as it is stored.
    [[nodiscard]] Result<void> add(std::uint32_t gram, BlobView ids);
    [[nodiscard]] Result<void> flush();

private:
    Sink m_sink;
    Blob m_block;
    std::uint32_t m_first = 0;
    std::uint32_t m_last = 0;
};

// One list of a block that was checked.
struct GramBlockList {
    std::uint32_t gram = 0;
    BlobView ids;
};

// Reads the lists of a block in order.
class GramBlockReader {
public:
    GramBlockReader() = default;
    // `block` without its checksum.
    GramBlockReader(BlobView block, std::uint32_t first_gram) noexcept
        : m_rest(block), m_gram(first_gram) {}

    // False at the end, or if the bytes make no sense: then ok() is false.
    [[nodiscard]] bool next(GramBlockList& out) noexcept;
    [[nodiscard]] bool ok() const noexcept { return m_rest.ok(); }

private:
    BlobReader m_rest{BlobView()};
    std::uint32_t m_gram = 0;
};

// How many ids a list holds: each ends in the only byte of it that has no top bit.
[[nodiscard]] std::uint32_t count_of_list(BlobView ids) noexcept;

// Appends the ids of a list. False if the bytes make no sense.
[[nodiscard]] bool decode_list(BlobView ids, std::vector<std::uint32_t>& out);

}  // namespace leitong::store
