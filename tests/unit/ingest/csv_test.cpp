#include "leitong/ingest/csv.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace leitong::ingest {
namespace {

using Cells = std::vector<std::vector<std::string>>;

Cells cells(std::string_view text, char separator = ',') {
    Cells all;
    std::vector<TableRow> rows = parse_csv(text, separator).value();
    for (TableRow& row : rows) {
        all.push_back(std::move(row.cells));
    }
    return all;
}

TEST(Csv, ReadsWhatSpreadsheetsWrite) {
    struct Case {
        std::string text;
        Cells rows;
    };
    const std::vector<Case> table = {
        {"", {}},
        {"a,b\r\n1,2\r\n", {{"a", "b"}, {"1", "2"}}},
        {"a,b\n1,2", {{"a", "b"}, {"1", "2"}}},
        {"\xEF\xBB\xBF一,二\n", {{"一", "二"}}},
        {"\"a,b\",\"c\"\"d\"\n", {{"a,b", "c\"d"}}},
        {"\"一\r\n二\",x\n", {{"一\r\n二", "x"}}},
        {" a , b \n", {{" a ", " b "}}},
        {",\n", {{"", ""}}},
        {"a,\"\"\n", {{"a", ""}}},
        {"\n\na\n\n", {{"a"}}},
        {"5\" pipe,x\n", {{"5\" pipe", "x"}}},
        {"'=1+1,x\n", {{"'=1+1", "x"}}},
    };
    for (const Case& row : table) {
        EXPECT_EQ(cells(row.text), row.rows) << row.text;
    }
    EXPECT_EQ(cells("a;b,c\n", ';'), (Cells{{"a", "b,c"}}));
}

TEST(Csv, NamesTheLineWhereARowBegins) {
    const auto rows = parse_csv("h\n\n\"1\n2\n3\"\nlast\n", ',').value();
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].line, 1U);
    EXPECT_EQ(rows[1].line, 3U);
    EXPECT_EQ(rows[2].line, 6U);
}

TEST(Csv, RefusesAQuoteThatIsNeverClosed) {
    const auto rows = parse_csv("a\nb,\"c\nd\n", ',');
    ASSERT_FALSE(rows);
    EXPECT_EQ(rows.error().code, Errc::bad_record);
    EXPECT_EQ(rows.error().message.id, Msg::table_quote_open);
}

TEST(CsvRecords, FindsColumnsByNameAndTheirSeparator) {
    for (const char separator : {',', ';', '\t'}) {
        const std::string s(1, separator);
        const auto records = parse_csv_records("id" + s + "note" + s + "text\nr1" + s + "x" + s +
                                                   "\"一" + s + "二\"\n" + s + s + "三\n",
                                               {});
        ASSERT_TRUE(records) << s;
        ASSERT_EQ(records->records.size(), 2U);
        EXPECT_EQ(records->records[0].id, "r1");
        EXPECT_EQ(records->records[0].text, "一" + s + "二");
        EXPECT_EQ(records->records[1].id, "3");
        EXPECT_EQ(records->records[1].line, 3U);
    }
}

TEST(CsvRecords, SkipsBadRowsAndKeepsTheRest) {
    const auto records = parse_csv_records("id,text\na,一\nb\nc,\na,二\nd,三\n", {}).value();
    ASSERT_EQ(records.records.size(), 2U);
    EXPECT_EQ(records.records[1].id, "d");
    ASSERT_EQ(records.bad.size(), 3U);
    EXPECT_EQ(records.bad[0].error.message.id, Msg::table_row_short);
    EXPECT_EQ(records.bad[1].error.code, Errc::empty);
    EXPECT_EQ(records.bad[2].error.message.id, Msg::record_id_repeated);
    EXPECT_EQ(records.bad[2].line, 5U);
}

TEST(CsvRecords, SaysWhichColumnsThereAre) {
    const auto records = parse_csv_records("编号,正文\n1,一\n", {});
    ASSERT_FALSE(records);
    EXPECT_EQ(records.error().message.id, Msg::table_without_column);
    EXPECT_TRUE(parse_csv_records("编号,正文\n1,一\n", {.text = "正文", .id = "编号"}));
}

}  // namespace
}  // namespace leitong::ingest
