// Why two paragraphs are, or are not, related.
#include "leitong/sketch/minhash.hpp"
#include "leitong/sketch/simhash.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "reader_impl.hpp"

namespace leitong::engine {

namespace {

constexpr std::size_t k_sample = 12;

Reading reading_of(const Occurrence& occurrence, const PreparedText& text) {
    const text::Folded& folded = text.prepared.folded;
    const std::uint64_t at = occurrence.stored().range.begin;
    Reading reading;
    reading.ref = Reader::Impl::ref(occurrence);
    reading.role = occurrence.stored().role;
    reading.text = text.prepared.text;
    reading.letters = text::letters_text(folded);
    reading.typed = text::typed_text(folded);
    reading.shingles = static_cast<std::uint32_t>(text.prepared.shingles.size());
    for (const text::Slot& slot : folded.slots) {
        reading.slots.push_back({slot.kind,
                                 {slot.range.begin + at, slot.range.end + at},
                                 text.prepared.text.substr(slot.range.begin, slot.range.size())});
    }
    return reading;
}

// Some shingles of `text` that `other` has too, as the text they stand for, in order.
std::vector<std::string> shared_sample(const match::Prepared& text, const match::Prepared& other) {
    std::vector<std::string> sample;
    std::set<sketch::Shingle> seen;
    std::vector<sketch::Shingle> in_order;
    sketch::shingles(text.tokens.values, in_order);
    for (std::size_t at = 0; at < in_order.size() && sample.size() < k_sample; ++at) {
        const bool is_shared = std::ranges::binary_search(other.shingles, in_order[at]);
        if (!is_shared || !seen.insert(in_order[at]).second) {
            continue;
        }
        const std::size_t last = at + sketch::shingle_length(text.tokens.values, at);
        const std::size_t end = last < text.tokens.typed_at.size() ? text.tokens.typed_at[last]
                                                                   : text.folded.typed.size();
        const ByteRange range = text.folded.typed.bytes(text.tokens.typed_at[at], end);
        sample.push_back(text.text.substr(range.begin, range.size()));
    }
    return sample;
}

std::string percent(double value) {
    return fmt::format("{:.1f}%", value * 100);
}

Message reason_for(const Explanation& explanation, const match::Verdict& verdict) {
    constexpr match::Thresholds k_thresholds;
    const std::string similarity = percent(explanation.similarity);
    if (!explanation.relation) {
        return message(Msg::reason_none, similarity, percent(k_thresholds.similar));
    }
    switch (*explanation.relation) {
        case Relation::stock:
            return verdict.relation == Relation::stock
                       ? message(Msg::reason_stock_short, match::k_fewest_shingles)
                       : message(Msg::reason_stock_structure);
        case Relation::identical:
            return message(Msg::reason_identical);
        case Relation::variant:
            return message(Msg::reason_variant);
        case Relation::near:
            return message(Msg::reason_near, similarity, percent(k_thresholds.near));
        case Relation::excerpt:
            return message(Msg::reason_excerpt, percent(k_thresholds.partial_excerpt),
                           match::k_quoted_run);
        case Relation::similar:
            break;
    }
    return message(Msg::reason_similar, similarity, percent(k_thresholds.near));
}

unsigned bands_met(const match::Prepared& a, const match::Prepared& b) {
    const sketch::MinHasher hasher;
    sketch::MinHash left;
    sketch::MinHash right;
    hasher.sketch(a.shingles, left);
    hasher.sketch(b.shingles, right);
    const sketch::MinHashBytes a_bytes = sketch::low_bytes(left);
    const sketch::MinHashBytes b_bytes = sketch::low_bytes(right);
    unsigned met = 0;
    for (std::size_t band = 0; band < sketch::k_bands; ++band) {
        met += sketch::band_key(a_bytes, band) == sketch::band_key(b_bytes, band) ? 1U : 0U;
    }
    return met;
}

}  // namespace

Result<Explanation> Reader::explain(std::string_view document_a, std::uint32_t paragraph_a,
                                    std::string_view document_b, std::uint32_t paragraph_b) {
    return m_impl->question([&]() -> Result<Explanation> {
        constexpr match::Thresholds k_thresholds;
        LEITONG_TRY_ASSIGN(const Occurrence a, m_impl->paragraph(document_a, paragraph_a));
        LEITONG_TRY_ASSIGN(const Occurrence b, m_impl->paragraph(document_b, paragraph_b));
        LEITONG_TRY_ASSIGN(const auto text_a, m_impl->library.text(a.stored().text));
        LEITONG_TRY_ASSIGN(const auto text_b, m_impl->library.text(b.stored().text));
        const match::Comparison comparison = match::compare(text_a->prepared, text_b->prepared);
        const match::Verdict plain =
            match::relate(text_a->prepared, text_b->prepared, comparison, k_thresholds);
        Explanation explanation;
        explanation.a = reading_of(a, *text_a);
        explanation.b = reading_of(b, *text_b);
        explanation.shared_shingles = comparison.shared;
        explanation.similarity = comparison.similarity;
        explanation.containment_a = comparison.containment_a;
        explanation.containment_b = comparison.containment_b;
        explanation.bands = sketch::k_bands;
        LEITONG_TRY_ASSIGN(const auto signature_a, m_impl->library.signature(text_a->typed));
        LEITONG_TRY_ASSIGN(const auto signature_b, m_impl->library.signature(text_b->typed));
        if (signature_a && signature_b) {
            explanation.bands_met = bands_met(text_a->prepared, text_b->prepared);
            explanation.estimated_similarity = sketch::estimate_jaccard(
                sketch::agreeing(signature_a->minhash, signature_b->minhash));
            explanation.simhash_distance =
                sketch::hamming_distance(signature_a->simhash, signature_b->simhash);
        }
        explanation.relation = match::relate(text_a->prepared, explanation.a.role, text_b->prepared,
                                             explanation.b.role, comparison, k_thresholds)
                                   .relation;
        explanation.reason = reason_for(explanation, plain);
        explanation.runs = shifted(match::runs(text_a->prepared, text_b->prepared),
                                   explanation.a.ref.range.begin, explanation.b.ref.range.begin);
        explanation.shared_sample = shared_sample(text_a->prepared, text_b->prepared);
        LEITONG_TRY_ASSIGN(RankedSearch * search, m_impl->ranked_search());
        LEITONG_TRY_ASSIGN(RankedSearch::Explained ranked,
                           search->explain(text_a->prepared, text_b->prepared));
        explanation.score = ranked.score.value;
        explanation.weighted_containment = ranked.score.containment;
        explanation.weighted_likeness = ranked.score.likeness;
        for (auto& [text, texts] : ranked.rarest) {
            explanation.rarest.push_back({std::move(text), texts});
        }
        return explanation;
    });
}

}  // namespace leitong::engine
