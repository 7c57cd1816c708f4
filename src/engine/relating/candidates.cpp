#include "candidates.hpp"

#include "leitong/base/sort.hpp"
#include "leitong/match/relation.hpp"
#include "leitong/sketch/anchors.hpp"
#include "leitong/sketch/minhash.hpp"

#include <algorithm>

namespace leitong::engine {

namespace {

using store::PostingKind;

constexpr std::size_t k_prefetched = 24;  // members of buckets whose signatures are fetched ahead
constexpr std::uint64_t k_place_mask = 0xFFFFFFFF;  // of a key's place in the table of signatures

void prefetch(const Sketch& sketch) noexcept {
    for (std::size_t at = 0; at < sizeof sketch; at += 64) {
        __builtin_prefetch(reinterpret_cast<const char*>(&sketch) + at);
    }
}

void sort_unique(std::vector<std::uint64_t>& values) {
    std::ranges::sort(values);
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

}  // namespace

std::uint32_t CandidateSearch::crowded_of(const Sketch* sketch) const noexcept {
    if (m_crowded.empty() || sketch == nullptr) {
        return ~std::uint32_t{0};
    }
    return m_crowded[static_cast<std::size_t>(sketch - m_sketches.sketches().data())];
}

std::vector<store::PostingBlock> CandidateSearch::new_postings(const Keys& keys) const {
    const std::span<const TypedNumber> ids = m_sketches.ids();
    std::vector<store::Posting> postings;
    postings.reserve(keys.size());
    for (const std::uint64_t key : keys) {
        const TypedNumber id = ids[key & k_place_mask];
        if (id > m_question.refreshed && !m_question.gone.holds(id)) {
            postings.push_back({key >> 32, id});
        }
    }
    return store::make_posting_blocks(postings);
}

// Signatures do not fit in any cache. Of the text at `at`, if its bucket has another.
void CandidateSearch::prefetch_member(const Keys& keys, std::size_t at) const noexcept {
    if (at + 1 < keys.size() && at > 0 &&
        (keys[at] >> 32 == keys[at + 1] >> 32 || keys[at] >> 32 == keys[at - 1] >> 32)) {
        prefetch(m_sketches.sketches()[keys[at] & k_place_mask]);
    }
}

// The buckets of a band: runs of equal keys.
Result<void> CandidateSearch::scan_buckets(const Keys& keys) {
    const std::span<const TypedNumber> ids = m_sketches.ids();
    const std::span<const Sketch> sketches = m_sketches.sketches();
    for (std::size_t first = 0; first < keys.size();) {
        std::size_t last = first + 1;
        while (last < keys.size() && keys[last] >> 32 == keys[first] >> 32) {
            ++last;
        }
        for (std::size_t i = first; i < last; ++i) {
            prefetch_member(keys, i + k_prefetched);
        }
        if (last - first > 1) {
            std::vector<BucketMember>& members = m_pairs.members();
            members.clear();
            for (std::size_t i = first; i < last; ++i) {
                const std::size_t place = keys[i] & k_place_mask;
                members.push_back({ids[place], &sketches[place], m_crowded[place]});
            }
            LEITONG_TRY(m_pairs.add_bucket());
        }
        first = last;
    }
    return {};
}

Result<void> CandidateSearch::scan_bands(std::size_t first_band, store::PostingBlocks& out) {
    const std::span<const Sketch> sketches = m_sketches.sketches();
    for (Keys& keys : m_keys) {
        keys.clear();
        keys.reserve(sketches.size());
    }
    for (std::size_t i = 0; i < sketches.size(); ++i) {
        if (sketches[i].shingles < match::k_fewest_shingles) {
            continue;
        }
        for (std::size_t n = 0; n < k_bands_at_once; ++n) {
            const std::uint64_t key = sketch::band_key(sketches[i].minhash, first_band + n);
            m_keys[n].push_back(key << 32 | i);
        }
    }
    for (std::size_t n = 0; n < k_bands_at_once; ++n) {
        const std::size_t band = first_band + n;
        m_pairs.set_seen_bands((std::uint32_t{1} << band) - 1);
        // Stable, and places come in order: the upper half is all that is to be sorted by.
        base::radix_sort(m_keys[n], m_scratch, sketch::k_key_bits,
                         [](std::uint64_t key) { return key >> 32; });
        LEITONG_TRY(scan_buckets(m_keys[n]));
        out[band] = new_postings(m_keys[n]);
    }
    return {};
}

void CandidateSearch::forget_keys() noexcept {
    m_keys = {};
    m_scratch = {};
}

// Keys come in order, so the first few that name a text are its least anchors.
Result<void> CandidateSearch::scan_anchors(store::Postings& postings) {
    m_pairs.set_seen_bands(~std::uint32_t{0});  // whoever meets in any band is looked at there
    std::vector<std::uint8_t> seen;
    std::vector<std::uint64_t> seekers;
    Result<void> status;
    const auto anchor = [&](std::uint64_t, std::span<const std::uint64_t> values) {
        seekers.clear();
        for (const std::uint64_t value : values) {
            if (value >= seen.size()) {
                seen.resize(value + 1 + seen.size() / 2);
            }
            if (seen[value] < sketch::k_lead_anchors) {
                ++seen[value];
                seekers.push_back(value);
            }
        }
        if (values.size() > 1 && !seekers.empty()) {
            std::vector<BucketMember>& members = m_pairs.members();
            members.clear();
            for (const std::uint64_t value : values) {
                const auto id = static_cast<TypedNumber>(value);
                if (const Sketch* sketch = m_sketches.ever_known(id)) {
                    prefetch(*sketch);
                    members.push_back({id, sketch, crowded_of(sketch)});
                }
            }
            set_seekers(seekers);
            status = m_pairs.add_quotations(m_seekers);
        }
        return status.has_value();
    };
    LEITONG_TRY(postings.scan(PostingKind::anchor, anchor));
    return status;
}

void CandidateSearch::set_seekers(std::span<const std::uint64_t> values) {
    m_seekers.clear();
    for (const std::uint64_t value : values) {
        const auto id = static_cast<TypedNumber>(value);
        if (const Sketch* sketch = m_sketches.known(id)) {
            m_seekers.push_back({id, sketch, crowded_of(sketch)});
        }
    }
}

Result<void> CandidateSearch::look_up_members(store::Store& store,
                                              std::span<const std::uint64_t> values) {
    std::vector<BucketMember>& members = m_pairs.members();
    members.clear();
    for (const std::uint64_t value : values) {
        const auto id = static_cast<TypedNumber>(value);
        LEITONG_TRY(m_sketches.find(store, id));
        if (const Sketch* sketch = m_sketches.ever_known(id)) {
            members.push_back({id, sketch});
        }
    }
    return {};
}

Result<void> CandidateSearch::look_up_text(Library& library, const match::Prepared& text) {
    if (match::is_too_short(text)) {
        return {};
    }
    store::Store& store = library.store();
    const sketch::MinHasher hasher;
    sketch::MinHash minima;
    hasher.sketch(text.shingles, minima);
    const sketch::MinHashBytes bytes = sketch::low_bytes(minima);
    std::vector<std::uint64_t> values;
    for (std::size_t band = 0; band < sketch::k_bands; ++band) {
        values.clear();
        const std::uint64_t key = sketch::band_key(bytes, band);
        LEITONG_TRY(store.postings().find(store::band_kind(band), key, key, values));
        sort_unique(values);
        LEITONG_TRY(look_up_members(store, values));
        LEITONG_TRY(m_pairs.add_bucket());
    }
    std::vector<std::uint64_t> anchors;
    sketch::anchors(text.tokens.values, anchors);
    std::vector<std::uint64_t> seekers;
    for (const std::uint64_t anchor : anchors) {
        values.clear();
        seekers.clear();
        LEITONG_TRY(store.postings().find(PostingKind::anchor, anchor, anchor, values));
        LEITONG_TRY(store.postings().find(PostingKind::lead_anchor, anchor, anchor, seekers));
        sort_unique(values);
        sort_unique(seekers);
        LEITONG_TRY(look_up_members(store, values));
        set_seekers(seekers);
        LEITONG_TRY(m_pairs.add_quotations(m_seekers));
    }
    return {};
}

Result<void> CandidateSearch::look_up(Library& library, const std::vector<TypedNumber>& ids) {
    for (const TypedNumber id : ids) {
        LEITONG_TRY_ASSIGN(const auto text, library.any_text_of(TypedId{id}));
        LEITONG_TRY(look_up_text(library, text->prepared));
    }
    return {};
}

Result<void> CandidateSearch::look_up_gone(Library& library, const std::vector<TypedNumber>& ids) {
    for (const TypedNumber id : ids) {
        const auto text = library.any_text_of(TypedId{id});
        if (text) {
            LEITONG_TRY(look_up_text(library, (*text)->prepared));
        }
    }
    return {};
}

}  // namespace leitong::engine
