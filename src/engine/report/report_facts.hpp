// What is known of the whole store before the pages of a report are told. Private to engine.
#pragma once

#include "leitong/engine/reporting.hpp"

#include <vector>

#include "engine/reading/reader_impl.hpp"
#include "engine/reading/reuse.hpp"
#include "engine/reading/stock_share.hpp"
#include "report_index.hpp"

namespace leitong::engine {

struct ReportFacts {
    Reader::Impl& impl;
    ReportIndex index;
    std::vector<ParagraphReuse> reuse;  // by paragraph
    const Reuse* shared = nullptr;      // what passages cover
    StockRanges stock;
    bool compares = false;  // with an earlier run: index knows what is new

    // All but the reader, and what that keeps for these questions.
    void forget() {
        index = {};
        reuse = {};
        shared = nullptr;
        stock = {};
        impl.reuse.reset();
        impl.library.forget_caches();
    }
};

}  // namespace leitong::engine
