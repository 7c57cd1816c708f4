#include "leitong/engine/queries.hpp"

#include "leitong/ingest/files.hpp"
#include "leitong/ingest/json_lines.hpp"
#include "leitong/text/decode.hpp"

#include <fmt/core.h>

#include <utility>

namespace leitong::engine {

Result<std::string> read_query_file(const std::string& path) {
    return ingest::read_file(path, IndexOptions{}.max_file_bytes);
}

Result<std::string> decode_query(std::string_view bytes) {
    LEITONG_TRY_ASSIGN(text::Decoded decoded, text::decode(bytes));
    return std::move(decoded.utf8);
}

Queries parse_queries(std::string_view json_lines, const std::string& source) {
    ingest::Records records = ingest::parse_json_lines(json_lines, {});
    Queries queries;
    for (ingest::Record& record : records.records) {
        queries.queries.push_back({std::move(record.id), std::move(record.text)});
    }
    for (ingest::BadRecord& bad : records.bad) {
        queries.skipped.push_back(
            {fmt::format("{}:{}", source, bad.line), bad.error.code, std::move(bad.error.message)});
    }
    return queries;
}

}  // namespace leitong::engine
