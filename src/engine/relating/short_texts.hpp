// Short typed texts that may be alike although they share no anchor and met in no band when they
// were indexed: a tenth of the characters of a sentence edited leaves a similarity of .2 to .5, and
// no eight characters in a row. Found when pairs are listed; nothing of it is stored. Private to
// engine.
//
// The stored signatures are cut into finer bands, of three rows instead of four, in two ways: of
// two texts with a similarity of .3 these find 90 % instead of 23, of .4 99 instead of 56 (LSH,
// Indyk and Motwani 1998). Longer texts need no such help, since some eight of their characters
// stay together. A big bucket stays linear: a text is paired with the next few in order of
// signature.
//
// Cost:    a radix sort a band, one comparison of signatures a pair of a bucket.
// Memory:  130 bytes a short text while it is made, 8 bytes a pair.
// Threads: immutable once loaded.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/store/store.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace leitong::engine {

// Shingles of a text that counts as short.
inline constexpr std::uint32_t k_longest_short = 80;

class ShortTexts {
public:
    [[nodiscard]] static Result<ShortTexts> load(store::Store& store);

    // Texts that may be alike, sorted, without itself; symmetric.
    [[nodiscard]] std::span<const TypedId> near(TypedId typed) const noexcept;

private:
    std::vector<std::uint32_t> m_first;  // of text i: m_others[m_first[i]] to m_first[i + 1]
    std::vector<TypedId> m_others;
};

}  // namespace leitong::engine
