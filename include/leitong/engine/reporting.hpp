// Makes a report's records, in the order of ReportSink: the whole store once, in one read
// transaction.
//
// Cost:   linear in the store's texts and links, which are compared once. Memory: some 100 bytes a
//         paragraph, 8 a link, and bounded caches.
// Errors: those of Reader; Errc::not_found for a run to compare with that is not remembered.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/model/report_records.hpp"
#include "leitong/model/report_sink.hpp"

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

namespace leitong::engine {

struct ReportOptions {
    // What changed since: the number of a run, or a day (YYYY-MM-DD: the last run that ended on it
    // or before).
    std::optional<std::string> since;
    std::string today;
    unsigned threads = 0;  // 0: as many as there are processors
    // Of the places where else a paragraph stands, so many are named.
    std::uint32_t most_places = 3;
    const std::atomic<bool>* interrupted = nullptr;  // may be null
};

}  // namespace leitong::engine
