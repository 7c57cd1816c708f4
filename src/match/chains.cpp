#include "chains.hpp"

#include "leitong/match/passages.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace leitong::match {

namespace {

// Chains that may go on; of more, those of the least score are closed.
constexpr std::size_t k_most_open_chains = 64;
constexpr std::size_t k_none = ~std::size_t{0};

struct Best {
    std::int64_t score = 0;
    std::size_t from = k_none;
    std::uint32_t cut = 0;  // of the run, because the one before reaches into it
};

class Chainer {
public:
    explicit Chainer(const std::vector<Stretch>& runs) : m_runs(runs), m_best(runs.size()) {}

    void run(std::uint64_t least, const ChainSink& sink) {
        for (std::size_t i = 0; i < m_runs.size(); ++i) {
            m_best[i].score = m_runs[i].length;
            std::erase_if(m_open, [&](std::size_t k) {
                return m_runs[k].a + m_runs[k].length + k_longest_gap < m_runs[i].a;
            });
            for (const std::size_t k : m_open) {
                join(k, i);
            }
            open(i);
        }
        collect(least, sink);
    }

private:
    void join(std::size_t k, std::size_t i) {
        const Stretch& left = m_runs[k];
        const Stretch& right = m_runs[i];
        const std::uint32_t end_a = left.a + left.length;
        const std::uint32_t end_b = left.b + left.length;
        if (left.a >= right.a || left.b >= right.b) {
            return;
        }
        const std::uint32_t cut =
            std::max(end_a > right.a ? end_a - right.a : 0, end_b > right.b ? end_b - right.b : 0);
        if (cut >= right.length) {
            return;
        }
        const std::uint32_t gap_a = right.a + cut - end_a;
        const std::uint32_t gap_b = right.b + cut - end_b;
        const std::uint32_t longer = std::max(gap_a, gap_b);
        const std::uint32_t shorter = std::min(gap_a, gap_b);
        if (longer > k_longest_gap) {
            return;
        }
        // What one side has more is lost for certain; of the rest half may yet turn out alike.
        const std::int64_t score = m_best[k].score + (right.length - cut) -
                                   static_cast<std::int64_t>(longer - shorter + shorter / 2);
        if (score > m_best[i].score) {
            m_best[i] = {score, k, cut};
        }
    }

    void open(std::size_t i) {
        m_open.push_back(i);
        if (m_open.size() > k_most_open_chains) {
            m_open.erase(std::ranges::min_element(m_open, {},
                                                  [&](std::size_t k) { return m_best[k].score; }));
        }
    }

    void collect(std::uint64_t least, const ChainSink& sink) {
        std::vector<std::size_t> order(m_runs.size());
        std::iota(order.begin(), order.end(), 0);
        std::ranges::sort(order, [&](std::size_t i, std::size_t k) {
            return m_best[i].score != m_best[k].score ? m_best[i].score > m_best[k].score : i < k;
        });
        std::vector<bool> used(m_runs.size(), false);
        std::vector<Stretch> runs;
        for (const std::size_t last : order) {
            if (used[last]) {
                continue;
            }
            runs.clear();
            std::uint64_t symbols = 0;
            for (std::size_t i = last; i != k_none && !used[i]; i = m_best[i].from) {
                used[i] = true;
                const std::size_t from = m_best[i].from;
                const std::uint32_t cut = from == k_none || used[from] ? 0 : m_best[i].cut;
                runs.push_back({m_runs[i].a + cut, m_runs[i].b + cut, m_runs[i].length - cut});
                symbols += runs.back().length;
            }
            if (symbols >= least) {
                std::ranges::reverse(runs);
                sink(runs);
            }
        }
    }

    const std::vector<Stretch>& m_runs;
    std::vector<Best> m_best;
    std::vector<std::size_t> m_open;
};

}  // namespace

void chain(const std::vector<Stretch>& runs, std::uint64_t least, const ChainSink& sink) {
    Chainer(runs).run(least, sink);
}

}  // namespace leitong::match
