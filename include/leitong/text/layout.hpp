// The layout of a document: its paragraphs, the works they belong to, and what each paragraph is.
//
// Units:   byte ranges of the decoded document; paragraphs and works are numbered from 1.
// Threads: thread-safe. Cost: linear.
#pragma once

#include "leitong/model/kinds.hpp"
#include "leitong/model/range.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace leitong::text {

// Raise this when any document can be laid out otherwise than before.
inline constexpr int k_layout_version = 2;

struct Paragraph {
    ByteRange range;         // without the white space around it
    std::uint32_t work = 0;  // 0: before the first or after the last work of a compilation
    Role role = Role::body;
};

struct Work {
    std::string title;  // folded to one line; empty if there is none
    std::uint32_t first_paragraph = 0;
    std::uint32_t last_paragraph = 0;
};

struct Layout {
    ParagraphMode mode{};  // line or block
    std::vector<Paragraph> paragraphs;
    std::vector<Work> works;  // works[i] is number i + 1
};

// A document with any paragraph has at least one work. A compilation (讲话篇1 … 篇9, 第一篇 …,
// 【篇一】 …, 范文(一) …) has several; everything else is one work.
[[nodiscard]] Layout lay_out(std::string_view utf8, ParagraphMode mode);

// Splits a paragraph into sentences: after 。！？；… and closing quotes, or . ! ? before a space.
// The ranges are of the paragraph, touch one another and cover it.
[[nodiscard]] std::vector<ByteRange> sentences(std::string_view paragraph);

}  // namespace leitong::text
