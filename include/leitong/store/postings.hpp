// Postings: sorted lists from a key to values, in immutable segments that are merged as they grow
// many (a log-structured merge tree; O'Neil et al. 1996).
//
// A block of about 4 KB holds (key, value) pairs packed by difference, in a table whose row number
// is kind, segment and first key: 8 bytes an entry instead of the 17 of a b-tree, written in order.
//
// Values of things forgotten since may still be listed: callers ignore ids that are no longer
// there.
#pragma once

#include "leitong/base/big_vector.hpp"
#include "leitong/base/result.hpp"
#include "leitong/store/codec.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace leitong::store {

class Connection;

// What a list leads from and to. The first 32 are the LSH bands.
enum class PostingKind : std::uint8_t {
    band_0 = 0,
    text_hash = 32,    // 48 bits of the hash of a text → TextId
    typed_hash = 33,   // 48 bits of the hash of a typed view → TypedId
    occurrence = 34,   // TextId → DocumentId · 2^24 + paragraph
    content = 35,      // TypedId → TextId
    anchor = 36,       // 48 bits of a winnowed shingle → TypedId
    lead_anchor = 37,  // the few least anchors of a text only → TypedId
    count_ = 38
};

inline constexpr std::size_t k_posting_kinds = static_cast<std::size_t>(PostingKind::count_);
inline constexpr std::uint64_t k_posting_key_limit = std::uint64_t{1} << 48;

[[nodiscard]] constexpr PostingKind band_kind(std::size_t band) noexcept {
    return static_cast<PostingKind>(band);
}

using PostingList = base::BigVector<Posting>;

// Entries not yet in the store, by kind, in any order.
class PostingBatch {
public:
    void add(PostingKind kind, std::uint64_t key, std::uint64_t value) {
        m_lists[static_cast<std::size_t>(kind)].push_back({key, value});
    }
    [[nodiscard]] PostingList& list(PostingKind kind) {
        return m_lists[static_cast<std::size_t>(kind)];
    }
    [[nodiscard]] std::uint64_t size() const noexcept;
    void clear() noexcept;

private:
    std::array<PostingList, k_posting_kinds> m_lists;
};

// A block as it is stored, ready to be written.
struct PostingBlock {
    std::uint64_t first_key = 0;
    std::uint64_t entries = 0;
    Blob bytes;
};

// One kind's entries as blocks. `postings` sorted, each once. Thread-safe.
[[nodiscard]] std::vector<PostingBlock> make_posting_blocks(std::span<const Posting> postings);

// Blocks of several kinds, by kind; those of one kind in order.
using PostingBlocks = std::array<std::vector<PostingBlock>, k_posting_kinds>;

class Postings {
public:
    // `connection` must outlive this.
    [[nodiscard]] static Result<Postings> open(Connection& connection);
    Postings(Postings&&) noexcept;
    Postings& operator=(Postings&&) noexcept;
    ~Postings();

    // Appends the values of all keys in [low, high] to `out`, in no particular order, perhaps with
    // repetitions. Cost: one look-up a segment.
    [[nodiscard]] Result<void> find(PostingKind kind, std::uint64_t low, std::uint64_t high,
                                    std::vector<std::uint64_t>& out);

    // Calls `group` for each key of a kind in order, with its values sorted, each once; stops when
    // `group` returns false. Memory: one block a segment, and the largest group.
    [[nodiscard]] Result<void> scan(
        PostingKind kind,
        const std::function<bool(std::uint64_t key, std::span<const std::uint64_t>)>& group);

    // Writes a batch as one more segment (the batch is emptied), then merges segments of like size
    // where there are more than a few. Within a transaction of the caller.
    [[nodiscard]] Result<void> append(PostingBatch& batch);
    // The same for blocks that are made already.
    [[nodiscard]] Result<void> append(const PostingBlocks& blocks);

    // Rewrites everything as one segment without the entries for which `keep` is false.
    [[nodiscard]] Result<void> compact(
        const std::function<bool(PostingKind, const Posting&)>& keep);

    // Forgets what it knew of segments: call when another connection may have written.
    [[nodiscard]] Result<void> refresh();
    [[nodiscard]] std::uint64_t entries() const noexcept;

    // Checks every block; `bad` is told the row numbers of those that do not decode.
    [[nodiscard]] Result<std::uint64_t> verify(
        const std::function<void(std::int64_t posting_id)>& bad);

private:
    struct Impl;
    explicit Postings(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

}  // namespace leitong::store
