#include "checksum.hpp"

#include <sqlite3.h>

namespace leitong::store {

namespace {

BlobView bytes_of(sqlite3_value* value) noexcept {
    const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_value_blob(value));
    const auto size = static_cast<std::size_t>(sqlite3_value_bytes(value));
    return bytes != nullptr ? BlobView(bytes, size) : BlobView();
}

extern "C" void row_checksum(sqlite3_context* context, int count, sqlite3_value** values) {
    RowChecksum checksum;
    for (int i = 0; i < count; ++i) {
        if (sqlite3_value_type(values[i]) == SQLITE_INTEGER) {
            checksum.add(std::int64_t{sqlite3_value_int64(values[i])});
        } else {
            checksum.add(bytes_of(values[i]));
        }
    }
    sqlite3_result_int64(context, static_cast<std::int64_t>(checksum.value()));
}

extern "C" void sealed_block(sqlite3_context* context, int, sqlite3_value** values) {
    const auto row = static_cast<std::uint64_t>(sqlite3_value_int64(values[0]));
    const Blob sealed = sealed_for_row(bytes_of(values[1]), row);
    if (sealed.empty()) {
        sqlite3_result_null(context);
        return;
    }
    sqlite3_result_blob64(context, sealed.data(), sealed.size(), SQLITE_TRANSIENT);
}

}  // namespace

void define_checksums(sqlite3* database) noexcept {
    constexpr int k_flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
    sqlite3_create_function_v2(database, "row_checksum", -1, k_flags, nullptr, row_checksum,
                               nullptr, nullptr, nullptr);
    sqlite3_create_function_v2(database, "sealed_block", 2, k_flags, nullptr, sealed_block, nullptr,
                               nullptr, nullptr);
}

}  // namespace leitong::store
