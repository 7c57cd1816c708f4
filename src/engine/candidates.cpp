#include "candidates.hpp"

#include "leitong/match/relation.hpp"
#include "leitong/sketch/anchors.hpp"
#include "leitong/sketch/minhash.hpp"

#include <algorithm>
#include <tuple>

namespace leitong::engine {

namespace {

using store::PostingKind;

constexpr std::size_t k_most_pairs = 8U << 20;  // 64 MB held before they are handed over

// Below this share of all texts, looking up their buckets is cheaper than reading all buckets.
constexpr std::size_t k_look_up_share = 16;

bool is_in(const std::vector<bool>& set, TypedNumber id) {
    return id < set.size() && set[id];
}

void sort_unique(std::vector<std::uint64_t>& values) {
    std::ranges::sort(values);
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

void put(std::vector<bool>& set, TypedNumber id) {
    if (id >= set.size()) {
        set.resize(id + std::size_t{1});
    }
    set[id] = true;
}

}  // namespace

void CandidateSearch::pair(TypedNumber a, TypedNumber b) {
    if (is_in(m_asked, a) || is_in(m_asked, b)) {
        m_pairs.push_back(a < b ? CandidatePair{a, b} : CandidatePair{b, a});
    }
}

Result<void> CandidateSearch::hand_over(std::size_t most_kept) {
    if (m_pairs.size() <= most_kept) {
        return {};
    }
    std::ranges::sort(m_pairs);
    const auto rest = std::ranges::unique(m_pairs);
    m_pairs.erase(rest.begin(), rest.end());
    if (m_pairs.size() <= most_kept / 2) {
        return {};  // mostly repetitions: there is room again
    }
    LEITONG_TRY((*m_sink)(m_pairs));
    m_pairs.clear();
    return {};
}

void CandidateSearch::big_bucket(std::vector<TypedNumber>& members) {
    const auto key = [&](TypedNumber id) { return m_sketches.known(id); };
    const bool is_touched = std::ranges::any_of(
        members, [&](TypedNumber id) { return is_in(m_asked, id) || is_in(m_gone, id); });
    std::erase_if(members, [&](TypedNumber id) { return is_in(m_gone, id); });
    if (is_touched) {
        for (const TypedNumber id : members) {
            if (!is_in(m_asked, id)) {
                put(m_dirty, id);
            }
        }
    }
    std::ranges::sort(members, [&](TypedNumber a, TypedNumber b) {
        return key(a)->typed_hash < key(b)->typed_hash;
    });
    const std::size_t leaders = std::min(k_leaders, members.size());
    for (std::size_t i = 0; i < members.size(); ++i) {
        for (std::size_t leader = 0; leader < std::min(leaders, i); ++leader) {
            pair(members[leader], members[i]);
        }
    }
    std::ranges::sort(members, [&](TypedNumber a, TypedNumber b) {
        return std::tie(key(a)->minhash, key(a)->typed_hash) <
               std::tie(key(b)->minhash, key(b)->typed_hash);
    });
    for (std::size_t i = 0; i < members.size(); ++i) {
        for (std::size_t next = i + 1; next < std::min(i + 1 + k_next, members.size()); ++next) {
            pair(members[i], members[next]);
        }
    }
}

Result<void> CandidateSearch::bucket(std::span<const std::uint64_t> values) {
    if (values.size() < 2) {
        return {};
    }
    std::vector<TypedNumber> members;
    std::size_t live = 0;
    for (const std::uint64_t value : values) {
        const auto id = static_cast<TypedNumber>(value);
        if (is_in(m_gone, id)) {
            members.push_back(id);
            continue;
        }
        LEITONG_TRY_ASSIGN(const Sketch* sketch, m_sketches.find(id));
        if (sketch != nullptr) {
            members.push_back(id);
            ++live;
        }
    }
    // Counted with what is gone: a bucket that was big until now must be looked at as a whole.
    if (members.size() > k_all_pairs) {
        if (live > k_all_pairs) {
            big_bucket(members);
            return hand_over(k_most_pairs);
        }
        for (const TypedNumber id : members) {
            if (!is_in(m_gone, id) && !is_in(m_asked, id)) {
                put(m_dirty, id);
            }
        }
    }
    for (std::size_t i = 0; i < members.size(); ++i) {
        for (std::size_t j = i + 1; j < members.size(); ++j) {
            if (!is_in(m_gone, members[i]) && !is_in(m_gone, members[j])) {
                pair(members[i], members[j]);
            }
        }
    }
    return hand_over(k_most_pairs);
}

Result<void> CandidateSearch::scan_band(std::size_t band) {
    Result<void> status;
    LEITONG_TRY(m_store.postings().scan(store::band_kind(band),
                                        [&](std::uint64_t, std::span<const std::uint64_t> values) {
                                            status = bucket(values);
                                            return status.has_value();
                                        }));
    return status;
}

Result<void> CandidateSearch::quotations(std::span<const std::uint64_t> values,
                                         std::span<const std::uint64_t> seekers) {
    std::vector<TypedNumber> members;
    std::size_t asked = 0;
    std::size_t gone = 0;
    for (const std::uint64_t value : values) {
        const auto id = static_cast<TypedNumber>(value);
        if (is_in(m_gone, id)) {
            ++gone;
            continue;
        }
        LEITONG_TRY_ASSIGN(const Sketch* sketch, m_sketches.find(id));
        if (sketch != nullptr) {
            members.push_back(id);
            asked += is_in(m_asked, id) ? 1U : 0U;
        }
    }
    const bool is_stock = members.size() > k_most_quoting;
    const bool was_stock = members.size() - asked + gone > k_most_quoting;
    // Where an anchor may have become a set phrase, or ceased to be one, its other texts are asked
    // about too, so that what is found does not depend on when they came.
    const bool may_have_turned = is_stock ? !was_stock : members.size() + gone > k_most_quoting;
    if (may_have_turned && asked + gone > 0) {
        for (const TypedNumber id : members) {
            if (!is_in(m_asked, id)) {
                put(m_dirty, id);
            }
        }
    }
    if (is_stock) {
        return {};
    }
    for (const std::uint64_t value : seekers) {
        const auto seeker = static_cast<TypedNumber>(value);
        const Sketch* quoted = is_in(m_gone, seeker) ? nullptr : m_sketches.known(seeker);
        if (quoted == nullptr) {
            continue;
        }
        for (const TypedNumber member : members) {
            if (member != seeker && m_sketches.known(member)->shingles >= quoted->shingles) {
                pair(seeker, member);
            }
        }
    }
    return hand_over(k_most_pairs);
}

// Keys come in order, so the first few that name a text are its least anchors.
Result<void> CandidateSearch::scan_anchors() {
    std::vector<std::uint8_t> seen;
    std::vector<std::uint64_t> seekers;
    Result<void> status;
    LEITONG_TRY(m_store.postings().scan(PostingKind::anchor,
                                        [&](std::uint64_t, std::span<const std::uint64_t> values) {
                                            seekers.clear();
                                            for (const std::uint64_t value : values) {
                                                if (value >= seen.size()) {
                                                    seen.resize(value + 1);
                                                }
                                                if (seen[value] < sketch::k_lead_anchors) {
                                                    ++seen[value];
                                                    seekers.push_back(value);
                                                }
                                            }
                                            if (values.size() > 1 && !seekers.empty()) {
                                                status = quotations(values, seekers);
                                            }
                                            return status.has_value();
                                        }));
    return status;
}

Result<void> CandidateSearch::look_up_anchors(const match::Prepared& text) {
    std::vector<std::uint64_t> anchors;
    sketch::anchors(text.tokens.values, anchors);
    std::vector<std::uint64_t> values;
    std::vector<std::uint64_t> seekers;
    for (const std::uint64_t anchor : anchors) {
        values.clear();
        seekers.clear();
        LEITONG_TRY(m_store.postings().find(PostingKind::anchor, anchor, anchor, values));
        LEITONG_TRY(m_store.postings().find(PostingKind::lead_anchor, anchor, anchor, seekers));
        sort_unique(values);
        sort_unique(seekers);
        LEITONG_TRY(quotations(values, seekers));
    }
    return {};
}

Result<void> CandidateSearch::look_up(const std::vector<TypedNumber>& ids, bool is_gone) {
    const sketch::MinHasher hasher;
    sketch::MinHash minima;
    std::vector<std::uint64_t> values;
    for (const TypedNumber id : ids) {
        auto text = m_library.any_text_of(TypedId{id});
        if (!text) {
            if (is_gone) {
                continue;
            }
            return fail(std::move(text.error()));
        }
        if (match::is_too_short((*text)->prepared)) {
            continue;
        }
        hasher.sketch((*text)->prepared.shingles, minima);
        for (std::size_t band = 0; band < sketch::k_bands; ++band) {
            values.clear();
            const std::uint64_t key = sketch::band_key(minima, band);
            LEITONG_TRY(m_store.postings().find(store::band_kind(band), key, key, values));
            sort_unique(values);
            LEITONG_TRY(bucket(values));
        }
        LEITONG_TRY(look_up_anchors((*text)->prepared));
    }
    return {};
}

Result<std::vector<TypedNumber>> CandidateSearch::run(const std::vector<TypedNumber>& asked,
                                                      const std::vector<TypedNumber>& gone,
                                                      const Sink& sink) {
    m_sink = &sink;
    m_asked.clear();
    m_gone.clear();
    m_dirty.clear();
    for (const TypedNumber id : asked) {
        put(m_asked, id);
    }
    for (const TypedNumber id : gone) {
        put(m_gone, id);
    }
    LEITONG_TRY_ASSIGN(const store::Counts counts, m_store.counts());
    if ((asked.size() + gone.size()) * k_look_up_share < counts.typed_texts) {
        LEITONG_TRY(look_up(asked, false));
        LEITONG_TRY(look_up(gone, true));
    } else {
        for (std::size_t band = 0; band < sketch::k_bands; ++band) {
            LEITONG_TRY(scan_band(band));
        }
        LEITONG_TRY(scan_anchors());
    }
    LEITONG_TRY(hand_over(0));
    std::vector<TypedNumber> dirty;
    for (TypedNumber id = 0; id < m_dirty.size(); ++id) {
        if (m_dirty[id]) {
            dirty.push_back(id);
        }
    }
    return dirty;
}

}  // namespace leitong::engine
