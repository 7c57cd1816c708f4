#include "leitong/sketch/sample.hpp"

#include <algorithm>

namespace leitong::sketch {

void ShingleSample::add(std::span<const Shingle> shingles) {
    for (const Shingle shingle : shingles) {
        m_values.push_back(base::mix64(shingle));
        if (m_values.size() >= 16 * k_sample_size) {
            cut();
        }
    }
}

void ShingleSample::close() {
    cut();
    m_values.shrink_to_fit();
}

void ShingleSample::cut() {
    std::ranges::sort(m_values);
    m_values.erase(std::unique(m_values.begin(), m_values.end()), m_values.end());
    m_values.resize(std::min(m_values.size(), k_sample_size));
}

base::Hash128 ShingleSample::key() const noexcept {
    return base::hash128(m_values.data(), m_values.size() * sizeof(std::uint64_t));
}

double estimate_jaccard(const ShingleSample& a, const ShingleSample& b) {
    std::size_t shared = 0;
    std::size_t all = 0;
    auto left = a.values().begin();
    auto right = b.values().begin();
    while (all < k_sample_size && (left != a.values().end() || right != b.values().end())) {
        const bool takes_left =
            right == b.values().end() || (left != a.values().end() && *left <= *right);
        const bool takes_right =
            left == a.values().end() || (right != b.values().end() && *right <= *left);
        left += takes_left ? 1 : 0;
        right += takes_right ? 1 : 0;
        shared += takes_left && takes_right ? 1U : 0U;
        ++all;
    }
    return all == 0 ? 0.0 : static_cast<double>(shared) / static_cast<double>(all);
}

}  // namespace leitong::sketch
