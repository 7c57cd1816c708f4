// How text is shown to people: columns, colour, escapes, cuts, marks.
//
// Text of the corpus is hostile: nothing here lets a control character or a bidirectional override
// of it through to a terminal.
//
// Units: columns are those of a terminal, in which a full-width character takes two.
#pragma once

#include "leitong/base/messages.hpp"
#include "leitong/model/range.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace leitong::report {

enum class Colour : std::uint8_t { off, on };

struct Display {
    std::size_t columns = 80;
    Colour colour = Colour::off;
    Language language = Language::en;
    std::string program = "leitong";  // as hints begin: "leitong --db texts.db"
};

enum class Tone : std::uint8_t { strong, dim, match };

// text in a tone; as it is without colour.
[[nodiscard]] std::string toned(const Display& display, Tone tone, std::string_view text);

// Characters that are shown as their number. Beside the controls: what turns the direction of text
// round (Trojan Source, CVE-2021-42574), and what cannot be seen at all. U+200C and U+200D stay:
// scripts and emoji need them.
[[nodiscard]] bool is_unprintable(char32_t c) noexcept;

// What is safe to print of a text: white space becomes one space a character (CRLF one), control
// and other invisible characters become \x1b, \u202e and the like, what is no UTF-8 U+FFFD.
[[nodiscard]] std::string printable(std::string_view text);

// The text on one line of at most columns, made printable, marked where marks say (bytes of text;
// sorted or not, overlapping or not): in colour, or as ⟦…⟧ without. What does not fit is … at the
// end; also at the beginning, if the first mark would not be seen otherwise.
[[nodiscard]] std::string excerpt_line(std::string_view text, std::span<const ByteRange> marks,
                                       std::size_t columns, const Display& display);

// The whole text with marks, made printable, on one line; wrapped() knows its marks.
[[nodiscard]] std::string marked_text(std::string_view text, std::span<const ByteRange> marks,
                                      const Display& display);

// Printable text cut to columns, with … if something is missing.
[[nodiscard]] std::string cut(std::string_view text, std::size_t columns);

// Breaks a text into lines of at most columns: at spaces, or between full-width characters, but
// never before closing punctuation or after an opening bracket. Every line but the first is
// preceded by indent spaces.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t columns, std::size_t indent);

// 1234567 → "1,234,567".
[[nodiscard]] std::string grouped(std::uint64_t number);
// 0.9812 → "98.1%". Only the whole is "100.0%".
[[nodiscard]] std::string percent(double fraction);
// 1234567 → "1.2 MB".
[[nodiscard]] std::string byte_size(std::uint64_t bytes);

// A word as the shell takes it: quoted only if it must be, and then such that a terminal may get
// it, whatever it holds.
[[nodiscard]] std::string shell_word(std::string_view word);

}  // namespace leitong::report
