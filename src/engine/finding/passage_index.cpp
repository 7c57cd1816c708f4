#include "passage_index.hpp"

#include "leitong/base/hash.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace leitong::engine {

namespace {

using store::PostingKind;

constexpr std::uint32_t k_none = ~0U;
// Two anchors in one paragraph: as many as any shared run of 23 characters has.
constexpr std::uint32_t k_fewest_anchors = 2;
// Of the anchors of the paragraph that has fewer, the part that must be shared before two texts are
// compared: half of what the least containment of an excerpt makes likely.
constexpr double k_least_anchor_share = 0.2;
// An anchor of no more paragraphs than this is evidence by itself.
constexpr std::size_t k_rare = 4;

// Of the anchors that two texts share, more than one in so many of formulas makes all a formula.
constexpr std::size_t k_formula_share = 5;

using Numbers = std::vector<std::uint32_t>;

std::uint32_t at(const Numbers& numbers, std::uint64_t index) noexcept {
    return index < numbers.size() ? numbers[index] : k_none;
}

void put(Numbers& numbers, std::uint64_t index, std::uint32_t value) {
    if (index >= numbers.size()) {
        numbers.resize(index + 1, k_none);
    }
    numbers[index] = value;
}

void sort_unique(Numbers& numbers) {
    std::ranges::sort(numbers);
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

// Typed text of each text, by number.
Result<Numbers> read_typed_of(store::Store& store) {
    Numbers typed_of;
    LEITONG_TRY(store.postings().scan(
        PostingKind::content, [&](std::uint64_t typed, std::span<const std::uint64_t> texts) {
            for (const std::uint64_t text : texts) {
                put(typed_of, text, static_cast<std::uint32_t>(typed));
            }
            return true;
        }));
    return typed_of;
}

}  // namespace

Result<PassageIndex> PassageIndex::load(store::Store& store) {
    PassageIndex index;
    LEITONG_TRY_ASSIGN(const Numbers typed_of, read_typed_of(store));
    LEITONG_TRY(index.read_documents(store, typed_of));
    index.group_copies();
    index.list_works_of_ranks();
    LEITONG_TRY(index.read_anchors(store));
    index.list_keys_of_ranks();
    return index;
}

Result<void> PassageIndex::read_documents(store::Store& store, const Numbers& typed_of) {
    return store.documents([&](store::DocumentRow&& row) {
        const auto document = std::make_shared<const store::DocumentRow>(std::move(row));
        for (std::uint32_t i = 0; i < document->layout.works.size(); ++i) {
            const store::StoredWork& work = document->layout.works[i];
            for (std::uint32_t p = work.first_paragraph; p <= work.last_paragraph; ++p) {
                const store::StoredParagraph& paragraph = document->layout.paragraphs[p - 1];
                const std::uint32_t typed = at(typed_of, paragraph.text.value);
                if (is_structure(paragraph.role) || typed == k_none) {
                    continue;
                }
                if (at(m_rank_of, typed) == k_none) {
                    put(m_rank_of, typed, static_cast<std::uint32_t>(m_typed.size()));
                    m_typed.push_back(TypedId{typed});
                }
                m_ranks_of_work.values.push_back(m_rank_of[typed]);
            }
            m_ranks_of_work.close();
            m_works.push_back({document, i + 1, 0});
        }
        return true;
    });
}

void PassageIndex::group_copies() {
    std::unordered_multimap<std::uint64_t, std::uint32_t> first_of;
    m_group_size.assign(m_works.size(), 0);
    for (std::uint32_t work = 0; work < m_works.size(); ++work) {
        const auto ranks = m_ranks_of_work[work];
        const std::uint64_t hash = base::hash64(ranks.data(), ranks.size_bytes());
        const auto [from, to] = first_of.equal_range(hash);
        const auto same = std::find_if(from, to, [&](const auto& entry) {
            return std::ranges::equal(m_ranks_of_work[entry.second], ranks);
        });
        m_works[work].group = same == to ? work : same->second;
        m_groups += same == to ? 1U : 0U;
        if (same == to) {
            first_of.emplace(hash, work);
        }
        ++m_group_size[m_works[work].group];
    }
}

void PassageIndex::list_works_of_ranks() {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> places;
    places.reserve(m_ranks_of_work.values.size());
    for (std::uint32_t work = 0; work < m_works.size(); ++work) {
        for (const std::uint32_t rank : m_ranks_of_work[work]) {
            places.emplace_back(rank, work);
        }
    }
    std::ranges::sort(places);
    places.erase(std::unique(places.begin(), places.end()), places.end());
    std::size_t next = 0;
    for (std::uint32_t rank = 0; rank < m_typed.size(); ++rank) {
        for (; next < places.size() && places[next].first == rank; ++next) {
            m_works_of_rank.values.push_back(places[next].second);
        }
        m_works_of_rank.close();
    }
}

Result<void> PassageIndex::read_anchors(store::Store& store) {
    m_anchors_of_rank.assign(m_typed.size(), 0);
    Numbers ranks;
    Numbers works;
    return store.postings().scan(
        PostingKind::anchor, [&](std::uint64_t anchor, std::span<const std::uint64_t> values) {
            ranks.clear();
            for (const std::uint64_t typed : values) {
                if (const std::uint32_t rank = at(m_rank_of, typed); rank != k_none) {
                    ranks.push_back(rank);
                    ++m_anchors_of_rank[rank];
                }
            }
            if (!ranks.empty()) {
                std::ranges::sort(ranks);
                add_anchor(anchor, ranks, works);
            }
            return true;
        });
}

// Keeps an anchor that recurs, in two paragraphs or two works. `works` is for counting.
void PassageIndex::add_anchor(std::uint64_t anchor, const Numbers& ranks, Numbers& works) {
    works.clear();
    for (const std::uint32_t rank : ranks) {
        const auto found = m_works_of_rank[rank];
        works.insert(works.end(), found.begin(), found.end());
    }
    const std::uint32_t first = *std::ranges::min_element(works);
    const bool recurs = ranks.size() > 1 || works.size() > 1;
    if (!recurs) {
        return;
    }
    for (std::uint32_t& work : works) {
        work = m_works[work].group;
    }
    sort_unique(works);
    const bool is_frequent = works.size() > k_most_works;
    m_anchors.push_back(anchor);
    m_uses.push_back({is_frequent, static_cast<std::uint32_t>(works.size()),
                      is_frequent ? m_works[first].group : 0});
    m_ranks_of_anchor.values.insert(m_ranks_of_anchor.values.end(), ranks.begin(), ranks.end());
    m_ranks_of_anchor.close();
}

void PassageIndex::list_keys_of_ranks() {
    Numbers& start = m_anchors_of.start;
    start.assign(m_typed.size() + 1, 0);
    for (const std::uint32_t rank : m_ranks_of_anchor.values) {
        ++start[rank + 1];
    }
    for (std::size_t rank = 0; rank < m_typed.size(); ++rank) {
        start[rank + 1] += start[rank];
    }
    m_anchors_of.values.resize(m_ranks_of_anchor.values.size());
    Numbers next = start;
    for (std::uint32_t anchor = 0; anchor < m_anchors.size(); ++anchor) {
        for (const std::uint32_t rank : m_ranks_of_anchor[anchor]) {
            m_anchors_of.values[next[rank]++] = anchor;
        }
    }
}

PassageIndex::Scratch PassageIndex::scratch() const {
    Scratch scratch;
    scratch.ranks.assign(m_typed.size(), 0);
    scratch.works.assign(m_works.size(), 0);
    scratch.strong.assign(m_works.size(), 0);
    return scratch;
}

AnchorUse PassageIndex::use(std::uint64_t anchor) const noexcept {
    const auto found = std::ranges::lower_bound(m_anchors, anchor);
    const bool is_there = found != m_anchors.end() && *found == anchor;
    return is_there ? m_uses[static_cast<std::size_t>(found - m_anchors.begin())] : AnchorUse{};
}

bool PassageIndex::is_formula(std::uint32_t anchor) const noexcept {
    return m_uses[anchor].works > std::max(k_formula_works, m_groups / k_formula_part);
}

bool PassageIndex::share_formulas(TypedId a, TypedId b) const noexcept {
    const std::uint32_t rank_a = at(m_rank_of, a.value);
    const std::uint32_t rank_b = at(m_rank_of, b.value);
    if (rank_a == k_none || rank_b == k_none) {
        return false;
    }
    const auto of_a = m_anchors_of[rank_a];  // sorted
    const auto of_b = m_anchors_of[rank_b];
    std::size_t shared = 0;
    std::size_t formulas = 0;
    for (auto x = of_a.begin(), y = of_b.begin(); x != of_a.end() && y != of_b.end();) {
        if (*x == *y) {
            ++shared;
            formulas += is_formula(*x) ? 1U : 0U;
            ++x;
            ++y;
        } else {
            ++(*x < *y ? x : y);
        }
    }
    if (shared > 0) {
        return formulas * k_formula_share > shared;
    }
    const std::uint32_t shorter =
        m_anchors_of_rank[rank_a] <= m_anchors_of_rank[rank_b] ? rank_a : rank_b;
    const auto known = std::ranges::count_if(
        m_anchors_of[shorter], [&](std::uint32_t anchor) { return is_formula(anchor); });
    return static_cast<std::size_t>(known) * k_formula_share > m_anchors_of_rank[shorter];
}

// Of very many copies the first stands for all.
bool PassageIndex::may_stand_for(std::uint32_t work, std::uint32_t asked) const noexcept {
    const std::uint32_t group = m_works[work].group;
    const bool is_few = m_group_size[group] <= k_most_works;
    return is_few || group == work || (group == m_works[asked].group && asked == group);
}

// For each typed text that shares an anchor with one, how many it shares. Anchors that are frequent
// in works are left out: they lead elsewhere.
void PassageIndex::count_quoting(std::uint32_t rank, Scratch& scratch, Numbers& found) const {
    const auto count = [&](std::uint32_t other) {
        if (scratch.ranks[other]++ == 0) {
            found.push_back(other);
        }
    };
    for (const std::uint32_t anchor : m_anchors_of[rank]) {
        if (m_uses[anchor].is_frequent) {
            continue;
        }
        const auto ranks = m_ranks_of_anchor[anchor];
        if (ranks.size() <= k_most_quoted || ranks.front() == rank) {
            std::ranges::for_each(ranks, count);
        } else {
            count(ranks.front());
            count(rank);
        }
    }
}

// Works that a frequent anchor leads to, with two in one paragraph.
void PassageIndex::count_first_works(std::uint32_t rank, std::uint32_t work, Scratch& scratch,
                                     Numbers& strong) const {
    Numbers found;
    const auto count = [&](std::uint32_t other) {
        if (scratch.works[other]++ == 0) {
            found.push_back(other);
        }
    };
    for (const std::uint32_t anchor : m_anchors_of[rank]) {
        if (!m_uses[anchor].is_frequent) {
            continue;
        }
        if (m_uses[anchor].first_work != work) {
            count(m_uses[anchor].first_work);
            continue;
        }
        Numbers others;
        for (const std::uint32_t other : m_ranks_of_anchor[anchor]) {
            const auto works = m_works_of_rank[other];
            others.insert(others.end(), works.begin(), works.end());
        }
        sort_unique(others);
        std::ranges::for_each(others, count);
    }
    for (const std::uint32_t other : found) {
        if (scratch.works[other] >= k_fewest_anchors) {
            strong.push_back(other);
        }
        scratch.works[other] = 0;
    }
}

std::vector<std::uint32_t> PassageIndex::partners(std::uint32_t work, Scratch& scratch) const {
    Numbers ranks(m_ranks_of_work[work].begin(), m_ranks_of_work[work].end());
    sort_unique(ranks);
    Numbers strong;
    for (const std::uint32_t rank : ranks) {
        count_first_works(rank, work, scratch, strong);
    }
    Numbers weak;
    Numbers found;
    for (const std::uint32_t rank : ranks) {
        found.clear();
        count_quoting(rank, scratch, found);
        for (const std::uint32_t other : found) {
            // A paragraph that stands in both may be too short for two anchors.
            const bool is_strong = other == rank || scratch.ranks[other] >= k_fewest_anchors;
            scratch.ranks[other] = 0;
            for (const std::uint32_t far : m_works_of_rank[other]) {
                if (!may_stand_for(far, work)) {
                    continue;
                }
                if (is_strong) {
                    strong.push_back(far);
                } else if (scratch.works[far]++ == 0) {
                    weak.push_back(far);
                }
            }
        }
        if (strong.size() > 4 * m_works.size() + 1024) {
            sort_unique(strong);
        }
    }
    std::ranges::sort(weak, [&](std::uint32_t a, std::uint32_t b) {
        return scratch.works[a] != scratch.works[b] ? scratch.works[a] > scratch.works[b] : a < b;
    });
    for (const std::uint32_t far : weak) {
        scratch.works[far] = 0;
    }
    weak.resize(std::min(weak.size(), k_most_weak));
    strong.insert(strong.end(), weak.begin(), weak.end());
    sort_unique(strong);
    std::erase(strong, work);
    return strong;
}

// Typed texts with which one shares an anchor that hardly any other has.
void PassageIndex::mark_rare(std::uint32_t rank, Numbers& rare) const {
    for (const std::uint32_t anchor : m_anchors_of[rank]) {
        const auto ranks = m_ranks_of_anchor[anchor];
        if (ranks.size() <= k_rare) {
            rare.insert(rare.end(), ranks.begin(), ranks.end());
        }
    }
    sort_unique(rare);
}

std::vector<PassageIndex::Quoting> PassageIndex::quoting(TypedId typed, Scratch& scratch) const {
    std::vector<Quoting> quoting;
    const std::uint32_t rank = at(m_rank_of, typed.value);
    if (rank == k_none) {
        return quoting;
    }
    Numbers rare;
    mark_rare(rank, rare);
    Numbers found;
    count_quoting(rank, scratch, found);
    for (const std::uint32_t other : found) {
        const std::uint32_t shared = std::exchange(scratch.ranks[other], 0);
        const std::uint32_t fewer = std::min(m_anchors_of_rank[rank], m_anchors_of_rank[other]);
        const bool is_likely = shared >= k_least_anchor_share * fewer;
        if (other != rank && (is_likely || std::ranges::binary_search(rare, other))) {
            quoting.push_back({m_typed[other], is_likely});
        }
    }
    std::ranges::sort(quoting, {}, &Quoting::typed);
    return quoting;
}

}  // namespace leitong::engine
