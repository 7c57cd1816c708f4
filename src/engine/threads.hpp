// Work on several threads. Private to engine.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/store/store.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace leitong::engine {

// Calls `work(thread)` for each number below `threads`, the caller's thread being 0, and waits for
// all; once at least. `work` must not throw.
template <typename Work>
void on_threads(unsigned threads, const Work& work) {
    std::vector<std::jthread> others;
    for (unsigned thread = 1; thread < threads; ++thread) {
        others.emplace_back([&work, thread] { work(thread); });
    }
    work(0U);
}

// The same for work that can fail; the failure of the least number counts.
template <typename Work>
[[nodiscard]] Result<void> try_on_threads(unsigned threads, const Work& work) {
    std::vector<Result<void>> results(std::max(1U, threads));
    on_threads(threads, [&](unsigned thread) { results[thread] = work(thread); });
    for (Result<void>& result : results) {
        LEITONG_TRY(std::move(result));
    }
    return {};
}

// Reading a store on several threads, each with a connection of its own.
struct ReaderThreads {
    const std::string& store_path;
    unsigned threads = 1;
    std::size_t least_tasks = 1;  // a thread that would have fewer is not begun
};

// Calls `task` for each number below `count`, in no order; the first failure ends all.
[[nodiscard]] Result<void> for_each_task(
    const ReaderThreads& readers, std::size_t count,
    const std::function<Result<void>(std::size_t, store::Store&)>& task);

}  // namespace leitong::engine
