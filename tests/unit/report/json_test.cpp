#include "leitong/report/json_writer.hpp"
#include "leitong/report/jsonl.hpp"
#include "leitong/report/utf8.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace leitong::report {
namespace {

using nlohmann::ordered_json;

std::string escaped(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

std::string fraction(double value) {
    std::string out;
    append_json_fraction(out, value);
    return out;
}

struct StringCase {
    const char* name;
    std::string text, json;
};

class JsonString : public testing::TestWithParam<StringCase> {};

TEST_P(JsonString, IsEscapedAsExpected) {
    EXPECT_EQ(escaped(GetParam().text), GetParam().json);
}

const StringCase k_strings[] = {
    {"empty", "", R"("")"},
    {"chinese", "讲话篇3", R"("讲话篇3")"},
    {"quote_and_backslash", R"(a"b\c)", R"("a\"b\\c")"},
    {"line_ends", "a\r\n\tb", R"("a\r\n\tb")"},
    {"nul", std::string("a\0b", 3), R"("a\u0000b")"},
    {"escape", "\x1b[2J", R"("\u001b[2J")"},
    {"delete", "\x7f", R"("\u007f")"},
    {"line_separators", "\u2028\u2029\u0085", R"("\u2028\u2029\u0085")"},
    {"not_utf8", "a\xff\xe4\xb8z", "\"a\xEF\xBF\xBD\xEF\xBF\xBDz\""},
    {"surrogate", "\xed\xa0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
    {"emoji", "😀", R"("😀")"},
};
INSTANTIATE_TEST_SUITE_P(, JsonString, testing::ValuesIn(k_strings),
                         [](const auto& string) { return string.param.name; });

TEST(JsonWriter, AnyPairOfBytesIsOneLineOfJson) {
    for (unsigned first = 0; first < 256; ++first) {
        for (unsigned second = 0; second < 256; ++second) {
            const std::string text = {'x', static_cast<char>(first), static_cast<char>(second)};
            const std::string json = escaped(text);
            ASSERT_TRUE(is_utf8(json));
            ASSERT_EQ(json.find_first_of("\r\n"), std::string::npos);
            const auto parsed = ordered_json::parse(json, nullptr, false);
            ASSERT_TRUE(parsed.is_string()) << first << ' ' << second;
            if (is_utf8(text)) {
                ASSERT_EQ(parsed.get<std::string>(), text);
            }
        }
    }
}

TEST(JsonWriter, FractionsHaveOneToSixDecimals) {
    EXPECT_EQ(fraction(0), "0.0");
    EXPECT_EQ(fraction(1), "1.0");
    EXPECT_EQ(fraction(0.5), "0.5");
    EXPECT_EQ(fraction(0.05), "0.05");
    EXPECT_EQ(fraction(2.0 / 3), "0.666667");
    EXPECT_EQ(fraction(0.0000004), "0.0");
    EXPECT_EQ(fraction(0.9999996), "1.0");
    EXPECT_EQ(fraction(12.25), "12.25");
    EXPECT_EQ(fraction(-0.25), "-0.25");
    EXPECT_EQ(fraction(std::nan("")), "null");
    EXPECT_EQ(fraction(std::numeric_limits<double>::infinity()), "null");
}

// --- records: keys and their order are the interface.

const Ref k_a{"seeds/001.txt", 3, 50, {40217, 41172}};
const Ref k_b{"seeds/001.txt", 5, 107, {80000, 80955}};
const std::string k_ref_a =
    R"({"document":"seeds/001.txt","work":3,"paragraph":50,"begin":40217,"end":41172})";
const std::string k_ref_b =
    R"({"document":"seeds/001.txt","work":5,"paragraph":107,"begin":80000,"end":80955})";

template <typename Record>
std::string line(const Record& record) {
    std::string out;
    append_jsonl(out, record);
    return out;
}

TEST(Jsonl, Pair) {
    PairRecord pair{.a = k_a,
                    .b = k_b,
                    .relation = Relation::variant,
                    .similarity = 0.98123456,
                    .containment_a = 0.99,
                    .containment_b = 0.98,
                    .runs = {{{40217, 40300}, {80000, 80083}}},
                    .same_work = false,
                    .text_a = "not printed",
                    .text_b = "not printed"};
    const std::string begin = R"({"type":"pair","a":)" + k_ref_a + R"(,"b":)" + k_ref_b +
                              R"(,"relation":"variant","similarity":0.981235,)"
                              R"("containment_a":0.99,"containment_b":0.98,)"
                              R"("runs":[{"a":[40217,40300],"b":[80000,80083]}])";
    EXPECT_EQ(line(pair), begin + "}\n");
    pair.same_work = true;
    EXPECT_EQ(line(pair), begin + R"(,"same_work":true})" + "\n");
}

TEST(Jsonl, Cluster) {
    const ClusterRecord cluster{.id = "k3v9",
                                .works = 2,
                                .documents = 1,
                                .relation = Relation::variant,
                                .centre = k_a,
                                .members = {{k_a, 1}, {k_b, 0.98}},
                                .first_seen = "2026-11-22",
                                .text = "not printed"};
    EXPECT_EQ(line(cluster), R"({"type":"cluster","id":"k3v9","size":2,"works":2,"documents":1,)"
                             R"("relation":"variant","centre":)" +
                                 k_ref_a + R"(,"members":[)" +
                                 k_ref_a.substr(0, k_ref_a.size() - 1) + R"(,"similarity":1.0},)" +
                                 k_ref_b.substr(0, k_ref_b.size() - 1) +
                                 R"(,"similarity":0.98}],"first_seen":"2026-11-22"})" + "\n");
}

TEST(Jsonl, Work) {
    const WorkRecord work{.document = "seeds/001.txt",
                          .work = 3,
                          .title = "讲话篇3",
                          .first_paragraph = 47,
                          .last_paragraph = 78,
                          .letters = 5000,
                          .reused_share = 0.98};
    EXPECT_EQ(line(work),
              R"({"type":"work","document":"seeds/001.txt","work":3,"title":"讲话篇3",)"
              R"("first_paragraph":47,"last_paragraph":78,"letters":5000,"reused_share":0.98,)"
              R"("reused_share_without_stock":0.0,)"
              R"("date":null})"
              "\n");
}

TEST(Jsonl, DocumentPair) {
    const DocumentPairRecord pair{.a = "a.txt",
                                  .b = "b.txt",
                                  .reused_share_a = 0.41,
                                  .reused_share_b = 0.12,
                                  .paragraphs = 12,
                                  .letters = 3380};
    EXPECT_EQ(line(pair),
              R"({"type":"document-pair","a":{"document":"a.txt","reused_share":0.41},)"
              R"("b":{"document":"b.txt","reused_share":0.12},"paragraphs":12,"letters":3380})"
              "\n");
}

TEST(Jsonl, Document) {
    DocumentRecord document;
    document.document = "a.txt";
    document.root = "a.txt";
    document.encoding = Encoding::gb18030;
    document.paragraphs = ParagraphMode::block;
    const auto parsed = ordered_json::parse(line(document));
    EXPECT_EQ(parsed["type"], "document");
    EXPECT_EQ(parsed["encoding"], "GB18030");
    EXPECT_EQ(parsed["paragraph_mode"], "block");
    document.encoding_name = "EUC-KR";
    EXPECT_EQ(ordered_json::parse(line(document))["encoding"], "EUC-KR");
}

TEST(Jsonl, Hit) {
    const HitRecord hit{.query = "q7",
                        .rank = 1,
                        .ref = k_a,
                        .relation = Relation::near,
                        .similarity = 0.97,
                        .containment = 0.99,
                        .score = 0.5,
                        .runs = {{{0, 9}, {40217, 40226}}},
                        .text = "同志们\xff"};
    EXPECT_EQ(line(hit),
              R"({"type":"hit","query":"q7","rank":1,"ref":)" + k_ref_a +
                  R"(,"relation":"near","similarity":0.97,"containment":0.99,"score":0.5,)"
                  R"("runs":[{"query":[0,9],"ref":[40217,40226]}],"text":"同志们)"
                  "\xEF\xBF\xBD\"}\n");
}

TEST(Jsonl, Summary) {
    std::string out;
    append_summary(out, {{"pairs", 150}, {"stand_for", 0}});
    EXPECT_EQ(out, "{\"type\":\"summary\",\"pairs\":150,\"stand_for\":0}\n");
}

}  // namespace
}  // namespace leitong::report
