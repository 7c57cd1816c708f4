// From aligned works to records. Private to engine.
#pragma once

#include "leitong/match/passages.hpp"
#include "leitong/model/records.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace leitong::engine {

// One side of an alignment: what is needed to name places in it.
struct PassageSide {
    const match::PassageText& text;
    std::span<const std::uint32_t> paragraphs;  // numbers in the document, as they were added
    const std::string& document;
    std::uint32_t work = 0;
};

// Everything but the samples.
[[nodiscard]] PassageRecord record_of(const PassageSide& a, const PassageSide& b,
                                      const match::Passage& passage,
                                      const match::PassageVerdict& verdict);

// Number in the document of the paragraph that most of a span stands in.
[[nodiscard]] std::uint32_t main_paragraph(const PassageSide& side, match::Span span);

}  // namespace leitong::engine
