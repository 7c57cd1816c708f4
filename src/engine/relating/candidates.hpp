// Candidate pairs: typed texts that share an LSH bucket, and texts that may lie in longer ones. At
// least one of a pair is asked about. Which pairs a bucket gives: bucket_pairs.hpp. Private to
// engine.
#pragma once

#include "leitong/base/big_vector.hpp"
#include "leitong/base/result.hpp"
#include "leitong/store/store.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "bucket_pairs.hpp"
#include "engine/common/library.hpp"
#include "engine/common/sketch_table.hpp"

namespace leitong::engine {

// Bands whose keys are read off the signatures in one pass: these do not fit in any cache.
inline constexpr std::size_t k_bands_at_once = 4;
static_assert(sketch::k_bands % k_bands_at_once == 0);

// One thread's search. Several may run at once, each in bands of its own, if the table of
// signatures is complete.
class CandidateSearch {
public:
    // `crowded`: what crowded_bands() gives, for scan_bands and scan_anchors.
    CandidateSearch(const SearchQuestion& question, SketchTable& sketches,
                    std::span<const std::uint32_t> crowded, BucketPairs::Sink sink)
        : m_question(question),
          m_sketches(sketches),
          m_crowded(crowded),
          m_pairs(question, std::move(sink)) {}

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

    // What was found and not handed over yet.
    [[nodiscard]] BucketPairs& pairs() noexcept { return m_pairs; }

private:
    using Keys = base::BigVector<std::uint64_t>;  // key · 2^32 + place in the table

    [[nodiscard]] Result<void> look_up_text(Library& library, const match::Prepared& text);
    // Makes the bucket at hand of the texts that still have a signature.
    [[nodiscard]] Result<void> look_up_members(store::Store& store,
                                               std::span<const std::uint64_t> values);
    void set_seekers(std::span<const std::uint64_t> values);
    [[nodiscard]] std::uint32_t crowded_of(const Sketch* sketch) const noexcept;
    [[nodiscard]] Result<void> scan_buckets(const Keys& keys);
    void prefetch_member(const Keys& keys, std::size_t at) const noexcept;
    [[nodiscard]] std::vector<store::PostingBlock> new_postings(const Keys& keys) const;

    const SearchQuestion& m_question;
    SketchTable& m_sketches;
    std::span<const std::uint32_t> m_crowded;
    BucketPairs m_pairs;
    std::vector<BucketMember> m_seekers;  // of the anchor at hand
    std::array<Keys, k_bands_at_once> m_keys;
    Keys m_scratch;
};

}  // namespace leitong::engine
