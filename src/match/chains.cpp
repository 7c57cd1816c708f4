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

// A run that others may yet follow.
struct Open {
    Stretch run;
    std::int64_t score = 0;  // the best of a chain that ends with it
    std::size_t index = 0;
};

// Kept from pair to pair.
struct Tables {
    std::vector<Best> best;
    std::vector<Open> open;
    std::vector<bool> marks;
    std::vector<std::size_t> ends;
    std::vector<Stretch> chain;
};

class Chainer {
public:
    Chainer(const std::vector<Stretch>& runs, Tables& tables) : m_runs(runs), m_tables(tables) {}

    void run(const RunTest& is_worth_alone, const ChainSink& sink) {
        m_tables.best.assign(m_runs.size(), {});
        m_tables.open.clear();
        for (std::size_t i = 0; i < m_runs.size(); ++i) {
            join_best(i);
            open(i);
        }
        find_ends(is_worth_alone);
        collect(sink);
    }

private:
    // Whether a gap up to here costs more than a chain has, at best: half of its longer side.
    [[nodiscard]] static bool is_past(const Open& left, std::uint32_t a) noexcept {
        const std::int64_t gap = std::int64_t{a} - (left.run.a + left.run.length);
        return gap > k_longest_gap || gap / 2 >= left.score;
    }

    // Puts a run behind the one that it is best behind, and closes what is past.
    void join_best(std::size_t i) {
        const Stretch& right = m_runs[i];
        Best best{right.length, k_none, 0};
        std::vector<Open>& open = m_tables.open;
        std::size_t kept = 0;
        for (std::size_t k = 0; k < open.size(); ++k) {
            const Open& left = open[k];
            if (is_past(left, right.a)) {
                continue;
            }
            join(left, right, best);
            if (kept != k) {
                open[kept] = left;
            }
            ++kept;
        }
        open.resize(kept);
        m_tables.best[i] = best;
    }

    static void join(const Open& open, const Stretch& right, Best& best) {
        const Stretch& left = open.run;
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
        const std::int64_t score = open.score + (right.length - cut) -
                                   static_cast<std::int64_t>(longer - shorter + shorter / 2);
        if (score > best.score) {
            best = {score, open.index, cut};
        }
    }

    void open(std::size_t i) {
        std::vector<Open>& open = m_tables.open;
        open.push_back({m_runs[i], m_tables.best[i].score, i});
        if (open.size() > k_most_open_chains) {
            open.erase(std::ranges::min_element(open, {}, &Open::score));
        }
    }

    // Ends that a chain may have, the best first. Most runs are alone, and by chance.
    void find_ends(const RunTest& is_worth_alone) {
        const std::vector<Best>& best = m_tables.best;
        std::vector<bool>& goes_on = m_tables.marks;
        goes_on.assign(m_runs.size(), false);
        for (const Best& one : best) {
            if (one.from != k_none) {
                goes_on[one.from] = true;
            }
        }
        m_tables.ends.clear();
        for (std::size_t i = 0; i < m_runs.size(); ++i) {
            const bool is_alone = best[i].from == k_none && !goes_on[i];
            if (!is_alone || is_worth_alone(m_runs[i])) {
                m_tables.ends.push_back(i);
            }
        }
        std::ranges::sort(m_tables.ends, [&](std::size_t i, std::size_t k) {
            return best[i].score != best[k].score ? best[i].score > best[k].score : i < k;
        });
    }

    void collect(const ChainSink& sink) {
        const std::vector<Best>& best = m_tables.best;
        std::vector<bool>& used = m_tables.marks;
        used.assign(m_runs.size(), false);
        std::vector<Stretch>& chain = m_tables.chain;
        for (const std::size_t last : m_tables.ends) {
            if (used[last]) {
                continue;
            }
            chain.clear();
            for (std::size_t i = last; i != k_none && !used[i]; i = best[i].from) {
                used[i] = true;
                const std::size_t from = best[i].from;
                const std::uint32_t cut = from == k_none || used[from] ? 0 : best[i].cut;
                chain.push_back({m_runs[i].a + cut, m_runs[i].b + cut, m_runs[i].length - cut});
            }
            std::ranges::reverse(chain);
            sink(chain);
        }
    }

    const std::vector<Stretch>& m_runs;
    Tables& m_tables;
};

}  // namespace

void chain(const std::vector<Stretch>& runs, const RunTest& is_worth_alone, const ChainSink& sink) {
    thread_local Tables tables;
    Chainer(runs, tables).run(is_worth_alone, sink);
}

}  // namespace leitong::match
