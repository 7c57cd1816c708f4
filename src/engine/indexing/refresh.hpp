// Makes pairs and clusters current again after documents came and went: looks at what is pending
// and at nothing else. Private to engine.
#pragma once

#include "leitong/engine/indexing.hpp"
#include "leitong/store/store.hpp"

#include <string>

#include "engine/common/run_log.hpp"
#include "engine/common/run_texts.hpp"

namespace leitong::engine {

struct RefreshOptions {
    std::string store_path;
    unsigned threads = 1;
    // If the store was empty before this run: what it wrote.
    RunTexts* fresh = nullptr;
};

// The result is what a store made at once of the same documents would hold. Everything is written
// in one transaction: an interrupted refresh leaves the old state, and what is pending stays so.
// What becomes of clusters is written down in `log`.
[[nodiscard]] Result<void> refresh(store::Store& store, const RefreshOptions& options, RunLog& log,
                                   const RunContext& context);

}  // namespace leitong::engine
