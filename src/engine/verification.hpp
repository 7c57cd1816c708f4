// Candidates to links: exact similarity of two typed texts, and whether it is enough to keep and to
// cluster. Private to engine.
#pragma once

#include "leitong/match/relation.hpp"

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "candidates.hpp"
#include "library.hpp"
#include "sketch_table.hpp"

namespace leitong::engine {

// Two typed texts that are alike. Edges are strong enough to cluster: identical, variant or near.
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

// Typed texts that more than one text has, if that is known of all: look-ups for all others are
// spared.
using SharedTypedTexts = std::optional<std::unordered_set<TypedNumber>>;

class Verifier {
public:
    // Reads the store at `store_path` with one connection a thread.
    Verifier(std::string store_path, unsigned threads, const SketchTable& sketches,
             const SharedTypedTexts& shared, const std::atomic<bool>* interrupted)
        : m_store_path(std::move(store_path)),
          m_threads(threads),
          m_sketches(sketches),
          m_shared(shared),
          m_interrupted(interrupted) {}

    // Appends links for those of `pairs` that are alike; the order depends on the pairs only.
    [[nodiscard]] Result<void> verify(std::span<const CandidatePair> pairs,
                                      std::vector<VerifiedLink>& out) const;

private:
    [[nodiscard]] Result<std::vector<VerifiedLink>> verify_part(
        std::span<const CandidatePair> pairs) const;

    std::string m_store_path;
    unsigned m_threads;
    const SketchTable& m_sketches;
    const SharedTypedTexts& m_shared;
    const std::atomic<bool>* m_interrupted;
};

}  // namespace leitong::engine
