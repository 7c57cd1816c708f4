// Works inside a document and the roles of its paragraphs. Private to text.
#pragma once

#include "leitong/text/layout.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace leitong::text {

// What the form of a paragraph says, whatever stands around it.
struct Form {
    std::u32string text;         // outline_form, up to k_form_limit
    std::uint32_t length = 0;    // code points of the whole paragraph's outline form, capped
    bool ends_sentence = false;  // 。！？；… or . ! ? at the end
    bool ends_colon = false;
};

inline constexpr std::size_t k_form_limit = 400;

[[nodiscard]] Form form_of(std::string_view paragraph);

// Fills works, and work and role of each paragraph.
void find_works(std::string_view utf8, Layout& layout);

}  // namespace leitong::text
