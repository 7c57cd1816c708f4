#include "leitong/text/quotations.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace leitong::text {
namespace {

struct QuotationCase {
    const char* name;
    std::string_view text;
    std::string_view quoted;  // with a bar between
};

class Quotations : public testing::TestWithParam<QuotationCase> {};

TEST_P(Quotations, AreFound) {
    std::string quoted;
    for (const ByteRange& range : quotations(GetParam().text)) {
        quoted += (quoted.empty() ? "" : "|");
        quoted += GetParam().text.substr(range.begin, range.size());
    }
    EXPECT_EQ(quoted, GetParam().quoted);
}

const QuotationCase k_cases[] = {
    {"none", "没有引文。", ""},
    {"one", "他说：“今天开工。”大家都来了。", "“今天开工。”"},
    {"corner", "見「水法」及『章程』。", "「水法」|『章程』"},
    {"touching", "《水法》《渔业法》", "《水法》《渔业法》"},
    {"other_kind_within", "“他叫我‘快走’，我就走了。”", "“他叫我‘快走’，我就走了。”"},
    {"straight", "He said \"go\" and \"stay\".", "\"go\"|\"stay\""},
    {"apostrophes", "It's the boats' owners' word.", ""},
    {"left_open", "这里有一个“没有关上的引号", ""},
    {"paragraph_of_a_long_quotation", "“第一段引文没有后引号", "“第一段引文没有后引号"},
    {"block", "> quoted as mail does", "> quoted as mail does"},
    {"empty", "", ""},
};
INSTANTIATE_TEST_SUITE_P(, Quotations, testing::ValuesIn(k_cases),
                         [](const auto& quotation) { return quotation.param.name; });

TEST(QuotationsOfHostileText, AreNotSlowOnMarksThatAreNeverClosed) {
    std::string text = "x";
    for (int i = 0; i < 300'000; ++i) {
        text += i % 2 == 0 ? "“" : "「";
    }
    EXPECT_TRUE(quotations(text).empty());
}

}  // namespace
}  // namespace leitong::text
