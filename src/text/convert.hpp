// Bytes of a known encoding to UTF-8. Private to text, as is ICU.
//
// Threads: stateless, thread-safe.
#pragma once

#include "leitong/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace leitong::text {

struct Converted {
    std::string utf8;            // well-formed, whatever the input
    std::uint64_t replaced = 0;  // U+FFFD put in: one a bad byte, in UTF-16 one a bad unit
};

enum class ByteOrder : std::uint8_t { little, big };

// How many bytes at the beginning are well-formed UTF-8 (no surrogates, nothing overlong).
[[nodiscard]] std::size_t well_formed_prefix(std::string_view bytes) noexcept;

[[nodiscard]] Converted from_utf8(std::string_view bytes);
[[nodiscard]] Converted from_utf16(std::string_view bytes, ByteOrder order);

// Any encoding that ICU knows under `name`. Fails with Errc::invalid_argument if it knows none.
[[nodiscard]] Result<Converted> from_named(std::string_view bytes, const std::string& name);

// ICU's own name for an encoding, e.g. "gb18030" for "chinese"; empty if it knows none.
[[nodiscard]] std::string canonical_encoding(const std::string& name);

}  // namespace leitong::text
