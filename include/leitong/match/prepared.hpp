// A paragraph ready to be compared: folded, tokenised, its shingle set made.
//
// Threads: used by one thread at a time; prepare() reuses its buffers.
#pragma once

#include "leitong/sketch/shingles.hpp"
#include "leitong/text/fold.hpp"
#include "leitong/text/tokens.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace leitong::match {

struct Prepared {
    std::string text;
    text::Folded folded;
    text::Tokens tokens;
    std::vector<sketch::Shingle> shingles;  // the set, sorted
};

void prepare(std::string_view paragraph, Prepared& out);

// Fewer distinct shingles than this are no evidence of anything: 总则, 特此通知. (Han: 8 letters.)
inline constexpr std::size_t k_fewest_shingles = 6;

}  // namespace leitong::match
