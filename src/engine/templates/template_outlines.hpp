// Outline templates: headings that several works have in one order, over bodies that are unrelated.
// Private to engine.
#pragma once

#include "leitong/model/records.hpp"

#include <vector>

#include "engine/reading/reader_impl.hpp"

namespace leitong::engine {

// Those of most works first. Cost: headings are read once; works with three headings in a row in
// common are compared, each with a few leaders; of a work's bodies a bounded sample is looked at.
[[nodiscard]] Result<std::vector<OutlineTemplateRecord>> find_outlines(Reader::Impl& impl);

}  // namespace leitong::engine
