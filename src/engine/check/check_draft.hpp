// A draft as it is checked: its text made ready, and what is known of every symbol of it. Private
// to engine.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/engine/checking.hpp"
#include "leitong/match/passages.hpp"
#include "leitong/text/layout.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leitong::engine {

// What a symbol is, as bits.
inline constexpr std::uint8_t k_is_reused = 1;
inline constexpr std::uint8_t k_is_stock = 2;
inline constexpr std::uint8_t k_is_quoted = 4;
inline constexpr std::uint8_t k_is_base = 8;

// Titles and the like do not count, unless there is nothing else. Of what counts, symbols are
// numbered as match::PassageText does.
class CheckDraft {
public:
    // Errc::empty, binary, bad_encoding for bytes that are no text.
    [[nodiscard]] static Result<CheckDraft> read(const std::string& name, std::string_view bytes,
                                                 const std::optional<std::string>& encoding);

    [[nodiscard]] const std::string& name() const noexcept { return m_name; }
    [[nodiscard]] const text::Layout& layout() const noexcept { return m_layout; }
    [[nodiscard]] const match::PassageText& text() const noexcept { return m_text; }
    // Numbers in the document of the paragraphs that count, from 1.
    [[nodiscard]] const std::vector<std::uint32_t>& counted() const noexcept { return m_counted; }
    // The text of a paragraph, by its number in the document.
    [[nodiscard]] std::string_view paragraph(std::uint32_t number) const noexcept;

    void mark(match::Span span, std::uint8_t what);
    // Marks what lies within bytes of the n-th paragraph that counts.
    void mark_bytes(std::size_t n, ByteRange in_paragraph, std::uint8_t what);

    // Letters of a span whose symbols have all bits of `with` and none of `without`.
    [[nodiscard]] std::uint64_t letters(match::Span span, std::uint8_t with,
                                        std::uint8_t without) const;
    // Bytes of the document of the same, in order.
    [[nodiscard]] std::vector<ByteRange> ranges(match::Span span, std::uint8_t with,
                                                std::uint8_t without) const;
    [[nodiscard]] CheckLetters letters_of(match::Span span) const;
    [[nodiscard]] match::Span whole() const noexcept { return {0, m_text.size()}; }

private:
    // Calls sink(span) for each stretch of such symbols that is as long as it can be.
    template <typename Sink>
    void for_stretches(match::Span span, std::uint8_t with, std::uint8_t without,
                       const Sink& sink) const;

    std::string m_name;
    std::string m_utf8;
    text::Layout m_layout;
    match::PassageText m_text;
    std::vector<std::uint32_t> m_counted;
    std::vector<std::uint8_t> m_marks;  // by symbol
};

}  // namespace leitong::engine
