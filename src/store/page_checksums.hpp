// Checksums of pages. Every page of a store ends in 8 bytes that SQLite leaves alone (its "reserved
// bytes"); they hold a checksum of the rest and of the page's number. A page is checked whenever it
// is read, so that a bit that flipped anywhere, in a row, in its number, in an index or between
// pages, is an error and never an answer. Private to store.
//
// It is a layer between SQLite and the system (a "shim VFS", www.sqlite.org/vfs.html; the idea and
// the place are those of SQLite's cksumvfs extension), so nothing above knows of it. Only main
// databases pass through it; journals have checksums of their own.
//
// Threads: as connections. Cost: about a microsecond a page of 16 KB.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <vector>

namespace leitong::store {

inline constexpr int k_page_checksum_bytes = 8;

// The name of the layer, for sqlite3_open_v2; registered by the first call. Null if SQLite refuses.
[[nodiscard]] const char* checked_pages() noexcept;

// Of a connection that was opened by that name. What is made by it from now on, a new file or a
// copy by VACUUM INTO, has room for checksums. Before anything is written.
void reserve_page_checksums(sqlite3* database) noexcept;
[[nodiscard]] bool has_page_checksums(sqlite3* database) noexcept;
// From now on pages that do not match are read all the same: for `verify`, which tells of them.
void tolerate_bad_pages(sqlite3* database) noexcept;
// The page whose checksum last did not match; 0: none.
[[nodiscard]] std::uint32_t last_bad_page(sqlite3* database) noexcept;
// Reads the whole file; within a transaction. A page of zeros was never written and is left out.
// SQLITE_OK, or why it cannot be read.
[[nodiscard]] int find_bad_pages(sqlite3* database, std::vector<std::uint32_t>& out);

}  // namespace leitong::store
