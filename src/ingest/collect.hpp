// Records in the order of their file, each id once. Private to ingest.
#pragma once

#include "leitong/ingest/records.hpp"

#include <cstdint>
#include <string>
#include <unordered_map>

namespace leitong::ingest {

class Collector {
public:
    // Takes the record of a line, or why there is none. An id used before makes it a bad one.
    void add(Result<Record> record, std::uint64_t line);

    [[nodiscard]] Records take() { return std::move(m_records); }

private:
    Records m_records;
    std::unordered_map<std::string, std::uint64_t> m_lines_of_ids;
};

}  // namespace leitong::ingest
