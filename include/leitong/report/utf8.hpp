// Reading UTF-8 that may be anything: the least of it, for printing. Folding is text's business.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace leitong::report {

struct CodePoint {
    char32_t value = 0;           // U+FFFD for a sequence that is no UTF-8
    std::uint8_t size_bytes = 0;  // consumed; for a bad sequence its maximal subpart, at least 1
    bool valid = false;
};

// The first code point of bytes, which must not be empty. Refuses overlong forms, surrogates and
// what lies above U+10FFFF.
[[nodiscard]] CodePoint next_code_point(std::string_view bytes) noexcept;

[[nodiscard]] bool is_utf8(std::string_view bytes) noexcept;

void append_utf8(std::string& out, char32_t code_point);

}  // namespace leitong::report
