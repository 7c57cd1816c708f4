#include "leitong/report/display.hpp"
#include "leitong/report/utf8.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace leitong::report {

std::string grouped(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (std::size_t at = digits.size(); at > 3;) {
        at -= 3;
        digits.insert(at, 1, ',');
    }
    return digits;
}

std::string percent(double fraction) {
    if (fraction < 1 && fraction >= 0.9995) {
        return "99.9%";
    }
    if (fraction > 0 && fraction < 0.0005) {
        return "<0.1%";
    }
    return fmt::format("{:.1f}%", fraction * 100);
}

std::string byte_size(std::uint64_t bytes) {
    if (bytes < 1000) {
        return fmt::format("{} B", bytes);
    }
    constexpr std::array<const char*, 5> units = {"kB", "MB", "GB", "TB", "PB"};
    double value = static_cast<double>(bytes) / 1000;
    std::size_t unit = 0;
    while (value >= 999.95 && unit + 1 < units.size()) {
        value /= 1000;
        ++unit;
    }
    return fmt::format("{:.1f} {}", value, units[unit]);
}

namespace {

// What a terminal should not get.
bool is_unsafe(const CodePoint& point) noexcept {
    return !point.valid || is_unprintable(point.value);
}

bool has_unprintable(std::string_view word) noexcept {
    for (std::size_t at = 0; at < word.size();) {
        const CodePoint next = next_code_point(word.substr(at));
        if (is_unsafe(next)) {
            return true;
        }
        at += next.size_bytes;
    }
    return false;
}

// $'…', which bash and zsh read: what is unsafe as \xHH.
std::string escaped(std::string_view word) {
    std::string quoted = "$'";
    for (std::size_t at = 0; at < word.size();) {
        const CodePoint next = next_code_point(word.substr(at));
        const std::string_view bytes = word.substr(at, next.size_bytes);
        if (bytes == "\n") {
            quoted += "\\n";
        } else if (is_unsafe(next)) {
            for (const char c : bytes) {
                quoted += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
            }
        } else {
            quoted += bytes == "'" || bytes == "\\" ? "\\" : "";
            quoted += bytes;
        }
        at += next.size_bytes;
    }
    return quoted + "'";
}

}  // namespace

std::string shell_word(std::string_view word) {
    const auto is_plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("._-/:=@%+,").find(c) != std::string_view::npos ||
               static_cast<unsigned char>(c) >= 0x80;
    };
    if (!word.empty() && !has_unprintable(word) && std::ranges::all_of(word, is_plain)) {
        return std::string(word);
    }
    if (has_unprintable(word)) {
        return escaped(word);
    }
    std::string quoted = "'";
    for (const char c : word) {
        quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return quoted + "'";
}

}  // namespace leitong::report
