#include "leitong/text/fold.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "characters.hpp"
#include "slots.hpp"
#include "utf8.hpp"

namespace leitong::text {

void View::clear() noexcept {
    symbols.clear();
    begin.clear();
    end.clear();
}

ByteRange View::bytes(std::size_t first, std::size_t last) const noexcept {
    if (first >= last) {
        const std::uint64_t at = first < begin.size() ? begin[first] : end.empty() ? 0 : end.back();
        return {at, at};
    }
    return {begin[first], end[last - 1]};
}

void Folded::clear() noexcept {
    letters.clear();
    typed.clear();
    units.clear();
    slots.clear();
    outline_marker = {};
    han = 0;
}

namespace {

// Buffers of one thread, so that folding allocates nothing once they have grown.
struct Scratch {
    std::vector<RawUnit> raw;
    std::vector<RawSlot> slots;
    std::vector<Character> cluster;
    bool has_me = false;  // 么, in raw
};

Scratch& scratch() {
    thread_local Scratch buffers;
    return buffers;
}

void push_cluster(std::string_view paragraph, std::uint32_t begin, std::uint32_t end,
                  Scratch& buffers) {
    fold_cluster(paragraph.substr(begin, end - begin), buffers.cluster);
    for (const Character& c : buffers.cluster) {
        if (c.klass != CharClass::drop) {
            buffers.raw.push_back({c.folded, c.klass, begin, end});
        }
    }
}

// Bytes to folded characters. What NFKC composes from several code points, or decomposes into
// several, maps to the bytes of the whole cluster.
void read_characters(std::string_view paragraph, Scratch& buffers) {
    static const char32_t k_me = character(U'么').folded;
    bool has_me = false;
    buffers.raw.clear();
    std::uint32_t cluster_begin = 0;  // of the code point before
    std::size_t cluster_units = 0;    // how many units there were before it
    const auto size = static_cast<std::uint32_t>(paragraph.size());
    const CharacterTable character_of;
    for (std::uint32_t at = 0; at < size;) {
        const CodePoint point = code_point_at(paragraph, at);
        const std::uint32_t end = at + point.size;
        const Character c = character_of(point.value);
        has_me = has_me || c.folded == k_me;
        if (c.joins && at > 0 && at > cluster_begin) {
            buffers.raw.resize(cluster_units);
            push_cluster(paragraph, cluster_begin, end, buffers);
        } else {
            cluster_begin = at;
            cluster_units = buffers.raw.size();
            if (c.complex) {
                push_cluster(paragraph, at, end, buffers);
            } else if (c.klass != CharClass::drop) {
                buffers.raw.push_back({c.folded, c.klass, at, end});
            }
        }
        at = end;
    }
    buffers.has_me = has_me;
}

// 甚麼 is how 什么 is written where characters are Traditional: a spelling of the word, so that no
// table of single characters makes them one.
void unify_spellings(std::vector<RawUnit>& raw) {
    static const char32_t k_shen = character(U'甚').folded;
    static const char32_t k_shi = character(U'什').folded;
    static const char32_t k_me = character(U'么').folded;
    RawUnit* before = nullptr;
    for (RawUnit& unit : raw) {
        if (unit.klass == CharClass::space) {
            continue;
        }
        if (unit.cp == k_me && before != nullptr && before->cp == k_shen) {
            before->cp = k_shi;
        }
        before = &unit;
    }
}

enum class Maps : std::uint8_t { none, bytes };

// Fills a view that is made long enough first: nothing asks for room symbol by symbol.
template <Maps maps>
class ViewFiller {
public:
    ViewFiller(View& view, std::size_t most) : m_view(view) {
        resize(most);
        m_symbols = view.symbols.data();
        m_begin = view.begin.data();
        m_end = view.end.data();
    }
    void push(char32_t symbol, std::uint32_t begin, std::uint32_t end) noexcept {
        m_symbols[m_size] = symbol;
        if constexpr (maps == Maps::bytes) {
            m_begin[m_size] = begin;
            m_end[m_size] = end;
        }
        ++m_size;
    }
    [[nodiscard]] std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(m_size); }
    [[nodiscard]] char32_t last() const noexcept { return m_size > 0 ? m_symbols[m_size - 1] : 0; }
    void finish() { resize(m_size); }

private:
    void resize(std::size_t size) {
        m_view.symbols.resize(size);
        if constexpr (maps == Maps::bytes) {
            m_view.begin.resize(size);
            m_view.end.resize(size);
        }
    }

    View& m_view;
    char32_t* m_symbols = nullptr;
    std::uint32_t* m_begin = nullptr;
    std::uint32_t* m_end = nullptr;
    std::size_t m_size = 0;
};

constexpr bool is_percent_sign(char32_t cp) noexcept {
    return cp == U'%' || cp == U'‰';
}

bool is_ascii_digit(char32_t cp) noexcept {
    return cp >= U'0' && cp <= U'9';
}

// Builds both views from the raw units and the slots among them.
template <Maps maps>
class ViewBuilder {
public:
    // A unit gives one symbol of either view, and perhaps a separator before it.
    ViewBuilder(const std::vector<RawUnit>& raw, Folded& out)
        : m_raw(raw),
          m_out(out),
          m_letters(out.letters, raw.size() * 2),
          m_typed(out.typed, raw.size()) {
        out.units.resize(raw.size());
    }

