// Texts that share a file: what JSONL files and tables hold.
#pragma once

#include "leitong/base/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace leitong::ingest {

struct Record {
    // The id field (a number is written as in the file), or the line number where there is none, or
    // null, or an empty one.
    std::string id;
    std::string text;
    std::uint64_t line = 0;  // from 1
};

struct BadRecord {
    std::uint64_t line = 0;
    Error error;  // Errc::bad_record or Errc::empty
};

struct Records {
    std::vector<Record> records;  // in order of the file
    std::vector<BadRecord> bad;
};

struct RecordFields {
    std::string text = "text";
    std::string id = "id";
};

}  // namespace leitong::ingest
