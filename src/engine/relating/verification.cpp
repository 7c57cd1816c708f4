#include "verification.hpp"

#include <algorithm>

namespace leitong::engine {

namespace {

// Exact values below which no relation can hold, so that no text is read for them.
constexpr double k_least_similarity = 0.25;
constexpr double k_least_containment = 0.7;

constexpr std::size_t k_prefetched = 6;            // pairs whose sets are fetched ahead
constexpr std::uint64_t k_sets_cached = 2U << 20;  // shingles: 16 MB a generation

}  // namespace

Result<std::span<const sketch::Shingle>> Verifier::set_of(TypedNumber id) {
    if (const auto kept = m_shingles.find(id); !kept.empty()) {
        return kept;
    }
    if (const auto found = m_sets.find(id); found != m_sets.end()) {
        return std::span<const sketch::Shingle>(found->second);
    }
    // Two generations: what was used lately survives, and nothing handed out is freed at once.
    if (m_size > k_sets_cached) {
        m_older_sets = std::exchange(m_sets, {});
        m_size = 0;
    }
    auto older = m_older_sets.extract(id);
    if (older.empty()) {
        LEITONG_TRY_ASSIGN(const auto text, m_library.any_text_of(TypedId{id}));
        m_sets.emplace(id, text->prepared.shingles);
    } else {
        m_sets.insert(std::move(older));
    }
    const Set& set = m_sets.at(id);
    m_size += set.size();
    return std::span<const sketch::Shingle>(set);
}

// Texts of different typed views differ outside slots, which only a mask can explain.
Result<bool> Verifier::is_variant(const CandidatePair& pair) {
    if (!m_sketches.has_masks(pair.low) && !m_sketches.has_masks(pair.high)) {
        return false;
    }
    LEITONG_TRY_ASSIGN(const auto a, representative(m_library, TypedId{pair.low}));
    LEITONG_TRY_ASSIGN(const auto b, representative(m_library, TypedId{pair.high}));
    const match::Verdict verdict = match::relate(
        a->prepared, b->prepared, match::compare(a->prepared, b->prepared), match::Thresholds{});
    return verdict.relation == Relation::variant || verdict.relation == Relation::identical;
}

Result<void> Verifier::verify(const CandidatePair& pair, std::vector<VerifiedLink>& out) {
    LEITONG_TRY_ASSIGN(const auto a, set_of(pair.low));
    LEITONG_TRY_ASSIGN(const auto b, set_of(pair.high));
    const std::uint32_t shared = sketch::intersection_size(a, b);
    const auto size_a = static_cast<std::uint32_t>(a.size());
    const auto size_b = static_cast<std::uint32_t>(b.size());
    const double similarity = sketch::jaccard(shared, size_a, size_b);
    const double contained = shared / static_cast<double>(std::max(1U, std::min(size_a, size_b)));
    if (similarity < k_least_similarity && contained < k_least_containment) {
        return {};
    }
    bool is_edge = similarity >= match::Thresholds{}.near;
    if (!is_edge) {
        LEITONG_TRY_ASSIGN(is_edge, is_variant(pair));
    }
    out.push_back({pair.low, pair.high, shared, is_edge});
    return {};
}

Result<void> Verifier::verify(std::span<const CandidatePair> pairs,
                              std::vector<VerifiedLink>& out) {
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        if (i + k_prefetched < pairs.size()) {
            m_shingles.prefetch(pairs[i + k_prefetched].high);  // the lower comes again and again
        }
        LEITONG_TRY(verify(pairs[i], out));
    }
    return {};
}

Result<std::shared_ptr<const PreparedText>> representative(Library& library, TypedId id) {
    LEITONG_TRY_ASSIGN(const std::vector<TextId> texts, library.texts_of(id));
    std::shared_ptr<const PreparedText> best;
    std::ptrdiff_t most = -1;
    for (const TextId text : texts) {  // in order of content
        LEITONG_TRY_ASSIGN(auto prepared, library.text(text));
        const std::ptrdiff_t masks =
            std::ranges::count_if(prepared->prepared.folded.slots, &text::Slot::masked);
        if (masks > most) {
            most = masks;
            best = std::move(prepared);
        }
    }
    if (!best) {
        return fail(Errc::store_damaged, Msg::store_dangling, "signatures", id.value, "texts",
                    id.value);
    }
    return best;
}

}  // namespace leitong::engine
