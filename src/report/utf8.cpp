#include "leitong/report/utf8.hpp"

#include <cstddef>

namespace leitong::report {

namespace {

// What may follow a lead byte (Unicode 15.0, table 3-7).
struct Lead {
    std::uint8_t continuation_bytes;
    std::uint8_t low, high;  // of the second byte
    std::uint8_t bits;       // of the lead byte that count
};

constexpr Lead lead_of(std::uint8_t byte) noexcept {
    if (byte >= 0xC2 && byte <= 0xDF) {
        return {1, 0x80, 0xBF, 0x1F};
    }
    if (byte >= 0xE0 && byte <= 0xEF) {
        return {2, static_cast<std::uint8_t>(byte == 0xE0 ? 0xA0 : 0x80),
                static_cast<std::uint8_t>(byte == 0xED ? 0x9F : 0xBF), 0x0F};
    }
    if (byte >= 0xF0 && byte <= 0xF4) {
        return {3, static_cast<std::uint8_t>(byte == 0xF0 ? 0x90 : 0x80),
                static_cast<std::uint8_t>(byte == 0xF4 ? 0x8F : 0xBF), 0x07};
    }
    return {0, 0, 0, 0};
}

}  // namespace

CodePoint next_code_point(std::string_view bytes) noexcept {
    constexpr char32_t replacement = 0xFFFD;
    const auto first = static_cast<std::uint8_t>(bytes[0]);
    if (first < 0x80) {
        return {first, 1, true};
    }
    const Lead lead = lead_of(first);
    if (lead.continuation_bytes == 0) {
        return {replacement, 1, false};
    }
    char32_t value = first & lead.bits;
    for (std::size_t i = 1; i <= lead.continuation_bytes; ++i) {
        const auto byte = i < bytes.size() ? static_cast<std::uint8_t>(bytes[i]) : std::uint8_t{0};
        const std::uint8_t low = i == 1 ? lead.low : std::uint8_t{0x80};
        const std::uint8_t high = i == 1 ? lead.high : std::uint8_t{0xBF};
        if (byte < low || byte > high) {
            return {replacement, static_cast<std::uint8_t>(i), false};
        }
        value = (value << 6) | (byte & 0x3FU);
    }
    return {value, static_cast<std::uint8_t>(lead.continuation_bytes + 1), true};
}

bool is_utf8(std::string_view bytes) noexcept {
    while (!bytes.empty()) {
        const CodePoint next = next_code_point(bytes);
        if (!next.valid) {
            return false;
        }
        bytes.remove_prefix(next.size_bytes);
    }
    return true;
}

void append_utf8(std::string& out, char32_t code_point) {
    const auto tail = [code_point](unsigned shift) {
        return static_cast<char>(0x80U | ((code_point >> shift) & 0x3FU));
    };
    if (code_point < 0x80) {
        out += static_cast<char>(code_point);
    } else if (code_point < 0x800) {
        out += static_cast<char>(0xC0U | (code_point >> 6));
        out += tail(0);
    } else if (code_point < 0x10000) {
        out += static_cast<char>(0xE0U | (code_point >> 12));
        out += tail(6);
        out += tail(0);
    } else {
        out += static_cast<char>(0xF0U | (code_point >> 18));
        out += tail(12);
        out += tail(6);
        out += tail(0);
    }
}

}  // namespace leitong::report
