// Passages: what two texts share, as maximal aligned stretches.
//
// Seeds (runs of six characters or three words that both have) grow to exact runs; runs that follow
// one another on both sides are chained; what lies between and beyond them is aligned by dynamic
// programming; then each chain is cut to stretches of which no beginning and no end would be better
// left out (local alignment; Smith and Waterman 1981; seed and extend, Altschul et al. 1990).
//
//   score = aligned fixed symbols − symbols that differ (on the side where they are more)
//
// A mask stands for whatever short text faces it: that is no difference, and no evidence either;
// nor are two slots that face each other. Ends of paragraphs are not seen but for one thing: two
// whole paragraphs that are identical, variants or near are a passage however short, as `pairs`
// lists them. Of words, where two texts share a passage, others count that are four fifths as long.
// Order is not asked for: what was moved or quoted twice is several passages.
//
// Guaranteed: a shared run of as much fixed text as PassageOptions asks for lies in a passage,
// unless its seeds recur on both sides more often than all their pairs can be tried. Symmetric. A
// passage that lies on both sides within another is not listed.
//
// Cost:    linear in the smaller text and what is aligned; a run that recurs on both sides is
//          paired with a few of its like only, a gap of more than k_longest_gap symbols ends a
//          passage.
// Threads: stateless.
#pragma once

#include "leitong/match/align.hpp"
#include "leitong/match/passage_text.hpp"
#include "leitong/model/kinds.hpp"

#include <cstdint>
#include <vector>

namespace leitong::match {

inline constexpr std::uint32_t k_longest_gap = 128;

struct PassageOptions {
    // A passage is worth listing if what a reader would call the same in it (without_chance), less
    // what differs between, is as much as so many characters, or letters of words, or a mixture;
    // or if it holds a whole paragraph of both texts.
    // docs/decisions/0006-passages.md.
    std::uint32_t least_characters = 30;
    std::uint32_t least_letters = 28;
};

struct Passage {
    Span a;
    Span b;
    std::uint32_t letters = 0;  // symbols aligned with an equal one
    std::uint32_t edits = 0;    // symbols that differ, on the side where they are more
    std::uint32_t wild = 0;     // masks that stand for text of the other side
    std::vector<Stretch>
        stretches;  // equal, in order; the first begins and the last ends the spans
};

// In order of a, then b.
[[nodiscard]] std::vector<Passage> find_passages(const PassageText& a, const PassageText& b,
                                                 const PassageOptions& options = {});

struct PassageVerdict {
    // identical, variant or near as for paragraphs; else excerpt: a chain of runs.
    Relation relation = Relation::excerpt;
    double similarity = 0;  // Jaccard, of the shingles of the two spans
};

// Cost: linear but for sorting the shingles of what is not identical.
[[nodiscard]] PassageVerdict judge(const PassageText& a, const PassageText& b,
                                   const Passage& passage);

// What of a passage with edits counts as reused: what a reader would call the same, of words in
// runs of 20 letters or more, since words put in between come from nowhere.
[[nodiscard]] std::vector<Stretch> reused_stretches(const PassageText& a, const Passage& passage);

// Merges spans that overlap or touch; sorted.
[[nodiscard]] std::vector<Span> union_of(std::vector<Span> spans);

}  // namespace leitong::match
