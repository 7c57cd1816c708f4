// Texts that were drafted in this run, by hash, so that a later file with the same text need not
// have it folded and sketched again: neighbours in a folder are often versions of one text. Private
// to engine.
//
// A hash is not taken for identity: whoever writes the draft compares the text with what it knows,
// and sketches what is not there after all.
//
// Threads: may be called by many at once.
#pragma once

#include "leitong/base/hash_index.hpp"

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>

#include "draft.hpp"

namespace leitong::engine {

class DraftedTexts {
public:
    // Sets the letters of those of `paragraphs` whose text (by the hash that they hold) was drafted
    // for a file before `file`. Files are written in their order, so that is known by then.
    void recognise(std::size_t file, std::span<ParagraphDraft> paragraphs) const;
    // What was sketched of them for `file`.
    void remember(std::size_t file, std::span<const ParagraphDraft> paragraphs);

private:
    static constexpr std::size_t k_most = std::size_t{1} << 17;  // 6 MB; then all is forgotten

    struct Text {
        base::Hash128 hash;
        std::size_t file = 0;
        std::uint64_t letters = 0;  // never 0
    };

    mutable std::mutex m_mutex;
    base::HashIndex<Text> m_texts;
};

}  // namespace leitong::engine
