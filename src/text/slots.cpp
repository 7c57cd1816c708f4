#include "slots.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace leitong::text {

namespace {

using Units = std::span<const RawUnit>;

// Character sets, as they are after folding (两 and 項 are compared as their classes).
struct Sets {
    FoldedSet cn_digit{U"〇零一二三四五六七八九两壹贰叁肆伍陆柒捌玖"};
    FoldedSet cn_multiplier{U"十百千万亿拾佰仟"};
    // What makes 第三X an ordinal; without one of these 第一 is an adjective (第一方阵, 第一书记).
    FoldedSet ordinal_unit{U"条章节款项编届次批期季名号卷回篇页轮组类版届天周年班"};
    // What is counted: a mask before one of these hides a number.
    FoldedSet counted{
        U"个项亿万千百元家户亩吨人次名条公里米倍级岁座台辆件种类批期届处所支岗只口对双"};
    FoldedSet place_suffix{U"省市县区镇乡村州盟旗街"};
    FoldedSet organisation_start{U"局厅委办院校部所队"};
    // After these 某 means “some”, not a name left out: 某种, 某些, 某一天.
    FoldedSet not_masked_by_some{U"种些个一人日天处时方次项类位件年月段阶点程"};
    FoldedSet x_word_after{U"光射轴染"};  // X光 X射线 X轴 X染色体
    // What may open a slot, besides digits.
    FoldedSet opening{U"〇零一二三四五六七八九两壹贰叁肆伍陆柒捌玖十百千万亿拾佰仟某第x*×□■█○△_"};
    char32_t year = character(U'年').folded;
    char32_t month = character(U'月').folded;
    char32_t day = character(U'日').folded;
    char32_t some = character(U'某').folded;
    char32_t ordinal = character(U'第').folded;
    char32_t point = character(U'点').folded;
    char32_t congress = character(U'大').folded;
    char32_t ten = character(U'十').folded;
    char32_t five = character(U'五').folded;
};

const Sets& sets() {
    static const Sets instance;
    return instance;
}

constexpr bool is_percent(char32_t cp) noexcept {
    return cp == U'%' || cp == U'‰' || cp == U'‱';
}

constexpr bool is_ascii_digit(char32_t cp) noexcept {
    return cp >= U'0' && cp <= U'9';
}

bool is_latin(const RawUnit& unit) noexcept {
    return unit.klass == CharClass::spaced;
}

// Scans one paragraph. Positions are indices of units.
class Scanner {
public:
    Scanner(Units units, std::vector<RawSlot>& out) : m_units(units), m_out(out) {}

    void scan(std::size_t at) {
        const FoldedSet& opening = sets().opening;
        while (at < m_units.size()) {
            const RawUnit& unit = m_units[at];
            if (unit.klass != CharClass::digit && !opening.contains(unit.cp)) {
                ++at;
                continue;
            }
            const std::size_t next = slot_at(at);
            at = next > at ? next : at + 1;
        }
    }

private:
    // Whether the paragraph is. Few ask, some of them often.
    [[nodiscard]] bool is_chinese() const noexcept {
        if (!m_is_chinese) {
            m_is_chinese = count_chinese();
        }
        return *m_is_chinese;
    }
    [[nodiscard]] bool count_chinese() const noexcept {
        std::size_t han = 0;
        std::size_t latin = 0;
        for (const RawUnit& unit : m_units) {
            han += unit.klass == CharClass::han ? 1U : 0U;
            latin += is_latin(unit) ? 1U : 0U;
        }
        return han * 2 >= latin && han > 0;
    }

    [[nodiscard]] bool has(std::size_t at) const noexcept { return at < m_units.size(); }
    [[nodiscard]] char32_t cp(std::size_t at) const noexcept {
        return has(at) ? m_units[at].cp : 0;
    }
    [[nodiscard]] bool latin_at(std::size_t at) const noexcept {
        return has(at) && is_latin(m_units[at]);
    }
    [[nodiscard]] bool latin_before(std::size_t at) const noexcept {
        return at > 0 && is_latin(m_units[at - 1]);
    }
    [[nodiscard]] bool digit_at(std::size_t at) const noexcept { return is_ascii_digit(cp(at)); }
    [[nodiscard]] bool touches(std::size_t a, std::size_t b) const noexcept {
        return has(b) &&
               (m_units[a].end == m_units[b].begin || m_units[a].begin == m_units[b].begin);
    }

    void add(std::size_t begin, std::size_t end, SlotKind kind, bool masked) {
        m_out.push_back(
            {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), kind, masked});
    }

