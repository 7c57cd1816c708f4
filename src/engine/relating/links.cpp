#include "links.hpp"

#include "leitong/base/sort.hpp"

#include <algorithm>
#include <atomic>
#include <functional>

#include "crowded_bands.hpp"
#include "engine/common/parameters.hpp"
#include "engine/common/threads.hpp"

namespace leitong::engine {

namespace {

constexpr std::size_t k_tasks = sketch::k_bands / k_bands_at_once + 1;  // the first: anchors
constexpr std::size_t k_part = 1U << 14;  // pairs that a thread verifies at a time
constexpr int k_reader_cache_mib = 16;    // a matching thread reads postings in order, texts once
constexpr std::size_t k_fewest_sorted = 1U << 20;

std::uint64_t key_of(const VerifiedLink& link) noexcept {
    return std::uint64_t{link.low} << 32 | link.high;
}

void sort_unique(std::vector<VerifiedLink>& links) {
    std::vector<VerifiedLink> scratch;
    base::radix_sort(links, scratch, 64, key_of);
    const auto rest = std::ranges::unique(links, {}, key_of);
    links.erase(rest.begin(), rest.end());
}

// One thread: its own connection, its own search, its own links.
class Worker {
public:
    Worker(store::Store& store, const LinkSearch& search, const SearchQuestion& question,
           std::span<const std::uint32_t> crowded)
        : m_library(store),
          m_context(search.context),
          m_verifier(m_library, search.sketches, search.shingles),
          m_search(question, search.sketches, crowded,
                   [this](std::span<const CandidatePair> pairs) { return verify(pairs); }) {}
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    Result<void> verify(std::span<const CandidatePair> pairs) {
        if (m_context.is_interrupted()) {
            return fail(Errc::interrupted, Msg::interrupted);
        }
        LEITONG_TRY(m_verifier.verify(pairs, m_links));
        if (m_links.size() > m_most_links) {  // what meets in many crowded bands comes many times
            sort_unique(m_links);
            m_most_links = std::max(k_fewest_sorted, 2 * m_links.size());
        }
        return {};
    }

    [[nodiscard]] CandidateSearch& search() noexcept { return m_search; }
    [[nodiscard]] Library& library() noexcept { return m_library; }
    // What was verified since the last call.
    [[nodiscard]] std::vector<VerifiedLink> take_links() { return std::exchange(m_links, {}); }

private:
    Library m_library;
    const RunContext& m_context;
    Verifier m_verifier;
    CandidateSearch m_search;
    std::vector<VerifiedLink> m_links;
    std::size_t m_most_links = k_fewest_sorted;
};

struct Findings {
    AllLinks all;
    TextSet dirty;

    void add_dirty(Worker& worker) {
        for (const TypedNumber id : worker.search().pairs().dirty().list()) {
            dirty.put(id);
        }
    }
};

// Reads all bands and all anchors on several threads: first the candidates, then what they are.
class Scan {
public:
    Scan(const LinkSearch& search, const SearchQuestion& question)
        : m_search(search), m_question(question) {}

    Result<Findings> run() {
        const unsigned threads = std::clamp(m_search.threads, 1U, 64U);
        const std::vector<std::uint32_t> crowded = crowded_bands(m_search.sketches, threads);
        std::vector<std::unique_ptr<store::Store>> stores;
        std::vector<std::unique_ptr<Worker>> workers;
        for (unsigned i = 0; i < threads; ++i) {
            LEITONG_TRY_ASSIGN(
                store::Store store,
                store::Store::open_reader(m_search.store_path, parameters(), k_reader_cache_mib));
            stores.push_back(std::make_unique<store::Store>(std::move(store)));
            LEITONG_TRY(stores.back()->begin());
            workers.push_back(
                std::make_unique<Worker>(*stores.back(), m_search, m_question, crowded));
        }
        LEITONG_TRY(try_on_threads(threads, [&](unsigned i) {
            return find_candidates(*workers[i], stores[i]->postings());
        }));
        collect_pairs(workers);
        m_parts.resize((m_pairs.size() + k_part - 1) / k_part);
        LEITONG_TRY(try_on_threads(threads, [&](unsigned i) { return verify(*workers[i]); }));
        m_pairs = {};
        Findings found;
        for (const auto& worker : workers) {
            found.add_dirty(*worker);
        }
        for (const auto& store : stores) {
            LEITONG_TRY(store->commit());
        }
        found.all.parts = std::move(m_parts);
        std::ranges::move(m_early_links, std::back_inserter(found.all.parts));
        found.all.bands = std::move(m_blocks);
        return found;
    }

private:
    // Takes tasks until none is left. The anchors, which take longest, come first.
    Result<void> find_candidates(Worker& worker, store::Postings& postings) {
        while (true) {
            const std::size_t task = m_next_task.fetch_add(1);
            if (task >= k_tasks) {
                worker.search().forget_keys();
                worker.search().pairs().sort();
                return {};
            }
            if (m_search.context.is_interrupted()) {
                return fail(Errc::interrupted, Msg::interrupted);
            }
            if (task == 0) {
                LEITONG_TRY(worker.search().scan_anchors(postings));
                continue;
            }
            LEITONG_TRY(worker.search().scan_bands((task - 1) * k_bands_at_once, m_blocks));
        }
    }

