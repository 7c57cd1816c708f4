// How much of works and documents is reused. Private to engine.
#pragma once

#include "leitong/model/range.hpp"
#include "leitong/model/records.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/finding/passage_index.hpp"

namespace leitong::engine {

// One side of a passage: where it stands, and where the other side begins.
struct PassageMark {
    ByteRange range;                  // of the document
    std::uint32_t far_work = 0;       // counted through all documents
    std::uint32_t far_paragraph = 0;  // of its document
};

// Letters that lie in passages shared with other works. What a file shares with a copy of itself
// does not count, but is marked and makes a pair of documents.
struct Reuse {
    std::optional<std::string> document;  // the filter it was found with
    std::map<std::pair<std::string, std::uint32_t>, std::uint64_t> letters;  // by document and work
    // By work, counted through all documents; within one by place, the longest first.
    std::vector<std::vector<PassageMark>> marks;
    // Where they stand: ranges of letters from the beginning of the work, sorted, none touching.
    struct Covered {
        WorkPlace place;
        std::vector<ByteRange> letters;
    };
    std::map<std::pair<std::string, std::uint32_t>, Covered> covered;
    std::vector<DocumentPairRecord> pairs;  // in order of names; empty if not wanted
    bool has_pairs = false;
};

enum class DocumentPairs : std::uint8_t { unwanted, wanted };

}  // namespace leitong::engine
