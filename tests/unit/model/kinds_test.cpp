#include "leitong/model/kinds.hpp"

#include "leitong/model/range.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace leitong {
namespace {

// The names stand in the records that other programs read (docs, the scorer): they do not change.
TEST(Relation, NamesAreThoseOfTheInterface) {
    const std::vector<std::pair<Relation, std::string_view>> table = {
        {Relation::stock, "stock"},     {Relation::identical, "identical"},
        {Relation::variant, "variant"}, {Relation::near, "near"},
        {Relation::excerpt, "excerpt"}, {Relation::similar, "similar"},
    };
    for (const auto& [relation, text] : table) {
        EXPECT_EQ(name(relation), text);
        EXPECT_EQ(relation_named(text), relation);
    }
}

TEST(Relation, EarlierHoldsBeforeLater) {
    EXPECT_LT(Relation::stock, Relation::identical);
    EXPECT_LT(Relation::identical, Relation::variant);
    EXPECT_LT(Relation::variant, Relation::near);
    EXPECT_LT(Relation::near, Relation::excerpt);
    EXPECT_LT(Relation::excerpt, Relation::similar);
}

TEST(Relation, HasNoOtherNames) {
    for (const std::string_view text : {"", "Stock", "near ", "none", "variants"}) {
        EXPECT_EQ(relation_named(text), std::nullopt) << text;
    }
}

TEST(SlotKind, NamesAreThoseOfTheInterface) {
    const std::vector<std::string_view> names = {
        "number",       "percent", "quantity", "year", "date", "ordinal",  "place",
        "organisation", "person",  "title",    "mask", "text", "optional", "choice"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        EXPECT_EQ(name(static_cast<SlotKind>(i)), names[i]);
    }
    EXPECT_EQ(static_cast<std::size_t>(SlotKind::choice) + 1, names.size());
}

TEST(Role, OnlyBodyAndHeadingsAreText) {
    const std::vector<std::pair<Role, bool>> table = {
        {Role::body, false},        {Role::heading, false},   {Role::title, true},
        {Role::front_matter, true}, {Role::salutation, true}, {Role::back_matter, true},
    };
    std::set<std::string_view> names;
    for (const auto& [role, structure] : table) {
        EXPECT_EQ(is_structure(role), structure) << name(role);
        EXPECT_TRUE(names.insert(name(role)).second);
    }
}

TEST(Encoding, NamesAreTheUsualOnes) {
    const std::vector<std::pair<Encoding, std::string_view>> table = {
        {Encoding::utf8, "UTF-8"},       {Encoding::utf8_bom, "UTF-8-BOM"},
        {Encoding::utf16le, "UTF-16LE"}, {Encoding::utf16be, "UTF-16BE"},
        {Encoding::gb18030, "GB18030"},  {Encoding::big5, "Big5"},
        {Encoding::other, "other"},      {Encoding::windows1252, "windows-1252"},
    };
    for (const auto& [encoding, text] : table) {
        EXPECT_EQ(name(encoding), text);
    }
}

TEST(ParagraphMode, NamesAreTheOptionsValues) {
    const std::vector<std::pair<ParagraphMode, std::string_view>> table = {
        {ParagraphMode::automatic, "auto"},
        {ParagraphMode::line, "line"},
        {ParagraphMode::block, "block"},
    };
    for (const auto& [mode, text] : table) {
        EXPECT_EQ(name(mode), text);
        EXPECT_EQ(paragraph_mode_named(text), mode);
    }
    EXPECT_EQ(paragraph_mode_named("lines"), std::nullopt);
}

TEST(ByteRange, IsHalfOpen) {
    EXPECT_EQ((ByteRange{3, 7}.size()), 4U);
    EXPECT_FALSE((ByteRange{3, 7}.empty()));
    EXPECT_TRUE((ByteRange{3, 3}.empty()));
    EXPECT_LT((ByteRange{3, 9}), (ByteRange{4, 5}));
    EXPECT_LT((ByteRange{3, 4}), (ByteRange{3, 5}));
}

}  // namespace
}  // namespace leitong