    // Threads find the same pair in different bands; it is verified once.
    void collect_pairs(const std::vector<std::unique_ptr<Worker>>& workers) {
        for (const auto& worker : workers) {
            m_early_links.push_back(worker->take_links());
            const std::vector<CandidatePair> before = std::exchange(m_pairs, {});
            const std::vector<CandidatePair> pairs = worker->search().pairs().take();
            m_pairs.reserve(before.size() + pairs.size());
            std::ranges::set_union(before, pairs, std::back_inserter(m_pairs));
        }
    }

    Result<void> verify(Worker& worker) {
        while (true) {
            const std::size_t part = m_next_part.fetch_add(1);
            if (part >= m_parts.size()) {
                return {};
            }
            const std::size_t first = part * k_part;
            const std::size_t count = std::min(k_part, m_pairs.size() - first);
            LEITONG_TRY(worker.verify(std::span(m_pairs).subspan(first, count)));
            m_parts[part] = worker.take_links();
        }
    }

    const LinkSearch& m_search;
    const SearchQuestion& m_question;
    std::atomic<std::size_t> m_next_task = 0;
    std::atomic<std::size_t> m_next_part = 0;
    std::vector<CandidatePair> m_pairs;              // k_part of them are a part
    std::vector<std::vector<VerifiedLink>> m_parts;  // what each part of the pairs came to
    std::vector<std::vector<VerifiedLink>> m_early_links;
    store::PostingBlocks m_blocks;
};

Result<void> write_new_bands(const LinkSearch& search, const std::vector<TypedNumber>& asked,
                             TypedNumber refreshed) {
    store::PostingBatch batch;
    for (const TypedNumber id : asked) {
        LEITONG_TRY_ASSIGN(const Sketch* sketch, search.sketches.find(search.store, id));
        if (id <= refreshed || sketch == nullptr || sketch->shingles < match::k_fewest_shingles) {
            continue;
        }
        for (std::size_t band = 0; band < sketch::k_bands; ++band) {
            batch.add(store::band_kind(band), sketch::band_key(sketch->minhash, band), id);
        }
    }
    return search.store.postings().append(batch);
}

Result<Findings> look_up(const LinkSearch& search, const SearchQuestion& question,
                         const std::vector<TypedNumber>& asked,
                         const std::vector<TypedNumber>& vanished) {
    LEITONG_TRY(write_new_bands(search, asked, question.refreshed));
    Worker worker(search.store, search, question, {});
    LEITONG_TRY(worker.search().look_up(worker.library(), asked));
    LEITONG_TRY(worker.search().look_up_gone(worker.library(), vanished));
    LEITONG_TRY(worker.search().pairs().finish());
    Findings found;
    found.add_dirty(worker);
    found.all.parts.push_back(worker.take_links());
    return found;
}

// Whose pairs are wanted, and what is no partner any more. Only texts in `vanished` may have left
// buckets that were big until now.
Result<Findings> search_once(const LinkSearch& search, const std::vector<TypedNumber>& asked,
                             const std::vector<TypedNumber>& gone,
                             const std::vector<TypedNumber>& vanished, TypedId refreshed) {
    SearchQuestion question;
    question.refreshed = static_cast<TypedNumber>(refreshed.value);
    question.all_are_asked =
        search.sketches.is_complete() && asked.size() == search.sketches.size();
    for (const TypedNumber id : asked) {
        question.asked.put(id);
    }
    for (const TypedNumber id : gone) {
        question.gone.put(id);
    }
    return search.sketches.is_complete() ? Scan(search, question).run()
                                         : look_up(search, question, asked, vanished);
}

}  // namespace

Result<std::vector<VerifiedLink>> find_links(const LinkSearch& search,
                                             std::vector<TypedNumber>& asked,
                                             const std::vector<TypedNumber>& gone) {
    LEITONG_TRY_ASSIGN(const TypedId refreshed, search.store.refreshed_id());
    LEITONG_TRY_ASSIGN(Findings found, search_once(search, asked, gone, gone, refreshed));
    LEITONG_TRY(search.store.postings().append(found.all.bands));
    std::vector<VerifiedLink> links = found.all.take_links();
    const std::vector<TypedNumber> dirty = found.dirty.list();
    if (!dirty.empty()) {
        // Their buckets are as they were before, so that nothing becomes dirty by this; and all
        // bands are written now.
        constexpr TypedId k_all{~TypedNumber{0}};
        LEITONG_TRY_ASSIGN(Findings more, search_once(search, dirty, gone, {}, k_all));
        std::ranges::move(more.all.parts, std::back_inserter(found.all.parts));
        found.all.parts.push_back(std::move(links));
        links = found.all.take_links();
        std::ranges::copy(dirty, std::back_inserter(asked));
        std::ranges::sort(asked);
    }
    return links;
}

Result<AllLinks> find_all_links(const LinkSearch& search) {
    SearchQuestion question;
    question.all_are_asked = true;
    LEITONG_TRY_ASSIGN(Findings found, Scan(search, question).run());
    return std::move(found.all);
}

// Pairs are in order, so what the parts came to is mostly, too; what is not is sorted in place: it
// comes when there is much.
std::vector<VerifiedLink> AllLinks::take_links() {
    std::size_t count = 0;
    for (const std::vector<VerifiedLink>& part : parts) {
        count += part.size();
    }
    std::vector<VerifiedLink> links;
    links.reserve(count);
    for (std::vector<VerifiedLink>& part : parts) {
        links.insert(links.end(), part.begin(), part.end());
        part = {};
    }
    if (std::ranges::adjacent_find(links, std::greater_equal{}, key_of) != links.end()) {
        std::ranges::sort(links, {}, key_of);
        const auto rest = std::ranges::unique(links, {}, key_of);
        links.erase(rest.begin(), rest.end());
    }
    return links;
}

NeighbourLists::NeighbourLists(std::span<const VerifiedLink> links) {
    TypedNumber last = 0;
    for (const VerifiedLink& link : links) {
        last = std::max(last, link.high);
    }
    m_first.assign(last + std::size_t{2}, 0);
    for (const VerifiedLink& link : links) {
        ++m_first[link.low + std::size_t{1}];
        ++m_first[link.high + std::size_t{1}];
    }
    for (std::size_t i = 1; i < m_first.size(); ++i) {
        m_first[i] += m_first[i - 1];
    }
    m_entries.resize(links.size() * 2);
    std::vector<std::uint32_t> at(m_first.begin(), m_first.end() - 1);
    // Lower neighbours first, each kind in order, so that every list is sorted.
    for (const VerifiedLink& link : links) {
        m_entries[at[link.high]++] = {TypedId{link.low}, link.shared, link.is_edge};
    }
    for (const VerifiedLink& link : links) {
        m_entries[at[link.low]++] = {TypedId{link.high}, link.shared, link.is_edge};
    }
}

std::span<const store::Neighbour> NeighbourLists::of(TypedNumber id) const noexcept {
    if (id + std::size_t{1} >= m_first.size()) {
        return {};
    }
    return std::span(m_entries).subspan(m_first[id], m_first[id + 1] - m_first[id]);
}

std::vector<TypedNumber> NeighbourLists::ids() const {
    std::vector<TypedNumber> found;
    for (TypedNumber id = 0; id + std::size_t{1} < m_first.size(); ++id) {
        if (m_first[id] != m_first[id + 1]) {
            found.push_back(id);
        }
    }
    return found;
}

}  // namespace leitong::engine
