#include "candidates.hpp"

#include "leitong/base/sort.hpp"
#include "leitong/match/relation.hpp"
#include "leitong/sketch/anchors.hpp"
#include "leitong/sketch/minhash.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "bucket_leaders.hpp"
#include "threads.hpp"

namespace leitong::engine {

namespace {

using store::PostingKind;

constexpr std::size_t k_most_pairs = 3U << 20;  // 24 MB a thread held before they are handed over

// A pair whose signatures say less than this is not looked at. The estimate's standard error is
// 0.044, so what is cut at 0.3 is below 0.43 with 999 chances in 1,000; measured in
// docs/decisions/.
constexpr double k_least_estimate = 0.3;
constexpr double k_least_containment_estimate = 0.75;

constexpr std::size_t k_prefetched = 24;  // members of buckets whose signatures are fetched ahead
constexpr std::uint64_t k_place_mask = 0xFFFFFFFF;  // of a key's place in the table of signatures

double containment(double jaccard, std::uint32_t size_a, std::uint32_t size_b) noexcept {
    const double shared = jaccard / (1 + jaccard) * (size_a + size_b);
    return shared / std::max(1U, std::min(size_a, size_b));
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
    return containment(estimate + 3 * error, a.shingles, b.shingles) >=
           k_least_containment_estimate;
}

void prefetch(const Sketch& sketch) noexcept {
    for (std::size_t at = 0; at < sizeof sketch; at += 64) {
        __builtin_prefetch(reinterpret_cast<const char*>(&sketch) + at);
    }
}

std::uint64_t key_of(const CandidatePair& pair) noexcept {
    return std::uint64_t{pair.low} << 32 | pair.high;
}

void sort_unique(std::vector<std::uint64_t>& values) {
    std::ranges::sort(values);
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

}  // namespace

void sort_unique(std::vector<CandidatePair>& pairs) {
    std::vector<CandidatePair> scratch;
    base::radix_sort(pairs, scratch, 64, key_of);
    const auto rest = std::ranges::unique(pairs);
    pairs.erase(rest.begin(), rest.end());
}

// Counted by some bits of a mixed key: what is not crowded so is not by the whole key.
std::vector<std::uint32_t> crowded_bands(const SketchTable& sketches, unsigned threads) {
    constexpr unsigned k_counted_bits = 14;
    constexpr std::size_t k_places = std::size_t{1} << k_counted_bits;
    const std::span<const Sketch> all = sketches.sketches();
    const auto place_of = [](const Sketch& sketch, std::size_t band) {
        const std::uint32_t mixed = sketch::band_key(sketch.minhash, band) * 0x9e3779b1U;
        return band << k_counted_bits | mixed >> (32 - k_counted_bits);
    };
    std::vector<std::uint32_t> texts(sketch::k_bands * k_places);
    const auto count = [&](unsigned thread) {  // every so many-th band
        for (const Sketch& sketch : all) {
            if (sketch.shingles < match::k_fewest_shingles) {
                continue;
            }
            for (std::size_t band = thread; band < sketch::k_bands; band += threads) {
                ++texts[place_of(sketch, band)];
            }
        }
    };
    on_threads(threads, count);
    std::array<bool, sketch::k_bands> has_crowds{};
    for (std::size_t i = 0; i < texts.size(); ++i) {
        has_crowds[i >> k_counted_bits] = has_crowds[i >> k_counted_bits] || texts[i] > k_all_pairs;
    }
    std::vector<std::uint32_t> crowded(all.size(), 0);
    for (std::size_t band = 0; band < sketch::k_bands; ++band) {
        for (std::size_t i = 0; has_crowds[band] && i < all.size(); ++i) {
            crowded[i] |= (texts[place_of(all[i], band)] > k_all_pairs ? 1U : 0U) << band;
        }
    }
    return crowded;
}

void TextSet::put(TypedNumber id) {
    if (id >= m_bits.size()) {
        m_bits.resize(id + std::size_t{1} + m_bits.size() / 2);
    }
    m_bits[id] = true;
}

std::vector<TypedNumber> TextSet::list() const {
    std::vector<TypedNumber> ids;
    for (TypedNumber id = 0; id < m_bits.size(); ++id) {
        if (m_bits[id]) {
            ids.push_back(id);
        }
    }
    return ids;
}

void CandidateSearch::pair(const Member& a, const Member& b) {
    const bool is_asked =
        m_question.all_are_asked || m_question.asked.holds(a.id) || m_question.asked.holds(b.id);
    if (!is_asked) {
        return;
    }
    // What is alike meets in most bands; it is looked at in the first of them.
    const std::uint32_t elsewhere = m_seen_bands & ~a.crowded;
    if (elsewhere != 0 &&
        (sketch::shared_bands(a.sketch->minhash, b.sketch->minhash) & elsewhere) != 0) {
        return;
    }
    if (may_be_alike(*a.sketch, *b.sketch)) {
        m_pairs.push_back(a.id < b.id ? CandidatePair{a.id, b.id} : CandidatePair{b.id, a.id});
    }
}

Result<void> CandidateSearch::hand_over(std::size_t most_kept) {
    if (m_pairs.size() <= most_kept) {
        return {};
    }
    sort_unique(m_pairs);
    if (m_pairs.size() <= most_kept / 2) {
        return {};  // mostly repetitions: there is room again
    }
    LEITONG_TRY(m_sink(m_pairs));
    m_pairs.clear();
    return {};
}

Result<void> CandidateSearch::finish() {
    return hand_over(0);
}

// Leaves m_members in another order, without those that are gone.
void CandidateSearch::big_bucket(std::size_t live) {
    const bool is_touched =
        m_members.size() > live || std::ranges::any_of(m_members, [&](const Member& member) {
            return m_question.asked.holds(member.id);
        });
    std::erase_if(m_members,
                  [&](const Member& member) { return m_question.gone.holds(member.id); });
    if (is_touched) {
        for (const Member& member : m_members) {
            if (!m_question.asked.holds(member.id)) {
                m_dirty.put(member.id);
            }
        }
    }
    std::ranges::sort(m_members, [](const Member& a, const Member& b) {
        return a.sketch->typed_hash < b.sketch->typed_hash;
    });
    std::vector<const Sketch*> texts;
    texts.reserve(m_members.size());
    for (const Member& member : m_members) {
        texts.push_back(member.sketch);
    }
    const std::vector<std::size_t> leaders = choose_leaders(texts);
    for (std::size_t i = 0; i < m_members.size(); ++i) {
        for (const std::size_t leader : leaders) {
            if (leader != i) {
                pair(m_members[leader], m_members[i]);
            }
        }
    }
    std::ranges::sort(m_members, [](const Member& a, const Member& b) {
        return std::tie(a.sketch->minhash, a.sketch->typed_hash) <
               std::tie(b.sketch->minhash, b.sketch->typed_hash);
    });
    for (std::size_t i = 0; i < m_members.size(); ++i) {
        for (std::size_t next = i + 1; next < std::min(i + 1 + k_next, m_members.size()); ++next) {
            pair(m_members[i], m_members[next]);
        }
    }
}

std::uint32_t CandidateSearch::crowded_of(const Sketch* sketch) const noexcept {
    if (m_crowded.empty() || sketch == nullptr) {
        return ~std::uint32_t{0};
    }
    return m_crowded[static_cast<std::size_t>(sketch - m_sketches.sketches().data())];
}

Result<void> CandidateSearch::bucket() {
    const auto live = static_cast<std::size_t>(std::ranges::count_if(
        m_members, [&](const Member& member) { return !m_question.gone.holds(member.id); }));
    // Counted with what is gone: a bucket that was big until now must be looked at as a whole.
    if (m_members.size() > k_all_pairs) {
        if (live > k_all_pairs) {
            big_bucket(live);
            return hand_over(k_most_pairs);
        }
        for (const Member& member : m_members) {
            if (!m_question.gone.holds(member.id) && !m_question.asked.holds(member.id)) {
                m_dirty.put(member.id);
            }
        }
    }
    if (live < m_members.size()) {
        std::erase_if(m_members,
                      [&](const Member& member) { return m_question.gone.holds(member.id); });
    }
    for (std::size_t i = 0; i < m_members.size(); ++i) {
        for (std::size_t j = i + 1; j < m_members.size(); ++j) {
            pair(m_members[i], m_members[j]);
        }
    }
    return hand_over(k_most_pairs);
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
            m_members.clear();
            for (std::size_t i = first; i < last; ++i) {
                const std::size_t place = keys[i] & k_place_mask;
                m_members.push_back({ids[place], &sketches[place], m_crowded[place]});
            }
            LEITONG_TRY(bucket());
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
        m_seen_bands = (std::uint32_t{1} << band) - 1;
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

// Where an anchor may have become a set phrase, or ceased to be one, its other texts are asked
// about too, so that what is found does not depend on when they came.
void CandidateSearch::note_turned_phrase(std::size_t asked, std::size_t gone) {
    const bool is_stock = m_members.size() > k_most_quoting;
    const bool was_stock = m_members.size() - asked + gone > k_most_quoting;
    const bool may_have_turned = is_stock ? !was_stock : m_members.size() + gone > k_most_quoting;
    if (!may_have_turned || asked + gone == 0) {
        return;
    }
    for (const Member& member : m_members) {
        if (!m_question.asked.holds(member.id)) {
            m_dirty.put(member.id);
        }
    }
}

Result<void> CandidateSearch::quotations(std::span<const std::uint64_t> seekers) {
    const auto all = m_members.size();
    std::erase_if(m_members,
                  [&](const Member& member) { return m_question.gone.holds(member.id); });
    const auto asked = static_cast<std::size_t>(std::ranges::count_if(
        m_members, [&](const Member& member) { return m_question.asked.holds(member.id); }));
    note_turned_phrase(asked, all - m_members.size());
    if (m_members.size() > k_most_quoting) {
        return {};
    }
    for (const std::uint64_t value : seekers) {
        const Sketch* sketch = m_sketches.known(static_cast<TypedNumber>(value));
        const Member seeker{static_cast<TypedNumber>(value), sketch, crowded_of(sketch)};
        if (seeker.sketch == nullptr || m_question.gone.holds(seeker.id)) {
            continue;
        }
        for (const Member& member : m_members) {
            if (member.id != seeker.id && member.sketch->shingles >= seeker.sketch->shingles) {
                pair(seeker, member);
            }
        }
    }
    return hand_over(k_most_pairs);
}

// Keys come in order, so the first few that name a text are its least anchors.
Result<void> CandidateSearch::scan_anchors(store::Postings& postings) {
    m_seen_bands = ~std::uint32_t{0};  // whoever meets in any band is looked at there
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
            m_members.clear();
            for (const std::uint64_t value : values) {
                const auto id = static_cast<TypedNumber>(value);
                if (const Sketch* sketch = m_sketches.ever_known(id)) {
                    prefetch(*sketch);
                    m_members.push_back({id, sketch, crowded_of(sketch)});
                }
            }
            status = quotations(seekers);
        }
        return status.has_value();
    };
    LEITONG_TRY(postings.scan(PostingKind::anchor, anchor));
    return status;
}

Result<void> CandidateSearch::bucket_of(store::Store& store,
                                        std::span<const std::uint64_t> values) {
    m_members.clear();
    for (const std::uint64_t value : values) {
        const auto id = static_cast<TypedNumber>(value);
        LEITONG_TRY(m_sketches.find(store, id));
        if (const Sketch* sketch = m_sketches.ever_known(id)) {
            m_members.push_back({id, sketch});
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
        LEITONG_TRY(bucket_of(store, values));
        LEITONG_TRY(bucket());
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
        LEITONG_TRY(bucket_of(store, values));
        LEITONG_TRY(quotations(seekers));
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
