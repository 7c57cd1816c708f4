// Stock phrases of drafts: those of the store's works, and phrases that were named. Private to
// engine.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/store/store.hpp"

#include <string>
#include <vector>

#include "check_draft.hpp"
#include "engine/common/threads.hpp"

namespace leitong::engine {

// Marks them in each draft that could be read. Cost: a pass over the texts of the store, on
// threads, for all drafts together.
[[nodiscard]] Result<void> mark_stock(store::Store& store, const ReaderThreads& readers,
                                      std::vector<Result<CheckDraft>>& drafts,
                                      const std::vector<std::string>& phrases);

}  // namespace leitong::engine
