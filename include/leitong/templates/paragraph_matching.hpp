// Which paragraphs of two works stand for one another, where the works are near copies whole.
//
// The works are aligned as wholes, so a paragraph meets its like however the text is wrapped and
// however much of it was filled in otherwise: a title or a copyright line is too short to be found
// by itself, but it stands between paragraphs that were found.
//
// Units:   bytes of a paragraph.
// Threads: stateless.
// Cost:    of aligning the works once (match::align).
#pragma once

#include "leitong/model/range.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace leitong::templates {

// A paragraph, or the part of one that holds several paragraphs of the other work.
struct PieceMatch {
    std::uint32_t paragraph = 0;  // index
    ByteRange range;              // in it

    friend bool operator==(const PieceMatch&, const PieceMatch&) = default;
};

// For each paragraph of `centre` what stands for it in `other`; each piece stands for one only, and
// in order. What shares no text is matched by its place alone if it stands, one for one, beside or
// between what does.
[[nodiscard]] std::vector<std::optional<PieceMatch>> match_paragraphs(
    std::span<const std::string_view> centre, std::span<const std::string_view> other);

}  // namespace leitong::templates
