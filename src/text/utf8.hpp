// Reading and writing code points of UTF-8. Private to text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace leitong::text {

inline constexpr char32_t k_replacement = 0xFFFD;

struct CodePoint {
    char32_t value = 0;
    std::uint32_t size = 1;  // bytes
};

// The code point at `at` (which must be < text.size()). A byte that begins no well-formed sequence
// is U+FFFD of one byte. Never reads past the end.
[[nodiscard]] inline CodePoint code_point_at(std::string_view text, std::size_t at) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    const std::size_t left = text.size() - at;
    const unsigned first = byte(0);
    if (first < 0x80) {
        return {first, 1};
    }
    const auto is_tail = [&](std::size_t i) { return i < left && (byte(i) & 0xC0) == 0x80; };
    if (first >= 0xE0 && first < 0xF0 && is_tail(1) && is_tail(2)) {
        const char32_t value = (first & 0x0FU) << 12 | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU);
        if (value >= 0x800 && (value < 0xD800 || value > 0xDFFF)) {
            return {value, 3};
        }
    } else if (first >= 0xC2 && first < 0xE0 && is_tail(1)) {
        return {(first & 0x1FU) << 6 | (byte(1) & 0x3FU), 2};
    } else if (first >= 0xF0 && first < 0xF5 && is_tail(1) && is_tail(2) && is_tail(3)) {
        const char32_t value = (first & 0x07U) << 18 | (byte(1) & 0x3FU) << 12 |
                               (byte(2) & 0x3FU) << 6 | (byte(3) & 0x3FU);
        if (value >= 0x10000 && value <= 0x10FFFF) {
            return {value, 4};
        }
    }
    return {k_replacement, 1};
}

inline void append_utf8(std::string& out, char32_t value) {
    if (value < 0x80) {
        out += static_cast<char>(value);
    } else if (value < 0x800) {
        out += static_cast<char>(0xC0 | value >> 6);
        out += static_cast<char>(0x80 | (value & 0x3F));
    } else if (value < 0x10000) {
        out += static_cast<char>(0xE0 | value >> 12);
        out += static_cast<char>(0x80 | (value >> 6 & 0x3F));
        out += static_cast<char>(0x80 | (value & 0x3F));
    } else {
        out += static_cast<char>(0xF0 | value >> 18);
        out += static_cast<char>(0x80 | (value >> 12 & 0x3F));
        out += static_cast<char>(0x80 | (value >> 6 & 0x3F));
        out += static_cast<char>(0x80 | (value & 0x3F));
    }
}

}  // namespace leitong::text
