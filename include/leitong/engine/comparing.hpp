// Two texts compared without a store.
//
// Threads: stateless. Cost: linear in the texts, for each two works of theirs.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/engine/reading.hpp"
#include "leitong/model/records.hpp"

#include <string>
#include <vector>

namespace leitong::engine {

struct NamedBytes {
    std::string name;   // of the document in the records
    std::string bytes;  // in any encoding: decoded like a document
};

struct TextComparison {
    std::vector<PassageRecord> passages;  // in order of a, then b
    DocumentPairRecord documents;
};

// Passages between the works of one and the works of the other, as `passages` would list them of a
// store that holds nothing else; of the filter, relation, similarity and letters count. Fails with
// Errc::empty, binary, bad_encoding for bytes that are no text.
[[nodiscard]] Result<TextComparison> compare(const NamedBytes& a, const NamedBytes& b,
                                             const Filter& filter);

}  // namespace leitong::engine
