// How much of works and documents is reused. Private to engine.
#pragma once

#include "leitong/model/records.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace leitong::engine {

// Letters that lie in passages shared with other works.
struct Reuse {
    std::optional<std::string> document;  // the filter it was found with
    std::map<std::pair<std::string, std::uint32_t>, std::uint64_t> letters;  // by document and work
    std::vector<DocumentPairRecord> pairs;                                   // in order of names
};

}  // namespace leitong::engine
