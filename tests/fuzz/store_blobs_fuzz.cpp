// Any bytes as a blob of the store: a decoder refuses them, or gives what keeps the promises of
// codec.hpp and is the same after a round trip.
//
// The first byte chooses the blob: L(ayout), N(eighbours), G(rams: the ids of one), P(ostings, with
// the checksum that its bytes need) or anything else: postings as they are. Of postings the second
// byte is the first key, counted from the largest one if its top bit is set.
#include "leitong/base/assert.hpp"
#include "leitong/store/codec.hpp"
#include "leitong/store/gram_index.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace {

using namespace leitong::store;

constexpr std::uint64_t k_key_limit = std::uint64_t{1} << 48;

void check_layout(BlobView blob) {
    StoredLayout layout;
    if (!decode_layout(blob, layout)) {
        return;
    }
    std::uint64_t end = 0;
    for (const StoredParagraph& paragraph : layout.paragraphs) {
        LEITONG_ASSERT(paragraph.text && paragraph.work <= layout.works.size(), "ids are there");
        LEITONG_ASSERT(end <= paragraph.range.begin && paragraph.range.begin <= paragraph.range.end,
                       "paragraphs are in order");
        end = paragraph.range.end;
    }
    for (const StoredWork& work : layout.works) {
        LEITONG_ASSERT(work.first_paragraph >= 1 && work.first_paragraph <= work.last_paragraph &&
                           work.last_paragraph <= layout.paragraphs.size(),
                       "a work has paragraphs of the document");
    }
    StoredLayout again;
    LEITONG_ASSERT(decode_layout(encode_layout(layout), again) && again == layout, "round trip");
}

void check_neighbours(BlobView blob) {
    std::vector<Neighbour> neighbours;
    if (!decode_neighbours(blob, neighbours)) {
        return;
    }
    LEITONG_ASSERT(std::ranges::adjacent_find(neighbours, std::ranges::greater_equal{},
                                              &Neighbour::typed) == neighbours.end(),
                   "sorted, each once");
    std::vector<Neighbour> again;
    LEITONG_ASSERT(decode_neighbours(encode_neighbours(neighbours), again) && again == neighbours,
                   "round trip");
}

void check_postings(BlobView block, std::uint64_t first_key) {
    std::vector<Posting> postings;
    if (!decode_postings(block, first_key, postings)) {
        return;
    }
    LEITONG_ASSERT(!postings.empty() && postings.back().key < k_key_limit, "keys fit");
    LEITONG_ASSERT(std::ranges::is_sorted(postings), "sorted");
    std::vector<std::uint64_t> values;
    const std::uint64_t last_key = postings.back().key;
    LEITONG_ASSERT(find_postings(block, first_key, last_key, last_key, values) &&
                       values.size() == static_cast<std::size_t>(std::ranges::count(
                                            postings, last_key, &Posting::key)) &&
                       values.back() == postings.back().value,
                   "what is found is what is there");
    std::vector<Posting> again;
    LEITONG_ASSERT(decode_postings(encode_postings(postings, postings.front().key),
                                   postings.front().key, again) &&
                       again == postings,
                   "round trip");
}

void check_grams(const Blob& bytes) {
    GramList list;
    list.bytes = bytes;
    list.parts.push_back({0, bytes.size(), false});
    std::vector<std::uint32_t> ids;
    if (!list.ids(ids)) {
        return;
    }
    LEITONG_ASSERT(std::ranges::adjacent_find(ids, std::ranges::greater_equal{}) == ids.end(),
                   "sorted, each once");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) {
        return 0;
    }
    // A copy of its exact size, so that a sanitizer sees any read past the end.
    if (data[0] == 'G') {
        check_grams(Blob(data + 1, data + size));
        return 0;
    }
    if (data[0] == 'L' || data[0] == 'N') {
        const Blob blob(data + 1, data + size);
        data[0] == 'L' ? check_layout(blob) : check_neighbours(blob);
        return 0;
    }
    const std::uint64_t row = data[1] < 0x80 ? data[1] : k_key_limit - (data[1] - 0x7FU);
    Blob block(data + 2, data + size);
    if (data[0] == 'P') {
        append_checksum(block);
        block = sealed_for_row(block, row);
    }
    check_postings(block, row);
    return 0;
}