    void build(std::size_t from, const std::vector<RawSlot>& slots) {
        std::size_t at = from;
        for (const RawSlot& slot : slots) {
            plain(at, slot.begin);
            slotted(slot);
            at = slot.end;
        }
        plain(at, m_raw.size());
        m_letters.finish();
        m_out.units.resize(m_typed.size());
        m_typed.finish();
    }

private:
    void letter(char32_t cp, const RawUnit& unit) {
        if (is_ascii_digit(cp) && m_gap_after_digit && m_letters.size() > 0) {
            m_letters.push(k_number_separator, unit.begin, unit.begin);
        }
        m_gap_after_digit = false;
        m_letters.push(cp, unit.begin, unit.end);
    }

    void note_gap() {
        if (is_ascii_digit(m_letters.last())) {
            m_gap_after_digit = true;
        }
    }

    void plain(std::size_t begin, std::size_t end) {
        bool in_word = false;
        for (std::size_t i = begin; i < end; ++i) {
            const RawUnit& unit = m_raw[i];
            if (!is_letter(unit.klass) && !is_percent_of_number(i)) {
                in_word = in_word && unit.cp == U'\'';  // don't, l’été
                note_gap();
                continue;
            }
            letter(unit.cp, unit);
            const bool is_word = unit.klass == CharClass::spaced || unit.klass == CharClass::digit;
            push_typed(unit.cp, unit.begin, unit.end,
                       !is_word  ? Unit::character
                       : in_word ? Unit::word_part
                                 : Unit::word_start);
            in_word = is_word;
            m_out.han += unit.klass == CharClass::han ? 1U : 0U;
        }
    }

    [[nodiscard]] bool is_percent_of_number(std::size_t i) const noexcept {
        return m_letters.size() > 0 && i > 0 && is_percent_sign(m_raw[i].cp) &&
               m_raw[i - 1].end == m_raw[i].begin;
    }

    void slotted(const RawSlot& slot) {
        const std::uint32_t letters_begin = m_letters.size();
        for (std::size_t i = slot.begin; i < slot.end; ++i) {
            const RawUnit& unit = m_raw[i];
            if (is_ascii_digit(unit.cp) || unit.klass == CharClass::han || is_mask_sign(unit.cp) ||
                unit.cp == U'x') {
                letter(unit.cp, unit);
            } else if (unit.cp == U'.') {
                letter(U'.', unit);
            } else if (slot.kind == SlotKind::date) {
                letter(k_number_separator, unit);
            }
        }
        const std::uint32_t begin = m_raw[slot.begin].begin;
        const std::uint32_t end = m_raw[slot.end - 1].end;
        m_out.slots.push_back({slot.kind,
                               {begin, end},
                               m_typed.size(),
                               letters_begin,
                               m_letters.size(),
                               slot.masked});
        push_typed(k_slot_symbol, begin, end, Unit::slot);
    }

    void push_typed(char32_t symbol, std::uint32_t begin, std::uint32_t end, Unit unit) {
        m_out.units[m_typed.size()] = unit;
        m_typed.push(symbol, begin, end);
    }

    const std::vector<RawUnit>& m_raw;
    Folded& m_out;
    ViewFiller<maps> m_letters;
    ViewFiller<maps> m_typed;
    bool m_gap_after_digit = false;
};

template <Maps maps>
void fold_to(std::string_view paragraph, Folded& out) {
    out.clear();
    Scratch& buffers = scratch();
    read_characters(paragraph, buffers);
    if (buffers.has_me) {
        unify_spellings(buffers.raw);
    }
    const std::size_t from = outline_marker_end(buffers.raw);
    if (from > 0) {
        out.outline_marker = {buffers.raw.front().begin, buffers.raw[from - 1].end};
    }
    find_slots(buffers.raw, from, buffers.slots);
    ViewBuilder<maps>(buffers.raw, out).build(from, buffers.slots);
}

}  // namespace

void fold(std::string_view paragraph, Folded& out) {
    fold_to<Maps::bytes>(paragraph, out);
}

void fold_symbols(std::string_view paragraph, Folded& out) {
    fold_to<Maps::none>(paragraph, out);
}

base::Hash128 letters_hash(const Folded& folded) noexcept {
    const std::u32string& symbols = folded.letters.symbols;
    return base::hash128(symbols.data(), symbols.size() * sizeof(char32_t));
}

base::Hash128 typed_hash(const Folded& folded) noexcept {
    const std::u32string& symbols = folded.typed.symbols;
    const std::uint64_t units = base::hash64(folded.units.data(), folded.units.size());
    return base::hash128(symbols.data(), symbols.size() * sizeof(char32_t), units);
}

std::string letters_text(const Folded& folded) {
    std::string text;
    for (const char32_t symbol : folded.letters.symbols) {
        append_utf8(text, symbol == k_number_separator ? U' ' : symbol);
    }
    return text;
}

std::string typed_text(const Folded& folded) {
    std::string text;
    std::size_t slot = 0;
    for (std::size_t i = 0; i < folded.typed.size(); ++i) {
        switch (folded.units[i]) {
            case Unit::slot:
                text += fmt::format("⟦{}⟧", name(folded.slots[slot++].kind));
                break;
            case Unit::word_start:
                if (i > 0) {
                    text += ' ';
                }
                [[fallthrough]];
            case Unit::word_part:
            case Unit::character:
                append_utf8(text, folded.typed.symbols[i]);
                break;
        }
    }
    return text;
}

}  // namespace leitong::text
