// What a night found, and the conditions under which it fails a pipeline.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/model/report_records.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leitong::cli {

struct Night {
    std::string day;
    std::uint64_t run = 0;
    std::string run_day;            // on which that run was
    std::optional<RunStamp> since;  // none: the first
    std::string report;             // the folder
    ReportChanges changes;          // of the first night: none
    std::uint64_t documents = 0;
    std::uint64_t clusters = 0;
    double reused_share = 0;
    std::uint64_t skipped = 0;           // inputs
    std::vector<std::string> failed_on;  // conditions that hold, as typed
};

// METRIC OP NUMBER: new-clusters>0, reused-share>=0.4.
struct Condition {
    enum class Op : std::uint8_t { less, at_most, equal, other, at_least, more };
    std::string text;  // as typed
    std::string metric;
    Op op{};
    double number = 0;
};

// One condition or several, with commas between. None: no such condition can be asked.
[[nodiscard]] std::optional<std::vector<Condition>> parse_conditions(std::string_view text);
[[nodiscard]] bool holds(const Condition& condition, const Night& night);
// The names that conditions know, with commas between.
[[nodiscard]] std::string metric_names();

// One JSON object; one line for people.
void append_jsonl(std::string& out, const Night& night);
[[nodiscard]] std::string night_line(const Night& night, Language language);

}  // namespace leitong::cli
