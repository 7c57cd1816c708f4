#include "leitong/cli/night.hpp"

#include "leitong/cli/night_folder.hpp"
#include "leitong/cli/output_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "scratch.hpp"

namespace leitong::cli {
namespace {

using testing::Scratch;
namespace fs = std::filesystem;

Night night_of(std::uint64_t run) {
    Night night;
    night.day = "2026-01-0" + std::to_string(run);
    night.run_day = night.day;
    night.run = run;
    night.changes.clusters = {{ClusterChange::fresh, {}, {{"k1", 2}}, ""},
                              {ClusterChange::fresh, {}, {{"k2", 3}}, ""},
                              {ClusterChange::gone, {{"k3", 2}}, {}, ""}};
    night.reused_share = 0.25;
    return night;
}

struct ConditionCase {
    const char* text;
    bool holds;
};

TEST(Condition, HoldsOrNot) {
    const Night night = night_of(1);  // two new, one gone, a quarter reused
    for (const auto& [text, wanted] : std::vector<ConditionCase>{{"new-clusters>0", true},
                                                                 {"new-clusters>2", false},
                                                                 {"new-clusters>=2", true},
                                                                 {"new-clusters<2", false},
                                                                 {"new-clusters<=2", true},
                                                                 {"new-clusters=2", true},
                                                                 {"new-clusters!=2", false},
                                                                 {" gone-clusters = 1 ", true},
                                                                 {"merged-clusters>0", false},
                                                                 {"reused-share>0.2", true},
                                                                 {"skipped>0", false}}) {
        const auto conditions = parse_conditions(text);
        ASSERT_TRUE(conditions && conditions->size() == 1) << text;
        EXPECT_EQ(holds(conditions->front(), night), wanted) << text;
    }
}

TEST(Condition, RefusesWhatIsNone) {
    for (const char* text :
         {"", "new-clusters", "new-clusters>", "new-clusters>x", ">0", "news>0", "new-clusters>0,",
          "new-clusters=>0", "new-clusters>0x", "new-clusters>nan x"}) {
        EXPECT_FALSE(parse_conditions(text)) << text;
    }
    EXPECT_EQ(parse_conditions("new-clusters>0,skipped>0")->size(), 2U);
}

std::string publish_one(NightFolder& folder, std::uint64_t run, std::size_t keep) {
    const Night night = night_of(run);
    const std::string place = folder.place_for(night.day, run);
    auto files = OutputFolder::create(place, k_night_json);
    EXPECT_TRUE(files);
    std::string json;
    append_jsonl(json, night);
    EXPECT_TRUE(files->write(k_night_json, json));
    EXPECT_TRUE(files->write("index.html", "night " + std::to_string(run)));
    EXPECT_TRUE(files->commit());
    EXPECT_TRUE(folder.publish(place, keep));
    return place;
}

TEST(NightFolder, KeepsTheLastAndRemembersTheirRun) {
    const Scratch scratch;
    const std::string path = scratch.path("nights");
    ASSERT_TRUE(NightFolder::lock_path(path));
    for (std::uint64_t run = 1; run <= 5; ++run) {
        auto folder = NightFolder::open(path + "/");
        ASSERT_TRUE(folder);
        EXPECT_EQ(folder->last().has_value(), run > 1);
        if (folder->last()) {
            EXPECT_EQ(folder->last()->run, run - 1);
            EXPECT_EQ(folder->last()->day, night_of(run - 1).day);
        }
        (void)publish_one(*folder, run, 3);
        EXPECT_EQ(Scratch::read(path + "/latest/index.html"), "night " + std::to_string(run));
    }
    std::vector<std::string> left;
    for (const auto& entry : fs::directory_iterator(path + "/runs")) {
        left.push_back(entry.path().filename().string());
    }
    EXPECT_THAT(left,
                ::testing::UnorderedElementsAre("2026-01-03-3", "2026-01-04-4", "2026-01-05-5"));
}

TEST(NightFolder, ClearsAwayWhatAKilledNightLeftAndNothingElse) {
    const Scratch scratch;
    const std::string path = scratch.path("nights");
    (void)scratch.write("nights/runs/2026-01-01-1.part-77/index.html", "half");
    (void)scratch.write("nights/runs/mine.part-77/index.html", "mine");
    (void)scratch.write("nights/runs/notes/index.html", "mine");
    auto folder = NightFolder::open(path);
    ASSERT_TRUE(folder);
    (void)publish_one(*folder, 2, 1);
    EXPECT_FALSE(fs::exists(path + "/runs/2026-01-01-1.part-77"));
    EXPECT_TRUE(fs::exists(path + "/runs/mine.part-77"));
    EXPECT_TRUE(fs::exists(path + "/runs/notes"));
}

TEST(OutputFolder, AppearsWholeOrNotAtAll) {
    const Scratch scratch;
    const std::string path = scratch.path("out");
    {
        auto folder = OutputFolder::create(path, "mark");
        ASSERT_TRUE(folder);
        ASSERT_TRUE(folder->write("a/b.html", "1"));
        EXPECT_FALSE(fs::exists(path));
    }
    EXPECT_TRUE(fs::is_empty(fs::path(path).parent_path())) << "nothing is left behind";
    for (const char* text : {"one", "two"}) {
        auto folder = OutputFolder::create(path, "mark");
        ASSERT_TRUE(folder);
        ASSERT_TRUE(folder->write("a/b.html", text));
        ASSERT_TRUE(folder->append("mark", "x"));
        ASSERT_TRUE(folder->append("mark", "y"));
        ASSERT_TRUE(folder->commit());
        EXPECT_EQ(Scratch::read(path + "/a/b.html"), text);
        EXPECT_EQ(Scratch::read(path + "/mark"), "xy");
    }
    EXPECT_EQ(std::distance(fs::directory_iterator(fs::path(path).parent_path()),
                            fs::directory_iterator()),
              1);
}

TEST(OutputFolder, TouchesNoFolderThatIsNotItsOwn) {
    const Scratch scratch;
    (void)scratch.write("home/letter.txt", "dear");
    const auto folder = OutputFolder::create(scratch.path("home"), "report.json");
    ASSERT_FALSE(folder);
    EXPECT_EQ(folder.error().code, Errc::invalid_argument);
    EXPECT_EQ(Scratch::read(scratch.path("home/letter.txt")), "dear");
}

}  // namespace
}  // namespace leitong::cli
