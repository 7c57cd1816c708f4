// The checksum of a row: over its other columns, in order of the table. Private to store.
#pragma once

#include "leitong/base/hash.hpp"
#include "leitong/store/codec.hpp"

#include <cstdint>
#include <string_view>

struct sqlite3;

namespace leitong::store {

class RowChecksum {
public:
    RowChecksum& add(std::uint64_t value) noexcept {
        m_state = base::mix64(m_state ^ value) + 0x9e3779b97f4a7c15ULL;
        return *this;
    }
    RowChecksum& add(std::int64_t value) noexcept { return add(static_cast<std::uint64_t>(value)); }
    RowChecksum& add(std::string_view text) noexcept { return add(base::hash64(text)); }
    RowChecksum& add(BlobView blob) noexcept { return add(base::hash64(blob.data(), blob.size())); }
    [[nodiscard]] std::uint64_t value() const noexcept { return m_state; }

private:
    std::uint64_t m_state = 0;
};

// Defines for a connection what statements of migrations and of the store may call:
// row_checksum(COLUMN, …), and sealed_block(ROW, BLOCK), which is sealed_for_row() or NULL.
void define_checksums(sqlite3* database) noexcept;

}  // namespace leitong::store
