// What a store is made with, and is refused without. Private to engine.
#pragma once

#include "leitong/store/store.hpp"

namespace leitong::engine {

[[nodiscard]] const store::ParameterList& parameters();

}  // namespace leitong::engine
