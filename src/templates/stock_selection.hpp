// Which nodes of the trees are phrases to be listed. Private to templates.
#pragma once

#include <cstdint>
#include <vector>

#include "stock_segments.hpp"
#include "stock_tree.hpp"

namespace leitong::templates {

// How much of a string is shown: without slots at its end, and without a piece of a clause there
// that is no phrase by itself.
[[nodiscard]] std::uint32_t shown_length(const StockSegments& segments, const StockOptions& options,
                                         std::uint32_t at, std::uint32_t length);

// Of all nodes, those that no longer one tells as well.
[[nodiscard]] std::vector<StockNode> select_phrases(const StockSegments& segments,
                                                    const StockOptions& options,
                                                    std::vector<StockNode> nodes);

}  // namespace leitong::templates
