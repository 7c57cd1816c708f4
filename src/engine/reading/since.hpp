// Which run "since" means, and which clusters are other than they were then. Private to engine.
#pragma once

#include "leitong/model/report_records.hpp"
#include "leitong/store/store.hpp"

#include <set>
#include <string>
#include <string_view>

namespace leitong::engine {

// The run that `text` names: its number, or a day. Errc::not_found if there is none that ended, or
// what happened since is not remembered.
[[nodiscard]] Result<RunStamp> run_named(store::Store& store, std::string_view text);

// Ids of the clusters of today that are new or other than they were when a run ended.
[[nodiscard]] Result<std::set<std::string>> clusters_changed_since(store::Store& store,
                                                                   const RunStamp& since);

}  // namespace leitong::engine
