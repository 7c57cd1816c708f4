#include "characters.hpp"

#include "leitong/base/assert.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <memory>

#include "utf8.hpp"

namespace leitong::text {

namespace {

struct HanClass {
    char32_t member, representative;
};

constexpr HanClass k_han_classes[] = {
#include "tables/han_classes.inc"
};

const icu::Normalizer2& normaliser() {
    static const icu::Normalizer2* const instance = [] {
        UErrorCode status = U_ZERO_ERROR;
        const auto* found = icu::Normalizer2::getNFKCCasefoldInstance(status);
        LEITONG_ASSERT(U_SUCCESS(status), "ICU has no NFKC_Casefold data");
        return found;
    }();
    return *instance;
}

// Signs that NFKC would turn into plain digits and letters, which corrupts numbers: ① is not 1, m²
// is not m2, 3½ is not 31⁄2.
bool is_protected(char32_t value) noexcept {
    return value == 0xB2 || value == 0xB3 || value == 0xB9 || (value >= 0xBC && value <= 0xBE) ||
           (value >= 0x2070 && value <= 0x209C) || (value >= 0x2150 && value <= 0x215F) ||
           value == 0x2189 || (value >= 0x2460 && value <= 0x24FF) ||
           (value >= 0x2776 && value <= 0x2793) || (value >= 0x3220 && value <= 0x3229) ||
           (value >= 0x3280 && value <= 0x3289);
}

bool is_unspaced_script(char32_t value) noexcept {
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript(static_cast<UChar32>(value), &status)) {
        case USCRIPT_HIRAGANA:
        case USCRIPT_KATAKANA:
        case USCRIPT_HANGUL:
        case USCRIPT_BOPOMOFO:
        case USCRIPT_THAI:
        case USCRIPT_LAO:
        case USCRIPT_KHMER:
        case USCRIPT_MYANMAR:
        case USCRIPT_TIBETAN:
        case USCRIPT_YI:
            return true;
        default:
            return false;
    }
}

// The class of a code point as it is after folding.
CharClass class_of(char32_t value) noexcept {
    const auto point = static_cast<UChar32>(value);
    if (is_protected(value)) {
        return CharClass::unspaced;
    }
    switch (u_charType(point)) {
        case U_SPACE_SEPARATOR:
        case U_LINE_SEPARATOR:
        case U_PARAGRAPH_SEPARATOR:
            return CharClass::space;
        case U_CONTROL_CHAR:
            return value == '\t' || value == '\n' || value == '\r' || value == '\f' || value == '\v'
                       ? CharClass::space
                       : CharClass::drop;
        case U_FORMAT_CHAR:
        case U_PRIVATE_USE_CHAR:
        case U_SURROGATE:
        case U_UNASSIGNED:
            return CharClass::drop;
        case U_DECIMAL_DIGIT_NUMBER:
            return CharClass::digit;
        case U_DASH_PUNCTUATION:
        case U_START_PUNCTUATION:
        case U_END_PUNCTUATION:
        case U_CONNECTOR_PUNCTUATION:
        case U_OTHER_PUNCTUATION:
        case U_INITIAL_PUNCTUATION:
        case U_FINAL_PUNCTUATION:
            return CharClass::punctuation;
        case U_MATH_SYMBOL:
        case U_CURRENCY_SYMBOL:
        case U_MODIFIER_SYMBOL:
        case U_OTHER_SYMBOL:
            return CharClass::symbol;
        default:
            break;
    }
    UErrorCode status = U_ZERO_ERROR;
    if (uscript_getScript(point, &status) == USCRIPT_HAN) {
        return CharClass::han;
    }
    return is_unspaced_script(value) || value == 0x30FC ? CharClass::unspaced : CharClass::spaced;
}

// One form for the dashes and dots that stand inside numbers and dates.
char32_t unify_punctuation(char32_t value) noexcept {
    switch (value) {
        case 0x2010:
        case 0x2011:
        case 0x2012:
        case 0x2013:
        case 0x2014:
        case 0x2015:
        case 0x2212:
            return U'-';
        case 0x00D7:  // × as a sign for masking
        case 0x2715:
        case 0x2716:
        case 0xFF0A:
        case 0x2217:
            return value == 0xFF0A || value == 0x2217 ? U'*' : 0x00D7;
        default:
            return value;
    }
}

Character after_folding(char32_t value) noexcept {
    Character result;
    result.folded = unify_punctuation(han_class(value));
    result.klass = class_of(result.folded);
    if (result.klass == CharClass::digit) {
        const std::int32_t digit = u_charDigitValue(static_cast<UChar32>(value));
        if (digit >= 0) {
            result.folded = U'0' + static_cast<char32_t>(digit);
        }
    }
    return result;
}

Character compute(char32_t value) {
    Character result;
    result.folded = value;
    if (value >= 0xD800 && value <= 0xDFFF) {
        return result;
    }
    if (is_protected(value)) {
        result.klass = CharClass::unspaced;
        return result;
    }
    const auto point = static_cast<UChar32>(value);
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString folded;
    normaliser().normalize(icu::UnicodeString(point), folded, status);
    if (folded.countChar32() == 1) {
        result = after_folding(static_cast<char32_t>(folded.char32At(0)));
    } else {
        result.complex = !folded.isEmpty();
        result.klass = CharClass::drop;  // default ignorable, unless complex
    }
    result.joins = !normaliser().hasBoundaryBefore(point);
    return result;
}

constexpr char32_t k_table_size = CharacterTable::k_size;

std::uint32_t pack(const Character& c) noexcept {
    return static_cast<std::uint32_t>(c.folded) | static_cast<std::uint32_t>(c.klass) << 21 |
           (c.complex ? 1U << 25 : 0U) | (c.joins ? 1U << 26 : 0U);
}

// Not on the heap: whoever asks first may have no memory left, and cannot say so.
const std::array<std::uint32_t, k_table_size>& table() noexcept {
    static std::array<std::uint32_t, k_table_size> packed;
    static const bool is_made = [] {
        for (char32_t value = 0; value < k_table_size; ++value) {
            packed[value] = pack(compute(value));
        }
        return true;
    }();
    static_cast<void>(is_made);
    return packed;
}

}  // namespace

