#include "chains.hpp"

#include "leitong/match/passages.hpp"

#include <algorithm>
#include <cstdint>

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

    void run(const RunTest& is_worth_alone, const ChainSink& sink) {
        for (std::size_t i = 0; i < m_runs.size(); ++i) {
            m_best[i].score = m_runs[i].length;
            std::erase_if(m_open, [&](std::size_t k) { return is_past(k, m_runs[i].a); });
            for (const std::size_t k : m_open) {
                join(k, i);
            }
            open(i);
        }
        collect(is_worth_alone, sink);
    }

private:
    // Whether a gap up to here costs more than a chain has, at best: half of its longer side.
    [[nodiscard]] bool is_past(std::size_t k, std::uint32_t a) const noexcept {
        const std::uint32_t end = m_runs[k].a + m_runs[k].length;
        const std::int64_t gap = std::int64_t{a} - end;
        return gap > k_longest_gap || gap / 2 >= m_best[k].score;
    }

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

    // Ends that a chain may have, the best first. Most runs are alone, and by chance.
    [[nodiscard]] std::vector<std::size_t> ends(const RunTest& is_worth_alone) const {
        std::vector<bool> goes_on(m_runs.size(), false);
        for (const Best& best : m_best) {
            if (best.from != k_none) {
                goes_on[best.from] = true;
            }
        }
        std::vector<std::size_t> ends;
        for (std::size_t i = 0; i < m_runs.size(); ++i) {
            const bool is_alone = m_best[i].from == k_none && !goes_on[i];
            if (!is_alone || is_worth_alone(m_runs[i])) {
                ends.push_back(i);
            }
        }
        std::ranges::sort(ends, [&](std::size_t i, std::size_t k) {
            return m_best[i].score != m_best[k].score ? m_best[i].score > m_best[k].score : i < k;
        });
        return ends;
    }

    void collect(const RunTest& is_worth_alone, const ChainSink& sink) {
        std::vector<bool> used(m_runs.size(), false);
        std::vector<Stretch> runs;
        for (const std::size_t last : ends(is_worth_alone)) {
            if (used[last]) {
                continue;
            }
            runs.clear();
            for (std::size_t i = last; i != k_none && !used[i]; i = m_best[i].from) {
                used[i] = true;
                const std::size_t from = m_best[i].from;
                const std::uint32_t cut = from == k_none || used[from] ? 0 : m_best[i].cut;
                runs.push_back({m_runs[i].a + cut, m_runs[i].b + cut, m_runs[i].length - cut});
            }
            std::ranges::reverse(runs);
            sink(runs);
        }
    }

    const std::vector<Stretch>& m_runs;
    std::vector<Best> m_best;
    std::vector<std::size_t> m_open;
};

}  // namespace

void chain(const std::vector<Stretch>& runs, const RunTest& is_worth_alone, const ChainSink& sink) {
    Chainer(runs).run(is_worth_alone, sink);
}

}  // namespace leitong::match
