// What of a paragraph is quoted: between quotation marks, with them, or all of a block quote.
#pragma once

#include "leitong/model/range.hpp"

#include <string_view>
#include <vector>

namespace leitong::text {

// “ ” ‘ ’ 「 」 『 』 《 》 « » and pairs of ". Ranges in order that do not touch; a mark is
// closed by the next of its kind. One that is not closed quotes to the end only where the paragraph
// begins with it, as each paragraph of a long quotation does; so does a line that begins with >.
// Thread-safe. Cost: linear.
[[nodiscard]] std::vector<ByteRange> quotations(std::string_view paragraph);

}  // namespace leitong::text
