// Folding a paragraph: from bytes to the two views that everything else compares.
//
// Letters view: letters and digits only, after NFKC, case folding and one form for Traditional,
//   Simplified and variant characters; plus what changes the value of a number (decimal point,
//   percent sign, a separator between two numbers) and masks. Equal letters views make two
//   paragraphs identical.
// Typed view: the same with each slot (number, year, mask …) as one symbol. Shingles are made of
// it.
//
// Both carry a map back to bytes of the paragraph. The recipe is versioned: a store remembers it.
//
// Units:   positions are bytes of the paragraph's UTF-8 text, half-open.
// Stored:  hashes of the views are; the views are not. See docs/formats/folding.md.
// Threads: fold() is thread-safe; a Folded is reused by one thread at a time.
// Cost:    linear; a few nanoseconds a byte; no allocation once the buffers have grown.
#pragma once

#include "leitong/base/hash.hpp"
#include "leitong/model/kinds.hpp"
#include "leitong/model/range.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace leitong::text {

// Raise this when any byte of input can fold otherwise than before.
inline constexpr int k_fold_version = 2;

// The symbol of a slot in the typed view (a private-use code point, never made from input: private
// use characters of the text are dropped).
inline constexpr char32_t k_slot_symbol = 0xF0000;
// Stands in the letters view between two numbers that something other than a letter keeps apart.
inline constexpr char32_t k_number_separator = 0x1F;

// A view: code points, and for each the bytes that it came from.
struct View {
    std::u32string symbols;
    std::vector<std::uint32_t> begin;  // same length as symbols; non-decreasing
    std::vector<std::uint32_t> end;

    void clear() noexcept;
    [[nodiscard]] std::size_t size() const noexcept { return symbols.size(); }
    // The bytes under symbols [first, last). Empty for an empty range.
    [[nodiscard]] ByteRange bytes(std::size_t first, std::size_t last) const noexcept;
};

// What a symbol of the typed view is to shingles.
enum class Unit : std::uint8_t {
    character,   // of a script written without spaces: a unit by itself
    word_start,  // of a script written with spaces: begins a word
    word_part,   // continues one
    slot
};

struct Slot {
    SlotKind kind{};
    ByteRange range;             // in the paragraph
    std::uint32_t typed_at = 0;  // index in the typed view
    std::uint32_t letters_begin = 0;
    std::uint32_t letters_end = 0;
    bool masked = false;  // holds at least one masked character
};

struct Folded {
    View letters;
    View typed;
    std::vector<Unit> units;  // of the typed view, same length
    std::vector<Slot> slots;  // in order
    ByteRange outline_marker;  // 一、 （二） 3. ④ 第五条: at the start, in no view; may be empty
    std::uint32_t han = 0;  // letters that are Han characters

    void clear() noexcept;
};

// Folds one paragraph into `out`, which is cleared first. Bytes that are no UTF-8 count as U+FFFD.
void fold(std::string_view paragraph, Folded& out);
// The same without the way back to bytes: begin and end of both views stay empty.
void fold_symbols(std::string_view paragraph, Folded& out);

// Hashes that stand for the views (equal views have equal hashes; the converse is confirmed).
[[nodiscard]] base::Hash128 letters_hash(const Folded& folded) noexcept;
[[nodiscard]] base::Hash128 typed_hash(const Folded& folded) noexcept;

// A view as UTF-8, for people: a slot is shown as ⟦kind⟧ in the typed view.
[[nodiscard]] std::string letters_text(const Folded& folded);
[[nodiscard]] std::string typed_text(const Folded& folded);

}  // namespace leitong::text
