#include "leitong/report/csv.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace leitong::report {
namespace {

std::string cell(std::string_view text) {
    std::string out;
    CsvRow(out).text(text);
    return out;
}

struct CellCase {
    const char* name;
    std::string text, csv;
};

class CsvCell : public testing::TestWithParam<CellCase> {};

TEST_P(CsvCell, IsWrittenAsExpected) {
    EXPECT_EQ(cell(GetParam().text), GetParam().csv);
}

const CellCase k_cells[] = {
    {"empty", "", ""},
    {"chinese", "讲话，全文", "讲话，全文"},
    {"comma", "a,b", R"("a,b")"},
    {"quote", R"(say "so")", R"("say ""so""")"},
    {"line_end", "a\r\nb", "\"a\r\nb\""},
    {"full_width_formula", "＝LINK(1)", "'＝LINK(1)"},
    {"formula", "=LINK(\"x\")", R"x("'=LINK(""x"")")x"},
    {"plus", "+1", "'+1"},
    {"minus", "-1", "'-1"},
    {"at", "@SUM(A1)", "'@SUM(A1)"},
    {"tab", "\t=1", "'\t=1"},
    {"carriage_return", "\r=1", "\"'\r=1\""},
    {"equals_inside", "a=b", "a=b"},
    {"not_utf8", "a\xff", "a\xEF\xBF\xBD"},
};
INSTANTIATE_TEST_SUITE_P(, CsvCell, testing::ValuesIn(k_cells),
                         [](const auto& cell_case) { return cell_case.param.name; });

template <typename Record>
std::string header_of() {
    std::string out;
    append_csv_header(out, static_cast<const Record*>(nullptr));
    return out;
}

template <typename Record>
std::string row_of(const Record& record) {
    std::string out;
    append_csv(out, record);
    return out;
}

auto commas(const std::string& line) {
    return std::ranges::count(line, ',');
}

TEST(Csv, RowsHaveAsManyCellsAsTheirHeader) {
    EXPECT_EQ(commas(row_of(PairRecord{})), commas(header_of<PairRecord>()));
    EXPECT_EQ(commas(row_of(WorkRecord{})), commas(header_of<WorkRecord>()));
    EXPECT_EQ(commas(row_of(DocumentRecord{})), commas(header_of<DocumentRecord>()));
    EXPECT_EQ(commas(row_of(DocumentPairRecord{})), commas(header_of<DocumentRecord>()));
    EXPECT_EQ(commas(row_of(HitRecord{})), commas(header_of<HitRecord>()));
    ClusterRecord cluster;
    cluster.members.resize(1);
    EXPECT_EQ(commas(row_of(cluster)), commas(header_of<ClusterRecord>()));
}

TEST(Csv, AClusterIsARowForEachMember) {
    ClusterRecord cluster;
    cluster.id = "k1";
    cluster.centre.paragraph = 2;
    cluster.text = "text";
    cluster.members.resize(2);
    cluster.members[0].ref.paragraph = 1;
    cluster.members[1].ref.paragraph = 2;
    EXPECT_EQ(row_of(cluster),
              "k1,2,0,0,stock,,false,,0,1,0,0,1.0,\r\n"
              "k1,2,0,0,stock,,true,,0,2,0,0,1.0,text\r\n");
}

}  // namespace
}  // namespace leitong::report
