#include "leitong/match/passage_text.hpp"

#include "leitong/base/assert.hpp"
#include "leitong/base/hash.hpp"
#include "leitong/match/fillers.hpp"
#include "leitong/text/tokens.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>

namespace leitong::match {

namespace {

constexpr unsigned k_character_weight = 2;
constexpr unsigned k_word_weight = 4;
constexpr unsigned k_seed_weight = 12;  // of fixed text: what fills slots is no evidence
constexpr std::size_t k_longest_seed = 16;

unsigned seed_weight(Token token) noexcept {
    if (token == text::k_slot_symbol) {
        return 0;
    }
    return is_word(token) ? k_word_weight : k_character_weight;
}

std::uint32_t seed_hash(std::span<const Token> tokens) noexcept {
    const auto hash = static_cast<std::uint32_t>(base::hash64(tokens.data(), tokens.size_bytes()));
    return hash != k_no_seed ? hash : k_no_seed + 1;
}

// By hash; they come in order of place, and stay so where hashes are equal. A radix sort: comparing
// took most of the time of making a text ready.
void sort_seeds(std::vector<Seed>& seeds) {
    constexpr std::size_t k_few = 512;
    if (seeds.size() < k_few) {
        std::ranges::sort(seeds);
        return;
    }
    constexpr unsigned k_bits = 11;
    constexpr std::uint32_t k_mask = (1U << k_bits) - 1;
    std::vector<Seed> other(seeds.size());
    for (unsigned shift = 0; shift < 32; shift += k_bits) {
        std::array<std::uint32_t, k_mask + 2> start{};
        for (const Seed& seed : seeds) {
            ++start[(seed.hash >> shift & k_mask) + 1];
        }
        for (std::size_t i = 1; i < start.size(); ++i) {
            start[i] += start[i - 1];
        }
        for (const Seed& seed : seeds) {
            other[start[seed.hash >> shift & k_mask]++] = seed;
        }
        seeds.swap(other);
    }
}

// The first place from `from` on whose seed is not before what is looked for: near as a rule, but a
// seed may recur 100,000 times (Bentley and Yao 1976, "An almost optimal algorithm for unbounded
// searching").
template <typename Before>
std::size_t gallop(std::span<const Seed> seeds, std::size_t from, const Before& is_before) {
    constexpr std::size_t k_near = 8;
    const std::size_t near = std::min(from + k_near, seeds.size());
    while (from < near && is_before(seeds[from])) {
        ++from;
    }
    if (from < near) {
        return from;
    }
    std::size_t step = k_near;
    while (from + step <= seeds.size() && is_before(seeds[from + step - 1])) {
        from += step;
        step *= 2;
    }
    const auto rest = seeds.subspan(from, std::min(step - 1, seeds.size() - from));
    const auto found = std::ranges::partition_point(rest, is_before);
    return from + static_cast<std::size_t>(found - rest.begin());
}

}  // namespace

void PassageText::add(const text::Folded& folded, std::uint64_t byte_begin) {
    LEITONG_ASSERT(m_symbols.size() + folded.typed.size() < std::numeric_limits<int>::max(),
                   "a text has fewer than 2 billion symbols");
    const std::uint32_t begin = size();
    m_paragraphs.push_back({begin, byte_begin});
    m_symbols += folded.typed.symbols;
    for (const char32_t symbol : folded.typed.symbols) {
        const bool is_slot = symbol == text::k_slot_symbol;
        const bool fits = is_slot || symbol < k_no_code;
        m_codes.push_back(is_slot ? k_slot_code : fits ? static_cast<Code>(symbol) : k_no_code);
        m_has_codes = m_has_codes && fits;
    }
    const std::size_t own = folded.typed.size();
    m_short_sizes.resize(m_symbols.size(), own <= k_short_paragraph ? static_cast<std::uint8_t>(own)
                                                                    : std::uint8_t{0});
    m_units.insert(m_units.end(), folded.units.begin(), folded.units.end());
    m_byte_begin.insert(m_byte_begin.end(), folded.typed.begin.begin(), folded.typed.begin.end());
    m_byte_end.insert(m_byte_end.end(), folded.typed.end.begin(), folded.typed.end.end());
    for (const text::Slot& slot : folded.slots) {
        const std::uint32_t letters = slot.letters_end - slot.letters_begin;
        const std::uint64_t before =
            m_slots.empty() ? 0 : m_slots.back().letters_before + m_slots.back().letters - 1;
        m_slots.push_back({begin + slot.typed_at, letters, before,
                           base::hash64(folded.letters.symbols.data() + slot.letters_begin,
                                        letters * sizeof(char32_t)),
                           slot.kind, slot.masked});
        if (slot.masked) {
            m_masks.push_back(begin + slot.typed_at);
        }
    }
}

void PassageText::finish() {
    text::Tokens tokens;
    text::tokenise(m_symbols, m_units, tokens);
    const std::vector<Token>& values = tokens.values;
    m_seed_hashes.assign(m_symbols.size(), k_no_seed);
    std::size_t end = 0;
    unsigned weight = 0;
    for (std::size_t at = 0; at < values.size(); ++at) {
        while (end < values.size() && weight < k_seed_weight) {
            weight += seed_weight(values[end++]);
        }
        if (weight < k_seed_weight) {
            break;
        }
        if (end - at <= k_longest_seed) {
            const std::uint32_t hash = seed_hash(std::span(values).subspan(at, end - at));
            m_seeds.push_back({hash, tokens.typed_at[at]});
            m_seed_hashes[tokens.typed_at[at]] = hash;
        }
        weight -= seed_weight(values[at]);
    }
    sort_seeds(m_seeds);
    m_seeds.shrink_to_fit();
    m_symbols.shrink_to_fit();
    m_short_sizes.shrink_to_fit();
    m_codes.shrink_to_fit();
    m_units.shrink_to_fit();
    m_byte_begin.shrink_to_fit();
    m_byte_end.shrink_to_fit();
    index_seeds();
}

void PassageText::index_seeds() {
    constexpr unsigned k_hash_bits = 32;
    constexpr unsigned k_word_bits = 6;
    constexpr unsigned k_most_levels = 20;
    // A word of bits for each seed, or half as many.
    const auto levels = static_cast<unsigned>(std::bit_width(m_seeds.size())) - 1;
    const unsigned level = m_seeds.empty() ? 0 : std::min(levels, k_most_levels);
    const std::size_t words = std::size_t{1} << level;
    m_seed_shift = k_hash_bits - k_word_bits - level;
    m_seed_bits.assign(words, 0);
    m_seed_starts.assign(words, 0);
    for (const Seed& seed : m_seeds) {
        const std::uint32_t bit = seed.hash >> m_seed_shift;
        m_seed_bits[bit / 64] |= std::uint64_t{1} << bit % 64;
    }
    std::uint32_t next = 0;
    for (std::size_t word = 0; word < words; ++word) {
        m_seed_starts[word] = next;
        while (next < m_seeds.size() && m_seeds[next].hash >> m_seed_shift >> k_word_bits == word) {
            ++next;
        }
    }
}

std::span<const Seed> PassageText::seeds_of(std::uint32_t hash) const noexcept {
    const std::size_t start = m_seed_starts[(hash >> m_seed_shift) / 64];
    const std::size_t first =
        gallop(m_seeds, start, [&](const Seed& seed) { return seed.hash < hash; });
    const std::size_t last =
        gallop(m_seeds, first, [&](const Seed& seed) { return seed.hash == hash; });
    return std::span(m_seeds).subspan(first, last - first);
}

void PassageText::fetch_seed_starts(std::uint32_t hash) const noexcept {
    __builtin_prefetch(m_seed_starts.data() + (hash >> m_seed_shift) / 64);
}

void PassageText::fetch_seeds(std::uint32_t hash) const noexcept {
    __builtin_prefetch(m_seeds.data() + m_seed_starts[(hash >> m_seed_shift) / 64]);
}

Span PassageText::paragraph(std::size_t n) const noexcept {
    const std::uint32_t end = n + 1 < m_paragraphs.size() ? m_paragraphs[n + 1].begin : size();
    return {m_paragraphs[n].begin, end};
}

std::size_t PassageText::paragraph_at(std::uint32_t symbol) const noexcept {
    // The last that begins at or before it: paragraphs without letters begin where the next does.
    const auto after = std::ranges::upper_bound(m_paragraphs, symbol, {}, &Paragraph::begin);
    return static_cast<std::size_t>(after - m_paragraphs.begin()) - 1;
}

ByteRange PassageText::bytes(Span span) const noexcept {
    if (span.begin == span.end) {
        return {};
    }
    const std::uint32_t last = span.end - 1;
    return {m_paragraphs[paragraph_at(span.begin)].byte_begin + m_byte_begin[span.begin],
            m_paragraphs[paragraph_at(last)].byte_begin + m_byte_end[last]};
}

const PassageText::FilledSlot& PassageText::slot(std::uint32_t at) const noexcept {
    return *std::ranges::lower_bound(m_slots, at, {}, &FilledSlot::at);
}

std::uint64_t PassageText::extra_letters_before(std::uint32_t at) const noexcept {
    const auto found = std::ranges::lower_bound(m_slots, at, {}, &FilledSlot::at);
    if (found == m_slots.begin()) {
        return 0;
    }
    const FilledSlot& last = *(found - 1);
    return last.letters_before + last.letters - 1;
}

std::uint64_t PassageText::letters(Span span) const noexcept {
    return span.size() + extra_letters_before(span.end) - extra_letters_before(span.begin);
}

std::uint32_t PassageText::slots(Span span) const noexcept {
    constexpr std::uint32_t k_few = 64;
    if (span.size() <= k_few) {
        const auto first = m_units.begin() + span.begin;
        return static_cast<std::uint32_t>(std::count(first, first + span.size(), text::Unit::slot));
    }
    const auto first = std::ranges::lower_bound(m_slots, span.begin, {}, &FilledSlot::at);
    const auto last = std::ranges::lower_bound(m_slots, span.end, {}, &FilledSlot::at);
    return static_cast<std::uint32_t>(last - first);
}

std::uint32_t PassageText::filler_limit(std::uint32_t at) const noexcept {
    if (!is_slot(at)) {
        return 0;
    }
    const FilledSlot& found = slot(at);
    return found.masked ? match::filler_limit(found.letters) : 0;
}

bool PassageText::has_masks(Span span) const noexcept {
    const auto found = std::ranges::lower_bound(m_masks, span.begin);
    return found != m_masks.end() && *found < span.end;
}

bool PassageText::is_same_slot(std::uint32_t at, const PassageText& other,
                               std::uint32_t other_at) const noexcept {
    const FilledSlot& own = slot(at);
    const FilledSlot& far = other.slot(other_at);
    return own.letters == far.letters && own.hash == far.hash;
}

bool PassageText::is_compatible_slot(std::uint32_t at, const PassageText& other,
                                     std::uint32_t other_at) const noexcept {
    const FilledSlot& own = slot(at);
    const FilledSlot& far = other.slot(other_at);
    return own.masked || far.masked || are_compatible(own.kind, far.kind);
}

void PassageText::tokens(Span span, std::vector<Token>& out) const {
    text::Tokens found;
    text::tokenise(std::u32string_view(m_symbols).substr(span.begin, span.size()),
                   std::span(m_units).subspan(span.begin, span.size()), found);
    out = std::move(found.values);
}

}  // namespace leitong::match
