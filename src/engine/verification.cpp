#include "verification.hpp"

#include <algorithm>
#include <cmath>
#include <thread>
#include <unordered_map>

#include "parameters.hpp"

namespace leitong::engine {

namespace {

// A pair whose signatures say less than this is not looked at. The estimate's standard error is
// 0.044, so what is cut at 0.3 is below 0.43 with 999 chances in 1,000; measured in
// docs/decisions/.
constexpr double k_least_estimate = 0.3;
constexpr double k_least_containment_estimate = 0.75;
// Exact values below which no relation can hold, so that no text is folded for them.
constexpr double k_least_similarity = 0.25;
constexpr double k_least_containment = 0.7;

constexpr std::uint64_t k_shingle_cache = 4U << 20;  // shingles: 32 MB a thread

struct Sizes {
    std::uint32_t a = 0;
    std::uint32_t b = 0;
};

double containment(double jaccard, Sizes sizes) noexcept {
    const double shared = jaccard / (1 + jaccard) * (sizes.a + sizes.b);
    return shared / std::max(1U, std::min(sizes.a, sizes.b));
}

// Three standard errors are allowed for where little of the longer side is shared, because there a
// small error of the estimate is a large one of the containment.
bool may_be_alike(const Sketch& a, const Sketch& b) noexcept {
    const double estimate = sketch::estimate_jaccard(sketch::agreeing(a.minhash, b.minhash));
    if (estimate >= k_least_estimate) {
        return true;
    }
    constexpr double k_by_chance = 1.0 / 256;
    const double error =
        std::sqrt((estimate * (1 - estimate) + k_by_chance) / sketch::k_permutations);
    return containment(estimate + 3 * error, {a.shingles, b.shingles}) >=
           k_least_containment_estimate;
}

// Shingle sets of one thread.
class ShingleSets {
public:
    explicit ShingleSets(Library& library) : m_library(library) {}

    Result<const std::vector<sketch::Shingle>*> of(TypedNumber id) {
        if (const auto found = m_sets.find(id); found != m_sets.end()) {
            return &found->second;
        }
        LEITONG_TRY_ASSIGN(const auto text, m_library.any_text_of(TypedId{id}));
        m_size += text->prepared.shingles.size();
        if (m_size > k_shingle_cache) {
            m_sets.clear();
            m_size = text->prepared.shingles.size();
        }
        return &m_sets.emplace(id, text->prepared.shingles).first->second;
    }

private:
    Library& m_library;
    std::unordered_map<TypedNumber, std::vector<sketch::Shingle>> m_sets;
    std::uint64_t m_size = 0;
};

Result<std::shared_ptr<const PreparedText>> representative_of(Library& library,
                                                              const SharedTypedTexts& shared,
                                                              TypedNumber id) {
    const bool is_alone = shared && !shared->contains(id);
    return is_alone ? library.any_text_of(TypedId{id}) : representative(library, TypedId{id});
}

Result<void> verify_pair(const CandidatePair& pair, Library& library, ShingleSets& sets,
                         const SharedTypedTexts& texts_shared, std::vector<VerifiedLink>& out) {
    constexpr match::Thresholds k_thresholds;
    LEITONG_TRY_ASSIGN(const auto* found_a, sets.of(pair.low));
    const std::vector<sketch::Shingle> a = *found_a;  // the next call may drop it
    LEITONG_TRY_ASSIGN(const auto* b, sets.of(pair.high));
    const std::uint32_t shared = sketch::intersection_size(a, *b);
    const Sizes sizes{static_cast<std::uint32_t>(a.size()), static_cast<std::uint32_t>(b->size())};
    const double similarity = sketch::jaccard(shared, sizes.a, sizes.b);
    if (similarity >= k_thresholds.near) {
        out.push_back({pair.low, pair.high, shared, true});
        return {};
    }
    const double least = std::max(1U, std::min(sizes.a, sizes.b));
    if (similarity < k_least_similarity && shared / least < k_least_containment) {
        return {};
    }
    LEITONG_TRY_ASSIGN(const auto text_a, representative_of(library, texts_shared, pair.low));
    LEITONG_TRY_ASSIGN(const auto text_b, representative_of(library, texts_shared, pair.high));
    const match::Verdict verdict =
        match::relate(text_a->prepared, text_b->prepared,
                      match::compare(text_a->prepared, text_b->prepared), k_thresholds);
    if (verdict.relation) {
        const bool is_edge =
            *verdict.relation == Relation::variant || *verdict.relation == Relation::identical;
        out.push_back({pair.low, pair.high, shared, is_edge});
    }
    return {};
}

}  // namespace

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

Result<std::vector<VerifiedLink>> Verifier::verify_part(
    std::span<const CandidatePair> pairs) const {
    LEITONG_TRY_ASSIGN(store::Store store, store::Store::open_reader(m_store_path, parameters()));
    LEITONG_TRY(store.begin());
    Library library(store);
    ShingleSets sets(library);
    std::vector<VerifiedLink> links;
    for (const CandidatePair& pair : pairs) {
        if (m_interrupted != nullptr && m_interrupted->load(std::memory_order_relaxed)) {
            return fail(Errc::interrupted, Msg::interrupted);
        }
        LEITONG_TRY(verify_pair(pair, library, sets, m_shared, links));
    }
    LEITONG_TRY(store.commit());
    return links;
}

Result<void> Verifier::verify(std::span<const CandidatePair> pairs,
                              std::vector<VerifiedLink>& out) const {
    std::vector<CandidatePair> likely;
    for (const CandidatePair& pair : pairs) {
        const Sketch* a = m_sketches.known(pair.low);
        const Sketch* b = m_sketches.known(pair.high);
        if (a != nullptr && b != nullptr && may_be_alike(*a, *b)) {
            likely.push_back(pair);
        }
    }
    if (likely.empty()) {
        return {};
    }
    const std::size_t parts = std::min<std::size_t>(m_threads, likely.size() / 64 + 1);
    std::vector<Result<std::vector<VerifiedLink>>> results(parts);
    {
        std::vector<std::jthread> threads;
        for (std::size_t part = 0; part < parts; ++part) {
            const std::size_t first = likely.size() * part / parts;
            const std::size_t last = likely.size() * (part + 1) / parts;
            const auto work = std::span<const CandidatePair>(likely).subspan(first, last - first);
            threads.emplace_back(
                [this, work, &result = results[part]] { result = verify_part(work); });
        }
    }
    for (auto& result : results) {
        if (!result) {
            return fail(std::move(result.error()));
        }
        std::ranges::move(*result, std::back_inserter(out));
    }
    return {};
}

}  // namespace leitong::engine