    // Tries every kind of slot at `at`; returns where it ends, or `at`.
    std::size_t slot_at(std::size_t at) {
        const RawUnit& unit = m_units[at];
        if (unit.klass == CharClass::digit || is_mask_sign(unit.cp) || unit.cp == U'x') {
            return numeric_at(at);
        }
        if (unit.klass != CharClass::han) {
            return at;
        }
        const Sets& set = sets();
        if (unit.cp == set.some) {
            return some_at(at);
        }
        if (unit.cp == set.ordinal) {
            return ordinal_at(at);
        }
        if (set.cn_digit.contains(unit.cp) || set.cn_multiplier.contains(unit.cp)) {
            return chinese_numeral_at(at);
        }
        return at;
    }

    // --- digits and mask signs: 2014  94.7  1,000  20**  **.x  2024-03-05

    // The end of a run of digits and mask signs beginning at `at`; sets what it holds.
    struct Core {
        std::size_t end = 0;
        std::size_t digits = 0;
        std::size_t masks = 0;  // signs and x
        std::size_t xs = 0;
        bool has_point = false;
    };

    [[nodiscard]] Core core_at(std::size_t at) const noexcept {
        Core core;
        std::size_t i = at;
        while (has(i)) {
            const char32_t c = cp(i);
            if (i > at && !touches(i - 1, i) && !(is_mask_sign(c) && is_mask_sign(cp(i - 1)))) {
                break;
            }
            if (is_ascii_digit(c)) {
                ++core.digits;
            } else if (is_mask_sign(c)) {
                ++core.masks;
            } else if (c == U'x') {
                ++core.masks;
                ++core.xs;
            } else if (c == U'.' && i > at && is_core(i + 1) && touches(i, i + 1) &&
                       !core.has_point) {
                core.has_point = true;
            } else if (c == U',' && core.digits > 0 && is_group(i + 1)) {
                // thousands
            } else {
                break;
            }
            ++i;
        }
        core.end = i;
        return core;
    }

    [[nodiscard]] bool is_core(std::size_t at) const noexcept {
        return digit_at(at) || is_mask_sign(cp(at)) || cp(at) == U'x';
    }

    // Three digits and then none: what follows the comma of 1,000.
    [[nodiscard]] bool is_group(std::size_t at) const noexcept {
        return digit_at(at) && digit_at(at + 1) && digit_at(at + 2) && !digit_at(at + 3) &&
               touches(at - 1, at) && touches(at, at + 1) && touches(at + 1, at + 2);
    }

    std::size_t numeric_at(std::size_t at) {
        const Core core = core_at(at);
        if (core.end == at) {
            return at;
        }
        if (!is_free_standing(at, core)) {
            return skip_word(at, core.end);
        }
        if (core.masks == 0 && core.digits == 4) {
            if (const std::size_t end = iso_date_end(at, core.end); end > 0) {
                add(at, end, SlotKind::date, false);
                return end;
            }
        }
        add(at, core.end, kind_of(core, core.end, at), core.masks > 0);
        return core.end;
    }

    // Whether digits or mask signs stand for a value, not for a part of a name: never 5G, G20, XG,
    // 1+N, X+N, 3×5, PM2.5; an x alone only in Chinese context.
    [[nodiscard]] bool is_free_standing(std::size_t at, const Core& core) const noexcept {
        const std::size_t end = core.end;
        if (latin_before(at) && touches(at - 1, at)) {
            return false;
        }
        const bool latin_follows = latin_at(end) && touches(end - 1, end);
        if (cp(end) == U'+' || (at > 0 && cp(at - 1) == U'+')) {
            const bool other_is_name = cp(end) == U'+'
                                           ? is_core(end + 1) || latin_at(end + 1)
                                           : at >= 2 && (is_core(at - 2) || latin_before(at - 1));
            if (other_is_name) {
                return false;
            }
        }
        if (core.digits == 0 && core.xs == core.masks) {
            return is_x_mask(at, end, latin_follows);
        }
        if (core.digits == 0 && core.masks == 1) {
            return is_single_sign_mask(at, end);
        }
        if (core.masks > 0 && core.digits > 0 && is_product(at, end)) {
            return false;
        }
        return !latin_follows || !is_short_name(end);
    }

    // 5G, 4K, 3D: one capital-like letter of these, and the word ends.
    [[nodiscard]] bool is_short_name(std::size_t at) const noexcept {
        const char32_t c = cp(at);
        const bool ends = !(latin_at(at + 1) && touches(at, at + 1));
        return ends && (c == U'g' || c == U'd' || c == U'k' || c == U'a' || c == U'c' || c == U'b');
    }

