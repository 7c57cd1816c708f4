// A text made ready to be searched for passages: the typed views of its paragraphs one after the
// other, and where each short run of them stands.
//
// Units:   a symbol is a code point of a typed view (a slot is one symbol); positions of symbols
//          are half-open. Bytes are of the document, by the offset that add() was given.
// Cost:    about 40 bytes a symbol; add() is linear, finish() sorts.
// Threads: built by one thread, then read by any number.
#pragma once

#include "leitong/model/range.hpp"
#include "leitong/model/token.hpp"
#include "leitong/text/fold.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace leitong::match {

struct Span {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    [[nodiscard]] constexpr std::uint32_t size() const noexcept { return end - begin; }
    friend auto operator<=>(const Span&, const Span&) = default;
};

// A symbol in 16 bits.
using Code = std::uint16_t;
inline constexpr Code k_slot_code = 0xFFFF;
inline constexpr Code k_no_code = 0xFFFE;  // of no symbol, and of those that do not fit

// A run of fixed text that passages are looked for by: six characters or three words.
struct Seed {
    std::uint32_t hash = 0;
    std::uint32_t at = 0;  // its first symbol
    friend auto operator<=>(const Seed&, const Seed&) = default;
};

inline constexpr std::uint32_t k_no_seed = 0;

// A longer one shares enough with its copy to be found for that.
inline constexpr std::uint32_t k_short_paragraph = 60;

class PassageText {
public:
    // Appends a paragraph whose text begins at `byte_begin` of its document.
    void add(const text::Folded& folded, std::uint64_t byte_begin);
    // To be called once, after the last paragraph.
    void finish();

    [[nodiscard]] std::uint32_t size() const noexcept {
        return static_cast<std::uint32_t>(m_symbols.size());
    }
    [[nodiscard]] std::u32string_view symbols() const noexcept { return m_symbols; }
    // The same in 16 bits each, for comparing many at once, if all fit.
    [[nodiscard]] std::span<const Code> codes() const noexcept { return m_codes; }
    [[nodiscard]] bool has_codes() const noexcept { return m_has_codes; }
    [[nodiscard]] bool is_slot(std::uint32_t at) const noexcept {
        return m_units[at] == text::Unit::slot;
    }
    // Whether the symbol is a whole unit of text, as a Chinese character is and a letter is not.
    [[nodiscard]] bool is_character(std::uint32_t at) const noexcept {
        return m_units[at] == text::Unit::character;
    }
    // How many symbols of another text the mask at `at` may stand for; 0 where there is no mask.
    [[nodiscard]] std::uint32_t filler_limit(std::uint32_t at) const noexcept;
    [[nodiscard]] bool has_masks(Span span) const noexcept;
    // Whether the slots at two places say the same, letter for letter.
    [[nodiscard]] bool is_same_slot(std::uint32_t at, const PassageText& other,
                                    std::uint32_t other_at) const noexcept;
    // Whether the fillers of the slots at two places go together: a mask with any, else of a kind.
    [[nodiscard]] bool is_compatible_slot(std::uint32_t at, const PassageText& other,
                                          std::uint32_t other_at) const noexcept;

    // The hash of the seed that begins at each symbol; k_no_seed where none does.
    [[nodiscard]] std::span<const std::uint32_t> seed_hashes() const noexcept {
        return m_seed_hashes;
    }
    // False if no seed has the hash; true if one has, and for one hash in 64 of others.
    [[nodiscard]] bool may_have_seed(std::uint32_t hash) const noexcept {
        const std::uint32_t bit = hash >> m_seed_shift;
        return (m_seed_bits[bit / 64] >> bit % 64 & 1U) != 0;
    }
    // The seeds of a hash, in order of place. Cost: logarithmic in how often it recurs.
    [[nodiscard]] std::span<const Seed> seeds_of(std::uint32_t hash) const noexcept;
    // Bring into the cache what that reads: first where to look, and then the seeds.
    void fetch_seed_starts(std::uint32_t hash) const noexcept;
    void fetch_seeds(std::uint32_t hash) const noexcept;
    [[nodiscard]] std::size_t paragraphs() const noexcept { return m_paragraphs.size(); }
    // Symbols of the n-th paragraph added, from 0.
    [[nodiscard]] Span paragraph(std::size_t n) const noexcept;
    // The paragraph that a symbol belongs to, from 0.
    [[nodiscard]] std::size_t paragraph_at(std::uint32_t symbol) const noexcept;
    // How many symbols the symbol's paragraph has, if at most k_short_paragraph; else 0.
    [[nodiscard]] std::uint32_t short_paragraph_size(std::uint32_t symbol) const noexcept {
        return m_short_sizes[symbol];
    }
    // From the first byte of the first symbol to the last of the last. Empty for an empty span.
    [[nodiscard]] ByteRange bytes(Span span) const noexcept;
    // Letters, with those of slots (docs/GLOSSARY.md).
    [[nodiscard]] std::uint64_t letters(Span span) const noexcept;
    [[nodiscard]] std::uint32_t slots(Span span) const noexcept;
    // The span as sketch sees it.
    void tokens(Span span, std::vector<Token>& out) const;

private:
    struct Paragraph {
        std::uint32_t begin = 0;
        std::uint64_t byte_begin = 0;
    };
    struct FilledSlot {
        std::uint32_t at = 0;
        std::uint32_t letters = 0;
        std::uint64_t letters_before = 0;  // of the slots before, beyond one each
        std::uint64_t hash = 0;            // of its letters
        SlotKind kind{};
        bool masked = false;
    };
    void index_seeds();
    [[nodiscard]] const FilledSlot& slot(std::uint32_t at) const noexcept;
    [[nodiscard]] std::uint64_t extra_letters_before(std::uint32_t at) const noexcept;

    std::u32string m_symbols;
    std::vector<Code> m_codes;
    bool m_has_codes = true;
    std::vector<text::Unit> m_units;
    std::vector<std::uint32_t> m_byte_begin;  // within the paragraph
    std::vector<std::uint32_t> m_byte_end;
    std::vector<Paragraph> m_paragraphs;
    std::vector<FilledSlot> m_slots;
    std::vector<std::uint32_t> m_masks;  // where there is one
    std::vector<Seed> m_seeds;           // sorted
    std::vector<std::uint8_t> m_short_sizes;
    std::vector<std::uint32_t> m_seed_hashes;
    // Bit n is set if a seed's hash begins with the bits of n: most seeds of one text stand in no
    // other, and are told by this without a search.
    std::vector<std::uint64_t> m_seed_bits{0};
    unsigned m_seed_shift = 31;
    std::vector<std::uint32_t> m_seed_starts;  // for each word of bits, its first seed
};

}  // namespace leitong::match
