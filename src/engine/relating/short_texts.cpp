#include "short_texts.hpp"

#include "leitong/base/sort.hpp"
#include "leitong/match/prepared.hpp"
#include "leitong/sketch/minhash.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace leitong::engine {

namespace {

constexpr std::size_t k_fine_rows = 3;
// Bands of neighbouring rows, and as many of rows that stand so far apart.
constexpr std::size_t k_fine_bands = sketch::k_permutations / k_fine_rows;
// A bucket of up to so many texts gives all its pairs; of a larger one each text is paired with the
// next k_next_few.
constexpr std::size_t k_small_bucket = 64;
constexpr std::size_t k_next_few = 8;
// Of signatures. Two unrelated texts of 30 characters seldom reach it, two of which a tenth was
// edited seldom stay below: docs/decisions/0006-passages.md.
constexpr double k_least_estimate = 0.18;
// The longer of two texts that are to be half aligned is at most twice as long.
constexpr std::uint32_t k_most_times_longer = 2;
constexpr std::size_t k_most_pairs_held = 4U << 20;

struct ShortText {
    TypedId id;
    std::uint32_t shingles = 0;
    base::Hash128 typed_hash;
    sketch::MinHashBytes minhash{};
};

class FineBands {
public:
    explicit FineBands(const std::vector<ShortText>& texts) : m_texts(texts) {}

    // Pairs of ids, lower · 2^32 + higher, sorted, each once.
    std::vector<std::uint64_t> run() {
        for (std::size_t band = 0; band < k_fine_bands; ++band) {
            scan(band * k_fine_rows, 1);
            scan(band, k_fine_bands);
        }
        sort_pairs();
        return std::move(m_pairs);
    }

private:
    // Of three rows `step` apart.
    [[nodiscard]] std::uint64_t key(std::size_t text, std::size_t row,
                                    std::size_t step) const noexcept {
        const sketch::MinHashBytes& bytes = m_texts[text].minhash;
        return std::uint64_t{bytes[row]} << 16 | std::uint64_t{bytes[row + step]} << 8 |
               bytes[row + 2 * step];
    }

    void scan(std::size_t row, std::size_t step) {
        m_keys.clear();
        for (std::size_t text = 0; text < m_texts.size(); ++text) {
            m_keys.push_back(key(text, row, step) << 32 | text);
        }
        base::sort_numbers(m_keys);
        for (std::size_t first = 0; first < m_keys.size();) {
            m_members.clear();
            std::size_t last = first;
            for (; last < m_keys.size() && m_keys[last] >> 32 == m_keys[first] >> 32; ++last) {
                m_members.push_back(static_cast<std::uint32_t>(m_keys[last]));
            }
            bucket();
            first = last;
        }
    }

    void bucket() {
        std::size_t reach = m_members.size();
        if (m_members.size() > k_small_bucket) {
            reach = k_next_few;
            std::ranges::sort(m_members, {}, [&](std::uint32_t text) {
                return std::tie(m_texts[text].minhash, m_texts[text].typed_hash);
            });
        }
        for (std::size_t i = 0; i < m_members.size(); ++i) {
            const std::size_t end = std::min(m_members.size(), i + 1 + reach);
            for (std::size_t j = i + 1; j < end; ++j) {
                pair(m_texts[m_members[i]], m_texts[m_members[j]]);
            }
        }
        if (m_pairs.size() > m_most_held) {
            sort_pairs();
            m_most_held = std::max(k_most_pairs_held, 2 * m_pairs.size());
        }
    }

    void pair(const ShortText& a, const ShortText& b) {
        const auto [fewer, more] = std::minmax(a.shingles, b.shingles);
        if (more > k_most_times_longer * fewer ||
            sketch::estimate_jaccard(sketch::agreeing(a.minhash, b.minhash)) < k_least_estimate) {
            return;
        }
        const auto [low, high] = std::minmax(a.id.value, b.id.value);
        m_pairs.push_back(std::uint64_t{low} << 32 | high);
    }

    void sort_pairs() {
        base::sort_numbers(m_pairs);
        m_pairs.erase(std::unique(m_pairs.begin(), m_pairs.end()), m_pairs.end());
    }

    const std::vector<ShortText>& m_texts;
    std::vector<std::uint64_t> m_keys;  // of a band: key · 2^32 + text
    std::vector<std::uint32_t> m_members;
    std::vector<std::uint64_t> m_pairs;
    std::size_t m_most_held = k_most_pairs_held;
};

}  // namespace

Result<ShortTexts> ShortTexts::load(store::Store& store) {
    std::vector<ShortText> texts;
    std::uint64_t last = 0;
    LEITONG_TRY(store.signatures([&](const store::SignatureRow& row) {
        if (row.shingles >= match::k_fewest_shingles && row.shingles <= k_longest_short) {
            texts.push_back({row.id, row.shingles, row.typed_hash, row.minhash});
            last = std::max<std::uint64_t>(last, row.id.value);
        }
        return true;
    }));
    const std::vector<std::uint64_t> pairs = FineBands(texts).run();
    ShortTexts made;
    made.m_first.assign(last + 2, 0);
    for (const std::uint64_t pair : pairs) {
        ++made.m_first[(pair >> 32) + 1];
        ++made.m_first[(pair & 0xFFFFFFFF) + 1];
    }
    for (std::size_t i = 1; i < made.m_first.size(); ++i) {
        made.m_first[i] += made.m_first[i - 1];
    }
    made.m_others.resize(2 * pairs.size());
    std::vector<std::uint32_t> at(made.m_first.begin(), made.m_first.end() - 1);
    // Lower ones first, each kind in order, so that every list is sorted.
    for (const std::uint64_t pair : pairs) {
        made.m_others[at[pair & 0xFFFFFFFF]++] = TypedId{pair >> 32};
    }
    for (const std::uint64_t pair : pairs) {
        made.m_others[at[pair >> 32]++] = TypedId{pair & 0xFFFFFFFF};
    }
    return made;
}

std::span<const TypedId> ShortTexts::near(TypedId typed) const noexcept {
    if (typed.value + 1 >= m_first.size()) {
        return {};
    }
    return std::span(m_others).subspan(m_first[typed.value],
                                       m_first[typed.value + 1] - m_first[typed.value]);
}

}  // namespace leitong::engine
