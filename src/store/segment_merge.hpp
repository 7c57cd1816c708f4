// Reading postings in order: of one segment, and of several as if they were one. Private to store.
#pragma once

#include "leitong/store/postings.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "sqlite.hpp"

namespace leitong::store {

inline constexpr unsigned k_key_bits = 48;
inline constexpr unsigned k_segment_bits = 8;

// The number of the row in which a block is that begins with `key`.
[[nodiscard]] constexpr std::int64_t posting_id(std::size_t kind, std::uint64_t segment,
                                                std::uint64_t key) noexcept {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(kind)
                                         << (k_key_bits + k_segment_bits) |
                                     segment << k_key_bits | key);
}

[[nodiscard]] constexpr std::uint64_t row_of(std::int64_t id) noexcept {
    return static_cast<std::uint64_t>(id);
}

// Reads one kind of one segment in order.
class SegmentCursor {
public:
    static Result<SegmentCursor> open(Connection& connection, std::size_t kind,
                                      std::uint64_t segment) {
        SegmentCursor cursor;
        LEITONG_TRY_ASSIGN(cursor.m_select,
                           connection.prepare("SELECT posting_id, block FROM postings WHERE "
                                              "posting_id BETWEEN ?1 AND ?2 ORDER BY posting_id"));
        cursor.m_select.bind(posting_id(kind, segment, 0))
            .bind(posting_id(kind, segment, k_posting_key_limit - 1));
        LEITONG_TRY(cursor.next_block());
        return cursor;
    }

    [[nodiscard]] bool at_end() const noexcept { return m_at >= m_block.size(); }
    [[nodiscard]] const Posting& current() const noexcept { return m_block[m_at]; }
    [[nodiscard]] Result<void> advance() {
        if (++m_at < m_block.size()) {
            return {};
        }
        return next_block();
    }

private:
    Result<void> next_block() {
        m_block.clear();
        m_at = 0;
        LEITONG_TRY_ASSIGN(const bool more, m_select.step());
        if (more && !decode_postings(m_select.blob_view(1), row_of(m_select.integer(0)), m_block)) {
            return fail(Errc::store_damaged, Msg::store_bad_row, "postings", m_select.integer(0));
        }
        return {};
    }

    Statement m_select;
    std::vector<Posting> m_block;
    std::size_t m_at = 0;
};

// All entries of several cursors in order.
class SegmentMerge {
public:
    explicit SegmentMerge(std::vector<SegmentCursor> cursors) : m_cursors(std::move(cursors)) {}

    // The least entry not yet given, or null.
    [[nodiscard]] SegmentCursor* least() noexcept {
        SegmentCursor* best = nullptr;
        for (SegmentCursor& cursor : m_cursors) {
            if (!cursor.at_end() && (best == nullptr || cursor.current() < best->current())) {
                best = &cursor;
            }
        }
        return best;
    }

private:
    std::vector<SegmentCursor> m_cursors;
};

}  // namespace leitong::store
