#include "leitong/model/kinds.hpp"

#include <array>
#include <cstddef>

namespace leitong {

namespace {

constexpr std::array<std::string_view, 6> k_relations = {"stock", "identical", "variant",
                                                         "near",  "excerpt",   "similar"};
constexpr std::array<std::string_view, 14> k_slot_kinds = {
    "number",       "percent", "quantity", "year", "date", "ordinal",  "place",
    "organisation", "person",  "title",    "mask", "text", "optional", "choice"};
constexpr std::array<std::string_view, 2> k_block_kinds = {"text", "outline"};
constexpr std::array<std::string_view, 3> k_finding_kinds = {"left-over", "recoverable-mask",
                                                             "stale"};
constexpr std::array<std::string_view, 6> k_roles = {"body",         "heading",    "title",
                                                     "front-matter", "salutation", "back-matter"};
constexpr std::array<std::string_view, 8> k_encodings = {
    "UTF-8", "UTF-8-BOM", "UTF-16LE", "UTF-16BE", "GB18030", "Big5", "windows-1252", "other"};
constexpr std::array<std::string_view, 3> k_paragraph_modes = {"auto", "line", "block"};

template <typename Enum, std::size_t N>
std::optional<Enum> find(const std::array<std::string_view, N>& names, std::string_view text) {
    for (std::size_t i = 0; i < N; ++i) {
        if (names[i] == text) {
            return static_cast<Enum>(i);
        }
    }
    return std::nullopt;
}

}  // namespace

std::string_view name(Relation relation) noexcept {
    return k_relations[static_cast<std::size_t>(relation)];
}
std::string_view name(SlotKind kind) noexcept {
    return k_slot_kinds[static_cast<std::size_t>(kind)];
}
std::string_view name(BlockKind kind) noexcept {
    return k_block_kinds[static_cast<std::size_t>(kind)];
}
std::string_view name(FindingKind kind) noexcept {
    return k_finding_kinds[static_cast<std::size_t>(kind)];
}
std::string_view name(Role role) noexcept {
    return k_roles[static_cast<std::size_t>(role)];
}
std::string_view name(Encoding encoding) noexcept {
    return k_encodings[static_cast<std::size_t>(encoding)];
}
std::string_view name(ParagraphMode mode) noexcept {
    return k_paragraph_modes[static_cast<std::size_t>(mode)];
}

std::optional<Relation> relation_named(std::string_view text) noexcept {
    return find<Relation>(k_relations, text);
}
std::optional<SlotKind> slot_kind_named(std::string_view text) noexcept {
    return find<SlotKind>(k_slot_kinds, text);
}
std::optional<ParagraphMode> paragraph_mode_named(std::string_view text) noexcept {
    return find<ParagraphMode>(k_paragraph_modes, text);
}

}  // namespace leitong
