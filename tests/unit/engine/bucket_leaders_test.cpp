#include "engine/relating/bucket_leaders.hpp"

#include "leitong/match/relation.hpp"
#include "leitong/sketch/minhash.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <vector>

namespace leitong::engine {
namespace {

// Signatures of copies of one text: each byte of a copy is another at a rate of its own.
void add_copies(std::size_t count, double most_changed, std::mt19937& random,
                std::vector<Sketch>& out) {
    Sketch original;
    std::ranges::generate(original.minhash, [&] { return static_cast<std::uint8_t>(random()); });
    std::uniform_real_distribution<double> rate(0.0, most_changed);
    for (std::size_t i = 0; i < count; ++i) {
        Sketch copy = original;
        std::bernoulli_distribution changes(rate(random));
        for (std::uint8_t& byte : copy.minhash) {
            byte = changes(random) ? static_cast<std::uint8_t>(random()) : byte;
        }
        copy.typed_hash = {random(), random()};
        out.push_back(copy);
    }
}

std::vector<const Sketch*> by_hash(const std::vector<Sketch>& sketches) {
    std::vector<const Sketch*> texts;
    for (const Sketch& sketch : sketches) {
        texts.push_back(&sketch);
    }
    std::ranges::sort(texts, {}, [](const Sketch* sketch) { return sketch->typed_hash; });
    return texts;
}

// Texts that are near to one at least of `leaders`, or are one.
std::size_t led(const std::vector<const Sketch*>& texts, const std::vector<std::size_t>& leaders) {
    return static_cast<std::size_t>(std::ranges::count_if(texts, [&](const Sketch* text) {
        return std::ranges::any_of(leaders, [&](std::size_t leader) {
            return sketch::estimate_jaccard(sketch::agreeing(
                       text->minhash, texts[leader]->minhash)) >= match::Thresholds{}.near;
        });
    }));
}

TEST(BucketLeaders, LeadAsManyAsTheTextToWhichMostAreNear) {
    std::mt19937 random(4);
    std::vector<Sketch> sketches;
    add_copies(2000, 0.5, random, sketches);
    const auto texts = by_hash(sketches);
    const auto leaders = choose_leaders(texts);
    EXPECT_LE(leaders.size(), k_most_leaders);
    EXPECT_EQ(std::set(leaders.begin(), leaders.end()).size(), leaders.size());
    std::size_t best = 0;  // of all texts, the one to which most are near
    for (std::size_t i = 0; i < texts.size(); ++i) {
        best = std::max(best, led(texts, {i}));
    }
    EXPECT_GE(led(texts, leaders), best);
    EXPECT_GE(20 * led(texts, {leaders.front()}), 19 * best);  // by itself nearly as many
}

TEST(BucketLeaders, AreOfEveryFamilyInTheBucket) {
    std::mt19937 random(5);
    std::vector<Sketch> sketches;
    add_copies(400, 0.1, random, sketches);
    add_copies(40, 0.1, random, sketches);
    add_copies(4, 0.1, random, sketches);
    const auto texts = by_hash(sketches);
    EXPECT_EQ(led(texts, choose_leaders(texts)), texts.size());
}

TEST(BucketLeaders, DependOnWhatIsInTheBucketOnly) {
    std::mt19937 random(6);
    std::vector<Sketch> sketches;
    add_copies(300, 0.4, random, sketches);
    const auto hashes = [](const std::vector<Sketch>& from) {
        const auto texts = by_hash(from);
        std::vector<base::Hash128> found;
        for (const std::size_t leader : choose_leaders(texts)) {
            found.push_back(texts[leader]->typed_hash);
        }
        return found;
    };
    const auto wanted = hashes(sketches);
    std::ranges::shuffle(sketches, random);
    EXPECT_EQ(hashes(sketches), wanted);
}

}  // namespace
}  // namespace leitong::engine
