// Work on several threads. Private to engine.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/store/store.hpp"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <functional>
#include <future>
#include <string>
#include <thread>
#include <vector>

namespace leitong::engine {

// How many threads to use where so many were asked for; 0: one a processor.
[[nodiscard]] unsigned thread_count(unsigned asked);

// Calls `work(thread)` for each number below `threads`, the caller's thread being 0, and waits for
// all; once at least. What `work` throws (there is no memory) is thrown to the caller, of the least
// number that threw.
template <typename Work>
void on_threads(unsigned threads, const Work& work) {
    std::vector<std::exception_ptr> thrown(std::max(1U, threads));
    const auto guarded = [&](unsigned thread) noexcept {
        try {
            work(thread);
        } catch (...) {
            thrown[thread] = std::current_exception();
        }
    };
    {
        std::vector<std::jthread> others;
        others.reserve(thrown.size());
        for (unsigned thread = 1; thread < threads; ++thread) {
            others.emplace_back([&guarded, thread] { guarded(thread); });
        }
        guarded(0U);
    }
    for (const std::exception_ptr& one : thrown) {
        if (one) {
            std::rethrow_exception(one);
        }
    }
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

// Calls `make` for 0, `step`, 2 `step` and so on below `count`, on a thread of its own, and `use`
// with what it gives, here: what is made next is made beside. What either throws is thrown here.
template <typename Make, typename Use>
[[nodiscard]] Result<void> make_ahead(std::size_t count, std::size_t step, const Make& make,
                                      const Use& use) {
    if (count == 0) {
        return {};
    }
    auto next = std::async(std::launch::async, [&make] { return make(std::size_t{0}); });
    for (std::size_t first = 0; first < count; first += step) {
        const auto made = next.get();
        if (first + step < count) {
            next = std::async(std::launch::async,
                              [&make, begin = first + step] { return make(begin); });
        }
        LEITONG_TRY(use(made));
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
