#include "leitong/templates/stock_text.hpp"

#include "leitong/base/hash.hpp"
#include "leitong/text/layout.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace leitong::templates {

namespace {

constexpr StockUnit k_word_bit = StockUnit{1} << 31;
constexpr std::uint32_t k_character_weight = 4;
constexpr std::uint32_t k_word_weight = 7;

StockUnit unit_of(Token token) noexcept {
    return is_word(token) ? k_word_bit | static_cast<StockUnit>(token)
                          : static_cast<StockUnit>(token);
}

struct Brackets {
    std::string_view opening;
    std::string_view closing;
};
constexpr std::array k_brackets = {Brackets{"“", "”"},   Brackets{"‘", "’"},   Brackets{"《", "》"},
                                   Brackets{"「", "」"}, Brackets{"『", "』"}, Brackets{"（", "）"},
                                   Brackets{"(", ")"},   Brackets{"【", "】"}};

// Halves in a text whose other halves are not in it.
struct Halves {
    std::size_t opening = 0;
    std::size_t closing = 0;
};

Halves unmatched(std::string_view text, const Brackets& pair) noexcept {
    Halves halves;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view rest = text.substr(at);
        if (rest.starts_with(pair.opening)) {
            ++halves.opening;
            at += pair.opening.size();
        } else if (rest.starts_with(pair.closing)) {
            (halves.opening > 0 ? --halves.opening : ++halves.closing);
            at += pair.closing.size();
        } else {
            ++at;
        }
    }
    return halves;
}

// Whether there is anything but white space.
bool holds_mark(std::string_view gap) noexcept {
    constexpr std::string_view k_wide_space = "\xE3\x80\x80";
    constexpr std::string_view k_fixed_space = "\xC2\xA0";
    while (!gap.empty()) {
        const char c = gap.front();
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            gap.remove_prefix(1);
        } else if (gap.starts_with(k_wide_space)) {
            gap.remove_prefix(k_wide_space.size());
        } else if (gap.starts_with(k_fixed_space)) {
            gap.remove_prefix(k_fixed_space.size());
        } else {
            return true;
        }
    }
    return false;
}

}  // namespace

bool is_slot(StockUnit unit) noexcept {
    return unit == text::k_slot_symbol;
}

std::uint32_t stock_weight(StockUnit unit) noexcept {
    return (unit & k_word_bit) != 0 ? k_word_weight : is_slot(unit) ? 0 : k_character_weight;
}

std::uint64_t stock_hash(std::span<const StockUnit> units) noexcept {
    return base::hash64(units.data(), units.size_bytes());
}

void StockText::read(std::string_view paragraph) {
    text::fold(paragraph, m_folded);
    text::tokenise(m_folded, m_tokens);
    m_units.clear();
    std::ranges::transform(m_tokens.values, std::back_inserter(m_units), unit_of);
    find_clauses(paragraph);
    find_sentences(paragraph);
    find_windows();
}

void StockText::find_clauses(std::string_view paragraph) {
    const text::View& typed = m_folded.typed;
    m_begins_clause.assign(m_units.size() + 1, 1);
    for (std::size_t unit = 1; unit < m_units.size(); ++unit) {
        const std::size_t symbol = m_tokens.typed_at[unit];
        const std::uint32_t from = typed.end[symbol - 1];
        const std::uint32_t to = typed.begin[symbol];
        const bool has_gap =
            to > from && holds_mark(paragraph.substr(from, std::size_t{to} - from));
        m_begins_clause[unit] = has_gap ? 1 : 0;
    }
}

void StockText::find_sentences(std::string_view paragraph) {
    m_sentence_end.assign(m_units.size(), 0);
    std::size_t unit = 0;
    for (const ByteRange& sentence : text::sentences(paragraph)) {
        const std::size_t first = unit;
        while (unit < m_units.size() &&
               m_folded.typed.begin[m_tokens.typed_at[unit]] < sentence.end) {
            ++unit;
        }
        for (std::size_t at = first; at < unit; ++at) {
            const std::size_t cut = first + (at - first) / k_longest_stock * k_longest_stock;
            m_sentence_end[at] =
                static_cast<std::uint32_t>(std::min<std::size_t>(unit, cut + k_longest_stock));
        }
    }
    for (; unit < m_units.size(); ++unit) {
        m_sentence_end[unit] = static_cast<std::uint32_t>(unit + 1);
    }
}

void StockText::find_windows() {
    const std::uint32_t least = stock_weight_of_letters(m_options.min_letters);
    const std::span<const StockUnit> units = m_units;
    m_windows.assign(units.size(), {});
    std::uint32_t end = 0;
    std::uint32_t weight = 0;
    for (std::uint32_t begin = 0; begin < units.size(); ++begin) {
        if (end <= begin) {
            end = begin;
            weight = 0;
        }
        while (weight < least && end < m_sentence_end[begin]) {
            weight += stock_weight(units[end++]);
        }
        if (weight >= least && end <= m_sentence_end[begin] && !is_slot(units[begin])) {
            m_windows[begin] = {stock_hash(units.subspan(begin, end - begin)), end};
        }
        weight -= std::min(weight, stock_weight(units[begin]));
        const bool is_last = begin + 1 == m_sentence_end[begin];
        if (is_last) {
            end = begin + 1;
            weight = 0;
        }
    }
}

StockText::Window StockText::window_of(std::uint32_t unit, std::uint32_t letters) const noexcept {
    const std::uint32_t least = stock_weight_of_letters(letters);
    const std::span<const StockUnit> units = m_units;
    std::uint32_t end = unit;
    std::uint32_t weight = 0;
    while (weight < least && end < m_sentence_end[unit]) {
        weight += stock_weight(units[end++]);
    }
    if (weight < least) {
        return {};
    }
    return {stock_hash(units.subspan(unit, end - unit)), end};
}

std::uint32_t StockText::symbol(std::uint32_t unit) const noexcept {
    return unit < m_units.size() ? m_tokens.typed_at[unit]
                                 : static_cast<std::uint32_t>(m_folded.typed.symbols.size());
}

ByteRange StockText::bytes(std::uint32_t begin, std::uint32_t end) const noexcept {
    return m_folded.typed.bytes(symbol(begin), symbol(end));
}

ByteRange StockText::shown_bytes(std::uint32_t begin, std::uint32_t end,
                                 std::string_view paragraph) const noexcept {
    ByteRange range = bytes(begin, end);
    for (const Brackets& pair : k_brackets) {
        const Halves halves = unmatched(paragraph.substr(range.begin, range.size()), pair);
        if (halves.closing > 0 && paragraph.substr(0, range.begin).ends_with(pair.opening)) {
            range.begin -= pair.opening.size();
        }
        if (halves.opening > 0 && paragraph.substr(range.end).starts_with(pair.closing)) {
            range.end += pair.closing.size();
        }
    }
    return range;
}

std::uint32_t StockText::letters(std::uint32_t begin, std::uint32_t end) const noexcept {
    const ByteRange range = bytes(begin, end);
    const text::View& letters = m_folded.letters;
    const auto first = std::ranges::lower_bound(letters.begin, range.begin);
    const auto last = std::ranges::lower_bound(letters.begin, range.end);
    return static_cast<std::uint32_t>(last - first);
}

std::uint32_t StockText::letters_before(std::uint32_t unit) const noexcept {
    const std::uint32_t end = symbol(unit);
    std::uint32_t letters = end;
    for (const text::Slot& slot : m_folded.slots) {
        if (slot.typed_at >= end) {
            break;
        }
        letters += slot.letters_end - slot.letters_begin - 1;
    }
    return letters;
}

}  // namespace leitong::templates
