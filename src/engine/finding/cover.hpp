// What passages cover of works, counted once where they overlap. Private to engine.
#pragma once

#include "leitong/match/passages.hpp"
#include "leitong/model/range.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <vector>

namespace leitong::engine {

// Units: letters from the beginning of a work.
class Cover {
public:
    void add(std::uint64_t begin, std::uint64_t end);
    [[nodiscard]] std::uint64_t letters();
    // Sorted, none touching the next.
    [[nodiscard]] const std::vector<ByteRange>& ranges() {
        join();
        return m_ranges;
    }

private:
    void join();

    std::vector<ByteRange> m_ranges;  // of letters
    std::size_t m_joined = 0;
};

// Of several works of a document, by number, with the paragraphs touched.
class SideCover {
public:
    // `paragraphs` are numbers in the document, as they were added to the text.
    void add(std::uint32_t work, const match::PassageText& text,
             std::span<const std::uint32_t> paragraphs, match::Span span);
    [[nodiscard]] std::uint64_t letters();
    [[nodiscard]] std::size_t paragraphs() const noexcept { return m_paragraphs.size(); }

private:
    std::map<std::uint32_t, Cover> m_covers;
    std::set<std::uint32_t> m_paragraphs;
};

// What of a passage is reused: all of it, if its sides differ by masks only; else its
// reused_stretches. Calls sink(span of a, span of b).
template <typename Sink>
void for_reused(const match::PassageText& a, const match::Passage& passage, const Sink& sink) {
    if (passage.edits == 0) {
        sink(passage.a, passage.b);
        return;
    }
    for (const match::Stretch& same : match::reused_stretches(a, passage)) {
        sink(match::Span{same.a, same.a + same.length}, match::Span{same.b, same.b + same.length});
    }
}

}  // namespace leitong::engine
