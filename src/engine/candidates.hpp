// Candidate pairs: typed texts that share an LSH bucket, and texts that may lie in longer ones. At
// least one of a pair is asked about. Private to engine.
//
// A bucket of up to k_all_pairs texts gives all its pairs. A larger one stays linear: each text is
// paired with a few leaders and with the next few in order of signature, where alike texts stand
// together. Both orders are of content, so the pairs depend on what is in the bucket and not on how
// it came there.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/store/store.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <unordered_set>
#include <vector>

#include "library.hpp"
#include "sketch_table.hpp"

namespace leitong::engine {

inline constexpr std::size_t k_all_pairs = 256;
inline constexpr std::size_t k_leaders = 32;
inline constexpr std::size_t k_next = 8;

// A text that lies in a longer one shares its least anchors with it, however little the two are
// alike as wholes. An anchor of more texts than this is a set phrase (套话) and no evidence.
inline constexpr std::size_t k_most_quoting = 256;

struct CandidatePair {
    TypedNumber low = 0;
    TypedNumber high = 0;
    friend auto operator<=>(const CandidatePair&, const CandidatePair&) = default;
};

class CandidateSearch {
public:
    // Called with sorted distinct pairs, perhaps several times, perhaps with pairs given before.
    using Sink = std::function<Result<void>(std::span<const CandidatePair>)>;

    CandidateSearch(store::Store& store, Library& library, SketchTable& sketches)
        : m_store(store), m_library(library), m_sketches(sketches) {}

    // Pairs with at least one of `asked`. Big buckets that hold one of `asked` or of `gone` have
    // changed as wholes: their other texts are returned, to be asked about next.
    [[nodiscard]] Result<std::vector<TypedNumber>> run(const std::vector<TypedNumber>& asked,
                                                       const std::vector<TypedNumber>& gone,
                                                       const Sink& sink);

private:
    [[nodiscard]] Result<void> scan_band(std::size_t band);
    [[nodiscard]] Result<void> look_up(const std::vector<TypedNumber>& ids, bool is_gone);
    [[nodiscard]] Result<void> bucket(std::span<const std::uint64_t> values);
    [[nodiscard]] Result<void> scan_anchors();
    [[nodiscard]] Result<void> look_up_anchors(const match::Prepared& text);
    // Texts with one anchor, and those of them that it is among the least of.
    [[nodiscard]] Result<void> quotations(std::span<const std::uint64_t> values,
                                          std::span<const std::uint64_t> seekers);
    void big_bucket(std::vector<TypedNumber>& members);
    void pair(TypedNumber a, TypedNumber b);
    [[nodiscard]] Result<void> hand_over(std::size_t most_kept);

    store::Store& m_store;
    Library& m_library;
    SketchTable& m_sketches;
    std::vector<bool> m_asked;
    std::vector<bool> m_gone;
    std::vector<bool> m_dirty;
    std::vector<CandidatePair> m_pairs;
    const Sink* m_sink = nullptr;
};

}  // namespace leitong::engine
