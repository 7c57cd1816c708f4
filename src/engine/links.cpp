#include "links.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

#include "parameters.hpp"

namespace leitong::engine {

namespace {

constexpr std::size_t k_tasks = sketch::k_bands + 1;  // each band, and the anchors

bool is_interrupted(const RunContext& context) {
    return context.interrupted != nullptr && context.interrupted->load(std::memory_order_relaxed);
}

// One thread: its own connection, its own search, its own links.
class Worker {
public:
    Worker(store::Store& store, const LinkSearch& search, const SearchQuestion& question)
        : m_library(store),
          m_verifier(m_library, search.sketches, search.shingles),
          m_search(question, search.sketches,
                   [this, &context = search.context](std::span<const CandidatePair> pairs) {
                       return take(pairs, context);
                   }) {}

    [[nodiscard]] CandidateSearch& search() noexcept { return m_search; }
    [[nodiscard]] Library& library() noexcept { return m_library; }
    [[nodiscard]] std::vector<VerifiedLink>& links() noexcept { return m_links; }

private:
    Result<void> take(std::span<const CandidatePair> pairs, const RunContext& context) {
        if (is_interrupted(context)) {
            return fail(Errc::interrupted, Msg::interrupted);
        }
        return m_verifier.verify(pairs, m_links);
    }

    Library m_library;
    Verifier m_verifier;
    CandidateSearch m_search;
    std::vector<VerifiedLink> m_links;
};

// What a thread brings home.
struct Findings {
    std::vector<VerifiedLink> links;
    TextSet dirty;
};

class Tasks {
public:
    Tasks(const LinkSearch& search, const SearchQuestion& question)
        : m_search(search), m_question(question) {}

    // Takes tasks until none is left. The anchors, which take longest, come first.
    Result<Findings> work() {
        LEITONG_TRY_ASSIGN(store::Store store,
                           store::Store::open_reader(m_search.store_path, parameters()));
        LEITONG_TRY(store.begin());
        Worker worker(store, m_search, m_question);
        while (true) {
            const std::size_t task = m_next.fetch_add(1);
            if (task >= k_tasks) {
                break;
            }
            if (is_interrupted(m_search.context)) {
                return fail(Errc::interrupted, Msg::interrupted);
            }
            LEITONG_TRY(task == 0 ? worker.search().scan_anchors(store.postings())
                                  : worker.search().scan_band(task - 1));
        }
        LEITONG_TRY(worker.search().finish());
        LEITONG_TRY(store.commit());
        return Findings{std::move(worker.links()), worker.search().dirty()};
    }

private:
    const LinkSearch& m_search;
    const SearchQuestion& m_question;
    std::atomic<std::size_t> m_next = 0;
};

Result<Findings> scan(const LinkSearch& search, const SearchQuestion& question) {
    Tasks tasks(search, question);
    std::vector<Result<Findings>> results(std::clamp(search.threads, 1U, 64U));
    {
        std::vector<std::jthread> threads;
        for (Result<Findings>& result : results) {
            threads.emplace_back([&] { result = tasks.work(); });
        }
    }
    Findings all;
    for (Result<Findings>& result : results) {
        if (!result) {
            return fail(std::move(result.error()));
        }
        std::ranges::move(result->links, std::back_inserter(all.links));
        for (const TypedNumber id : result->dirty.list()) {
            all.dirty.put(id);
        }
    }
    return all;
}

Result<Findings> look_up(const LinkSearch& search, const SearchQuestion& question,
                         const std::vector<TypedNumber>& asked,
                         const std::vector<TypedNumber>& gone) {
    Worker worker(search.store, search, question);
    LEITONG_TRY(worker.search().look_up(worker.library(), asked));
    LEITONG_TRY(worker.search().look_up_gone(worker.library(), gone));
    LEITONG_TRY(worker.search().finish());
    return Findings{std::move(worker.links()), worker.search().dirty()};
}

// Whose pairs are wanted, and what is no partner any more. Only texts in `vanished` may have left
// buckets that were big until now.
Result<Findings> search_once(const LinkSearch& search, const std::vector<TypedNumber>& asked,
                             const std::vector<TypedNumber>& gone,
                             const std::vector<TypedNumber>& vanished) {
    SearchQuestion question;
    for (const TypedNumber id : asked) {
        question.asked.put(id);
    }
    for (const TypedNumber id : gone) {
        question.gone.put(id);
    }
    return search.sketches.is_complete() ? scan(search, question)
                                         : look_up(search, question, asked, vanished);
}

void sort_unique(std::vector<VerifiedLink>& links) {
    const auto key = [](const VerifiedLink& link) { return std::pair(link.low, link.high); };
    std::ranges::sort(links, {}, key);
    const auto rest = std::ranges::unique(links, {}, key);
    links.erase(rest.begin(), rest.end());
}

}  // namespace

Result<std::vector<VerifiedLink>> find_links(const LinkSearch& search,
                                             std::vector<TypedNumber>& asked,
                                             const std::vector<TypedNumber>& gone) {
    LEITONG_TRY_ASSIGN(Findings found, search_once(search, asked, gone, gone));
    const std::vector<TypedNumber> dirty = found.dirty.list();
    if (!dirty.empty()) {
        // Their buckets are as they were before, so that nothing becomes dirty by this.
        LEITONG_TRY_ASSIGN(const Findings more, search_once(search, dirty, gone, {}));
        std::ranges::copy(more.links, std::back_inserter(found.links));
        std::ranges::copy(dirty, std::back_inserter(asked));
        std::ranges::sort(asked);
    }
    sort_unique(found.links);
    return std::move(found.links);
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
