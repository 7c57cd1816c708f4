#include "passage_records.hpp"

#include <algorithm>

namespace leitong::engine {

namespace {

Ref ref_of(const PassageSide& side, match::Span span) {
    const std::uint32_t paragraph = side.paragraphs[side.text.paragraph_at(span.begin)];
    return {side.document, side.work, paragraph, side.text.bytes(span)};
}

// Runs as a reader would mark them: cut where a paragraph ends on either side, so that a mark never
// covers what stands between paragraphs.
void append_runs(std::vector<Run>& runs, const PassageSide& a, const PassageSide& b,
                 match::Stretch stretch) {
    while (stretch.length > 0) {
        const match::Span in_a = a.text.paragraph(a.text.paragraph_at(stretch.a));
        const match::Span in_b = b.text.paragraph(b.text.paragraph_at(stretch.b));
        const std::uint32_t length =
            std::min({stretch.length, in_a.end - stretch.a, in_b.end - stretch.b});
        runs.push_back({a.text.bytes({stretch.a, stretch.a + length}),
                        b.text.bytes({stretch.b, stretch.b + length})});
        stretch = {stretch.a + length, stretch.b + length, stretch.length - length};
    }
}

}  // namespace

PassageRecord record_of(const PassageSide& a, const PassageSide& b, const match::Passage& passage,
                        const match::PassageVerdict& verdict) {
    PassageRecord record;
    record.a = ref_of(a, passage.a);
    record.b = ref_of(b, passage.b);
    record.letters = passage.letters;
    record.similarity = verdict.similarity;
    record.relation = verdict.relation;
    for (const match::Stretch& stretch : match::without_chance(passage.stretches)) {
        append_runs(record.runs, a, b, stretch);
    }
    return record;
}

std::uint32_t main_paragraph(const PassageSide& side, match::Span span) {
    const std::size_t first = side.text.paragraph_at(span.begin);
    const std::size_t last = side.text.paragraph_at(span.end - 1);
    std::size_t best = first;
    std::uint32_t most = 0;
    for (std::size_t n = first; n <= last; ++n) {
        const match::Span paragraph = side.text.paragraph(n);
        const std::uint32_t begin = std::max(span.begin, paragraph.begin);
        const std::uint32_t end = std::min(span.end, paragraph.end);
        if (end > begin && end - begin > most) {
            best = n;
            most = end - begin;
        }
    }
    return side.paragraphs[best];
}

}  // namespace leitong::engine
