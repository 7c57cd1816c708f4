#include "seed_runs.hpp"

#include "leitong/base/sort.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>

namespace leitong::match {

namespace {

// Up to so many pairs of places of one seed are all tried.
constexpr std::size_t k_all_places = 64;
constexpr std::uint64_t k_most_steps = 64;
// Equal hashes of different seeds give runs shorter than any seed is.
constexpr std::uint32_t k_shortest_run = 3;

class SeedRuns {
public:
    SeedRuns(const PassageText& a, const PassageText& b)
        : m_a(a), m_b(b), m_steps_left(k_most_steps * (std::uint64_t{a.size()} + b.size())) {}

    std::vector<Stretch> run() {
        meet();
        base::sort_numbers(m_hits);
        grow();
        std::ranges::sort(m_runs, [](const Stretch& x, const Stretch& y) {
            return x.a != y.a ? x.a < y.a : x.b < y.b;
        });
        return std::move(m_runs);
    }

private:
    using Seeds = std::span<const Seed>;

    static Seeds group(Seeds seeds, std::size_t first) {
        std::size_t last = first;
        while (last < seeds.size() && seeds[last].hash == seeds[first].hash) {
            ++last;
        }
        return seeds.subspan(first, last - first);
    }

    // Pairs the places of each seed that both have. What hashes begin with is gathered first, so
    // that the seeds of the next can be fetched while those of one are met.
    void meet() {
        constexpr unsigned k_word_bits = 6;
        constexpr std::size_t k_ahead = 8;
        const unsigned level = std::min(m_a.seed_levels(), m_b.seed_levels());
        const unsigned bits = level + k_word_bits;
        const std::span<const std::uint64_t> of_a = m_a.seed_bits(level);
        const std::span<const std::uint64_t> of_b = m_b.seed_bits(level);
        std::vector<std::uint32_t> common;
        for (std::size_t word = 0; word < of_a.size(); ++word) {
            for (std::uint64_t both = of_a[word] & of_b[word]; both != 0; both &= both - 1) {
                const std::uint64_t first =
                    word << k_word_bits | static_cast<unsigned>(std::countr_zero(both));
                common.push_back(static_cast<std::uint32_t>(first << (32 - bits)));
            }
        }
        for (std::size_t i = 0; i < common.size(); ++i) {
            if (i + k_ahead < common.size()) {
                m_a.fetch_seeds(common[i + k_ahead]);
                m_b.fetch_seeds(common[i + k_ahead]);
            }
            meet(common[i], bits);
        }
    }

    // Seeds whose hashes begin with so many bits as one does.
    void meet(std::uint32_t least, unsigned bits) {
        const std::uint32_t last = least | (~std::uint32_t{0} >> bits);
        Seeds a = m_a.seeds_from(least);
        Seeds b = m_b.seeds_from(least);
        while (!a.empty() && !b.empty() && a.front().hash <= last && b.front().hash <= last) {
            if (a.front().hash < b.front().hash) {
                a = a.subspan(1);
            } else if (b.front().hash < a.front().hash) {
                b = b.subspan(1);
            } else {
                const Seeds own = group(a, 0);
                const Seeds far = group(b, 0);
                pair_places(own, far);
                a = a.subspan(own.size());
                b = b.subspan(far.size());
            }
        }
    }

    void hit(const Seed& a, const Seed& b) {
        const std::uint64_t diagonal = std::uint64_t{b.at} + m_a.size() - a.at;
        m_hits.push_back(diagonal << 32 | a.at);
    }

    // A seed that recurs on both sides is paired by rank, from the start and from the end: linear,
    // and right for texts that repeat in step.
    void pair_places(Seeds a, Seeds b) {
        if (a.size() * b.size() <= k_all_places) {
            for (const Seed& x : a) {
                for (const Seed& y : b) {
                    hit(x, y);
                }
            }
            return;
        }
        const std::size_t longer = std::max(a.size(), b.size());
        for (std::size_t i = 0; i < longer; ++i) {
            const std::size_t x = i % a.size();
            const std::size_t y = i % b.size();
            hit(a[x], b[y]);
            hit(a[a.size() - 1 - x], b[b.size() - 1 - y]);
        }
    }

    [[nodiscard]] bool is_equal(std::uint32_t a, std::uint32_t b) const noexcept {
        return m_a.symbols()[a] == m_b.symbols()[b];
    }

    // Each hit to a maximal run, once a run: hits come by diagonal.
    void grow() {
        std::uint64_t diagonal = ~std::uint64_t{0};
        std::uint32_t end = 0;
        for (const std::uint64_t key : m_hits) {
            const auto a = static_cast<std::uint32_t>(key);
            if (key >> 32 == diagonal && a < end) {
                continue;
            }
            diagonal = key >> 32;
            const auto b = static_cast<std::uint32_t>(diagonal + a - m_a.size());
            const Stretch run = grown(a, b);
            end = run.a + run.length;
            if (run.length >= k_shortest_run) {
                m_runs.push_back(run);
            }
        }
    }

    Stretch grown(std::uint32_t a, std::uint32_t b) {
        Stretch run{a, b, 0};
        std::uint64_t most = std::max<std::uint64_t>(m_steps_left, 64);
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
    std::uint64_t m_steps_left;
    std::vector<std::uint64_t> m_hits;
    std::vector<Stretch> m_runs;
};

}  // namespace

std::vector<Stretch> seed_runs(const PassageText& a, const PassageText& b) {
    return SeedRuns(a, b).run();
}

}  // namespace leitong::match