    [[nodiscard]] bool is_x_mask(std::size_t at, std::size_t end,
                                 bool latin_follows) const noexcept {
        if (latin_follows) {
            return false;
        }
        if (end - at >= 2) {
            return end - at >= 3 || is_chinese();
        }
        return !sets().x_word_after.contains(cp(end)) && cp(end) != U'-' &&
               !(at > 0 && cp(at - 1) == U'-') && is_chinese();
    }

    // One * or × masks only beside Chinese letters or number signs: * also opens a list item.
    [[nodiscard]] bool is_single_sign_mask(std::size_t at, std::size_t end) const noexcept {
        if (cp(at) == U'_' || cp(at) == 0x25CB || cp(at) == 0x25B3) {
            return false;  // a lone _ ○ △ is a bullet or a sign
        }
        if (at == 0 && has(end) && !touches(at, end)) {
            return false;
        }
        const bool han_after = has(end) && m_units[end].klass == CharClass::han;
        const bool han_before = at > 0 && m_units[at - 1].klass == CharClass::han;
        return (han_after || han_before || is_percent(cp(end)) || cp(end) == U'.') && is_chinese();
    }

    // 3×5, 3*5: a sign between digits multiplies.
    [[nodiscard]] bool is_product(std::size_t at, std::size_t end) const noexcept {
        for (std::size_t i = at + 1; i + 1 < end; ++i) {
            if (!is_ascii_digit(cp(i)) && cp(i) != U'.' && cp(i) != U',' && digit_at(i - 1) &&
                digit_at(i + 1) && (cp(i) == 0xD7 || cp(i) == U'*' || cp(i) == U'x')) {
                return true;
            }
        }
        return false;
    }

    // Past the rest of a word like PM2 or h1n1, so that its digits are not looked at again.
    [[nodiscard]] std::size_t skip_word(std::size_t at, std::size_t end) const noexcept {
        std::size_t i = std::max(end, at + 1);
        while (has(i) && touches(i - 1, i) &&
               (is_latin(m_units[i]) || digit_at(i) || (cp(i) == U'.' && digit_at(i + 1)))) {
            ++i;
        }
        return i;
    }

    // 2024-03-05, 2024/3/5, 2024.3.5: the end, or 0.
    [[nodiscard]] std::size_t iso_date_end(std::size_t at, std::size_t end) const noexcept {
        const char32_t separator = cp(end);
        if (separator != U'-' && separator != U'/' && separator != U'.') {
            return 0;
        }
        std::size_t i = end;
        for (int part = 0; part < 2; ++part) {
            if (cp(i) != separator || !digit_at(i + 1)) {
                return 0;
            }
            i += digit_at(i + 2) ? 3U : 2U;
            if (digit_at(i)) {
                return 0;
            }
        }
        const bool is_year = (cp(at) == U'1' || cp(at) == U'2');
        return is_year ? i : 0;
    }

    [[nodiscard]] SlotKind kind_of(const Core& core, std::size_t end,
                                   std::size_t at) const noexcept {
        const Sets& set = sets();
        const char32_t next = cp(end);
        const bool is_plain = !core.has_point;
        if (is_percent(next)) {
            return SlotKind::percent;
        }
        if (next == set.year && is_plain && end - at == 4 &&
            (core.masks > 0 || cp(at) == U'1' || cp(at) == U'2')) {
            return SlotKind::year;
        }
        if (at > 0 && cp(at - 1) == set.ordinal) {
            return SlotKind::ordinal;
        }
        if (core.masks == 0 || core.digits > 0 || core.has_point || next == set.month ||
            next == set.day || next == set.year || set.counted.contains(next)) {
            return SlotKind::number;
        }
        if (set.place_suffix.contains(next)) {
            return SlotKind::place;
        }
        return set.organisation_start.contains(next) ? SlotKind::organisation : SlotKind::mask;
    }

    // --- 某市  某某公司

    std::size_t some_at(std::size_t at) {
        std::size_t end = at + 1;
        while (cp(end) == sets().some) {
            ++end;
        }
        const bool names_something = has(end) && m_units[end].klass == CharClass::han &&
                                     !sets().not_masked_by_some.contains(cp(end));
        if (end - at < 2 && !names_something) {
            return at;
        }
        const SlotKind kind =
            sets().place_suffix.contains(cp(end)) ? SlotKind::place : SlotKind::mask;
        add(at, end, kind, true);
        return end;
    }

    // --- Chinese numerals in numeric context

    struct Numeral {
        std::size_t end = 0;
        std::size_t digits = 0;
        std::size_t multipliers = 0;
        std::size_t masks = 0;
    };

