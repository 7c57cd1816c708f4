// Whether an open alignment may come to anything: a bound that costs a tenth of finding out. Most
// runs that two texts share stand alone, and nothing follows them. Private to match.
//
// An end at which n symbols of one side are used up, and at most n of the other, is worth nothing
// unless the first n of both have a common subsequence of n / 2; and no way leads beyond unless
// what it has lost there is less than what it may lose. The length of that subsequence for each n
// comes from one pass, a row of the table in the bits of a word (Hyyrö 2004, "Bit-parallel
// LCS-length computation revisited").
#pragma once

#include "leitong/sketch/processor.hpp"

#include <cstdint>
#include <span>

#include "open_alignment.hpp"

namespace leitong::match {

// False only if OpenAligner finds no end. Texts and `before` as OpenAligner takes them. The same
// for every processor.
[[nodiscard]] bool may_have_end(std::span<const Code> a, std::span<const Code> b,
                                OpenAligner::Direction direction, std::uint32_t before) noexcept;
[[nodiscard]] bool may_have_end(std::span<const Code> a, std::span<const Code> b,
                                OpenAligner::Direction direction, std::uint32_t before,
                                sketch::Processor processor) noexcept;

}  // namespace leitong::match
