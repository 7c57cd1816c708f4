#include "engine/relating/bucket_pairs.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <vector>

#include "engine/relating/bucket_leaders.hpp"

namespace leitong::engine {
namespace {

// Copies of one text, alike enough that no pair of them is left out for its signatures.
std::vector<Sketch> copies(std::size_t count, std::uint32_t seed) {
    std::mt19937 random(seed);
    Sketch original;
    original.shingles = 100;
    std::ranges::generate(original.minhash, [&] { return static_cast<std::uint8_t>(random()); });
    std::bernoulli_distribution changes(0.05);
    std::vector<Sketch> made;
    for (std::size_t i = 0; i < count; ++i) {
        Sketch copy = original;
        for (std::uint8_t& byte : copy.minhash) {
            byte = changes(random) ? static_cast<std::uint8_t>(random()) : byte;
        }
        copy.typed_hash = {random(), random()};
        made.push_back(copy);
    }
    return made;
}

std::vector<BucketMember> bucket_of(const std::vector<Sketch>& sketches) {
    std::vector<BucketMember> members;
    for (std::size_t i = 0; i < sketches.size(); ++i) {
        members.push_back({static_cast<TypedNumber>(i), &sketches[i]});
    }
    return members;
}

std::vector<CandidatePair> all_pairs_of(std::size_t count) {
    std::vector<CandidatePair> pairs;
    for (TypedNumber low = 0; low < count; ++low) {
        for (TypedNumber high = low + 1; high < count; ++high) {
            pairs.push_back({low, high});
        }
    }
    return pairs;
}

struct Search {
    SearchQuestion question;
    BucketPairs pairs{question, [](std::span<const CandidatePair>) -> Result<void> {
                          ADD_FAILURE() << "handed over";
                          return {};
                      }};

