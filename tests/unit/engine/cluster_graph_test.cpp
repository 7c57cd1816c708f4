#include "engine/relating/cluster_graph.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace leitong::engine {
namespace {

// Texts at random with links at random, told by content alone: numbers are given later.
struct Story {
    struct Link {
        std::size_t a = 0;
        std::size_t b = 0;
        std::uint32_t shared = 0;
        bool is_edge = false;
    };
    std::vector<base::Hash128> keys;
    std::vector<std::uint64_t> weights;
    std::vector<Link> links;

    explicit Story(std::uint32_t seed) {
        std::mt19937 random(seed);
        for (int i = 0; i < 200; ++i) {
            keys.push_back({std::uint64_t{random()} << 32 | random(), random()});
            weights.push_back(random() % 3);  // 0: structure only
        }
        std::set<std::pair<std::size_t, std::size_t>> seen;
        for (int i = 0; i < 300; ++i) {
            const std::size_t a = random() % keys.size();
            const std::size_t b = random() % keys.size();
            if (a < b && seen.emplace(a, b).second) {
                const auto shared = static_cast<std::uint32_t>(random() % 50 + 1);
                links.push_back({a, b, shared, random() % 4 > 0});
            }
        }
    }
};

// The rows with members as content, since numbers differ from telling to telling.
struct Telling {
    struct Row {
        std::string id;
        std::uint64_t size = 0;
        base::Hash128 centre;
        std::map<base::Hash128, std::uint32_t> members;  // with what they share with the centre
        bool operator==(const Row&) const = default;
    };
    std::vector<Row> rows;

    // `numbers`: of each text, from 1, all different.
    Telling(const Story& story, const std::vector<TypedNumber>& numbers) {
        Nodes nodes;
        std::vector<std::size_t> by_number(story.keys.size());
        std::iota(by_number.begin(), by_number.end(), std::size_t{0});
        std::ranges::sort(by_number, {}, [&](std::size_t i) { return numbers[i]; });
        std::map<TypedNumber, base::Hash128> key_of;
        for (const std::size_t i : by_number) {
            std::vector<store::Neighbour> list;
            for (const Story::Link& link : story.links) {
                if (link.a == i || link.b == i) {
                    const TypedNumber other = numbers[link.a == i ? link.b : link.a];
                    list.push_back({TypedId{other}, link.shared, link.is_edge});
                }
            }
            std::ranges::sort(list, {}, &store::Neighbour::typed);
            TextNode& node = nodes.add(numbers[i]);
            node.key = story.keys[i];
            node.weight = story.weights[i];
            node.neighbours = nodes.keep(std::move(list));
            key_of[numbers[i]] = story.keys[i];
        }
        const Graph graph = graph_of(nodes);
        const ClusterRows made(graph);
        for (std::size_t at = 0; at < made.size(); ++at) {
            const store::ClusterRow row = made.row(at);
            EXPECT_EQ(row.members.size(), made.members(at).size());
            EXPECT_TRUE(std::ranges::is_sorted(row.members, {}, &store::Neighbour::typed));
            Row told{row.id, row.size, key_of.at(static_cast<TypedNumber>(row.centre.value)), {}};
            for (const store::Neighbour& member : row.members) {
                told.members[key_of.at(static_cast<TypedNumber>(member.typed.value))] =
                    member.shared;
            }
            rows.push_back(std::move(told));
        }
    }
};

std::vector<TypedNumber> in_order(std::size_t count) {
    std::vector<TypedNumber> numbers(count);
    std::iota(numbers.begin(), numbers.end(), TypedNumber{1});
    return numbers;
}

TEST(ClusterRows, HoldEachTextOnceAndEachMemberByAnEdgeWithTheCentre) {
    for (const std::uint32_t seed : {1U, 2U, 3U}) {
        const Story story(seed);
        std::map<base::Hash128, std::size_t> text_of;
        for (std::size_t i = 0; i < story.keys.size(); ++i) {
            text_of[story.keys[i]] = i;
        }
        std::map<std::pair<std::size_t, std::size_t>, std::uint32_t> edges;
        for (const Story::Link& link : story.links) {
            if (link.is_edge) {
                edges[{link.a, link.b}] = link.shared;
            }
        }
        std::set<base::Hash128> met;
        const Telling telling(story, in_order(story.keys.size()));
        ASSERT_GT(telling.rows.size(), 10U);
        for (const Telling::Row& row : telling.rows) {
            std::uint64_t size = 0;
            for (const auto& [key, shared] : row.members) {
                EXPECT_TRUE(met.insert(key).second);
                const std::size_t member = text_of.at(key);
                const std::size_t centre = text_of.at(row.centre);
                EXPECT_GT(story.weights[member], 0U);
                size += story.weights[member];
                if (member != centre) {
                    const auto edge = edges.find(std::minmax(member, centre));
                    ASSERT_NE(edge, edges.end());
                    EXPECT_EQ(edge->second, shared);
                }
            }
            EXPECT_EQ(row.size, size);
            EXPECT_GE(row.size, 2U) << "what stands once and alone is no cluster";
            EXPECT_TRUE(row.members.contains(row.centre));
        }
    }
}

TEST(ClusterRows, AreTheLargestFirstWhateverTheNumbersOfTexts) {
    const Story story(4);
    std::vector<TypedNumber> numbers = in_order(story.keys.size());
    const Telling expected(story, numbers);
    EXPECT_TRUE(std::ranges::is_sorted(expected.rows, [](const auto& a, const auto& b) {
        return a.size != b.size ? a.size > b.size : a.id < b.id;
    }));
    std::mt19937 random(5);
    for (int round = 0; round < 10; ++round) {
        std::ranges::shuffle(numbers, random);
        for (TypedNumber& number : numbers) {
            number += static_cast<TypedNumber>(round) * 1000;  // gaps, as after removals
        }
        EXPECT_EQ(Telling(story, numbers).rows, expected.rows) << round;
        for (TypedNumber& number : numbers) {
            number -= static_cast<TypedNumber>(round) * 1000;
        }
    }
}

// The id of a cluster says which texts it holds first, not how many: one more leaves it as it was,
// unless that is the first.
TEST(ClusterRows, KeepTheirIdWhenAWeightGrows) {
    Story story(6);
    const Telling before(story, in_order(story.keys.size()));
    const auto centre = std::ranges::find(story.keys, before.rows.front().centre);
    story.weights[static_cast<std::size_t>(centre - story.keys.begin())] += 10;
    const Telling after(story, in_order(story.keys.size()));
    EXPECT_EQ(after.rows.front().id, before.rows.front().id);
    EXPECT_EQ(after.rows.front().members, before.rows.front().members);
    EXPECT_EQ(after.rows.front().size, before.rows.front().size + 10);
}

}  // namespace
}  // namespace leitong::engine
