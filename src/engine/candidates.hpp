// Candidate pairs: typed texts that share an LSH bucket, and texts that may lie in longer ones. At
// least one of a pair is asked about. Private to engine.
//
// A bucket of up to k_all_pairs texts gives all its pairs. A larger one stays linear: each text is
// paired with a few leaders and with the next few in order of signature, where alike texts stand
// together. Both orders are of content, so the pairs depend on what is in the bucket and not on how
// it came there. A pair whose signatures speak against it is left out at once.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/store/store.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <utility>
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
    TextSet asked;
    TextSet gone;
    TypedNumber refreshed = 0;  // texts above it have no bands in the store yet
};

// Which pairs were looked at lately: one place a hash, the last one there is remembered. Forgetting
// one costs a second look and nothing else.
class RecentPairs {
public:
    // Whether `pair` (never 0) is not remembered; it is from now on.
    [[nodiscard]] bool is_first(std::uint64_t pair) {
        if (m_places.empty()) {
            m_places.resize(std::size_t{1} << k_place_bits);
        }
        std::uint64_t& place = m_places[(pair * k_multiplier) >> (64 - k_place_bits)];
        return std::exchange(place, pair) != pair;
    }

private:
    static constexpr unsigned k_place_bits = 18;  // 2 MB, which stays in a second-level cache
    static constexpr std::uint64_t k_multiplier = 0x9e3779b97f4a7c15ULL;  // Knuth's
    std::vector<std::uint64_t> m_places;
};

// One thread's search. Several may run at once, each in bands of its own, if the table of
// signatures is complete.
class CandidateSearch {
public:
    // Called with sorted distinct pairs, perhaps several times, perhaps with pairs given before.
    using Sink = std::function<Result<void>(std::span<const CandidatePair>)>;

    CandidateSearch(const SearchQuestion& question, SketchTable& sketches, Sink sink)
        : m_question(question), m_sketches(sketches), m_sink(std::move(sink)) {}

    // All buckets of a band, made of the signatures in memory. The table must be complete. Returns
    // the band's postings of the texts that have none yet.
    [[nodiscard]] Result<std::vector<store::PostingBlock>> scan_band(std::size_t band);
    // All anchors.
    [[nodiscard]] Result<void> scan_anchors(store::Postings& postings);
    // The buckets and anchors of some texts only.
    [[nodiscard]] Result<void> look_up(Library& library, const std::vector<TypedNumber>& ids);
    // The same for texts that are gone; those whose text cannot be read any more are passed over.
    [[nodiscard]] Result<void> look_up_gone(Library& library, const std::vector<TypedNumber>& ids);
    // Hands over what is left.
    [[nodiscard]] Result<void> finish();
    // The same, to the caller; with repetitions, in any order.
    [[nodiscard]] std::vector<CandidatePair> take_pairs() { return std::exchange(m_pairs, {}); }

    // Big buckets that hold what is asked or gone have changed as wholes: their other texts, to be
    // asked about next.
    [[nodiscard]] const TextSet& dirty() const noexcept { return m_dirty; }

private:
    struct Member {
        TypedNumber id = 0;
        const Sketch* sketch = nullptr;
    };

    [[nodiscard]] Result<void> look_up_text(Library& library, const match::Prepared& text);
    [[nodiscard]] Result<void> bucket_of(store::Store& store,
                                         std::span<const std::uint64_t> values);
    [[nodiscard]] Result<void> bucket();                                  // of m_members
    [[nodiscard]] std::vector<store::PostingBlock> new_postings() const;  // of m_keys
    // Texts with one anchor, and those of them that it is among the least of.
    [[nodiscard]] Result<void> quotations(std::span<const std::uint64_t> seekers);
    void note_turned_phrase(std::size_t asked, std::size_t gone);
    void big_bucket(std::size_t live);
    void pair(const Member& a, const Member& b);
    [[nodiscard]] Result<void> hand_over(std::size_t most_kept);

    const SearchQuestion& m_question;
    SketchTable& m_sketches;
    Sink m_sink;
    TextSet m_dirty;
    std::vector<CandidatePair> m_pairs;
    std::vector<Member> m_members;      // of the bucket at hand
    std::vector<std::uint64_t> m_keys;  // of a band: key · 2^32 + place in the table, sorted
    std::vector<std::uint64_t> m_scratch;
    RecentPairs m_seen;
};

}  // namespace leitong::engine
