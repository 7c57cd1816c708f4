#include "bucket_pairs.hpp"

#include "leitong/base/sort.hpp"
#include "leitong/sketch/minhash.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "bucket_leaders.hpp"

namespace leitong::engine {

namespace {

constexpr std::size_t k_most_pairs = 3U << 20;  // 24 MB a thread held before they are handed over

// A pair whose signatures say less than this is not looked at. The estimate's standard error is
// 0.044, so what is cut at 0.3 is below 0.43 with 999 chances in 1,000; measured in
// docs/decisions/.
constexpr double k_least_estimate = 0.3;
constexpr double k_least_containment_estimate = 0.75;

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

std::uint64_t key_of(const CandidatePair& pair) noexcept {
    return std::uint64_t{pair.low} << 32 | pair.high;
}

}  // namespace

void sort_unique(std::vector<CandidatePair>& pairs) {
    std::vector<CandidatePair> scratch;
    base::radix_sort(pairs, scratch, 64, key_of);
    const auto rest = std::ranges::unique(pairs);
    pairs.erase(rest.begin(), rest.end());
}

void BucketPairs::pair(const BucketMember& a, const BucketMember& b) {
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

Result<void> BucketPairs::hand_over(std::size_t most_kept) {
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

// Leaves m_members in another order, without those that are gone.
void BucketPairs::big_bucket(std::size_t live) {
    const bool is_touched =
        m_members.size() > live || std::ranges::any_of(m_members, [&](const BucketMember& member) {
            return m_question.asked.holds(member.id);
        });
    std::erase_if(m_members,
                  [&](const BucketMember& member) { return m_question.gone.holds(member.id); });
    if (is_touched) {
        for (const BucketMember& member : m_members) {
            if (!m_question.asked.holds(member.id)) {
                m_dirty.put(member.id);
            }
        }
    }
    std::ranges::sort(m_members, [](const BucketMember& a, const BucketMember& b) {
        return a.sketch->typed_hash < b.sketch->typed_hash;
    });
    std::vector<const Sketch*> texts;
    texts.reserve(m_members.size());
    for (const BucketMember& member : m_members) {
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
    std::ranges::sort(m_members, [](const BucketMember& a, const BucketMember& b) {
        return std::tie(a.sketch->minhash, a.sketch->typed_hash) <
               std::tie(b.sketch->minhash, b.sketch->typed_hash);
    });
    for (std::size_t i = 0; i < m_members.size(); ++i) {
        for (std::size_t next = i + 1; next < std::min(i + 1 + k_next, m_members.size()); ++next) {
            pair(m_members[i], m_members[next]);
        }
    }
}

Result<void> BucketPairs::add_bucket() {
    const auto live = static_cast<std::size_t>(std::ranges::count_if(
        m_members, [&](const BucketMember& member) { return !m_question.gone.holds(member.id); }));
    // Counted with what is gone: a bucket that was big until now must be looked at as a whole.
    if (m_members.size() > k_all_pairs) {
        if (live > k_all_pairs) {
            big_bucket(live);
            return hand_over(k_most_pairs);
        }
        for (const BucketMember& member : m_members) {
            if (!m_question.gone.holds(member.id) && !m_question.asked.holds(member.id)) {
                m_dirty.put(member.id);
            }
        }
    }
    if (live < m_members.size()) {
        std::erase_if(m_members,
                      [&](const BucketMember& member) { return m_question.gone.holds(member.id); });
    }
    for (std::size_t i = 0; i < m_members.size(); ++i) {
        for (std::size_t j = i + 1; j < m_members.size(); ++j) {
            pair(m_members[i], m_members[j]);
        }
    }
    return hand_over(k_most_pairs);
}

// Where an anchor may have become a set phrase, or ceased to be one, its other texts are asked
// about too, so that what is found does not depend on when they came.
void BucketPairs::note_turned_phrase(std::size_t asked, std::size_t gone) {
    const bool is_stock = m_members.size() > k_most_quoting;
    const bool was_stock = m_members.size() - asked + gone > k_most_quoting;
    const bool may_have_turned = is_stock ? !was_stock : m_members.size() + gone > k_most_quoting;
    if (!may_have_turned || asked + gone == 0) {
        return;
    }
    for (const BucketMember& member : m_members) {
        if (!m_question.asked.holds(member.id)) {
            m_dirty.put(member.id);
        }
    }
}

Result<void> BucketPairs::add_quotations(std::span<const BucketMember> seekers) {
    const auto all = m_members.size();
    std::erase_if(m_members,
                  [&](const BucketMember& member) { return m_question.gone.holds(member.id); });
    const auto asked = static_cast<std::size_t>(std::ranges::count_if(
        m_members, [&](const BucketMember& member) { return m_question.asked.holds(member.id); }));
    note_turned_phrase(asked, all - m_members.size());
    if (m_members.size() > k_most_quoting) {
        return {};
    }
    for (const BucketMember& seeker : seekers) {
        if (m_question.gone.holds(seeker.id)) {
            continue;
        }
        for (const BucketMember& member : m_members) {
            if (member.id != seeker.id && member.sketch->shingles >= seeker.sketch->shingles) {
                pair(seeker, member);
            }
        }
    }
    return hand_over(k_most_pairs);
}

}  // namespace leitong::engine
