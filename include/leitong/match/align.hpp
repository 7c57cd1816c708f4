// Alignment of two symbol sequences: which stretches of one stand in the other, in order.
//
// Greedy diff (Myers 1986, "An O(ND) Difference Algorithm") on what is short; what is long is first
// cut at substrings that occur once on both sides (patience diff, Cohen). Stretches too unlike to
// be worth their cost are left unaligned.
//
// Units:   indices of symbols, half-open.
// Cost:    linear in what is alike; bounded by k_most_edits · length in what is not.
// Threads: stateless.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace leitong::match {

struct Stretch {
    std::uint32_t a = 0;  // begins here in a …
    std::uint32_t b = 0;  // … and here in b
    std::uint32_t length = 0;

    friend bool operator==(const Stretch&, const Stretch&) = default;
};

inline constexpr std::uint32_t k_most_edits = 600;

// Equal stretches, in order on both sides, none touching the next on both sides. Symmetric up to
// the choice between alignments of equal length.
[[nodiscard]] std::vector<Stretch> align(std::u32string_view a, std::u32string_view b);

// Leaves out short stretches that stand alone between longer differences: agreements by chance.
// What stays is what a reader would call the same.
[[nodiscard]] std::vector<Stretch> without_chance(std::vector<Stretch> stretches);

// What a reader would call the same in two texts: align() without_chance, each stretch grown as far
// as it goes. A diff of a sentence against a paragraph ends it on the first equal letter anywhere.
[[nodiscard]] std::vector<Stretch> same_stretches(std::u32string_view a, std::u32string_view b);

[[nodiscard]] std::uint64_t total_length(const std::vector<Stretch>& stretches) noexcept;

}  // namespace leitong::match
