// Grams of texts by text made grams' lists of texts, as they are stored.
#include "leitong/base/assert.hpp"
#include "leitong/store/gram_index.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "gram_blocks.hpp"
#include "gram_segments.hpp"

namespace leitong::store {

namespace {

constexpr unsigned k_lower_bits = k_gram_key_bits / 2;
constexpr std::size_t k_uppers = std::size_t{1} << (k_gram_key_bits - k_lower_bits);
constexpr std::size_t k_lowers = std::size_t{1} << k_lower_bits;
constexpr std::size_t k_longest_step = 5;  // bytes of a varint of 32 bits

constexpr std::size_t upper(std::uint32_t gram) noexcept {
    return gram >> k_lower_bits;
}

// The lower half of a gram, above the place of a text: half as large as a gram and an id, where
// there are few enough texts.
template <typename Number>
struct Entry {
    static constexpr unsigned k_place_bits = sizeof(Number) * 8 - k_lower_bits;
    static constexpr std::size_t k_most_texts = std::size_t{1} << std::min(k_place_bits, 32U);

    Number value = 0;

    static constexpr Entry of(std::uint32_t gram, std::size_t place) noexcept {
        const auto lower = static_cast<Number>(gram & (k_lowers - 1));
        return {static_cast<Number>(lower << k_place_bits | static_cast<Number>(place))};
    }
    [[nodiscard]] constexpr std::uint32_t lower() const noexcept {
        return static_cast<std::uint32_t>(value >> k_place_bits);
    }
    [[nodiscard]] constexpr std::size_t place() const noexcept {
        return static_cast<std::size_t>(value & ((Number{1} << k_place_bits) - 1));
    }
};

// Grams of texts, ordered by gram and place: by the upper half of the gram for all, then by the
// lower half for what shares the upper, which fits in a cache.
template <typename Number>
class SortedGrams {
public:
    SortedGrams(std::span<const GramBatch::Text> texts, std::span<const std::uint32_t> grams)
        : m_ends(k_uppers + 1, 0) {
        for (const std::uint32_t gram : grams) {
            ++m_ends[upper(gram) + 1];
        }
        std::partial_sum(m_ends.begin(), m_ends.end(), m_ends.begin());
        m_entries.resize_for_overwrite(grams.size());
        std::vector<std::size_t> at(m_ends.begin(), m_ends.end() - 1);
        auto gram = grams.begin();
        for (std::size_t place = 0; place < texts.size(); ++place) {
            for (std::uint32_t i = 0; i < texts[place].grams; ++i, ++gram) {
                m_entries[at[upper(*gram)]++] = Entry<Number>::of(*gram, place);
            }
        }
    }

    // Those of one upper half, in order. Valid until the next call.
    std::span<const Entry<Number>> of(std::size_t upper_half) {
        const auto part = std::span<const Entry<Number>>(m_entries).subspan(
            m_ends[upper_half], m_ends[upper_half + 1] - m_ends[upper_half]);
        std::ranges::fill(m_at, 0U);
        for (const Entry<Number> entry : part) {
            ++m_at[entry.lower()];
        }
        std::uint32_t sum = 0;
        for (std::uint32_t& count : m_at) {
            sum += std::exchange(count, sum);
        }
        m_part.resize(part.size());
        for (const Entry<Number> entry : part) {
            m_part[m_at[entry.lower()]++] = entry;
        }
        return m_part;
    }

private:
    std::vector<std::size_t> m_ends;  // of an upper half: where that of the one before it is
    base::BigVector<Entry<Number>> m_entries;
    std::array<std::uint32_t, k_lowers> m_at{};
    std::vector<Entry<Number>> m_part;
};

class Packer {
public:
    explicit Packer(std::span<const GramBatch::Text> texts) {
        m_packed.sizes.reserve(texts.size());
        for (const GramBatch::Text& text : texts) {
            m_packed.sizes.push_back({text.id, 0});
        }
    }

    template <typename Number>
    PackedGrams pack(SortedGrams<Number>& grams) {
        for (std::size_t upper_half = 0; upper_half < k_uppers; ++upper_half) {
            std::span<const Entry<Number>> rest = grams.of(upper_half);
            while (!rest.empty()) {
                const std::uint32_t lower = rest.front().lower();
                std::size_t count = 1;
                while (count < rest.size() && rest[count].lower() == lower) {
                    ++count;
                }
                const BlobView list = list_of(rest.first(count));
                const std::size_t gram = upper_half << k_lower_bits | lower;
                (void)m_maker.add(static_cast<std::uint32_t>(gram),
                                  list);  // its sink does not fail
                rest = rest.subspan(count);
            }
        }
        (void)m_maker.flush();
        return std::move(m_packed);
    }

private:
    // The texts of one gram, by place.
    template <typename Number>
    BlobView list_of(std::span<const Entry<Number>> entries) {
        m_list.resize(std::max(m_list.size(), entries.size() * k_longest_step));
        std::uint8_t* at = m_list.data();
        std::uint32_t before = 0;
        for (const Entry<Number> entry : entries) {
            GramTextSize& text = m_packed.sizes[entry.place()];
            if (text.id == before) {
                continue;  // repeated within the text
            }
            at = put_varint_at(at, text.id - before);
            before = text.id;
            text.size = static_cast<std::uint16_t>(std::min(text.size + 1, +k_largest_size));
            ++m_packed.entries;
        }
        return {m_list.data(), at};
    }

    PackedGrams m_packed;
    GramBlockMaker m_maker{[this](std::uint32_t first_gram, Blob& unbound) -> Result<void> {
        m_packed.blocks.push_back({first_gram, std::move(unbound)});
        return {};
    }};
    Blob m_list;  // and room behind it
};

template <typename Number>
PackedGrams pack(std::span<const GramBatch::Text> texts, std::span<const std::uint32_t> grams) {
    SortedGrams<Number> sorted(texts, grams);
    return Packer(texts).pack(sorted);
}

}  // namespace

void GramBatch::add(std::uint32_t id, std::span<const std::uint32_t> grams) {
    LEITONG_ASSERT(m_texts.empty() || m_texts.back().id < id, "ids come in order");
    m_texts.push_back({id, static_cast<std::uint32_t>(grams.size())});
    m_grams.append(grams);
}

void GramBatch::clear() noexcept {
    m_texts = {};
    m_grams = {};
}

PackedGrams PackedGrams::of(const GramBatch& batch) {
    return batch.m_texts.size() <= Entry<std::uint32_t>::k_most_texts
               ? pack<std::uint32_t>(batch.m_texts, batch.m_grams)
               : pack<std::uint64_t>(batch.m_texts, batch.m_grams);
}

}  // namespace leitong::store
