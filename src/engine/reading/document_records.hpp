// What every listing of documents says of one. Private to engine.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/model/records.hpp"
#include "leitong/store/store.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace leitong::engine {

// Names of roots, by file.
[[nodiscard]] Result<std::map<FileId, std::string>> roots_of_files(store::Store& store);

// Without shares. `paragraphs`: how many, since the row's layout may have been let go of.
[[nodiscard]] DocumentRecord record_of(const store::DocumentRow& row, const std::string& root,
                                       std::size_t paragraphs);

// 0 of nothing.
[[nodiscard]] inline double share(std::uint64_t part, std::uint64_t whole) noexcept {
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace leitong::engine