    [[nodiscard]] Numeral numeral_at(std::size_t at) const noexcept {
        const Sets& set = sets();
        Numeral numeral;
        numeral.end = at;
        while (has(numeral.end)) {
            const char32_t c = cp(numeral.end);
            if (set.cn_digit.contains(c) || (c == 0x25CB && numeral.end > at)) {
                ++numeral.digits;  // 二○二四: a circle for zero
            } else if (set.cn_multiplier.contains(c)) {
                ++numeral.multipliers;
            } else {
                break;
            }
            ++numeral.end;
        }
        return numeral;
    }

    // 第三条, 第二十一届: an ordinal. 第一书记, 第一方阵: not.
    std::size_t ordinal_at(std::size_t at) {
        const Numeral numeral = numeral_at(at + 1);
        const std::size_t length = numeral.end - (at + 1);
        if (length == 0) {
            return at;
        }
        const bool is_counted = sets().ordinal_unit.contains(cp(numeral.end));
        if (!is_counted && (length < 2 || numeral.multipliers == 0)) {
            return numeral.end;
        }
        add(at + 1, numeral.end, SlotKind::ordinal, false);
        return numeral.end;
    }

    std::size_t chinese_numeral_at(std::size_t at) {
        const Sets& set = sets();
        const Numeral numeral = numeral_at(at);
        const std::size_t length = numeral.end - at;
        const char32_t next = cp(numeral.end);
        if (length == 4 && numeral.multipliers == 0 && next == set.year) {  // 二〇二四年
            add(at, numeral.end, SlotKind::year, false);
            return numeral.end;
        }
        if (is_fraction_of_hundred(at, numeral)) {
            return percent_at(numeral.end);
        }
        if (is_month_or_day(at, numeral)) {
            add(at, numeral.end, SlotKind::number, false);
            return numeral.end;
        }
        // Two signs at least, a digit and a multiplier: 二十三, 三百, 一百万. Alone they are words:
        // 千方百计, 三农, 四个意识; and names: 十四五, 二十大.
        const bool is_name =
            next == set.congress || (length == 3 && cp(at) == set.ten && cp(at + 2) == set.five);
        if (length >= 2 && numeral.digits > 0 && numeral.multipliers > 0 && !is_name) {
            add(at, numeral.end, SlotKind::number, false);
        }
        return numeral.end;
    }

    // 百分之: the numeral run is 百 and 分之 follows.
    [[nodiscard]] bool is_fraction_of_hundred(std::size_t at,
                                              const Numeral& numeral) const noexcept {
        return numeral.end - at == 1 && cp(at) == m_hundred && cp(numeral.end) == m_part &&
               cp(numeral.end + 1) == m_of;
    }

    std::size_t percent_at(std::size_t part) {
        const std::size_t begin = part + 2;
        Numeral numeral = numeral_at(begin);
        if (numeral.end == begin) {
            return begin;
        }
        if (cp(numeral.end) == sets().point) {
            const Numeral decimals = numeral_at(numeral.end + 1);
            if (decimals.end > numeral.end + 1) {
                numeral.end = decimals.end;
            }
        }
        add(begin, numeral.end, SlotKind::percent, false);
        return numeral.end;
    }

    // 三月五日: a month that a day follows, or the day after a month.
    [[nodiscard]] bool is_month_or_day(std::size_t at, const Numeral& numeral) const noexcept {
        const Sets& set = sets();
        if (numeral.end - at > 3) {
            return false;
        }
        if (cp(numeral.end) == set.month) {
            const Numeral day = numeral_at(numeral.end + 1);
            return day.end > numeral.end + 1 && day.end - numeral.end <= 4 &&
                   cp(day.end) == set.day;
        }
        return cp(numeral.end) == set.day && at > 0 && cp(at - 1) == set.month;
    }

    Units m_units;
    std::vector<RawSlot>& m_out;
    mutable std::optional<bool> m_is_chinese;
    char32_t m_hundred = character(U'百').folded;
    char32_t m_part = character(U'分').folded;
    char32_t m_of = character(U'之').folded;
};

}  // namespace

bool is_mask_sign(char32_t cp) noexcept {
    switch (cp) {
        case U'*':
        case 0x00D7:  // ×
        case 0x25A1:  // □
        case 0x25A0:  // ■
        case 0x2588:  // █
        case 0x25CB:  // ○
        case 0x25B3:  // △
        case U'_':
            return true;
        default:
            return false;
    }
}

void find_slots(std::span<const RawUnit> units, std::size_t from, std::vector<RawSlot>& out) {
    out.clear();
    Scanner(units, out).scan(from);
}

}  // namespace leitong::text
