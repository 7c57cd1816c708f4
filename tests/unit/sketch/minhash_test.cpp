#include "leitong/sketch/minhash.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <random>
#include <vector>

namespace leitong::sketch {
namespace {

std::vector<Shingle> range(Shingle begin, Shingle end) {
    std::vector<Shingle> shingles(end - begin);
    std::iota(shingles.begin(), shingles.end(), begin);
    return shingles;
}

MinHash sketched(const std::vector<Shingle>& shingles, const MinHasher& hasher = MinHasher()) {
    MinHash out;
    hasher.sketch(shingles, out);
    return out;
}

TEST(MinHasher, IgnoresOrderAndRepetition) {
    EXPECT_EQ(sketched({3, 1, 2, 1}), sketched({1, 2, 3}));
}

TEST(MinHasher, GivesEqualWordsOnEveryProcessorPath) {
    std::vector<Processor> paths = {Processor::scalar};
    if (best_processor() != Processor::scalar) {
        paths.push_back(Processor::avx2);
    }
    if (best_processor() == Processor::avx512) {
        paths.push_back(Processor::avx512);
    }
    std::mt19937_64 random(1);
    for (const std::size_t size : {0U, 1U, 7U, 64U, 1000U}) {
        std::vector<Shingle> shingles(size);
        for (Shingle& shingle : shingles) {
            shingle = random();
        }
        for (const Processor path : paths) {
            EXPECT_EQ(sketched(shingles, MinHasher(k_minhash_seed, path)),
                      sketched(shingles, MinHasher(k_minhash_seed, Processor::scalar)));
        }
    }
}

struct OverlapCase {
    const char* name;
    std::vector<Shingle> left, right;
    double jaccard;  // worked out by hand
};

class Overlap : public testing::TestWithParam<OverlapCase> {};

// Over many seeds the mean error vanishes and the spread is what theory says, also for the low
// bytes that are kept.
TEST_P(Overlap, IsEstimatedWithoutBiasWithinTheStandardError) {
    constexpr int k_seeds = 100;
    double sum = 0;
    double squares = 0;
    for (int seed = 0; seed < k_seeds; ++seed) {
        const MinHasher hasher(static_cast<std::uint64_t>(seed));
        const double estimate =
            estimate_jaccard(agreeing(low_bytes(sketched(GetParam().left, hasher)),
                                      low_bytes(sketched(GetParam().right, hasher))));
        sum += estimate - GetParam().jaccard;
        squares += (estimate - GetParam().jaccard) * (estimate - GetParam().jaccard);
    }
    EXPECT_NEAR(sum / k_seeds, 0, 4 * 0.0445 / 10);
    EXPECT_LE(squares / k_seeds, 0.05 * 0.05 * 1.5);
}

const OverlapCase k_cases[] = {
    {"same", range(0, 500), range(0, 500), 1.0},
    {"shifted_by_half", range(0, 300), range(100, 400), 0.5},
    {"contained", range(0, 1000), range(0, 100), 0.1},
    {"disjoint", range(0, 500), range(500, 1000), 0.0},
    {"small", range(0, 20), range(4, 24), 2.0 / 3},
};
INSTANTIATE_TEST_SUITE_P(, Overlap, testing::ValuesIn(k_cases),
                         [](const auto& c) { return c.param.name; });

TEST(BandKey, IsFourBytesOfTheSignatureAndSharesItsFirstRowsWithItsRange) {
    const MinHashBytes bytes = low_bytes(sketched(range(0, 100)));
    for (std::size_t band = 0; band < k_bands; ++band) {
        const std::uint64_t key = band_key(bytes, band);
        EXPECT_EQ(key >> 24, bytes[4 * band]);
        const KeyRange three = keys_sharing(key, 3);
        EXPECT_LE(three.low, key);
        EXPECT_GE(three.high, key);
        EXPECT_EQ(three.high - three.low, (1U << k_row_bits) - 1);
        EXPECT_EQ(keys_sharing(key, 4).low, key);
        EXPECT_EQ(keys_sharing(key, 4).high, key);
    }
}

TEST(SharedBands, AreThoseWhoseKeysAreEqual) {
    std::mt19937_64 random(10);
    for (int round = 0; round < 300; ++round) {
        MinHashBytes a{};
        MinHashBytes b{};
        for (std::size_t i = 0; i < k_permutations; ++i) {
            a[i] = static_cast<std::uint8_t>(random());
            b[i] = random() % 8 == 0 ? static_cast<std::uint8_t>(random()) : a[i];
        }
        std::uint32_t expected = 0;
        for (std::size_t band = 0; band < k_bands; ++band) {
            expected |= (band_key(a, band) == band_key(b, band) ? 1U : 0U) << band;
        }
        EXPECT_EQ(shared_bands(a, b), expected);
        EXPECT_EQ(shared_bands(a, a), ~std::uint32_t{0});
    }
}

// The rate that the choice of bands rests on: 1 - (1 - J^4)^32.
TEST(Bands, CatchPairsAtTheRateTheyShould) {
    constexpr int k_pairs = 400;
    std::mt19937_64 random(9);
    for (const auto& [shared, alone, expected] :
         {std::tuple{80, 10, 1.0}, std::tuple{66, 17, 0.9996}, std::tuple{50, 25, 0.873}}) {
        int caught = 0;
        for (int pair = 0; pair < k_pairs; ++pair) {
            std::vector<Shingle> a(static_cast<std::size_t>(shared));
            for (Shingle& shingle : a) {
                shingle = random();
            }
            std::vector<Shingle> b = a;
            for (int i = 0; i < alone; ++i) {
                a.push_back(random());
                b.push_back(random());
            }
            const MinHashBytes left = low_bytes(sketched(a));
            const MinHashBytes right = low_bytes(sketched(b));
            bool met = false;
            for (std::size_t band = 0; band < k_bands; ++band) {
                met = met || band_key(left, band) == band_key(right, band);
            }
            caught += met ? 1 : 0;
        }
        EXPECT_NEAR(caught / static_cast<double>(k_pairs), expected, 0.06);
    }
}

}  // namespace
}  // namespace leitong::sketch
