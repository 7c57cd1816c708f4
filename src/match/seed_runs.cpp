#include "seed_runs.hpp"

#include "leitong/base/sort.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "diagonal_ends.hpp"

namespace leitong::match {

namespace {

// Up to so many pairs of places of one seed are all tried.
constexpr std::size_t k_all_places = 64;
constexpr std::uint64_t k_most_steps = 64;
// Equal hashes of different seeds give runs shorter than any seed is.
constexpr std::uint32_t k_shortest_run = 3;

// Kept from pair to pair.
struct Tables {
    DiagonalEnds ends;
    std::vector<std::uint32_t> places;
    std::vector<Stretch> runs;
};

template <typename Symbol>
class SeedRuns {
public:
    SeedRuns(const PassageText& a, const PassageText& b, std::span<const Symbol> symbols_a,
             std::span<const Symbol> symbols_b, Tables& tables)
        : m_a(a),
          m_b(b),
          m_symbols_a(symbols_a),
          m_symbols_b(symbols_b),
          m_ends(tables.ends),
          m_places(tables.places),
          m_runs(tables.runs),
          m_steps_left(k_most_steps * (std::uint64_t{a.size()} + b.size())) {}

    void run() {
        m_runs.clear();
        m_ends.start(std::size_t{m_a.size()} + m_b.size() + 1, m_a.size());
        choose_places();
        const std::span<const std::uint32_t> hashes = m_a.seed_hashes();
        const std::size_t places = m_places.size();
        for (std::size_t i = 0; i < places; ++i) {
            m_b.fetch_seed_starts(hashes[m_places[std::min(i + 2 * k_ahead, places - 1)]]);
            m_b.fetch_seeds(hashes[m_places[std::min(i + k_ahead, places - 1)]]);
            meet(m_places[i], hashes[m_places[i]]);
        }
        base::sort_nearly_sorted(m_runs, [](const Stretch& x, const Stretch& y) {
            return x.a != y.a ? x.a < y.a : x.b < y.b;
        });
    }

private:
    using Seeds = std::span<const Seed>;
    // Places so far ahead are brought into the cache.
    static constexpr std::size_t k_ahead = 8;

    // The places of a whose seeds b may have. Without branches: which they are cannot be predicted.
    void choose_places() {
        const std::span<const std::uint32_t> hashes = m_a.seed_hashes();
        m_places.resize(hashes.size());
        std::size_t chosen = 0;
        for (std::uint32_t at = 0; at < hashes.size(); ++at) {
            m_places[chosen] = at;
            chosen += m_b.may_have_seed(hashes[at]) && hashes[at] != k_no_seed ? 1U : 0U;
        }
        m_places.resize(chosen);
    }

    // Pairs a seed of a with its like of b. One that recurs on both sides is paired by rank, from
    // the start and from the end: linear, and right for texts that repeat in step.
    void meet(std::uint32_t at, std::uint32_t hash) {
        const Seeds far = m_b.seeds_of(hash);
        const Seeds own = far.size() > 1 ? m_a.seeds_of(hash) : Seeds{};
        if (own.size() * far.size() <= k_all_places) {
            for (const Seed& seed : far) {
                hit(at, seed.at);
            }
            return;
        }
        const auto rank = static_cast<std::size_t>(
            std::ranges::lower_bound(own, at, {}, &Seed::at) - own.begin());
        const std::size_t longer = std::max(own.size(), far.size());
        for (std::size_t i = rank; i < longer; i += own.size()) {
            hit(at, far[i % far.size()].at);
        }
        for (std::size_t i = own.size() - 1 - rank; i < longer; i += own.size()) {
            hit(at, far[far.size() - 1 - i % far.size()].at);
        }
    }

    // A pair of places to a maximal run, once a run.
    void hit(std::uint32_t a, std::uint32_t b) {
        const std::size_t diagonal = std::size_t{b} + m_a.size() - a;
        if (!m_ends.is_past(diagonal, a)) {
            return;
        }
        const Stretch run = grown(a, b);
        m_ends.put(diagonal, run.a + run.length);
        if (run.length >= k_shortest_run) {
            m_runs.push_back(run);
        }
    }

    [[nodiscard]] bool is_equal(std::uint32_t a, std::uint32_t b) const noexcept {
        return m_symbols_a[a] == m_symbols_b[b];
    }

    Stretch grown(std::uint32_t a, std::uint32_t b) {
        Stretch run{a, b, 0};
        const std::uint64_t most = std::max<std::uint64_t>(m_steps_left, 64);
        while (run.length < most && a + run.length < m_a.size() && b + run.length < m_b.size() &&
               is_equal(a + run.length, b + run.length)) {
            ++run.length;
        }
        while (run.length < most && run.a > 0 && run.b > 0 && is_equal(run.a - 1, run.b - 1)) {
            --run.a;
            --run.b;
            ++run.length;
        }
        m_steps_left -= std::min<std::uint64_t>(m_steps_left, run.length);
        return run;
    }

    const PassageText& m_a;
    const PassageText& m_b;
    std::span<const Symbol> m_symbols_a;
    std::span<const Symbol> m_symbols_b;
    DiagonalEnds& m_ends;
    std::vector<std::uint32_t>& m_places;
    std::vector<Stretch>& m_runs;
    std::uint64_t m_steps_left;
};

}  // namespace

const std::vector<Stretch>& seed_runs(const PassageText& a, const PassageText& b) {
    thread_local Tables tables;
    if (a.has_codes() && b.has_codes()) {
        SeedRuns<Code>(a, b, a.codes(), b.codes(), tables).run();
    } else {
        SeedRuns<char32_t>(a, b, a.symbols(), b.symbols(), tables).run();
    }
    return tables.runs;
}

}  // namespace leitong::match
