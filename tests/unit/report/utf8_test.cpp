#include "leitong/report/utf8.hpp"

#include <gtest/gtest.h>

#include <string>

namespace leitong::report {
namespace {

TEST(Utf8, EveryScalarValueGoesRoundUnchanged) {
    for (char32_t c = 0; c <= 0x10FFFF; ++c) {
        if (c >= 0xD800 && c <= 0xDFFF) {
            continue;
        }
        std::string bytes;
        append_utf8(bytes, c);
        const CodePoint read = next_code_point(bytes);
        ASSERT_TRUE(read.valid) << std::hex << static_cast<std::uint32_t>(c);
        ASSERT_EQ(read.value, c);
        ASSERT_EQ(read.size_bytes, bytes.size());
    }
}

struct BadCase {
    const char* name;
    std::string bytes;
    unsigned consumed;  // the maximal subpart, Unicode 15.0, section 3.9
};

class BadUtf8 : public testing::TestWithParam<BadCase> {};

TEST_P(BadUtf8, IsOneReplacementAndItsMaximalSubpart) {
    const CodePoint read = next_code_point(GetParam().bytes);
    EXPECT_FALSE(read.valid);
    EXPECT_EQ(read.value, 0xFFFDU);
    EXPECT_EQ(read.size_bytes, GetParam().consumed);
    EXPECT_FALSE(is_utf8(GetParam().bytes));
}

const BadCase k_bad[] = {
    {"lone_continuation", "\x80", 1},
    {"overlong_slash", "\xC0\xAF", 1},
    {"overlong_three", "\xE0\x80\xAF", 1},
    {"surrogate", "\xED\xA0\x80", 1},
    {"above_the_last", "\xF4\x90\x80\x80", 1},
    {"cut_after_two", "\xE4\xB8", 2},
    {"cut_after_three", "\xF0\x9F\x98", 3},
    {"broken_by_ascii", "\xE4\xB8!", 2},
    {"never_a_byte", "\xFF", 1},
};
INSTANTIATE_TEST_SUITE_P(, BadUtf8, testing::ValuesIn(k_bad),
                         [](const auto& bad) { return bad.param.name; });

}  // namespace
}  // namespace leitong::report
