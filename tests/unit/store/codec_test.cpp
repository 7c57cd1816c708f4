#include "leitong/store/codec.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>

namespace leitong::store {
namespace {

TEST(Varint, ReadsWhatItWrote) {
    for (const std::uint64_t value :
         {std::uint64_t{0}, std::uint64_t{127}, std::uint64_t{128}, std::uint64_t{1} << 48,
          std::numeric_limits<std::uint64_t>::max()}) {
        Blob blob;
        put_varint(blob, value);
        BlobReader reader(blob);
        EXPECT_EQ(reader.varint(), value);
        EXPECT_TRUE(reader.ok());
        EXPECT_TRUE(reader.at_end());
    }
}

TEST(Varint, RefusesWhatDoesNotFitOrEnds) {
    for (const Blob& blob : {Blob{}, Blob{0x80}, Blob(10, 0xFF), Blob(11, 0x80)}) {
        BlobReader reader(blob);
        (void)reader.varint();
        EXPECT_FALSE(reader.ok());
    }
}

StoredLayout sample_layout() {
    return {{{"讲话篇1", 2, 3}, {"", 4, 4}},
            {{TextId{9}, {0, 10}, 0, Role::title},
             {TextId{3}, {12, 40}, 1, Role::body},
             {TextId{3}, {41, 69}, 1, Role::heading},
             {TextId{std::uint64_t{1} << 40}, {80, 81}, 2, Role::salutation}}};
}

std::vector<Posting> sample_postings(std::mt19937_64& random, std::size_t size) {
    std::vector<Posting> postings(size);
    for (Posting& posting : postings) {
        posting = {random() % 50 == 0 ? 7 : random() >> 16, random() % 1'000'000};
    }
    std::ranges::sort(postings);
    postings.erase(std::unique(postings.begin(), postings.end()), postings.end());
    return postings;
}

TEST(Layout, RoundTrips) {
    StoredLayout back;
    ASSERT_TRUE(decode_layout(encode_layout(sample_layout()), back));
    EXPECT_EQ(back, sample_layout());
}

// Only the last work was looked at; what lists works reads the paragraphs of each.
TEST(Layout, RefusesAnyWorkPastTheLastParagraph) {
    StoredLayout layout = sample_layout();
    layout.works.front().last_paragraph = 9;
    StoredLayout back;
    EXPECT_FALSE(decode_layout(encode_layout(layout), back));
}

TEST(Neighbours, RoundTrip) {
    const std::vector<Neighbour> neighbours = {{TypedId{1}, 5, true}, {TypedId{900}, 0, false}};
    std::vector<Neighbour> back;
    ASSERT_TRUE(decode_neighbours(encode_neighbours(neighbours), back));
    EXPECT_EQ(back, neighbours);
    ASSERT_TRUE(decode_neighbours(encode_neighbours({}), back));
    EXPECT_TRUE(back.empty());
}

TEST(Postings, RoundTripInAnySize) {
    std::mt19937_64 random(1);
    for (const std::size_t size : {1U, 2U, 100U, 5000U}) {
        const std::vector<Posting> postings = sample_postings(random, size);
        std::vector<Posting> back;
        ASSERT_TRUE(decode_postings(encode_postings(postings, postings.front().key),
                                    postings.front().key, back));
        EXPECT_EQ(back, postings);
    }
}

// Values that pass 2^64 would no longer be in order.
TEST(Postings, RefuseValuesThatWrapAround) {
    std::vector<Posting> back;
    EXPECT_FALSE(
        decode_postings(encode_postings(std::vector<Posting>{{5, 9}, {5, 1}}, 5), 5, back));
    EXPECT_TRUE(decode_postings(encode_postings(std::vector<Posting>{{5, 9}, {6, 1}}, 5), 5, back));
}

TEST(Postings, FindEveryFlippedBit) {
    std::mt19937_64 random(2);
    const std::vector<Posting> postings = sample_postings(random, 200);
    const Blob block = encode_postings(postings, postings.front().key);
    std::vector<Posting> back;
    for (std::size_t bit = 0; bit < block.size() * 8; ++bit) {
        Blob spoilt = block;
        spoilt[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
        EXPECT_FALSE(decode_postings(spoilt, postings.front().key, back));
    }
}

TEST(Postings, AreRefusedInAnotherRow) {
    const std::uint64_t row = std::uint64_t{34} << 56 | std::uint64_t{2} << 48 | 5;
    const Blob block = encode_postings(std::vector<Posting>{{5, 9}, {6, 1}}, row);
    std::vector<Posting> back;
    EXPECT_TRUE(decode_postings(block, row, back));
    for (unsigned bit = 0; bit < 64; ++bit) {
        EXPECT_FALSE(decode_postings(block, row ^ std::uint64_t{1} << bit, back)) << bit;
    }
}

// Decoders of rows whose checksum stands in another column must survive any bytes by themselves.
TEST(Decoders, TakeAnyBytes) {
    std::mt19937_64 random(3);
    const Blob layout = encode_layout(sample_layout());
    for (int round = 0; round < 20'000; ++round) {
        Blob blob = round % 2 == 0 ? layout : Blob(random() % 40);
        for (int flips = 0; flips < 3 && !blob.empty(); ++flips) {
            blob[random() % blob.size()] = static_cast<std::uint8_t>(random());
        }
        StoredLayout decoded;
        if (decode_layout(blob, decoded)) {
            for (const StoredParagraph& paragraph : decoded.paragraphs) {
                EXPECT_LE(paragraph.work, decoded.works.size());
                EXPECT_LE(paragraph.range.begin, paragraph.range.end);
            }
        }
        std::vector<Neighbour> neighbours;
        if (decode_neighbours(blob, neighbours)) {
            EXPECT_TRUE(std::ranges::is_sorted(neighbours, {}, &Neighbour::typed));
        }
        std::vector<Posting> postings;
        (void)decode_postings(blob, 0, postings);
    }
}

TEST(Codec, HashesRoundTripAndDisorderIsRefused) {
    const std::vector<std::uint64_t> hashes = {0, 1, 0x0123456789abcdef, ~std::uint64_t{0}};
    Blob blob = encode_hashes(hashes);
    std::vector<std::uint64_t> back;
    ASSERT_TRUE(decode_hashes(blob, back));
    EXPECT_EQ(back, hashes);
    EXPECT_EQ(blob[16], 0xef) << "little-endian";
    EXPECT_FALSE(decode_hashes(BlobView(blob).first(15), back));
    EXPECT_FALSE(decode_hashes(encode_hashes(std::vector<std::uint64_t>{2, 1}), back));
    EXPECT_FALSE(decode_hashes(encode_hashes(std::vector<std::uint64_t>{2, 2}), back));
    EXPECT_TRUE(decode_hashes({}, back));
}

}  // namespace
}  // namespace leitong::store
