// How much of what is reused is no stock phrase. Private to engine.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/store/store.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "reuse.hpp"

namespace leitong::engine {

// Letters that lie in passages shared with other works and in no stock phrase, by document and
// work. Cost: two passes over the texts of the store; one, if few works share any.
[[nodiscard]] Result<std::map<std::pair<std::string, std::uint32_t>, std::uint64_t>>
reused_without_stock(store::Store& store, const Reuse& reuse);

}  // namespace leitong::engine
