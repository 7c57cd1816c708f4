// The closed vocabularies of leitong's records, with the names they have in JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace leitong {

// How two paragraphs relate; the first that holds, in this order (docs/GLOSSARY.md).
enum class Relation : std::uint8_t { stock, identical, variant, near, excerpt, similar };

enum class SlotKind : std::uint8_t {
    number,
    percent,
    quantity,
    year,
    date,
    ordinal,
    place,
    organisation,
    person,
    title,
    mask,
    text,
    optional,
    choice
};

enum class BlockKind : std::uint8_t {
    text,    // the paragraphs are templates, or equal
    outline  // headings alike, bodies unrelated
};

enum class FindingKind : std::uint8_t {
    left_over,         // a name that is another work's value
    recoverable_mask,  // a mask whose value a sibling shows
    stale              // a year or number that was not updated
};

// What a paragraph is in its document. Everything but body and heading is structure.
enum class Role : std::uint8_t {
    body,
    heading,       // 一、…  第一章 总则: part of the text, but short
    title,         // of a work or a compilation
    front_matter,  // before the text begins: dates, promulgation notes, notices of a site
    salutation,    // 同志们：
    back_matter    // after the text ends: a site's footer, links to other texts
};

enum class Encoding : std::uint8_t {
    utf8,
    utf8_bom,
    utf16le,
    utf16be,
    gb18030,
    big5,
    windows1252,
    other  // named with --encoding
};

enum class ParagraphMode : std::uint8_t { automatic, line, block };

[[nodiscard]] std::string_view name(Relation relation) noexcept;
[[nodiscard]] std::string_view name(SlotKind kind) noexcept;
[[nodiscard]] std::string_view name(BlockKind kind) noexcept;
[[nodiscard]] std::string_view name(FindingKind kind) noexcept;
[[nodiscard]] std::string_view name(Role role) noexcept;
[[nodiscard]] std::string_view name(Encoding encoding) noexcept;
[[nodiscard]] std::string_view name(ParagraphMode mode) noexcept;

[[nodiscard]] std::optional<Relation> relation_named(std::string_view text) noexcept;
[[nodiscard]] std::optional<SlotKind> slot_kind_named(std::string_view text) noexcept;
[[nodiscard]] std::optional<ParagraphMode> paragraph_mode_named(std::string_view text) noexcept;

[[nodiscard]] constexpr bool is_structure(Role role) noexcept {
    return role != Role::body && role != Role::heading;
}

}  // namespace leitong
