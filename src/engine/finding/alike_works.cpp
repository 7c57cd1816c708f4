#include "alike_works.hpp"

#include <algorithm>
#include <utility>

namespace leitong::engine {

namespace {

constexpr std::size_t k_keys = 16;    // least hashes by which works meet
constexpr std::size_t k_few = 32;     // works that are compared each with each
constexpr std::size_t k_leaders = 4;  // that each of many is compared with

}  // namespace

std::vector<cluster::Edge> alike_works(std::span<const sketch::ShingleSample> samples,
                                       double least) {
    struct Key {
        std::uint64_t value = 0;
        base::Hash128 content;
        std::uint32_t work = 0;
        auto operator<=>(const Key&) const = default;
    };
    std::vector<Key> keys;
    for (std::uint32_t work = 0; work < samples.size(); ++work) {
        const auto values = samples[work].values();
        const base::Hash128 content = samples[work].key();
        for (const std::uint64_t value : values.first(std::min(values.size(), k_keys))) {
            keys.push_back({value, content, work});
        }
    }
    std::ranges::sort(keys);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    for (std::size_t begin = 0; begin < keys.size();) {
        std::size_t end = begin;
        while (end < keys.size() && keys[end].value == keys[begin].value) {
            ++end;
        }
        const std::size_t leaders = end - begin <= k_few ? end - begin : k_leaders;
        for (std::size_t i = begin + 1; i < end; ++i) {
            for (std::size_t leader = begin; leader < std::min(i, begin + leaders); ++leader) {
                pairs.push_back(std::minmax(keys[leader].work, keys[i].work));
            }
        }
        begin = end;
    }
    std::ranges::sort(pairs);
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    std::vector<cluster::Edge> edges;
    for (const auto& [a, b] : pairs) {
        const double likeness = sketch::estimate_jaccard(samples[a], samples[b]);
        if (likeness >= least) {
            edges.push_back({a, b, static_cast<std::uint32_t>(likeness * 1000)});
        }
    }
    return edges;
}

}  // namespace leitong::engine
