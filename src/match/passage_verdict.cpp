// What a passage is, and what of it is reused.
#include "leitong/match/passages.hpp"
#include "leitong/match/relation.hpp"

#include <algorithm>
#include <vector>

#include "passage_shingles.hpp"

namespace leitong::match {

namespace {

// Letters: three or four words. Shorter runs of words are what two texts on one matter agree in by
// chance.
constexpr std::uint32_t k_least_words = 20;

// What the slots that face each other say: the same, what goes together, or neither.
Relation relation_of_slots(const PassageText& a, const PassageText& b, const Passage& passage) {
    Relation relation = passage.wild == 0 ? Relation::identical : Relation::variant;
    for (const Stretch& stretch : passage.stretches) {
        if (a.slots(span_a(stretch)) == 0) {
            continue;
        }
        for (std::uint32_t i = 0; i < stretch.length; ++i) {
            if (!a.is_slot(stretch.a + i) || a.is_same_slot(stretch.a + i, b, stretch.b + i)) {
                continue;
            }
            if (!a.is_compatible_slot(stretch.a + i, b, stretch.b + i)) {
                return Relation::near;
            }
            relation = Relation::variant;
        }
    }
    return relation;
}

}  // namespace

PassageVerdict judge(const PassageText& a, const PassageText& b, const Passage& passage) {
    constexpr Thresholds k_thresholds;
    if (passage.edits == 0) {
        const Relation relation = relation_of_slots(a, b, passage);
        if (passage.wild == 0) {
            return {relation, 1.0};
        }
        return {relation, jaccard_of(shingles_of(a, passage.a), shingles_of(b, passage.b))};
    }
    const double similarity = jaccard_of(shingles_of(a, passage.a), shingles_of(b, passage.b));
    return {similarity >= k_thresholds.near ? Relation::near : Relation::excerpt, similarity};
}

std::vector<Span> union_of(std::vector<Span> spans) {
    std::ranges::sort(spans);
    std::vector<Span> joined;
    for (const Span& span : spans) {
        if (!joined.empty() && span.begin <= joined.back().end) {
            joined.back().end = std::max(joined.back().end, span.end);
        } else {
            joined.push_back(span);
        }
    }
    return joined;
}

std::vector<Stretch> reused_stretches(const PassageText& a, const Passage& passage) {
    std::vector<Stretch> reused = without_chance(passage.stretches);
    std::erase_if(reused, [&](const Stretch& stretch) {
        const bool is_of_words = !a.is_character(stretch.a) && !a.is_slot(stretch.a);
        return is_of_words && stretch.length < k_least_words;
    });
    return reused;
}

}  // namespace leitong::match