    std::vector<CandidatePair> of_bucket(const std::vector<BucketMember>& members) {
        pairs.members() = members;
        EXPECT_TRUE(pairs.add_bucket());
        pairs.sort();
        return pairs.take();
    }
    std::vector<CandidatePair> of_anchor(const std::vector<BucketMember>& members,
                                         const std::vector<BucketMember>& seekers) {
        pairs.members() = members;
        EXPECT_TRUE(pairs.add_quotations(seekers));
        pairs.sort();
        return pairs.take();
    }
};

TEST(BucketPairs, ASmallBucketGivesAllPairsOfWhatIsAskedAndNotGone) {
    const std::vector<Sketch> sketches = copies(k_all_pairs, 1);
    Search all;
    all.question.all_are_asked = true;
    EXPECT_EQ(all.of_bucket(bucket_of(sketches)), all_pairs_of(sketches.size()));

    Search some;
    some.question.asked.put(7);
    some.question.asked.put(9);
    some.question.gone.put(9);
    some.question.gone.put(11);
    std::vector<CandidatePair> expected;
    for (const CandidatePair& pair : all_pairs_of(sketches.size())) {
        const auto has = [&](TypedNumber id) { return pair.low == id || pair.high == id; };
        if (has(7) && !has(9) && !has(11)) {
            expected.push_back(pair);
        }
    }
    EXPECT_EQ(some.of_bucket(bucket_of(sketches)), expected);
}

TEST(BucketPairs, ABigBucketIsLinearAndLeavesNobodyAlone) {
    const std::vector<Sketch> sketches = copies(4000, 2);
    Search search;
    search.question.all_are_asked = true;
    const auto pairs = search.of_bucket(bucket_of(sketches));
    EXPECT_LE(pairs.size(), sketches.size() * (k_most_leaders + k_next));
    std::set<TypedNumber> met;
    for (const CandidatePair& pair : pairs) {
        met.insert(pair.low);
        met.insert(pair.high);
    }
    EXPECT_EQ(met.size(), sketches.size());
}

TEST(BucketPairs, OrderOfMembersDoesNotMatter) {
    std::mt19937 random(3);
    for (const std::size_t count : {std::size_t{20}, k_all_pairs + 1, std::size_t{1500}}) {
        const std::vector<Sketch> sketches = copies(count, 3);
        std::vector<BucketMember> members = bucket_of(sketches);
        Search search;
        search.question.all_are_asked = true;
        const auto expected = search.of_bucket(members);
        std::ranges::shuffle(members, random);
        EXPECT_EQ(search.of_bucket(members), expected);
    }
}

TEST(BucketPairs, WhatMeetsInABandSeenIsLeftToItUnlessThatIsCrowded) {
    const std::vector<Sketch> sketches(2, copies(1, 4).front());  // meet in every band
    std::vector<BucketMember> members = bucket_of(sketches);
    for (BucketMember& member : members) {
        member.crowded = 0b0100;
    }
    Search search;
    search.question.all_are_asked = true;
    search.pairs.set_seen_bands(0b0100);
    EXPECT_EQ(search.of_bucket(members), all_pairs_of(2));
    search.pairs.set_seen_bands(0b0110);
    EXPECT_TRUE(search.of_bucket(members).empty());
}

TEST(BucketPairs, ABigBucketThatWasTouchedIsDirtyAsAWhole) {
    const std::vector<Sketch> sketches = copies(k_all_pairs + 44, 5);
    Search search;
    search.question.asked.put(17);
    search.question.gone.put(18);
    (void)search.of_bucket(bucket_of(sketches));
    EXPECT_EQ(search.pairs.dirty().list().size(), sketches.size() - 2);

    // Untouched, and small ones that were small before: clean.
    Search elsewhere;
    elsewhere.question.asked.put(100'000);
    (void)elsewhere.of_bucket(bucket_of(sketches));
    EXPECT_TRUE(elsewhere.pairs.dirty().list().empty());
    const std::vector<Sketch> few = copies(10, 6);
    (void)search.of_bucket(bucket_of(few));
    EXPECT_EQ(search.pairs.dirty().list().size(), sketches.size() - 2);

    // Big only with what is gone: it was big, is small now, and must be looked at as one.
    Search shrunk;
    const std::vector<Sketch> just = copies(k_all_pairs + 1, 7);
    shrunk.question.gone.put(0);
    (void)shrunk.of_bucket(bucket_of(just));
    EXPECT_EQ(shrunk.pairs.dirty().list().size(), k_all_pairs);
}

TEST(BucketPairs, AnAnchorJoinsSeekersToWhatIsAtLeastAsLong) {
    std::vector<Sketch> sketches = copies(3, 8);
    sketches[0].shingles = 50;
    sketches[1].shingles = 49;
    sketches[2].shingles = 51;
    const std::vector<BucketMember> members = bucket_of(sketches);
    Search search;
    search.question.all_are_asked = true;
    const std::vector<CandidatePair> expected{{0, 2}};
    EXPECT_EQ(search.of_anchor(members, {members[0]}), expected);
}

TEST(BucketPairs, AnAnchorOfTooManyTextsIsASetPhraseAndTellsWhenItBecameOne) {
    const std::vector<Sketch> sketches = copies(k_most_quoting + 1, 9);
    const std::vector<BucketMember> members = bucket_of(sketches);
    Search search;
    search.question.asked.put(3);  // the one too many
    EXPECT_TRUE(search.of_anchor(members, members).empty());
    EXPECT_EQ(search.pairs.dirty().list().size(), k_most_quoting);

    Search fewer;
    fewer.question.asked.put(3);
    const std::vector<BucketMember> rest(members.begin(), members.end() - 1);
    EXPECT_EQ(fewer.of_anchor(rest, {rest[3]}).size(), k_most_quoting - 1);
    EXPECT_TRUE(fewer.pairs.dirty().list().empty());
}

}  // namespace
}  // namespace leitong::engine
