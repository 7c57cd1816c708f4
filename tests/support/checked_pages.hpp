// For tests that write into a store by SQLite itself.
#pragma once

namespace leitong::testing {

// The layer below SQLite that gives pages their checksums (src/store/page_checksums.hpp). What is
// written without it is found damaged.
inline constexpr const char* k_checked_pages = "leitong";

}  // namespace leitong::testing
