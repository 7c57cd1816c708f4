#include "leitong/text/decode.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "encode.hpp"

namespace leitong::text {
namespace {

using namespace std::string_literals;
using test::encode;

constexpr const char* k_bad = "\xEF\xBF\xBD";

std::string repeat(std::string_view text, std::size_t times) {
    std::string repeated;
    for (std::size_t i = 0; i < times; ++i) {
        repeated += text;
    }
    return repeated;
}

TEST(Decode, EmptyIsEmptyText) {
    const Decoded decoded = decode("").value();
    EXPECT_EQ(decoded.utf8, "");
    EXPECT_EQ(decoded.encoding, Encoding::utf8);
    EXPECT_EQ(decoded.replaced, 0U);
}

struct Case {
    std::string bytes;
    std::string utf8;
    Encoding encoding;
    std::uint64_t replaced = 0;
};

void expect(const std::vector<Case>& table) {
    for (const Case& row : table) {
        const auto decoded = decode(row.bytes);
        ASSERT_TRUE(decoded) << row.utf8 << ": " << decoded.error().message.text(Language::en);
        EXPECT_EQ(decoded->utf8, row.utf8);
        EXPECT_EQ(name(decoded->encoding), name(row.encoding)) << row.utf8;
        EXPECT_EQ(decoded->encoding_name, name(row.encoding)) << row.utf8;
        EXPECT_EQ(decoded->replaced, row.replaced) << row.utf8;
    }
}

TEST(Decode, FollowsTheByteOrderMark) {
    expect({
        {"\xEF\xBB\xBF", "", Encoding::utf8_bom},
        {"\xEF\xBB\xBF"
         "a\r\n文",
         "a\r\n文", Encoding::utf8_bom},
        {"\xEF\xBB\xBF\xEF\xBB\xBFx", "\xEF\xBB\xBFx", Encoding::utf8_bom},
        {"\xFF\xFE", "", Encoding::utf16le},
        {"\xFF\xFE"
         "a\0\x87\x65"s,
         "a文", Encoding::utf16le},
        {"\xFE\xFF\0a\x65\x87"s, "a文", Encoding::utf16be},
        {"\x84\x31\x95\x33\xCE\xC4", "文", Encoding::gb18030},
    });
    const Decoded wide = decode("\xFF\xFE\0\0\x87\x65\0\0"s).value();
    EXPECT_EQ(wide.utf8, "文");
    EXPECT_EQ(wide.encoding, Encoding::other);
    EXPECT_EQ(wide.encoding_name, "UTF-32LE");
    EXPECT_EQ(decode("\0\0\xFE\xFF\0\0\x65\x87"s).value().utf8, "文");
}

TEST(Decode, Utf8IsTakenAsItIs) {
    for (const char* text : {"a",
                             "\n",
                             "The quick brown fox.\r\n",
                             "文",
                             "中文",
                             "é",
                             "naïve café",
                             "Größe",
                             "“quoted”",
                             "©",
                             "привет",
                             "Ελλάδα",
                             "שלום",
                             "مرحبا",
                             "日本語のテキスト",
                             "한국어",
                             "Tiếng Việt",
                             "żółć",
                             "😀",
                             "𠮷野家",
                             "ＡＢＣ１２３",
                             "①②③",
                             "NNNNNNNN",
                             "N*N*N*N*",
                             "================",
                             "KQKQNOQROPQSPRNO",
                             "dGhlIHF1aWNrIGJyb3du",
                             "0123456789abcdef",
                             "1.25\t3.50\t4.75\n",
                             "N,Y,N,Y,Y,N,N,Y\n",
                             "ACGTTGCAACGTTGCA",
                             "\xEF\xBF\xBD",
                             "\x1B[31mred\x1B[0m",
                             "\xC2\x91Greedy\xC2\x92"}) {
        expect({{text, text, Encoding::utf8}});
    }
    expect({{repeat("N", 5000), repeat("N", 5000), Encoding::utf8}});
}

TEST(Decode, ShortChineseIsReadInItsEncoding) {
    // Two characters in GB18030 and Big5; UTF-16 needs a few more. What happens to be well-formed
    // UTF-8 (目前 and 联通 in GB18030) is taken as that: misreading UTF-8 would be worse.
    for (const char* text : {"我们", "中国", "今天天气很好", "第一章 总则", "同志们："}) {
        expect({{encode(text, "GB18030").value(), text, Encoding::gb18030}});
    }
    for (const char* text : {"中國", "今天天氣很好", "第一條", "臺灣與香港", "「你好嗎？」"}) {
        expect({{encode(text, "CP950").value(), text, Encoding::big5}});
    }
    for (const char* text : {"今天天气很好。", "第一章 总则", "同志们：\n", "臺灣與香港的歷史"}) {
        expect({{encode(text, "UTF-16LE").value(), text, Encoding::utf16le},
                {encode(text, "UTF-16BE").value(), text, Encoding::utf16be}});
    }
}

TEST(Decode, Utf16OfLatinTextIsSeenByItsNuls) {
    for (const char* text : {"ab", "Hello, world.\r\n", "naïve café", "1234\n", "привет, мир"}) {
        expect({{encode(text, "UTF-16LE").value(), text, Encoding::utf16le},
                {encode(text, "UTF-16BE").value(), text, Encoding::utf16be}});
    }
}

TEST(Decode, HighBytesAmongLatinLettersAreWindows1252) {
    for (const char* text :
         {"© 2014 The Authors", "Copyright (c) 2010 José García", "café", "L’été dernier",
          "“quoted” – and ‘so’…", "Größe und Länge", "El niño comió piñas mañana", "naïve",
          "Université de Montréal, Québec", "20 °C", "£5 or €6", "São Paulo", "Ångström",
          "«Ça alors !» s’écria-t-elle, créée à Noël.", "Smörgåsbord på svenska är gott"}) {
        expect({{encode(text, "CP1252").value(), text, Encoding::windows1252}});
        const std::string padded =
            repeat("Nothing but plain ASCII stands here.\n", 3000) + text + "\n";
        expect({{encode(padded, "CP1252").value(), padded, Encoding::windows1252}});
    }
}

TEST(Decode, Gb18030HasAllOfUnicode) {
    // Four-byte characters, mixed with what tells the encoding.
    const std::string text = "他的名字叫㐀𠮷，也写作😀。é ü 中文和한국어都在这里。";
    expect({{encode(text, "GB18030").value(), text, Encoding::gb18030}});
}

TEST(Decode, Big5OfHongKong) {
    const std::string text = "佢哋喺香港嘅屋企食飯，啲嘢唔係好貴。";
    const Decoded decoded = decode(encode(text, "BIG5-HKSCS").value()).value();
    EXPECT_EQ(decoded.utf8, text);
    EXPECT_EQ(decoded.encoding, Encoding::big5);
    EXPECT_EQ(decoded.encoding_name, "Big5-HKSCS");
}

TEST(Decode, ABadByteIsOneReplacement) {
    const std::string b = k_bad;
    expect({
        {"文字\xFF文字文字", "文字" + b + "文字文字", Encoding::utf8, 1},
        {"文字文字文字\xE6\x96", "文字文字文字" + b + b, Encoding::utf8, 2},
        {"\x96\x87文字文字文字", b + b + "文字文字文字", Encoding::utf8, 2},
        {"文字\xED\xA0\x80文字文字", "文字" + b + b + b + "文字文字", Encoding::utf8, 3},
        {"文字\xC0\x80文字文字", "文字" + b + b + "文字文字", Encoding::utf8, 2},
        {"文字\xF4\x90\x80\x80文字文字", "文字" + b + b + b + b + "文字文字", Encoding::utf8, 4},
        {"\xEF\xBB\xBF\xFF", b, Encoding::utf8_bom, 1},
        {"\xFF\xFE\x87\x65\x00\xD8\x87\x65"s, "文" + b + "文", Encoding::utf16le, 1},
        {"\xFF\xFE\x87\x65\x00\xDC"s, "文" + b, Encoding::utf16le, 1},
        {"\xFF\xFE\x87\x65\x87"s, "文" + b, Encoding::utf16le, 1},
    });
    const std::string text = "这是一段用来测试的普通文字，";
    const std::string gb = encode(text, "GB18030").value();
    expect({
        {gb + "\xFF" + gb, text + b + text, Encoding::gb18030, 1},
        {gb + "\xD6", text + b, Encoding::gb18030, 1},
        {gb + "\xD6\n" + gb, text + b + "\n" + text, Encoding::gb18030, 1},
        {gb + "\xD6 a" + gb, text + b + " a" + text, Encoding::gb18030, 1},
    });
    const std::string traditional = "這是一段用來測試的普通文字，";
    const std::string big5 = encode(traditional, "CP950").value();
    expect({
        {big5 + "\xFF\xFF\n" + big5, traditional + b + b + "\n" + traditional, Encoding::big5, 2},
        {big5 + "\xA4\n" + big5, traditional + b + "\n" + traditional, Encoding::big5, 1},
    });
}

TEST(Decode, AlmostUtf8StaysUtf8WhereverTheFaultIs) {
    const std::string line = "这是一份几乎完好的文件，其中只有一个字节坏了。\n";
    for (const std::size_t before : {0U, 1U, 100U, 5000U}) {
        for (const char* fault : {"\xFF", "\xB0", "\xE4\xB8", "\x80"}) {
            const std::string text = repeat(line, before) + fault + repeat(line, 5);
            const Decoded decoded = decode(text).value();
            EXPECT_EQ(decoded.encoding, Encoding::utf8) << before;
            EXPECT_EQ(decoded.replaced, std::string_view(fault).size());
            EXPECT_EQ(decoded.utf8.size(), (before + 5) * line.size() + 3 * decoded.replaced);
        }
    }
    // Latin text too, if it has other characters in UTF-8.
    const Decoded latin = decode("Un café, un thé à l’été \xE9 et déjà l’hiver").value();
    EXPECT_EQ(latin.encoding, Encoding::utf8);
    EXPECT_EQ(latin.replaced, 1U);
}

TEST(Decode, LargeTextsAreJudgedByPieces) {
    const std::string chinese = "这是一段没有任何半角字符的很长的文字，";
    const std::string big = repeat(chinese, 20'000);
    expect({{encode(big, "GB18030").value(), big, Encoding::gb18030},
            {encode(big, "UTF-16LE").value(), big, Encoding::utf16le},
            {encode(big, "UTF-16BE").value(), big, Encoding::utf16be}});
    // A heading in ASCII of odd length puts every piece of equal distance off by one.
    for (const std::size_t spaces : {0U, 1U, 2U, 3U}) {
        const std::string text = std::string(spaces, ' ') + big + "\nThe end\n" + big;
        expect({{encode(text, "GB18030").value(), text, Encoding::gb18030}});
    }
    const std::string late =
        repeat("Nothing but plain ASCII stands here.\n", 30'000) + "附录：中文译文在此。\n";
    expect({{encode(late, "GB18030").value(), late, Encoding::gb18030}});
}

TEST(Decode, BinaryIsRefused) {
    std::string noise;
    std::uint32_t state = 1;
    for (int i = 0; i < 4000; ++i) {
        state = state * 1664525 + 1013904223;
        noise += static_cast<char>(state >> 24);
    }
    std::string integers;
    for (char i = 0; i < 100; ++i) {
        integers += std::string({i, 0, 0, 0});
    }
    const std::vector<std::string> table = {
        "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n",
        "PK\x03\x04\x14\0\x06\0"s,
        "\x89PNG\r\n\x1A\n\0\0\0\rIHDR"s,
        "\xFF\xD8\xFF\xE0\0\x10JFIF"s,
        "GIF89a\x01\0\x01\0"s,
        "\x1F\x8B\x08\0\0\0\0\0"s,
        "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"s + std::string(500, '\0'),
        "\x7F"
        "ELF\x02\x01\x01\0"s,
        "SQLite format 3\0"s,
        "\0"s,
        "\0\0\0\0"s,
        "text with a \0 in it"s,
        "文字\0文字"s,
        "ab\0"s,
        "\x01\x02\x03\x04text",
        noise,
        noise.substr(0, 100),
        integers,
        "\xFF\xFE\x01\0\x02\0\x03\0"s,
    };
    for (const std::string& bytes : table) {
        const auto decoded = decode(bytes);
        ASSERT_FALSE(decoded) << &bytes - table.data() << " as " << decoded->encoding_name;
        EXPECT_EQ(decoded.error().code, Errc::binary) << bytes.substr(0, 10);
    }
}

TEST(Decode, AStrayControlByteMakesNoTextBinary) {
    for (const char* text :
         {"a form feed\fand more", "a\vb", "a backspace \b in a long enough line",
          "end of file in DOS \x1A", "这是一行带有\b的文字"}) {
        EXPECT_EQ(decode(text).value().utf8, text);
    }
}

TEST(DecodeNamed, TakesAnyNameThatIcuKnows) {
    struct Row {
        const char* name;
        const char* iconv_name;
        const char* text;
        Encoding encoding;
    };
    const std::vector<Row> table = {
        {"utf-8", "UTF-8", "文字", Encoding::utf8},
        {"GB18030", "GB18030", "文字", Encoding::gb18030},
        {"gbk", "GBK", "文字", Encoding::gb18030},
        {"GB2312", "GBK", "文字镕", Encoding::gb18030},  // labelled so, and really GBK: usual
        {"cp936", "GBK", "文字", Encoding::gb18030},
        {"big5", "CP950", "文字", Encoding::big5},
        {"Big5-HKSCS", "BIG5-HKSCS", "嘅", Encoding::other},
        {"UTF-16LE", "UTF-16LE", "文字", Encoding::utf16le},
        {"utf-16be", "UTF-16BE", "文字", Encoding::utf16be},
        {"windows-1252", "CP1252", "“é”", Encoding::windows1252},
        {"latin1", "ISO-8859-1", "é", Encoding::other},
        {"Shift_JIS", "SHIFT_JIS", "日本語", Encoding::other},
        {"EUC-KR", "EUC-KR", "한국어", Encoding::other},
        {"KOI8-R", "KOI8-R", "привет", Encoding::other},
    };
    for (const Row& row : table) {
        const auto decoded = decode(encode(row.text, row.iconv_name).value(), row.name);
        ASSERT_TRUE(decoded) << row.name;
        EXPECT_EQ(decoded->utf8, row.text) << row.name;
        EXPECT_EQ(decoded->encoding_name, row.name);
        EXPECT_EQ(name(decoded->encoding), name(row.encoding)) << row.name;
        EXPECT_EQ(decoded->replaced, 0U) << row.name;
    }
    EXPECT_EQ(decode("\xEF\xBB\xBFx", "UTF-8").value().encoding, Encoding::utf8_bom);
    EXPECT_EQ(decode("\xEF\xBB\xBFx", "UTF-8").value().utf8, "x");
}

TEST(DecodeNamed, DoesAsItIsTold) {
    // Whatever the bytes look like.
    const Decoded decoded = decode("中文", "GB18030").value();
    EXPECT_EQ(decoded.utf8, "涓\uE15F枃");
    EXPECT_EQ(decode("a\x80z\xFF", "US-ASCII").value().replaced, 2U);
    EXPECT_EQ(decode("a\x80z\xFF", "US-ASCII").value().utf8, "a"s + k_bad + "z" + k_bad);
    EXPECT_EQ(decode("\0a\0b"s, "UTF-8").error().code, Errc::binary);
}

TEST(DecodeNamed, RefusesWhatIsNoEncoding) {
    for (const std::string& name : {""s, "none"s, "UTF-9"s, "../x"s, "/etc/passwd"s, "utf-8\0x"s,
                                    "文"s, std::string(1000, 'a')}) {
        const auto decoded = decode("x", name);
        ASSERT_FALSE(decoded) << name;
        EXPECT_EQ(decoded.error().code, Errc::invalid_argument) << name;
    }
}

}  // namespace
}  // namespace leitong::text
