#include "leitong/sketch/sample.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace leitong::sketch {
namespace {

ShingleSample sample_of(const std::vector<Shingle>& shingles) {
    ShingleSample sample;
    sample.add(shingles);
    sample.close();
    return sample;
}

// `count` shingles from `first` on: sets of known overlap.
std::vector<Shingle> range(Shingle first, std::size_t count) {
    std::vector<Shingle> shingles;
    for (std::size_t i = 0; i < count; ++i) {
        shingles.push_back((first + i) * 0x9E3779B97F4A7C15ULL);
    }
    return shingles;
}

TEST(ShingleSample, DoesNotDependOnOrderPartsOrRepetition) {
    std::vector<Shingle> shingles = range(1, 5000);
    const ShingleSample whole = sample_of(shingles);
    std::mt19937 random(3);
    std::shuffle(shingles.begin(), shingles.end(), random);
    ShingleSample parts;
    for (std::size_t at = 0; at < shingles.size(); at += 700) {
        const std::span part(shingles.data() + at,
                             std::min<std::size_t>(700, shingles.size() - at));
        parts.add(part);
        parts.add(part);
    }
    parts.close();
    EXPECT_TRUE(std::ranges::equal(parts.values(), whole.values()));
    EXPECT_EQ(parts.key(), whole.key());
    EXPECT_EQ(whole.values().size(), k_sample_size);
}

TEST(ShingleSample, EstimatesWithinFourStandardErrors) {
    for (const std::size_t shared : {0U, 1000U, 2000U, 3000U, 4000U}) {
        const double jaccard = static_cast<double>(shared) / (8000.0 - static_cast<double>(shared));
        const double estimate =
            estimate_jaccard(sample_of(range(1, 4000)), sample_of(range(4001 - shared, 4000)));
        EXPECT_NEAR(estimate, jaccard, 4 * 0.5 / 16) << shared;  // 16 = sqrt(k_sample_size)
    }
}

TEST(ShingleSample, IsExactForSmallSets) {
    EXPECT_DOUBLE_EQ(estimate_jaccard(sample_of(range(1, 40)), sample_of(range(21, 40))),
                     20.0 / 60.0);
    EXPECT_DOUBLE_EQ(estimate_jaccard(sample_of({}), sample_of({})), 0.0);
}

}  // namespace
}  // namespace leitong::sketch
