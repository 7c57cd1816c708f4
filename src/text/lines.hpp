// Lines of a document and what can be seen of them without folding. Private to text.
#pragma once

#include "leitong/model/range.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace leitong::text {

struct Line {
    ByteRange range;             // without the line end
    ByteRange content;           // without white space and zero-width characters around it
    std::uint32_t columns = 0;   // of content: wide characters count 2
    std::uint32_t indent = 0;    // columns of white space before content
    bool is_wide = false;        // content is mostly of wide characters
    bool ends_sentence = false;  // content ends in a full stop or the like, or in a colon

    [[nodiscard]] bool is_empty() const noexcept { return content.empty(); }
};

// Ends of lines are LF, CRLF, CR, U+2028, U+2029 and form feed.
[[nodiscard]] std::vector<Line> split_lines(std::string_view utf8);

// The text of a paragraph as code points for looking at its form: white space and zero-width
// characters left out, full-width forms to ASCII, at most `limit` of them.
[[nodiscard]] std::u32string outline_form(std::string_view paragraph, std::size_t limit);

}  // namespace leitong::text
