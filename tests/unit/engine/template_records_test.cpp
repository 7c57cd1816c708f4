#include "engine/templates/template_records.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace leitong::engine {
namespace {

using testing::ElementsAre;
using testing::Pair;

TemplateMember member(const std::string& document, const std::string& filler) {
    TemplateMember made;
    made.ref = {document, 1, 1, {0, 40}};
    made.slots = {{6, 6 + filler.size()}};
    made.fillers = {filler};
    return made;
}

TemplateRecord record(const std::string& text, std::vector<TemplateMember> members) {
    TemplateRecord made;
    made.text = text;
    made.id = content_id('t', text);
    made.works = static_cast<std::uint32_t>(members.size());
    made.slots = {{SlotKind::year, {}, {}}};
    made.static_share = 0.5;
    made.members = std::move(members);
    return made;
}

TEST(Merged, MakesOneTemplateOfWhatSaysTheSame) {
    const std::string text = "自{1:year}年起施行。";
    const auto made = merged({record(text, {member("c", "2019"), member("d", "2019")}),
                              record("至{1:year}年。", {member("e", "2001"), member("f", "2002")}),
                              record(text, {member("a", "2020"), member("c", "2019")})});
    ASSERT_EQ(made.size(), 2U);
    EXPECT_EQ(made[0].text, text);
    EXPECT_EQ(made[0].works, 3U);
    std::vector<std::string> documents;
    for (const TemplateMember& own : made[0].members) {
        documents.push_back(own.ref.document);
    }
    EXPECT_THAT(documents, ElementsAre("a", "c", "d"));
    EXPECT_THAT(made[0].slots.at(0).values, ElementsAre(Pair("2019", 2U), Pair("2020", 1U)));
    EXPECT_EQ(made[1].members.size(), 2U);
}

}  // namespace
}  // namespace leitong::engine
