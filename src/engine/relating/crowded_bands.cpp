#include "crowded_bands.hpp"

#include "leitong/match/relation.hpp"
#include "leitong/sketch/minhash.hpp"

#include <array>
#include <cstddef>
#include <span>

#include "bucket_pairs.hpp"
#include "engine/common/threads.hpp"

namespace leitong::engine {

// Counted by some bits of a mixed key: what is not crowded so is not by the whole key.
std::vector<std::uint32_t> crowded_bands(const SketchTable& sketches, unsigned threads) {
    constexpr unsigned k_counted_bits = 14;
    constexpr std::size_t k_places = std::size_t{1} << k_counted_bits;
    const std::span<const Sketch> all = sketches.sketches();
    const auto place_of = [](const Sketch& sketch, std::size_t band) {
        const std::uint32_t mixed = sketch::band_key(sketch.minhash, band) * 0x9e3779b1U;
        return band << k_counted_bits | mixed >> (32 - k_counted_bits);
    };
    std::vector<std::uint32_t> texts(sketch::k_bands * k_places);
    const auto count = [&](unsigned thread) {  // every so many-th band
        for (const Sketch& sketch : all) {
            if (sketch.shingles < match::k_fewest_shingles) {
                continue;
            }
            for (std::size_t band = thread; band < sketch::k_bands; band += threads) {
                ++texts[place_of(sketch, band)];
            }
        }
    };
    on_threads(threads, count);
    std::array<bool, sketch::k_bands> has_crowds{};
    for (std::size_t i = 0; i < texts.size(); ++i) {
        has_crowds[i >> k_counted_bits] = has_crowds[i >> k_counted_bits] || texts[i] > k_all_pairs;
    }
    std::vector<std::uint32_t> crowded(all.size(), 0);
    for (std::size_t band = 0; band < sketch::k_bands; ++band) {
        for (std::size_t i = 0; has_crowds[band] && i < all.size(); ++i) {
            crowded[i] |= (texts[place_of(all[i], band)] > k_all_pairs ? 1U : 0U) << band;
        }
    }
    return crowded;
}

}  // namespace leitong::engine
