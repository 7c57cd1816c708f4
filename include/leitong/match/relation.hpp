// The relation between two paragraphs: the first that holds of stock, identical, variant, near,
// excerpt, similar (docs/GLOSSARY.md). Exact: everything is computed from the two texts.
//
// Threads: stateless.
#pragma once

#include "leitong/match/align.hpp"
#include "leitong/match/prepared.hpp"
#include "leitong/model/kinds.hpp"
#include "leitong/model/records.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace leitong::match {

struct Thresholds {
    double near = 0.8;     // similarity
    double similar = 0.5;  // similarity, or letters aligned of the longer side
    // An excerpt's share of the shorter side that lies in the other, in runs of k_quoted_run
    // symbols or more: of a text that is quoted nearly whole, and of one that is quoted in part.
    double excerpt = 0.8;
    double partial_excerpt = 1.0 / 3;
};

inline constexpr std::uint32_t k_quoted_run = 8;
// Less than this is quoted by chance: the longest run that unrelated paragraphs of the seed
// speeches share, titles apart, has 17 letters; the shortest that is quoted for certain, 30. Of
// Chinese characters, or as many words as say that.
inline constexpr std::size_t k_shortest_excerpt = 18;
inline constexpr std::size_t k_shortest_partial_excerpt = 24;
// One run of it must be as long: several short ones are what formulas of one trade have in common.
inline constexpr std::size_t k_longest_partial_run = 20;

struct Comparison {
    std::uint32_t shared = 0;  // distinct shingles
    double similarity = 0;
    double containment_a = 0;  // part of a's shingles that b has
    double containment_b = 0;
};

[[nodiscard]] Comparison compare(const Prepared& a, const Prepared& b) noexcept;

struct Verdict {
    std::optional<Relation> relation;  // none: not related
    bool a_is_quoted = false;          // of an excerpt: which side lies in the other
};

// Whether a paragraph is too short to be evidence of reuse.
[[nodiscard]] bool is_too_short(const Prepared& paragraph) noexcept;

// The relation without regard to roles: never stock but for shortness.
[[nodiscard]] Verdict relate(const Prepared& a, const Prepared& b, const Comparison& comparison,
                             const Thresholds& thresholds);

// A typed view and how many tokens it has: what telling an excerpt needs.
struct TypedSymbols {
    std::u32string_view symbols;
    std::size_t tokens = 0;
};

// Whether the shorter of two texts is quoted by the other; for texts that are neither identical nor
// variants nor near, that is relate()'s excerpt.
[[nodiscard]] bool is_excerpt(const TypedSymbols& a, const TypedSymbols& b,
                              const Thresholds& thresholds);

// The relation of two paragraphs in their documents: structure makes it stock.
[[nodiscard]] Verdict relate(const Prepared& a, Role role_a, const Prepared& b, Role role_b,
                             const Comparison& comparison, const Thresholds& thresholds);

// What of the two reads the same, as byte ranges within each paragraph, in order.
[[nodiscard]] std::vector<Run> runs(const Prepared& a, const Prepared& b);

}  // namespace leitong::match
