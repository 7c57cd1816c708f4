#include "leitong/report/display.hpp"

#include "leitong/report/utf8.hpp"
#include "leitong/report/width.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace leitong::report {
namespace {

using Marks = std::vector<ByteRange>;

const Display k_plain{};
const Display k_colour{.colour = Colour::on};

struct PrintableCase {
    const char* name;
    std::string text, shown;
};

class Printable : public testing::TestWithParam<PrintableCase> {};

TEST_P(Printable, HidesNothingAndObeysNothing) {
    EXPECT_EQ(printable(GetParam().text), GetParam().shown);
}

const PrintableCase k_printable[] = {
    {"plain", "讲话 abc", "讲话 abc"},
    {"clear_screen", "\x1b[2J", "\\x1b[2J"},
    {"nul", std::string("a\0b", 3), "a\\x00b"},
    {"delete", "\x7f", "\\x7f"},
    {"c1_control_sequence", "\u009b31m", "\\x9b31m"},
    {"bidi_override", "a\u202eb", "a\\u202eb"},
    {"bidi_isolate", "\u2066", "\\u2066"},
    {"zero_width_space", "雷\u200b同", "雷\\u200b同"},
    {"byte_order_mark", "\ufeff雷", "\\ufeff雷"},
    {"tag_character", "\U000E0041", "\\U000e0041"},
    {"line_ends", "a\r\nb\nc\rd\te", "a b c d e"},
    {"joiner_in_emoji", "👩\u200d💻", "👩\u200d💻"},
    {"not_utf8", "a\xff", "a\xEF\xBF\xBD"},
};
INSTANTIATE_TEST_SUITE_P(, Printable, testing::ValuesIn(k_printable),
                         [](const auto& printed) { return printed.param.name; });

TEST(PrintableBytes, NoByteSequenceBringsAnEscapeThrough) {
    for (unsigned first = 0; first < 256; ++first) {
        for (unsigned second = 0; second < 256; ++second) {
            const std::string text = {static_cast<char>(first), static_cast<char>(second), '['};
            const std::string shown = printable(text);
            ASSERT_TRUE(is_utf8(shown));
            for (const char c : shown) {
                ASSERT_TRUE(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
            }
        }
    }
}

struct ExcerptCase {
    const char* name;
    std::string text;
    Marks marks;
    std::size_t columns;
    std::string shown;
};

class Excerpt : public testing::TestWithParam<ExcerptCase> {};

TEST_P(Excerpt, ShowsTheFirstMark) {
    const auto& [name, text, marks, columns, shown] = GetParam();
    EXPECT_EQ(excerpt_line(text, marks, columns, k_plain), shown);
}

const ExcerptCase k_excerpts[] = {
    {"whole", "雷同", {}, 10, "雷同"},
    {"exactly_fits", "雷同雷同", {}, 8, "雷同雷同"},
    {"cut_at_the_end", "雷同雷同", {}, 7, "雷同雷…"},
    {"never_half_a_character", "雷同雷同", {}, 6, "雷同…"},
    {"indent_is_left_out", "　　雷同", {}, 10, "雷同"},
    {"marked", "甲乙丙", {{3, 6}}, 20, "甲⟦乙⟧丙"},
    {"marks_need_room", "甲乙丙", {{3, 6}}, 7, "甲⟦乙⟧…"},
    {"touching_marks_are_one", "甲乙丙", {{0, 3}, {3, 6}}, 20, "⟦甲乙⟧丙"},
    {"overlapping_and_unsorted", "甲乙丙", {{3, 9}, {0, 6}}, 20, "⟦甲乙丙⟧"},
    {"beyond_the_text", "甲乙", {{3, 900}, {800, 900}}, 20, "甲⟦乙⟧"},
    {"far_mark", "0123456789012345678901234567890123456789X", {{40, 41}}, 20, "…6789⟦X⟧"},
    {"line_ends_are_spaces", "a\nb", {}, 10, "a b"},
};
INSTANTIATE_TEST_SUITE_P(, Excerpt, testing::ValuesIn(k_excerpts),
                         [](const auto& excerpt) { return excerpt.param.name; });

TEST(ExcerptLine, NeverExceedsItsColumns) {
    const std::string text = "abc 雷同雷同 déjà 😀😀 \x1b[31m \u202e end 雷同雷同雷同";
    for (std::size_t columns = 4; columns < 60; ++columns) {
        for (std::uint64_t begin = 0; begin < text.size(); ++begin) {
            for (const std::uint64_t size : {1U, 7U, 30U}) {
                const std::string shown =
                    excerpt_line(text, Marks{{begin, begin + size}}, columns, k_plain);
                ASSERT_LE(width_of(shown), columns) << shown;
            }
        }
    }
}

TEST(ExcerptLine, MarksInColourTakeNoColumns) {
    EXPECT_EQ(excerpt_line("甲乙丙", Marks{{3, 6}}, 6, k_colour), "甲\x1b[1;31m乙\x1b[0m丙");
}

struct WrapCase {
    const char* name;
    std::string text;
    std::size_t columns, indent;
    std::string lines;
};

class Wrapped : public testing::TestWithParam<WrapCase> {};

TEST_P(Wrapped, BreaksWhereItMay) {
    const auto& [name, text, columns, indent, lines] = GetParam();
    EXPECT_EQ(wrapped(text, columns, indent), lines);
}

const WrapCase k_wraps[] = {
    {"short", "one line", 20, 0, "one line"},
    {"at_a_space", "one two three four five", 16, 0, "one two three\nfour five"},
    {"indented", "one two three four five", 20, 4, "one two three\n    four five"},
    {"between_han", "一二三四五六七八九十", 16, 0, "一二三四五六七八\n九十"},
    {"no_comma_first", "一二三四五六七八，九", 16, 0, "一二三四五六七\n八，九"},
    {"no_bracket_last", "一二三四五六七（八）", 16, 0, "一二三四五六七\n（八）"},
    {"long_word", "abcdefghijklmnopqrstuvwxyz", 16, 0, "abcdefghijklmnop\nqrstuvwxyz"},
    {"colour_takes_no_columns", "\x1b[1mone two three\x1b[0m", 16, 0,
     "\x1b[1mone two three\x1b[0m"},
};
INSTANTIATE_TEST_SUITE_P(, Wrapped, testing::ValuesIn(k_wraps),
                         [](const auto& wrap) { return wrap.param.name; });

TEST(Numbers, AreForPeople) {
    EXPECT_EQ(grouped(0), "0");
    EXPECT_EQ(grouped(999), "999");
    EXPECT_EQ(grouped(1000), "1,000");
    EXPECT_EQ(grouped(1234567), "1,234,567");
    EXPECT_EQ(percent(1), "100.0%");
    EXPECT_EQ(percent(0.99999), "99.9%");
    EXPECT_EQ(percent(0.9812), "98.1%");
    EXPECT_EQ(percent(0.00001), "<0.1%");
    EXPECT_EQ(percent(0), "0.0%");
    EXPECT_EQ(byte_size(999), "999 B");
    EXPECT_EQ(byte_size(1000), "1.0 kB");
    EXPECT_EQ(byte_size(999'960), "1.0 MB");
    EXPECT_EQ(byte_size(1'234'567), "1.2 MB");
}

TEST(ShellWord, IsQuotedOnlyIfItMustBe) {
    EXPECT_EQ(shell_word("seeds/001.txt:50"), "seeds/001.txt:50");
    EXPECT_EQ(shell_word("讲话.txt"), "讲话.txt");
    EXPECT_EQ(shell_word("a.jsonl#7"), "'a.jsonl#7'");
    EXPECT_EQ(shell_word("a b"), "'a b'");
    EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
    EXPECT_EQ(shell_word(""), "''");
    EXPECT_EQ(shell_word("a\nit's\\b"), "$'a\\nit\\'s\\\\b'");
    EXPECT_EQ(shell_word("\x1b[31m\xE2\x80\xAE文\xFF"), "$'\\x1b[31m\\xe2\\x80\\xae文\\xff'");
}

}  // namespace
}  // namespace leitong::report
