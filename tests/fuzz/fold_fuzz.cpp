// Any bytes fold to views whose maps run forward inside the paragraph, with the slots in order; and
// what is made of the typed view (tokens, shingles, anchors, sketches) keeps the sizes it promises.
#include "leitong/base/assert.hpp"
#include "leitong/sketch/anchors.hpp"
#include "leitong/sketch/minhash.hpp"
#include "leitong/sketch/simhash.hpp"
#include "leitong/text/decode.hpp"
#include "leitong/text/fold.hpp"
#include "leitong/text/tokens.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using namespace leitong;

void check_view(const text::View& view, std::size_t size_bytes) {
    LEITONG_ASSERT(view.begin.size() == view.size() && view.end.size() == view.size(),
                   "each symbol has bytes");
    for (std::size_t i = 0; i < view.size(); ++i) {
        LEITONG_ASSERT(view.begin[i] <= view.end[i], "a range is not inverted");
        LEITONG_ASSERT(view.end[i] <= size_bytes, "bytes are of the paragraph");
        LEITONG_ASSERT(i == 0 || (view.begin[i - 1] <= view.begin[i] &&
                                  view.bytes(0, i).end <= view.bytes(0, i + 1).end),
                       "the map runs forward");
    }
}

void check_slots(const text::Folded& folded, std::size_t size_bytes) {
    LEITONG_ASSERT(folded.units.size() == folded.typed.size(), "each typed symbol has a unit");
    const auto slots = std::ranges::count(folded.units, text::Unit::slot);
    LEITONG_ASSERT(static_cast<std::size_t>(slots) == folded.slots.size(), "a symbol each");
    const text::Slot* before = nullptr;
    for (const text::Slot& slot : folded.slots) {
        LEITONG_ASSERT(slot.range.begin < slot.range.end && slot.range.end <= size_bytes,
                       "a slot has bytes of the paragraph");
        LEITONG_ASSERT(slot.typed_at < folded.typed.size() &&
                           folded.units[slot.typed_at] == text::Unit::slot &&
                           folded.typed.symbols[slot.typed_at] == text::k_slot_symbol,
                       "a slot points at its symbol");
        LEITONG_ASSERT(
            slot.letters_begin <= slot.letters_end && slot.letters_end <= folded.letters.size(),
            "a slot has letters of the view");
        LEITONG_ASSERT(before == nullptr || (before->range.begin <= slot.range.begin &&
                                             before->typed_at < slot.typed_at &&
                                             before->letters_end <= slot.letters_begin),
                       "slots are in order");
        before = &slot;
    }
}

void check_sketches(const text::Folded& folded) {
    text::Tokens tokens;
    text::tokenise(folded, tokens);
    LEITONG_ASSERT(tokens.typed_at.size() == tokens.values.size(), "each token has a place");
    LEITONG_ASSERT(std::ranges::is_sorted(tokens.typed_at), "tokens are in order");
    LEITONG_ASSERT(tokens.values.empty() == folded.typed.symbols.empty(), "tokens cover the view");

    std::vector<sketch::Shingle> shingles;
    sketch::shingles(tokens.values, shingles);
    LEITONG_ASSERT(shingles.size() <= std::max<std::size_t>(tokens.values.size(), 1),
                   "a shingle begins at a token");
    std::vector<sketch::Shingle> set;
    sketch::shingle_set(tokens.values, set);
    LEITONG_ASSERT(std::ranges::adjacent_find(set, std::ranges::greater_equal{}) == set.end(),
                   "a set is sorted, each once");
    LEITONG_ASSERT(sketch::intersection_size(set, set) == set.size(), "a set is like itself");

    std::vector<std::uint64_t> candidates;
    std::vector<std::uint64_t> anchors;
    sketch::anchor_candidates(tokens.values, candidates);
    sketch::anchors(tokens.values, anchors);
    LEITONG_ASSERT(candidates.empty() == anchors.empty(), "what has runs has an anchor");
    std::ranges::sort(candidates);
    LEITONG_ASSERT(std::ranges::includes(candidates, anchors), "an anchor is one of the runs");

    sketch::MinHash minima{};
    static const sketch::MinHasher hasher;
    hasher.sketch(set, minima);
    const sketch::MinHashBytes bytes = sketch::low_bytes(minima);
    LEITONG_ASSERT(sketch::agreeing(bytes, bytes) == sketch::k_permutations,
                   "a signature is like itself");
    static_cast<void>(sketch::simhash(set));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // A copy of its exact size, so that a sanitizer sees any read past the end.
    const std::string paragraph(reinterpret_cast<const char*>(data), size);
    text::Folded folded;
    text::fold(paragraph, folded);
    check_view(folded.letters, size);
    check_view(folded.typed, size);
    LEITONG_ASSERT(folded.outline_marker.begin <= folded.outline_marker.end &&
                       folded.outline_marker.end <= size,
                   "a marker is of the paragraph");
    LEITONG_ASSERT(folded.han <= folded.letters.size(), "Han characters are letters");
    check_slots(folded, size);
    check_sketches(folded);
    for (const std::string& shown : {text::letters_text(folded), text::typed_text(folded)}) {
        const auto decoded = text::decode("\xEF\xBB\xBF" + shown, "UTF-8");
        LEITONG_ASSERT(!decoded || decoded->replaced == 0, "a view is shown as UTF-8");
    }
    // Buffers are reused: what they held before does not matter.
    text::Folded again = folded;
    text::fold(paragraph, again);
    LEITONG_ASSERT(again.letters.symbols == folded.letters.symbols &&
                       text::typed_hash(again) == text::typed_hash(folded),
                   "a paragraph folds to the same again");
    return 0;
}
