// The parts that JSON records share.
#pragma once

#include "leitong/model/records.hpp"
#include "leitong/report/json_writer.hpp"

#include <span>
#include <string_view>

namespace leitong::report {

// What runs call their two sides: a and b in a pair, query and ref in a hit.
struct RunKeys {
    std::string_view a;
    std::string_view b;
};

// The members of a REF, into an object that is open.
void write_ref_members(JsonWriter& json, const Ref& ref);
void write_ref(JsonWriter& json, std::string_view name, const Ref& ref);
void write_runs(JsonWriter& json, std::span<const Run> runs, const RunKeys& keys);

}  // namespace leitong::report
