#include "leitong/templates/units.hpp"

#include "leitong/text/fold.hpp"

#include <algorithm>
#include <utility>

namespace leitong::templates {

namespace {

constexpr char32_t k_first_number = 0x200000;  // above every code point

struct CodePoint {
    char32_t value = 0;
    std::uint32_t size_bytes = 1;
};

// Of a passage that was decoded, so well-formed; anything else is U+FFFD a byte.
CodePoint code_point_at(std::string_view text, std::size_t at) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned first = byte(at);
    const std::uint32_t size = first < 0x80   ? 1
                               : first < 0xC2 ? 0
                               : first < 0xE0 ? 2
                               : first < 0xF0 ? 3
                               : first < 0xF5 ? 4
                                              : 0;
    if (size == 0 || at + size > text.size()) {
        return {0xFFFD, 1};
    }
    char32_t value = size == 1 ? first : first & (0x7FU >> size);
    for (std::uint32_t i = 1; i < size; ++i) {
        if ((byte(at + i) & 0xC0U) != 0x80U) {
            return {0xFFFD, 1};
        }
        value = value << 6 | (byte(at + i) & 0x3FU);
    }
    return {value, size};
}

constexpr bool is_space(char32_t c) noexcept {
    return c <= U' ' || c == 0x7F || c == 0x85 || c == 0xA0 || c == 0xAD || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200F) || (c >= 0x2028 && c <= 0x202F) ||
           (c >= 0x205F && c <= 0x206F) || c == 0x3000 || c == 0xFEFF;
}

// One form for the forms of a punctuation mark.
constexpr char32_t folded_sign(char32_t c) noexcept {
    if (c >= 0xFF01 && c <= 0xFF5E) {
        return c - 0xFEE0;
    }
    switch (c) {
        case 0x201C:
        case 0x201D:
        case 0x201E:
        case 0x2018:
        case 0x2019:
        case U'`':
        case U'\'':
            return U'"';
        case 0x2013:
        case 0x2014:
        case 0x2015:
            return U'-';
        case 0x00B7:
        case 0x2022:
        case 0x2027:
        case 0x30FB:
            return 0x00B7;
        default:
            return c;
    }
}

class Reader {
public:
    Reader(std::string_view passage, Symbols& symbols, std::vector<Unit>& out)
        : m_passage(passage), m_symbols(symbols), m_out(out) {
        text::fold(passage, m_folded);
    }

    void run() {
        const text::View& typed = m_folded.typed;
        m_at = static_cast<std::uint32_t>(m_folded.outline_marker.end);
        std::size_t slot = 0;
        for (std::size_t i = 0; i < typed.size();) {
            std::size_t end = i + 1;
            if (m_folded.units[i] == text::Unit::slot) {
                value(m_folded.slots[slot++]);
            } else {
                const bool is_word = m_folded.units[i] != text::Unit::character;
                // Characters that came from the same bytes (㈱) are one unit, as a word is.
                while (end < typed.size() && (typed.begin[end] < typed.end[end - 1] ||
                                              (is_word && continues_word(end)))) {
                    ++end;
                }
                letters(i, end, is_word ? UnitKind::word : UnitKind::character);
            }
            i = end;
        }
        signs(static_cast<std::uint32_t>(m_passage.size()));
        join_titles();
    }

private:
    // 在全市…会议上的讲话材料 names a speech: people fill in the name, not its words.
    void join_titles() {
        std::vector<Unit> joined;
        for (std::size_t i = 0; i < m_out.size();) {
            const std::size_t end = m_out[i].symbol == U'在' ? title_end(i) : i;
            if (end > i) {
                std::u32string symbols;
                for (std::size_t k = i; k < end; ++k) {
                    symbols += m_out[k].content;
                }
                joined.push_back({text::k_slot_symbol, m_symbols.of(UnitKind::value, symbols),
                                  m_out[i].begin, m_out[end - 1].end, UnitKind::value,
                                  SlotKind::title, false});
            } else {
                joined.push_back(m_out[i]);
            }
            i = std::max(end, i + 1);
        }
        m_out = std::move(joined);
    }

    // Past …上的讲话, …上的讲话稿, …上的讲话材料, where a sign or the end follows; else `begin`.
    [[nodiscard]] std::size_t title_end(std::size_t begin) const {
        constexpr std::u32string_view k_speech = U"上的讲话";
        constexpr std::size_t k_longest_rest = 2;
        std::u32string symbols;
        std::size_t end = begin;
        while (end < m_out.size() && m_out[end].kind != UnitKind::sign) {
            symbols += m_out[end++].symbol;
        }
        const std::size_t at = symbols.rfind(k_speech);
        const bool is_title = at != std::u32string::npos && at > 2 &&
                              symbols.size() - at - k_speech.size() <= k_longest_rest;
        return is_title ? end : begin;
    }

    [[nodiscard]] bool continues_word(std::size_t at) const noexcept {
        return m_folded.units[at] == text::Unit::word_part;
    }

    void value(const text::Slot& slot) {
        signs(static_cast<std::uint32_t>(slot.range.begin));
        const std::u32string_view symbols = m_folded.letters.symbols;
        const char32_t content =
            m_symbols.of(UnitKind::value,
                         symbols.substr(slot.letters_begin, slot.letters_end - slot.letters_begin));
        push({text::k_slot_symbol, content, static_cast<std::uint32_t>(slot.range.begin),
              static_cast<std::uint32_t>(slot.range.end), UnitKind::value, slot.kind, slot.masked});
    }

    void letters(std::size_t first, std::size_t last, UnitKind kind) {
        const text::View& typed = m_folded.typed;
        signs(typed.begin[first]);
        const std::u32string_view symbols = typed.symbols;
        const char32_t symbol = m_symbols.of(kind, symbols.substr(first, last - first));
        push(
            {symbol, symbol, typed.begin[first], typed.end[last - 1], kind, SlotKind::text, false});
    }

    // What stands before `end` and is no letter.
    void signs(std::uint32_t end) {
        while (m_at < end) {
            const CodePoint point = code_point_at(m_passage, m_at);
            if (!is_space(point.value)) {
                const char32_t sign = folded_sign(point.value);
                push({sign, sign, m_at, m_at + point.size_bytes, UnitKind::sign, SlotKind::text,
                      false});
            } else {
                m_at += point.size_bytes;
            }
        }
    }

    void push(const Unit& unit) {
        // ``as is'' is "as is".
        const bool joins = unit.symbol == U'"' && !m_out.empty() && m_out.back().symbol == U'"' &&
                           m_out.back().end == unit.begin;
        if (joins) {
            m_out.back().end = unit.end;
        } else {
            m_out.push_back(unit);
        }
        m_at = unit.end;
    }

    std::string_view m_passage;
    Symbols& m_symbols;
    std::vector<Unit>& m_out;
    text::Folded m_folded;
    std::uint32_t m_at = 0;
};

}  // namespace

char32_t Symbols::of(UnitKind kind, std::u32string_view folded) {
    if (kind == UnitKind::character && folded.size() == 1) {
        return folded[0];
    }
    m_key.assign(1, static_cast<char32_t>(kind));
    m_key += folded;
    const auto next = static_cast<char32_t>(k_first_number + m_numbers.size());
    return m_numbers.try_emplace(m_key, next).first->second;
}

void read_units(std::string_view passage, Symbols& symbols, std::vector<Unit>& out) {
    out.clear();
    Reader(passage, symbols, out).run();
}

}  // namespace leitong::templates
