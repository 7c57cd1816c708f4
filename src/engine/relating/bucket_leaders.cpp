#include "bucket_leaders.hpp"

#include "leitong/match/relation.hpp"
#include "leitong/sketch/minhash.hpp"

#include <algorithm>
#include <numeric>

namespace leitong::engine {

namespace {

constexpr double k_near = match::Thresholds{}.near;

bool is_near(const Sketch& a, const Sketch& b) noexcept {
    return sketch::estimate_jaccard(sketch::agreeing(a.minhash, b.minhash)) >= k_near;
}

}  // namespace

std::vector<std::size_t> choose_leaders(std::span<const Sketch* const> texts) {
    const auto sample = texts.first(std::min(k_leader_sample, texts.size()));
    std::vector<double> centrality(texts.size(), 0);  // mean, without itself
    for (std::size_t i = 0; i < texts.size(); ++i) {
        unsigned sum = 0;
        for (const Sketch* other : sample) {
            sum += other == texts[i] ? 0 : sketch::agreeing(texts[i]->minhash, other->minhash);
        }
        const std::size_t others = i < sample.size() ? sample.size() - 1 : sample.size();
        centrality[i] =
            static_cast<double>(sum) / static_cast<double>(std::max<std::size_t>(1, others));
    }
    std::vector<std::size_t> order(texts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        return centrality[a] != centrality[b] ? centrality[a] > centrality[b] : a < b;
    });
    std::vector<std::size_t> leaders;
    for (const std::size_t i : order) {
        if (leaders.size() == k_most_leaders) {
            break;
        }
        const bool is_led = std::ranges::any_of(
            leaders, [&](std::size_t leader) { return is_near(*texts[leader], *texts[i]); });
        if (leaders.size() < k_central_leaders || !is_led) {
            leaders.push_back(i);
        }
    }
    return leaders;
}

}  // namespace leitong::engine
