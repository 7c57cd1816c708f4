#include "leitong/ingest/json_lines.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace leitong::ingest {
namespace {

using namespace std::string_literals;

Records parse(std::string_view lines, const RecordFields& fields = {}) {
    return parse_json_lines(lines, fields);
}

TEST(JsonLines, ReadsWhatIsARecord) {
    struct Case {
        std::string line, id, text;
    };
    const std::vector<Case> table = {
        {R"({"id":"a","text":"一"})", "a", "一"},
        {R"({"text":"一"})", "1", "一"},
        {R"({"id":null,"text":"一"})", "1", "一"},
        {R"({"id":"","text":"一"})", "1", "一"},
        {R"({"id":7,"text":"一"})", "7", "一"},
        {R"({"id":-7,"text":"一"})", "-7", "一"},
        {R"({"id":-0,"text":"一"})", "-0", "一"},
        {R"({"id":1.50,"text":"一"})", "1.50", "一"},
        {R"({"id":1e3,"text":"一"})", "1e3", "一"},
        {R"({"id":18446744073709551616,"text":"一"})", "18446744073709551616", "一"},
        {R"({"id":"a#b c\n","text":"一"})", "a#b c\n", "一"},
        {R"({"text":"\u4e00\ud83d\ude00\t\"\\"})", "1", "一😀\t\"\\"},
        {R"({"text":"a\r\nb"})", "1", "a\r\nb"},
        {R"({"text":" "})", "1", " "},
        {R"({"text":"一","text":"二"})", "1", "二"},
        {R"({"text":"一","other":{"text":"二","id":"x"}})", "1", "一"},
        {R"({"other":[{"text":"二"},["text","x"]],"text":"一"})", "1", "一"},
        {" \t{\"text\" : \"一\"} \r", "1", "一"},
    };
    for (const Case& row : table) {
        const Records records = parse(row.line);
        EXPECT_TRUE(records.bad.empty()) << row.line;
        ASSERT_EQ(records.records.size(), 1U) << row.line;
        EXPECT_EQ(records.records[0].id, row.id) << row.line;
        EXPECT_EQ(records.records[0].text, row.text) << row.line;
    }
}

TEST(JsonLines, NamesWhatIsNone) {
    struct Case {
        std::string line;
        Errc code;
        Msg reason;
    };
    const std::vector<Case> table = {
        {"{", Errc::bad_record, Msg::record_not_json},
        {"text", Errc::bad_record, Msg::record_not_json},
        {R"({"text":"a"} x)", Errc::bad_record, Msg::record_not_json},
        {R"({"text":"a"}{"text":"b"})", Errc::bad_record, Msg::record_not_json},
        {R"({'text':'a'})", Errc::bad_record, Msg::record_not_json},
        {R"({"text":"a",})", Errc::bad_record, Msg::record_not_json},
        {R"({"text":"\ud83d"})", Errc::bad_record, Msg::record_not_json},
        {R"({"text":"\x"})", Errc::bad_record, Msg::record_not_json},
        {R"({"text":NaN})", Errc::bad_record, Msg::record_not_json},
        {R"({"text":"a","n":1e999})", Errc::bad_record, Msg::record_not_json},
        {"{\"text\":\"\xFF\"}", Errc::bad_record, Msg::record_not_json},
        {"{\"text\":\"\xED\xA0\x80\"}", Errc::bad_record, Msg::record_not_json},
        {"{\"text\":\"a\tb\"}", Errc::bad_record, Msg::record_not_json},
        {"{\"text\":\"a\"}\0"s, Errc::bad_record, Msg::record_not_json},
        {"{\"text\":\"a\"}\0{"s, Errc::bad_record, Msg::record_not_json},
        {R"(["text"])", Errc::bad_record, Msg::record_not_object},
        {R"("text")", Errc::bad_record, Msg::record_not_object},
        {"null", Errc::bad_record, Msg::record_not_object},
        {"17", Errc::bad_record, Msg::record_not_object},
        {"{}", Errc::bad_record, Msg::record_without_text},
        {R"({"Text":"a"})", Errc::bad_record, Msg::record_without_text},
        {R"({"a":{"text":"b"}})", Errc::bad_record, Msg::record_without_text},
        {R"({"text":null})", Errc::bad_record, Msg::record_text_not_string},
        {R"({"text":1})", Errc::bad_record, Msg::record_text_not_string},
        {R"({"text":["a"]})", Errc::bad_record, Msg::record_text_not_string},
        {R"({"text":{"text":"a"}})", Errc::bad_record, Msg::record_text_not_string},
        {R"({"text":""})", Errc::empty, Msg::record_empty},
        {R"({"text":"a","id":true})", Errc::bad_record, Msg::record_id_not_scalar},
        {R"({"text":"a","id":[1]})", Errc::bad_record, Msg::record_id_not_scalar},
        {R"({"text":"a","id":{"id":1}})", Errc::bad_record, Msg::record_id_not_scalar},
    };
    for (const Case& row : table) {
        const Records records = parse(row.line);
        EXPECT_TRUE(records.records.empty()) << row.line;
        ASSERT_EQ(records.bad.size(), 1U) << row.line;
        EXPECT_EQ(records.bad[0].error.code, row.code) << row.line;
        EXPECT_EQ(message_name(records.bad[0].error.message.id), message_name(row.reason))
            << row.line;
        EXPECT_EQ(records.bad[0].line, 1U);
    }
}