char32_t han_class(char32_t value) noexcept {
    if (value < 0x2E80) {
        return value;
    }
    const auto* found = std::ranges::lower_bound(k_han_classes, value, {}, &HanClass::member);
    return found != std::end(k_han_classes) && found->member == value ? found->representative
                                                                      : value;
}

CharacterTable::CharacterTable() noexcept : m_rows(table().data()) {}

Character character(char32_t value) noexcept {
    return value < k_table_size ? CharacterTable()(value) : compute(value);
}

void fold_cluster(std::string_view cluster, std::vector<Character>& out) {
    out.clear();
    // What is protected is so with whatever joins it, too; such signs never join.
    const CodePoint first = code_point_at(cluster, 0);
    if (is_protected(first.value)) {
        out.push_back(character(first.value));
        cluster.remove_prefix(first.size);
    }
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString folded;
    normaliser().normalize(icu::UnicodeString::fromUTF8(icu::StringPiece(
                               cluster.data(), static_cast<std::int32_t>(cluster.size()))),
                           folded, status);
    for (std::int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
        out.push_back(after_folding(static_cast<char32_t>(folded.char32At(i))));
    }
}

FoldedSet::FoldedSet(std::u32string_view members) : m_bits(k_table_size / 64) {
    for (const char32_t member : members) {
        const char32_t folded = character(member).folded;
        LEITONG_ASSERT(folded < k_table_size, "a set of folded characters holds the BMP only");
        m_bits[folded >> 6] |= std::uint64_t{1} << (folded & 63);
    }
}

}  // namespace leitong::text
