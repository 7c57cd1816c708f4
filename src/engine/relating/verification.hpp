// Candidates to links: exact similarity of two typed texts, and whether it is enough to keep and to
// cluster. Private to engine.
#pragma once

#include "leitong/match/relation.hpp"

#include <cstdint>
#include <span>
#include <vector>

#include "bucket_pairs.hpp"
#include "engine/common/library.hpp"
#include "engine/common/shingle_table.hpp"
#include "engine/common/sketch_table.hpp"

namespace leitong::engine {

// Two typed texts that may be related; which relation their texts have is said by whoever lists
// them. Edges are strong enough to cluster: identical, variant or near.
struct VerifiedLink {
    TypedNumber low = 0;
    TypedNumber high = 0;
    std::uint32_t shared = 0;  // shingles
    bool is_edge = false;
};

// What stands for a typed text where its texts differ in their fillers: the one with most masks,
// because a mask goes with any filler; ties by content.
[[nodiscard]] Result<std::shared_ptr<const PreparedText>> representative(Library& library,
                                                                         TypedId id);

// One thread's. What is in neither table is read through the library.
class Verifier {
public:
    Verifier(Library& library, const SketchTable& sketches, const ShingleTable& shingles)
        : m_library(library), m_sketches(sketches), m_shingles(shingles) {}

    // Appends links for those of `pairs` that are alike, in their order.
    [[nodiscard]] Result<void> verify(std::span<const CandidatePair> pairs,
                                      std::vector<VerifiedLink>& out);

private:
    using Set = std::vector<sketch::Shingle>;

    [[nodiscard]] Result<void> verify(const CandidatePair& pair, std::vector<VerifiedLink>& out);
    // Valid until the next but one call.
    [[nodiscard]] Result<std::span<const sketch::Shingle>> set_of(TypedNumber id);
    [[nodiscard]] Result<bool> is_variant(const CandidatePair& pair);

    Library& m_library;
    const SketchTable& m_sketches;
    const ShingleTable& m_shingles;
    std::unordered_map<TypedNumber, Set> m_sets;  // read, and not in m_shingles
    std::unordered_map<TypedNumber, Set> m_older_sets;
    std::uint64_t m_size = 0;  // of m_sets, in shingles
};

}  // namespace leitong::engine
