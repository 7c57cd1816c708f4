// Titles that are numbered: 范文一, 篇3, 第二篇. Private to text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace leitong::text {

struct Numbered {
    std::u32string stem;
    unsigned ordinal = 0;
};

// The ordinal that ends or begins the outline form of a title.
[[nodiscard]] std::optional<Numbered> numbered_at_end(std::u32string_view form);
[[nodiscard]] std::optional<Numbered> numbered_at_start(std::u32string_view form);

}  // namespace leitong::text
