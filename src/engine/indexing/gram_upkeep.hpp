// The gram index where texts go, and where a store has none yet. Private to engine.
#pragma once

#include "leitong/base/result.hpp"

#include <vector>

#include "engine/common/library.hpp"
#include "engine/common/sketch_table.hpp"

namespace leitong::engine {

// Takes typed texts out of the index. Their texts must still be there: what they have is made of
// them. Within a transaction.
[[nodiscard]] Result<void> forget_grams(Library& library, std::vector<TypedNumber> gone);

// Puts the texts of a store of an older schema into the index, in one transaction of its own, so
// that whatever stops it leaves the store as it was. Cost: linear in the text, once.
[[nodiscard]] Result<void> make_missing_grams(store::Store& store);

}  // namespace leitong::engine
