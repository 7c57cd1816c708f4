// Spans of passages and their shingles. Private to match.
#pragma once

#include "leitong/match/align.hpp"
#include "leitong/match/passage_text.hpp"
#include "leitong/sketch/shingles.hpp"

#include <cstdint>
#include <vector>

namespace leitong::match {

[[nodiscard]] inline Span span_a(const Stretch& stretch) noexcept {
    return {stretch.a, stretch.a + stretch.length};
}
[[nodiscard]] inline Span span_b(const Stretch& stretch) noexcept {
    return {stretch.b, stretch.b + stretch.length};
}

using Shingles = std::vector<sketch::Shingle>;

[[nodiscard]] inline Shingles shingles_of(const PassageText& text, Span span) {
    std::vector<Token> tokens;
    Shingles shingles;
    text.tokens(span, tokens);
    sketch::shingle_set(tokens, shingles);
    return shingles;
}

[[nodiscard]] inline double jaccard_of(const Shingles& a, const Shingles& b) {
    return sketch::jaccard(sketch::intersection_size(a, b), static_cast<std::uint32_t>(a.size()),
                           static_cast<std::uint32_t>(b.size()));
}

}  // namespace leitong::match
