#include "cover.hpp"

#include <algorithm>

namespace leitong::engine {

void Cover::add(std::uint64_t begin, std::uint64_t end) {
    constexpr std::size_t k_many = 64;
    m_ranges.push_back({begin, end});
    // Joined as they come, so that what is held is linear in the work.
    if (m_ranges.size() >= std::max(k_many, 2 * m_joined)) {
        join();
    }
}

std::uint64_t Cover::letters() {
    join();
    std::uint64_t sum = 0;
    for (const ByteRange& range : m_ranges) {
        sum += range.size();
    }
    return sum;
}

void Cover::join() {
    std::ranges::sort(m_ranges);
    std::vector<ByteRange> joined;
    for (const ByteRange& range : m_ranges) {
        if (!joined.empty() && range.begin <= joined.back().end) {
            joined.back().end = std::max(joined.back().end, range.end);
        } else {
            joined.push_back(range);
        }
    }
    m_ranges = std::move(joined);
    m_joined = m_ranges.size();
}

void SideCover::add(std::uint32_t work, const match::PassageText& text,
                    std::span<const std::uint32_t> paragraphs, match::Span span) {
    m_covers[work].add(text.letters({0, span.begin}), text.letters({0, span.end}));
    const std::size_t last = text.paragraph_at(span.end - 1);
    for (std::size_t n = text.paragraph_at(span.begin); n <= last; ++n) {
        m_paragraphs.insert(paragraphs[n]);
    }
}

std::uint64_t SideCover::letters() {
    std::uint64_t sum = 0;
    for (auto& [work, cover] : m_covers) {
        sum += cover.letters();
    }
    return sum;
}

}  // namespace leitong::engine
