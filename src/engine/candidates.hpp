// Candidate pairs: typed texts that share an LSH bucket, and texts that may lie in longer ones. At
// least one of a pair is asked about. Private to engine.
//
// A bucket of up to k_all_pairs texts gives all its pairs. A larger one stays linear: each text is
// paired with a few leaders and with the next few in order of signature, where alike texts stand
// together. Leaders and order are of content, so the pairs depend on what is in the bucket and not
// on how it came there. A pair whose signatures speak against it is left out at once.
#pragma once

#include "leitong/base/big_vector.hpp"
#include "leitong/base/result.hpp"
#include "leitong/store/store.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "library.hpp"
#include "sketch_table.hpp"

namespace leitong::engine {

inline constexpr std::size_t k_all_pairs = 256;
inline constexpr std::size_t k_next = 3;

// Bands whose keys are read off the signatures in one pass: these do not fit in any cache.
inline constexpr std::size_t k_bands_at_once = 4;
static_assert(sketch::k_bands % k_bands_at_once == 0);

// A text that lies in a longer one shares its least anchors with it, however little the two are
// alike as wholes. An anchor of more texts than this is a set phrase (套话) and no evidence.
inline constexpr std::size_t k_most_quoting = 256;

struct CandidatePair {
    TypedNumber low = 0;
    TypedNumber high = 0;
    friend auto operator<=>(const CandidatePair&, const CandidatePair&) = default;
};

void sort_unique(std::vector<CandidatePair>& pairs);

// Texts by number.
class TextSet {
public:
    void put(TypedNumber id);
    [[nodiscard]] bool holds(TypedNumber id) const noexcept {
        return id < m_bits.size() && m_bits[id];
    }
    [[nodiscard]] std::vector<TypedNumber> list() const;

private:
    std::vector<bool> m_bits;
};

// What a search is about; the same for all threads.
struct SearchQuestion {
    bool all_are_asked = false;
    TextSet asked;
    TextSet gone;
    TypedNumber refreshed = 0;  // texts above it have no bands in the store yet
};

// For each text of a complete table, in its order: a bit for each band in which its bucket may hold
// more than k_all_pairs texts. Where the bit is not set, the bucket gives all its pairs.
[[nodiscard]] std::vector<std::uint32_t> crowded_bands(const SketchTable& sketches,
                                                       unsigned threads);

// One thread's search. Several may run at once, each in bands of its own, if the table of
// signatures is complete.
class CandidateSearch {
public:
    // Called with sorted distinct pairs, perhaps several times, perhaps with pairs given before.
    using Sink = std::function<Result<void>(std::span<const CandidatePair>)>;

    // `crowded`: what crowded_bands() gives, for scan_band and scan_anchors.
    CandidateSearch(const SearchQuestion& question, SketchTable& sketches,
                    std::span<const std::uint32_t> crowded, Sink sink)
        : m_question(question), m_sketches(sketches), m_crowded(crowded), m_sink(std::move(sink)) {}

    // All buckets of k_bands_at_once bands from `first_band` on, made of the signatures in memory;
    // a pair that meets in a small bucket of a band before is left to that band. The table must be
    // complete. Sets in `out` the bands' postings of the texts that have none yet.
    [[nodiscard]] Result<void> scan_bands(std::size_t first_band, store::PostingBlocks& out);
    // Gives back the memory that scan_bands works in.
    void forget_keys() noexcept;
    // All anchors.
    [[nodiscard]] Result<void> scan_anchors(store::Postings& postings);
    // The buckets and anchors of some texts only.
    [[nodiscard]] Result<void> look_up(Library& library, const std::vector<TypedNumber>& ids);
    // The same for texts that are gone; those whose text cannot be read any more are passed over.
    [[nodiscard]] Result<void> look_up_gone(Library& library, const std::vector<TypedNumber>& ids);
    // Hands over what is left.
    [[nodiscard]] Result<void> finish();
    // Puts what is left in order, each once.
    void sort_pairs() { sort_unique(m_pairs); }
    // Hands it to the caller.
    [[nodiscard]] std::vector<CandidatePair> take_pairs() { return std::exchange(m_pairs, {}); }

    // Big buckets that hold what is asked or gone have changed as wholes: their other texts, to be
    // asked about next.
    [[nodiscard]] const TextSet& dirty() const noexcept { return m_dirty; }

private:
    using Keys = base::BigVector<std::uint64_t>;  // key · 2^32 + place in the table

    struct Member {
        TypedNumber id = 0;
        const Sketch* sketch = nullptr;
        std::uint32_t crowded = 0;
    };

    [[nodiscard]] Result<void> look_up_text(Library& library, const match::Prepared& text);
    [[nodiscard]] Result<void> bucket_of(store::Store& store,
                                         std::span<const std::uint64_t> values);
    [[nodiscard]] std::uint32_t crowded_of(const Sketch* sketch) const noexcept;
    [[nodiscard]] Result<void> bucket();  // of m_members
    [[nodiscard]] Result<void> scan_buckets(const Keys& keys);
    void prefetch_member(const Keys& keys, std::size_t at) const noexcept;
    [[nodiscard]] std::vector<store::PostingBlock> new_postings(const Keys& keys) const;
    // Texts with one anchor, and those of them that it is among the least of.
    [[nodiscard]] Result<void> quotations(std::span<const std::uint64_t> seekers);
    void note_turned_phrase(std::size_t asked, std::size_t gone);
    void big_bucket(std::size_t live);
    void pair(const Member& a, const Member& b);
    [[nodiscard]] Result<void> hand_over(std::size_t most_kept);

    const SearchQuestion& m_question;
    SketchTable& m_sketches;
    std::span<const std::uint32_t> m_crowded;
    Sink m_sink;
    TextSet m_dirty;
    std::vector<CandidatePair> m_pairs;
    std::vector<Member> m_members;  // of the bucket at hand
    std::array<Keys, k_bands_at_once> m_keys;
    Keys m_scratch;
    std::uint32_t m_seen_bands =
        0;  // whose small buckets have given, or will give, all their pairs
};

}  // namespace leitong::engine
