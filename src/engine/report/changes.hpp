// What is other than it was after a run: clusters told by their texts, not by ids. Private to
// engine.
#pragma once

#include "leitong/model/report_records.hpp"

#include "report_index.hpp"

namespace leitong::engine {

// Compares the store with how it was when a run ended, and marks in the index what is new.
[[nodiscard]] Result<ReportChanges> changes_since(store::Store& store, Library& library,
                                                  ReportIndex& index, const RunStamp& since);

}  // namespace leitong::engine