TEST(JsonLines, FindsFieldsByNameBeforePath) {
    struct Case {
        std::string field, line, text;  // text empty: not found
    };
    const std::vector<Case> table = {
        {"body", R"({"body":"x","text":"y"})", "x"},
        {"a.b", R"({"a":{"b":"x"}})", "x"},
        {"a.b.c", R"({"a":{"z":{"c":"n"},"b":{"c":"x"}}})", "x"},
        {"a.b", R"({"a.b":"whole","a":{"b":"path"}})", "whole"},
        {"a.b", R"({"a":{"b":"path"},"a.b":"whole"})", "whole"},
        {"a.b", R"({"a":{"x":{"b":"deeper"}}})", ""},
        {"a.b", R"({"b":"x"})", ""},
        {"a.b", R"({"x":{"b":"x"}})", ""},
        {"a.b", R"({"a":[{"b":"x"}]})", ""},
        {"a.b", R"({"a":{"c":{"a":{"b":"no"}}}})", ""},
        {"a.b", R"({"a":{},"c":{"b":"no"}})", ""},
        {"a.b", R"({"a":{"c":1},"b":"no"})", ""},
        {"a..b", R"({"a":{"":{"b":"x"}}})", "x"},
        {"", R"({"":"x"})", "x"},
    };
    for (const Case& row : table) {
        const Records records = parse(row.line, {.text = row.field});
        EXPECT_EQ(records.records.size(), row.text.empty() ? 0U : 1U) << row.line;
        for (const Record& record : records.records) {
            EXPECT_EQ(record.text, row.text) << row.line;
        }
    }
    const Records both = parse(R"({"meta":{"id":5,"text":"x"}})", {"meta.text", "meta.id"});
    ASSERT_EQ(both.records.size(), 1U);
    EXPECT_EQ(both.records[0].id, "5");
    const Records same = parse(R"({"t":"x"})", {"t", "t"});
    ASSERT_EQ(same.records.size(), 1U);
    EXPECT_EQ(same.records[0].id, same.records[0].text);
}

TEST(JsonLines, CountsEveryLineAndSkipsTheEmptyOnes) {
    const Records records =
        parse("\xEF\xBB\xBF{\"text\":\"a\"}\r\n\r\n \t\n{\"text\":\"b\"}\nx\n\n{\"text\":\"c\"}");
    ASSERT_EQ(records.records.size(), 3U);
    EXPECT_EQ(records.records[0].line, 1U);
    EXPECT_EQ(records.records[1].line, 4U);
    EXPECT_EQ(records.records[1].id, "4");
    EXPECT_EQ(records.records[2].line, 7U);
    ASSERT_EQ(records.bad.size(), 1U);
    EXPECT_EQ(records.bad[0].line, 5U);
    EXPECT_TRUE(parse("").records.empty());
    EXPECT_TRUE(parse("\n\n").bad.empty());
}

TEST(JsonLines, TakesAnIdOnce) {
    const Records records = parse(
        "{\"id\":\"2\",\"text\":\"a\"}\n{\"text\":\"b\"}\n{\"id\":2,\"text\":\"c\"}\n"
        "{\"id\":\"3\",\"text\":\"d\"}");
    ASSERT_EQ(records.records.size(), 2U);
    EXPECT_EQ(records.records[0].text, "a");
    EXPECT_EQ(records.records[1].text, "d");
    ASSERT_EQ(records.bad.size(), 2U);
    EXPECT_EQ(records.bad[0].line, 2U);  // whose line number is an id already
    EXPECT_EQ(records.bad[1].line, 3U);
    EXPECT_EQ(records.bad[1].error.message, message(Msg::record_id_repeated, "2", 1));
}

TEST(JsonLines, ABadRecordTakesNoId) {
    const Records records = parse("{\"id\":\"a\",\"text\":\"\"}\n{\"id\":\"a\",\"text\":\"x\"}");
    ASSERT_EQ(records.records.size(), 1U);
    EXPECT_EQ(records.records[0].line, 2U);
}

TEST(JsonLines, BoundsDepth) {
    const auto nested = [](std::size_t depth) {
        return R"({"text":"a","x":)" + std::string(depth, '[') + std::string(depth, ']') + "}";
    };
    EXPECT_EQ(parse(nested(100)).records.size(), 1U);
    const Records deep = parse(nested(200));
    ASSERT_EQ(deep.bad.size(), 1U);
    EXPECT_EQ(deep.bad[0].error.message.id, Msg::record_too_deep);
    EXPECT_EQ(parse(std::string(5'000'000, '[')).bad.size(), 1U);
    // One deep line does not spoil the next.
    EXPECT_EQ(parse(nested(200) + "\n" + nested(1)).records.size(), 1U);
}

// What a line left behind must not be found in the next.
TEST(JsonLines, ReadsEachLineByItself) {
    const Records records =
        parse("{\"id\":\"a\",\"text\":\"x\"\n{\"id\":\"b\"}\n{\"a\":{\n{\"text\":\"y\"}\n",
              {"text", "id"});
    ASSERT_EQ(records.records.size(), 1U);
    EXPECT_EQ(records.records[0].id, "4");
    EXPECT_EQ(records.records[0].text, "y");
    EXPECT_EQ(records.bad.size(), 3U);
}

}  // namespace
}  // namespace leitong::ingest
