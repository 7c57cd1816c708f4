// Checking drafts against a store, without adding them.
//
// Which works: those that share anchors with a paragraph, the most first. Each is aligned with the
// whole draft, so that what was copied in part is found as such; a paragraph too short for that is
// looked up as a whole. What is found is exact.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/model/check_records.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace leitong::engine {

struct CheckOptions {
    std::uint32_t top = 3;                // sources named of a paragraph
    std::optional<std::string> encoding;  // of the drafts
    std::vector<std::string> stock;       // phrases of the user's own
    std::vector<std::string> base;        // bytes of texts to be ignored
    unsigned threads = 0;                 // 0: one a processor
};

struct DraftFile {
    std::string name;
    std::string bytes;  // in any encoding: decoded like a document
};

// One a file, in order: the draft as checked, or why it is no text.
using CheckedDrafts = std::vector<Result<CheckedDraft>>;

}  // namespace leitong::engine
