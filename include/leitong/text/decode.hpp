// Bytes of unknown encoding to UTF-8.
//
// Order of decision: byte-order mark; magic numbers of files that are no text; UTF-16 without a
// mark where there are NULs; strict UTF-8; then UTF-8 with faults, UTF-16, GB18030, Big5 and
// windows-1252 by how common the decoded characters are. Well-formed UTF-8 is overruled only where
// it is very short and much likelier something else. Detectors by statistics of bytes fail on short
// Chinese (docs/decisions/).
//
// Not told apart: other 8-bit encodings (Shift-JIS, EUC-KR, KOI8-R …) need to be named.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/model/kinds.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace leitong::text {

struct Decoded {
    // Well-formed, without a byte-order mark; CRLF kept. A byte that could not be decoded is one
    // U+FFFD (in UTF-16, a unit of two bytes is).
    std::string utf8;
    Encoding encoding{};
    // The name that was asked for, or name(encoding), or for Big5 with Hong Kong's characters
    // "Big5-HKSCS", or for UTF-32 with a mark "UTF-32LE" or "UTF-32BE".
    std::string encoding_name;
    std::uint64_t replaced = 0;  // how many U+FFFD were put in
};

// Fails with Errc::binary (a NUL, or control bytes that no text has), Errc::invalid_argument
// (encoding not known to ICU). An empty input decodes to an empty text. Thread-safe.
// Cost: UTF-8 is checked and copied once; any other encoding is converted, after 4 KiB of it were
// read in each of the five.
[[nodiscard]] Result<Decoded> decode(std::string_view bytes,
                                     const std::optional<std::string>& encoding = std::nullopt);

// Whether decode() knows the encoding.
[[nodiscard]] bool is_encoding(const std::string& name);

}  // namespace leitong::text
