// Records of a JSONL file. The only place that reads JSON from users.
#pragma once

#include "leitong/ingest/records.hpp"

#include <string_view>

namespace leitong::ingest {

// Reads UTF-8 JSONL. A line that is no object in valid UTF-8, lacks the text field, has a text that
// is no string (or is empty), has an id that is neither string nor number, or repeats an id, is in
// bad; all others are records. Empty lines are skipped, but counted. A field name may be a path
// with dots (meta.id) where no field of that whole name exists. A byte-order mark is skipped. Never
// throws; nesting depth is bounded, so hostile input cannot exhaust the stack. Thread-safe.
[[nodiscard]] Records parse_json_lines(std::string_view utf8, const RecordFields& fields);

}  // namespace leitong::ingest
