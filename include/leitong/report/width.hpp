// Columns that characters take on a terminal: 0 for what combines or is invisible, 2 for East Asian
// wide and full-width characters and emoji, else 1 (UAX #11; ambiguous ones count as 1).
#pragma once

#include <cstddef>
#include <string_view>

namespace leitong::report {

// The version of Unicode that the table in src/report/width.cpp was made from.
inline constexpr std::string_view k_unicode_version = "15.0";

[[nodiscard]] std::size_t width_of(char32_t code_point) noexcept;

// Of UTF-8; each sequence that is none counts as one U+FFFD. Escape sequences are not known to it.
[[nodiscard]] std::size_t width_of(std::string_view text) noexcept;

}  // namespace leitong::report
