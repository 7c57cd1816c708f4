// A paragraph as stock phrases are looked for in it: its units, sentence by sentence, and the
// shortest run from each that is long enough to be a phrase.
//
// A unit is a character of a script written without spaces, a word of any other, or a slot,
// whatever it is filled with. A phrase lies within one sentence.
//
// Units:   positions are indices of units, half-open; bytes are those of the paragraph.
// Cost:    linear, no allocation once the buffers have grown.
// Threads: used by one thread at a time.
#pragma once

#include "leitong/model/range.hpp"
#include "leitong/text/fold.hpp"
#include "leitong/text/tokens.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace leitong::templates {

// A character is its code point, a word has the top bit set and 31 bits of its hash. Two words of
// one hash are taken for one: of phrases of four words and more that is harmless.
using StockUnit = std::uint32_t;

struct StockOptions {
    std::uint32_t min_works = 3;
    // Of a phrase written without spaces; of words, four for every seven of these.
    std::uint32_t min_letters = 7;
    // A part of a longer phrase is a phrase of its own if more than one in so many of its works do
    // not have the longer one. 0: if any does not.
    std::uint32_t own_part = 4;
};

// Longer runs than this are cut: no phrase is as long.
inline constexpr std::uint32_t k_longest_stock = 256;
// A run of so many characters (or four words for every seven) is a passage, not a phrase:
// match::PassageOptions.
inline constexpr std::uint32_t k_passage_letters = 30;

class StockText {
public:
    // What begins at a unit and is long enough, within its sentence. end 0: nothing is.
    struct Window {
        std::uint64_t hash = 0;
        std::uint32_t end = 0;
    };

    explicit StockText(const StockOptions& options) : m_options(options) {}

    void read(std::string_view paragraph);

    [[nodiscard]] std::span<const StockUnit> units() const noexcept { return m_units; }
    [[nodiscard]] std::span<const Window> windows() const noexcept { return m_windows; }
    // Whether a clause begins at a unit (or ends at the last): a mark stands before it.
    [[nodiscard]] bool begins_clause(std::uint32_t unit) const noexcept {
        return m_begins_clause[unit] != 0;
    }
    // The first symbol of a unit in the typed view; of one past the last, the end of that.
    [[nodiscard]] std::uint32_t symbol(std::uint32_t unit) const noexcept;
    // From the first byte of the first unit to the last of the last.
    [[nodiscard]] ByteRange bytes(std::uint32_t begin, std::uint32_t end) const noexcept;
    // The same with a quotation mark or bracket beside it whose other half stands within.
    [[nodiscard]] ByteRange shown_bytes(std::uint32_t begin, std::uint32_t end,
                                        std::string_view paragraph) const noexcept;
    // Letters of the letters view, with those of slots.
    [[nodiscard]] std::uint32_t letters(std::uint32_t begin, std::uint32_t end) const noexcept;
    // Letters before a unit.
    [[nodiscard]] std::uint32_t letters_before(std::uint32_t unit) const noexcept;
    // The run from a unit that weighs as much as so many letters, within its sentence; else end 0.
    [[nodiscard]] Window window_of(std::uint32_t unit, std::uint32_t letters) const noexcept;

private:
    void find_clauses(std::string_view paragraph);
    void find_sentences(std::string_view paragraph);
    void find_windows();

    StockOptions m_options;
    text::Folded m_folded;
    text::Tokens m_tokens;
    std::vector<StockUnit> m_units;
    std::vector<std::uint8_t> m_begins_clause;  // one more than units
    std::vector<std::uint32_t> m_sentence_end;  // by unit
    std::vector<Window> m_windows;
};

// Four a character, seven a word, nothing a slot: so much fixed text is in a unit.
[[nodiscard]] std::uint32_t stock_weight(StockUnit unit) noexcept;
[[nodiscard]] constexpr std::uint32_t stock_weight_of_letters(std::uint32_t letters) noexcept {
    return 4 * letters;
}
[[nodiscard]] bool is_slot(StockUnit unit) noexcept;
[[nodiscard]] std::uint64_t stock_hash(std::span<const StockUnit> units) noexcept;

}  // namespace leitong::templates
