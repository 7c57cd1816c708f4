// What `templates --format csv` writes is what `template fill` reads.
#include "leitong/engine/filling.hpp"
#include "leitong/report/csv.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace leitong {
namespace {

std::string random_cell(std::mt19937& random) {
    const std::vector<std::string> pieces = {"'",  "=", "＝", "+",    "-",   "@",  "\"",
                                             ",",  ";", "\t", "\r\n", "\n",  "\r", "a",
                                             "文", "X", " ",  "{",    "2014"};
    std::string cell;
    for (std::size_t i = random() % 6; i > 0; --i) {
        cell += pieces[random() % pieces.size()];
    }
    return cell;
}

TEST(ReadValues, GivesBackWhatCsvWrote) {
    std::mt19937 random(11);
    for (int round = 0; round < 1000; ++round) {
        std::string csv;
        report::CsvRow(csv).text("template").text("document").text("1:text").text("2:text").end();
        std::vector<std::vector<std::string>> rows;
        for (std::size_t i = 0; i < 3; ++i) {
            rows.push_back({"t1", random_cell(random), random_cell(random), random_cell(random)});
            report::CsvRow row(csv);
            for (const std::string& cell : rows.back()) {
                row.text(cell);
            }
            row.end();
        }
        const auto tables = engine::read_values(csv);
        ASSERT_TRUE(tables) << csv;
        ASSERT_EQ(tables->size(), 1U);
        ASSERT_EQ(tables->front().rows.size(), rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            EXPECT_EQ(tables->front().rows[i].cells, rows[i]);
        }
    }
}

}  // namespace
}  // namespace leitong
