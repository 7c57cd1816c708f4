#include "leitong/text/fold.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace leitong::text {
namespace {

Folded folded(std::string_view text) {
    Folded out;
    fold(text, out);
    return out;
}

std::string letters(std::string_view text) {
    return letters_text(folded(text));
}

TEST(Fold, WithoutMapsGivesTheSameSymbols) {
    for (const char* const text :
         {"", "（一）完成投资94.7亿元，增长12.5%。", "臺灣發展 e\u0301te\u0301 WORLD don’t",
          "為甚麼有的某市**x个，二〇二四年三月五日"}) {
        const Folded whole = folded(text);
        Folded bare = folded("先前的一段，比下一段长得多，多得多得多得多得多得多得多得多。");
        fold_symbols(text, bare);
        EXPECT_EQ(bare.letters.symbols, whole.letters.symbols) << text;
        EXPECT_EQ(bare.typed.symbols, whole.typed.symbols) << text;
        EXPECT_EQ(bare.units, whole.units) << text;
        EXPECT_EQ(bare.slots.size(), whole.slots.size()) << text;
        EXPECT_EQ(bare.outline_marker, whole.outline_marker) << text;
        EXPECT_TRUE(bare.letters.begin.empty() && bare.typed.end.empty()) << text;
    }
}

struct SameCase {
    const char* name;
    const char* a;
    const char* b;
};

class SameLetters : public testing::TestWithParam<SameCase> {};

TEST_P(SameLetters, WhateverTheirForm) {
    EXPECT_EQ(letters_hash(folded(GetParam().a)), letters_hash(folded(GetParam().b)))
        << letters(GetParam().a) << " / " << letters(GetParam().b);
}

const SameCase k_same[] = {
    {"width_of_digits", "２０２４年", "2024年"},
    {"width_of_letters", "ＧＤＰ增长", "gdp增长"},
    {"case", "Straße WORLD", "strasse world"},
    {"traditional", "臺灣發展與環境", "台湾发展与环境"},
    {"variant_characters", "裡面為着羣衆", "裏面爲著群眾"},
    {"ideographic_space", "　　同志们，大家好", "同志们,大家好"},
    {"zero_width", "高\u200b质\u200d量\ufeff发展", "高质量发展"},
    {"soft_hyphen", "develop\u00adment", "development"},
    {"quotes_and_dashes", "“三农”——领域", "\"三农\"--领域"},
    {"thousands", "1,234.5亿元", "1234.5亿元"},
    {"composed", "e\u0301te\u0301", "été"},
    {"hangul_jamo", "\u1112\u1161\u11ab", "한"},
    {"radical_from_pdf", "⽂⼯⻄", "文工西"},
    {"ligature", "ﬁle", "file"},
    {"apostrophe", "don’t", "don't"},
    {"outline_marker", "（一）加强领导", "二、加强领导"},
    {"spaced_marker", "二 是 明确目标", "二是明确目标"},
    {"spaced_marker_in_brackets", "（ 十 一 ） 加强领导", "（一）加强领导"},
    {"spaced_marker_of_a_list", "十 二 、加强领导", "加强领导"},
    {"spaced_article_number", "第 十二 条　本条例自公布之日起施行。",
     "第三十条　本条例自公布之日起施行。"},
    {"spaced_word_of_sequence", "首 先 ，要加强领导", "首先，要加强领导"},
    {"spelling_of_what", "為甚麼有的縣市能夠", "为什么有的县市能够"},
    {"article_number", "第十二条 本条例自公布之日起施行。", "第三十条　本条例自公布之日起施行。"},
};
INSTANTIATE_TEST_SUITE_P(, SameLetters, testing::ValuesIn(k_same),
                         [](const auto& c) { return c.param.name; });

class OtherLetters : public testing::TestWithParam<SameCase> {};

TEST_P(OtherLetters, WhereTheMeaningDiffers) {
    EXPECT_NE(letters_hash(folded(GetParam().a)), letters_hash(folded(GetParam().b)));
}

const SameCase k_other[] = {
    {"decimal_point", "增长3.5%", "增长35%"},
    {"percent", "增长35%", "增长35"},
    {"range", "3-5人", "35人"},
    {"time", "12:30开会", "1230开会"},
    {"circled_number", "见①", "见1"},
    {"superscript", "面积5m²", "面积5m2"},
    {"fraction", "3½", "31⁄2"},
    {"mask_sign", "增长××%", "增长**%"},
    {"mask_length", "有**县", "有***县"},
};
INSTANTIATE_TEST_SUITE_P(, OtherLetters, testing::ValuesIn(k_other),
                         [](const auto& c) { return c.param.name; });

struct TypedCase {
    const char* text;
    const char* typed;
};

class TypedView : public testing::TestWithParam<TypedCase> {};

// The typed view as the bytes under it, with the kind of each slot.
std::string under_typed_view(const std::string& text) {
    const Folded out = folded(text);
    std::string under;
    std::size_t slot = 0;
    for (std::size_t i = 0; i < out.typed.size(); ++i) {
        const ByteRange range = out.typed.bytes(i, i + 1);
        under += out.units[i] == Unit::slot ? "⟦" + std::string(name(out.slots[slot++].kind)) + "⟧"
                                            : text.substr(range.begin, range.size());
    }
    return under;
}

TEST_P(TypedView, HasEachSlotAsOneSymbol) {
    EXPECT_EQ(under_typed_view(GetParam().text), GetParam().typed);
}

const TypedCase k_typed[] = {
    {"今年2024年", "今年⟦year⟧年"},
    {"到20**年底", "到⟦year⟧年底"},
    {"到****年底", "到⟦year⟧年底"},
    {"二〇二四年", "⟦year⟧年"},
    {"二○二四年", "⟦year⟧年"},
    {"达94.7%左右", "达⟦percent⟧%左右"},
    {"达**.x%左右", "达⟦percent⟧%左右"},
    {"达X%左右", "达⟦percent⟧%左右"},
    {"共1,234户", "共⟦number⟧户"},
    {"共**x户", "共⟦number⟧户"},
    {"在**县", "在⟦place⟧县"},
    {"在某市", "在⟦place⟧市"},
    {"百分之三点五", "百分之⟦percent⟧"},
    {"第三条", ""},
    {"见第二十一条之一", "见第⟦ordinal⟧条之一"},
    {"三百二十五万元", "⟦number⟧元"},
    {"三月五日上午", "⟦number⟧月⟦number⟧日上午"},
    {"2024-03-05上午", "⟦date⟧上午"},
    {"Version 3 of 2020", "Version⟦number⟧of⟦number⟧"},
    // never slots
    {"一是三农", "三农"},
    {"四个自信两个大局", "四个自信两个大局"},
    {"用5G和XG", "用5G和XG"},
    {"用1+N和X+N", "用1N和XN"},
    {"在G20上", "在G20上"},
    {"千方百计", "千方百计"},
    {"十四五", "十四五"},
    {"二十大", "二十大"},
    {"第一书记", "第一书记"},
    {"X光片", "X光片"},
    {"the X Window", "theXWindow"},
};
INSTANTIATE_TEST_SUITE_P(, TypedView, testing::ValuesIn(k_typed));

const char* const k_samples[] = {
    "  一是工业经济稳中向好。规上工业总产值增长X%,工业增加值增长X%。X个项目建成投产。",
    "　　第十二条　本条例自２０２４年１月１日起施行。",
    "Permission is hereby granted to John O’Neil (c) 2020, e\u0301te\u0301 ﬁn.",
    "①臺灣裡裏 3×5 12:30 \u200b 20**年，**.x%",
    "",
    "，。！",
    "\xff\xfe broken \xe4\xb8 bytes",
};

TEST(Folded, MapsEachSymbolToBytesInOrderWithinTheParagraph) {
    for (const std::string_view text : k_samples) {
        const Folded out = folded(text);
        for (const View* view : {&out.letters, &out.typed}) {
            ASSERT_EQ(view->symbols.size(), view->begin.size());
            ASSERT_EQ(view->symbols.size(), view->end.size());
            std::uint32_t before = 0;
            for (std::size_t i = 0; i < view->size(); ++i) {
                EXPECT_GE(view->begin[i], before) << text;
                EXPECT_LE(view->begin[i], view->end[i]) << text;
                EXPECT_LE(view->end[i], text.size()) << text;
                before = view->begin[i];
            }
        }
        EXPECT_EQ(out.units.size(), out.typed.size());
    }
}

// With a zero-width character or a variation selector behind it, ① became 1 and ½ became 1 2.
TEST(Fold, ProtectsSignsWithWhateverJoinsThem) {
    for (const std::string sign : {"①", "½", "²", "↉"}) {
        for (const char* joined : {"", "\u200b", "\ufe0f", "\ufeff"}) {
            EXPECT_EQ(letters("见" + sign + joined), "见" + sign);
        }
    }
}

TEST(Folded, SlotsPointAtTheirSymbolAndTheirText) {
    const std::string text = "2014年，**县增长94.7%。";
    const Folded out = folded(text);
    ASSERT_EQ(out.slots.size(), 3U);
    const std::vector<std::string> expected = {"2014", "**", "94.7"};
    for (std::size_t i = 0; i < 3; ++i) {
        const Slot& slot = out.slots[i];
        EXPECT_EQ(text.substr(slot.range.begin, slot.range.size()), expected[i]);
        EXPECT_EQ(out.typed.symbols[slot.typed_at], k_slot_symbol);
        EXPECT_EQ(out.units[slot.typed_at], Unit::slot);
        EXPECT_EQ(slot.masked, i == 1);
    }
}

// What is already folded stays as it is: the letters of letters are the letters. Slots are left out
// of it, because they are read from punctuation that the letters view has dropped.
TEST(Fold, IsIdempotentOnLetters) {
    for (const char* text : {"臺灣發展與環境保護條例", "Straße Ünïcode", "ＡＢＣ高质量发展"}) {
        EXPECT_EQ(letters(letters(text)), letters(text));
    }
}

// Neither hostile bytes nor any code point can break the maps.
TEST(Fold, TakesAnyBytes) {
    std::mt19937 random(7);
    Folded out;
    for (int round = 0; round < 2000; ++round) {
        std::string bytes(random() % 60, '\0');
        for (char& byte : bytes) {
            byte = static_cast<char>(random());
        }
        fold(bytes, out);
        for (std::size_t i = 0; i < out.letters.size(); ++i) {
            ASSERT_LE(out.letters.end[i], bytes.size());
        }
    }
}

TEST(TypedHash, TellsTextsApartAndMasksTogether) {
    EXPECT_EQ(typed_hash(folded("2021年增长3.5%")), typed_hash(folded("****年增长X%")));
    EXPECT_NE(typed_hash(folded("2021年增长3.5%")), typed_hash(folded("2021年下降3.5%")));
    EXPECT_NE(typed_hash(folded("near duplicate")), typed_hash(folded("nearduplicate")));
}

}  // namespace
}  // namespace leitong::text
