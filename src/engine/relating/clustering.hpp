// Clusters of what was touched: the connected parts of the link graph that hold it, clustered anew.
// Private to engine.
#pragma once

#include "leitong/engine/indexing.hpp"

#include <vector>

#include "engine/common/library.hpp"
#include "engine/common/run_log.hpp"
#include "engine/common/sketch_table.hpp"

namespace leitong::engine {

// What becomes of clusters is written down in `log`.
//
// `touched` may hold texts that are gone; their old clusters are dissolved. The links must be in
// the store. Cost: by the size of the parts touched.
[[nodiscard]] Result<void> recluster_around(store::Store& store, Library& library,
                                            const std::vector<TypedNumber>& touched, RunLog& log,
                                            const RunContext& context);

// Clusters all that has links or stands twice, by reading the store in order instead of looking up
// one by one.
[[nodiscard]] Result<void> recluster_all(store::Store& store,
                                         const std::vector<TypedNumber>& touched, RunLog& log,
                                         const RunContext& context);

}  // namespace leitong::engine
