// Files beside a store, of what can be made again from it: a cache, not knowledge.
//
// Stored:  STORE-NAME, replaced as a whole; with the permissions of the store.
// Errors:  none: what cannot be read is not there, what cannot be written is not kept.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace leitong::store {

// Bytes of such a file without the checksum at its end; nothing if it is absent, or spoilt.
[[nodiscard]] std::optional<std::string> read_side_file(const std::string& store_path,
                                                        std::string_view name);
// Whether it was written.
bool write_side_file(const std::string& store_path, std::string_view name, std::string bytes);

}  // namespace leitong::store
