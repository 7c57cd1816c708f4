// Grams of texts by text made grams' lists of texts, as they are stored.
#include "leitong/base/assert.hpp"
#include "leitong/base/sort.hpp"
#include "leitong/store/gram_index.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "gram_blocks.hpp"
#include "gram_segments.hpp"

namespace leitong::store {

namespace {

// A gram and an id, ordered by gram, then id.
constexpr std::uint64_t entry_of(std::uint32_t gram, std::uint32_t id) noexcept {
    return std::uint64_t{gram} << 32 | id;
}
constexpr std::uint32_t gram_of(std::uint64_t entry) noexcept {
    return static_cast<std::uint32_t>(entry >> 32);
}
constexpr std::uint32_t id_of(std::uint64_t entry) noexcept {
    return static_cast<std::uint32_t>(entry);
}

// Of all grams of texts, ordered by gram and by place of the text: by the upper half of the gram
// for all, then by the lower half for what shares the upper, which fits in a cache.
std::vector<std::uint64_t> entries_of(std::span<const GramBatch::Text> texts,
                                      std::span<const std::uint32_t> grams) {
    constexpr unsigned k_half_bits = k_gram_key_bits / 2;
    constexpr std::uint32_t k_halves = 1U << (k_gram_key_bits - k_half_bits);
    const auto upper = [](std::uint32_t gram) { return gram >> k_half_bits; };
    std::vector<std::uint32_t> ends(k_halves + 1, 0);
    for (const std::uint32_t gram : grams) {
        ++ends[upper(gram) + 1];
    }
    std::partial_sum(ends.begin(), ends.end(), ends.begin());
    std::vector<std::uint64_t> entries(grams.size());
    std::vector<std::uint32_t> at(ends.begin(), ends.end() - 1);
    auto gram = grams.begin();
    for (std::uint32_t place = 0; place < texts.size(); ++place) {
        for (std::uint32_t i = 0; i < texts[place].grams; ++i, ++gram) {
            entries[at[upper(*gram)]++] = entry_of(*gram, place);
        }
    }
    std::vector<std::uint64_t> part;
    std::vector<std::uint64_t> scratch;
    for (std::uint32_t half = 0; half < k_halves; ++half) {
        const auto first = entries.begin() + ends[half];
        const auto last = entries.begin() + ends[half + 1];
        if (last - first < 2) {
            continue;
        }
        part.assign(first, last);
        base::radix_sort(part, scratch, k_half_bits,
                         [](std::uint64_t entry) { return gram_of(entry); });
        std::ranges::copy(part, first);
    }
    return entries;
}

}  // namespace

void GramBatch::add(std::uint32_t id, std::span<const std::uint32_t> grams) {
    LEITONG_ASSERT(m_texts.empty() || m_texts.back().id < id, "ids come in order");
    m_texts.push_back({id, static_cast<std::uint32_t>(grams.size())});
    m_grams.insert(m_grams.end(), grams.begin(), grams.end());
}

void GramBatch::clear() noexcept {
    m_texts = {};
    m_grams = {};
}

PackedGrams PackedGrams::of(const GramBatch& batch) {
    const std::vector<std::uint64_t> entries = entries_of(batch.m_texts, batch.m_grams);

    PackedGrams packed;
    packed.sizes.reserve(batch.m_texts.size());
    for (const GramBatch::Text& text : batch.m_texts) {
        packed.sizes.push_back({text.id, 0});
    }
    GramBlockMaker maker([&](std::uint32_t first_gram, Blob& unbound) -> Result<void> {
        packed.blocks.push_back({first_gram, std::move(unbound)});
        return {};
    });
    Blob list;
    for (std::size_t first = 0; first < entries.size();) {
        list.clear();
        std::uint32_t before = 0;
        std::size_t at = first;
        for (; at < entries.size() && gram_of(entries[at]) == gram_of(entries[first]); ++at) {
            GramTextSize& text = packed.sizes[id_of(entries[at])];
            if (text.id == before) {
                continue;  // repeated within the text
            }
            put_varint(list, text.id - before);
            before = text.id;
            text.size = static_cast<std::uint16_t>(std::min(text.size + 1, +k_largest_size));
            ++packed.entries;
        }
        (void)maker.add(gram_of(entries[first]), list);  // its sink does not fail
        first = at;
    }
    (void)maker.flush();
    return packed;
}

}  // namespace leitong::store
