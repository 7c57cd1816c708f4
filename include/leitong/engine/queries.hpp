// Texts to ask for, from files: what `query --file` and `query --batch` read.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/engine/indexing.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace leitong::engine {

// The whole file. Fails with Errc::not_found, io, too_large.
[[nodiscard]] Result<std::string> read_query_file(const std::string& path);

// Bytes of any encoding as UTF-8. Fails with Errc::binary.
[[nodiscard]] Result<std::string> decode_query(std::string_view bytes);

struct Queries {
    struct Query {
        std::string id;  // the line number where there is none
        std::string text;
    };
    std::vector<Query> queries;         // in order of the file
    std::vector<SkippedInput> skipped;  // lines that are no query; source is SOURCE:LINE
};

// JSON Lines of {"id", "text"}; source is the file's name for what is skipped.
[[nodiscard]] Queries parse_queries(std::string_view json_lines, const std::string& source);

}  // namespace leitong::engine
