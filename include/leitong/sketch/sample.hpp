// Samples of large shingle sets: the least hashes. Of a whole work, where one MinHash sketch a
// paragraph says nothing of the whole.
//
// The sample of a set depends on the set only, not on the order in which it was added, and the
// least hashes of two samples together are the sample of the union (Bar-Yossef et al. 2002,
// "Counting distinct elements in a data stream").
//
// Units:   a similarity is in [0, 1].
// Shape:   at most k_sample_size values; all there are, if the set is smaller.
// Threads: used by one thread until closed.
#pragma once

#include "leitong/base/hash.hpp"
#include "leitong/sketch/shingles.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace leitong::sketch {

inline constexpr std::size_t k_sample_size = 256;

class ShingleSample {
public:
    // In parts of any size, repetitions allowed; then close().
    void add(std::span<const Shingle> shingles);
    void close();

    // Sorted, distinct. Of a closed sample.
    [[nodiscard]] std::span<const std::uint64_t> values() const noexcept { return m_values; }
    // Equal for equal samples.
    [[nodiscard]] base::Hash128 key() const noexcept;

private:
    void cut();

    std::vector<std::uint64_t> m_values;
};

// Estimates the Jaccard similarity of the sets behind two closed samples. The standard error is at
// most 0.5 / sqrt(k_sample_size); exact where both sets are smaller together.
[[nodiscard]] double estimate_jaccard(const ShingleSample& a, const ShingleSample& b);

}  // namespace leitong::sketch
