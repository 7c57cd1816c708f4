#include "leitong/cluster/stars.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <set>

namespace leitong::cluster {
namespace {

Node node(std::uint64_t key, std::uint64_t weight = 1) {
    return {{key, key}, weight};
}

// Clusters as sets of keys, with the key of the centre first: what does not depend on numbering.
std::set<std::pair<std::uint64_t, std::set<std::uint64_t>>> as_sets(
    const std::vector<Node>& nodes, const std::vector<Star>& stars) {
    std::set<std::pair<std::uint64_t, std::set<std::uint64_t>>> sets;
    for (const Star& star : stars) {
        std::set<std::uint64_t> members;
        for (const std::uint32_t member : star.members) {
            members.insert(nodes[member].key.high);
        }
        sets.emplace(nodes[star.centre].key.high, std::move(members));
    }
    return sets;
}

TEST(Stars, DoNotChain) {
    std::vector<Node> nodes;
    std::vector<Edge> edges;
    for (std::uint32_t i = 0; i < 9; ++i) {
        nodes.push_back(node(i + 1));
        if (i > 0) {
            edges.push_back({i - 1, i, 10});
        }
    }
    for (const Star& star : stars(nodes, edges)) {
        EXPECT_LE(star.members.size(), 3U) << "a node of a chain has two neighbours";
    }
}

TEST(Stars, TakeTheHeaviestReachFirst) {
    const std::vector<Node> nodes = {node(1), node(2, 5), node(3), node(4)};
    const std::vector<Edge> edges = {{0, 1, 1}, {1, 2, 1}, {2, 3, 1}};
    const auto sets = as_sets(nodes, stars(nodes, edges));
    EXPECT_TRUE(sets.contains({2, {1, 2, 3}}));
    EXPECT_TRUE(sets.contains({4, {4}}));
}

class RandomGraphs : public testing::TestWithParam<unsigned> {
protected:
    void SetUp() override {
        std::mt19937 random(GetParam());
        const std::uint32_t size = 2 + static_cast<std::uint32_t>(random() % 30);
        for (std::uint32_t i = 0; i < size; ++i) {
            m_nodes.push_back(node(1000 + i * 7 % size, 1 + random() % 3));
        }
        for (std::uint32_t a = 0; a < size; ++a) {
            for (std::uint32_t b = a + 1; b < size; ++b) {
                if (random() % 6 == 0) {
                    m_edges.push_back({a, b, static_cast<std::uint32_t>(random() % 5)});
                }
            }
        }
    }
    std::vector<Node> m_nodes;
    std::vector<Edge> m_edges;
};

TEST_P(RandomGraphs, ArePartitionedIntoNeighboursOfTheCentre) {
    std::vector<int> seen(m_nodes.size(), 0);
    for (const Star& star : stars(m_nodes, m_edges)) {
        for (const std::uint32_t member : star.members) {
            ++seen[member];
            const bool is_neighbour =
                member == star.centre || std::ranges::any_of(m_edges, [&](const Edge& edge) {
                    return (edge.a == member && edge.b == star.centre) ||
                           (edge.b == member && edge.a == star.centre);
                });
            EXPECT_TRUE(is_neighbour);
        }
    }
    EXPECT_TRUE(std::ranges::all_of(seen, [](int times) { return times == 1; }));
}

TEST_P(RandomGraphs, DoNotDependOnTheOrderOfNodesAndEdges) {
    const auto expected = as_sets(m_nodes, stars(m_nodes, m_edges));
    std::mt19937 random(GetParam() + 100);
    std::vector<std::uint32_t> place(m_nodes.size());
    std::iota(place.begin(), place.end(), 0U);
    std::ranges::shuffle(place, random);
    std::vector<Node> nodes(m_nodes.size());
    for (std::size_t i = 0; i < place.size(); ++i) {
        nodes[place[i]] = m_nodes[i];
    }
    std::vector<Edge> edges;
    for (const Edge& edge : m_edges) {
        edges.push_back({place[edge.b], place[edge.a], edge.strength});
    }
    std::ranges::shuffle(edges, random);
    EXPECT_EQ(as_sets(nodes, stars(nodes, edges)), expected);
}

INSTANTIATE_TEST_SUITE_P(, RandomGraphs, testing::Range(0U, 25U));

}  // namespace
}  // namespace leitong::cluster
