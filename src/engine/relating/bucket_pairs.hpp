// The candidate pairs of one bucket: of texts with one band key, or with one anchor. At least one
// of a pair is asked about. Private to engine.
//
// A bucket of up to k_all_pairs texts gives all its pairs. A larger one stays linear: each text is
// paired with a few leaders and with the next few in order of signature, where alike texts stand
// together. Leaders and order are of content, so the pairs depend on what is in the bucket and not
// on how it came there. A pair whose signatures speak against it is left out at once.
//
// Threads: used by one thread.
#pragma once

#include "leitong/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "engine/common/sketch_table.hpp"
#include "text_set.hpp"

namespace leitong::engine {

inline constexpr std::size_t k_all_pairs = 256;
inline constexpr std::size_t k_next = 3;

// A text that lies in a longer one shares its least anchors with it, however little the two are
// alike as wholes. An anchor of more texts than this is a set phrase (套话) and no evidence.
inline constexpr std::size_t k_most_quoting = 256;

struct CandidatePair {
    TypedNumber low = 0;
    TypedNumber high = 0;
    friend auto operator<=>(const CandidatePair&, const CandidatePair&) = default;
};

void sort_unique(std::vector<CandidatePair>& pairs);

// What a search is about; the same for all threads.
struct SearchQuestion {
    bool all_are_asked = false;
    TextSet asked;
    TextSet gone;
    TypedNumber refreshed = 0;  // texts above it have no bands in the store yet
};

struct BucketMember {
    TypedNumber id = 0;
    const Sketch* sketch = nullptr;
    std::uint32_t crowded = ~std::uint32_t{0};  // bands whose bucket may not give all its pairs
};

class BucketPairs {
public:
    // Called with sorted distinct pairs, perhaps several times, perhaps with pairs given before.
    using Sink = std::function<Result<void>(std::span<const CandidatePair>)>;

    BucketPairs(const SearchQuestion& question, Sink sink)
        : m_question(question), m_sink(std::move(sink)) {}

    // The bucket at hand, for the caller to fill. What gives its pairs leaves it in disorder.
    [[nodiscard]] std::vector<BucketMember>& members() noexcept { return m_members; }
    // A bit for each band whose small buckets have given, or will give, all their pairs: what meets
    // in one is left out.
    void set_seen_bands(std::uint32_t bands) noexcept { m_seen_bands = bands; }

    // The bucket is of a band.
    [[nodiscard]] Result<void> add_bucket();
    // The bucket is of an anchor; `seekers` are those of its texts that it is among the least of.
    [[nodiscard]] Result<void> add_quotations(std::span<const BucketMember> seekers);
    // Hands over what is left.
    [[nodiscard]] Result<void> finish() { return hand_over(0); }
    // Puts what is left in order, each once.
    void sort() { sort_unique(m_pairs); }
    // Hands it to the caller.
    [[nodiscard]] std::vector<CandidatePair> take() { return std::exchange(m_pairs, {}); }

    // Big buckets that hold what is asked or gone have changed as wholes: their other texts, to be
    // asked about next.
    [[nodiscard]] const TextSet& dirty() const noexcept { return m_dirty; }

private:
    void big_bucket(std::size_t live);
    void note_turned_phrase(std::size_t asked, std::size_t gone);
    void pair(const BucketMember& a, const BucketMember& b);
    [[nodiscard]] Result<void> hand_over(std::size_t most_kept);

    const SearchQuestion& m_question;
    Sink m_sink;
    TextSet m_dirty;
    std::vector<CandidatePair> m_pairs;
    std::vector<BucketMember> m_members;
    std::uint32_t m_seen_bands = 0;
};

}  // namespace leitong::engine
