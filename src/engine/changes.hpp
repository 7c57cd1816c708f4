// What is other than it was after a run: clusters told by their texts, not by ids. Private to
// engine.
#pragma once

#include "leitong/model/report_records.hpp"

#include <set>
#include <string>
#include <string_view>

#include "report_index.hpp"

namespace leitong::engine {

// The run that `text` names: its number, or a day. Errc::not_found if there is none that ended, or
// what happened since is not remembered.
[[nodiscard]] Result<RunStamp> run_named(store::Store& store, std::string_view text);

// Ids of the clusters of today that are new or other than they were when a run ended.
[[nodiscard]] Result<std::set<std::string>> clusters_changed_since(store::Store& store,
                                                                   const RunStamp& since);

// Compares the store with how it was when a run ended, and marks in the index what is new.
[[nodiscard]] Result<ReportChanges> changes_since(store::Store& store, Library& library,
                                                  ReportIndex& index, const RunStamp& since);

}  // namespace leitong::engine
