#include "threads.hpp"

#include <algorithm>
#include <atomic>

#include "parameters.hpp"

namespace leitong::engine {

unsigned thread_count(unsigned asked) {
    return asked != 0 ? asked : std::max(1U, std::thread::hardware_concurrency());
}

Result<void> for_each_task(const ReaderThreads& readers, std::size_t count,
                           const std::function<Result<void>(std::size_t, store::Store&)>& task) {
    std::atomic<std::size_t> next{0};
    const auto work = [&]() -> Result<void> {
        LEITONG_TRY_ASSIGN(store::Store store,
                           store::Store::open_reader(readers.store_path, parameters()));
        LEITONG_TRY(store.begin());
        for (std::size_t i = next++; i < count; i = next++) {
            LEITONG_TRY(task(i, store));
        }
        return store.commit();
    };
    const std::size_t useful = count / readers.least_tasks + 1;
    const auto threads = static_cast<unsigned>(std::min<std::size_t>(readers.threads, useful));
    return try_on_threads(threads, [&](unsigned) {
        auto done = work();
        if (!done) {
            next = count;
        }
        return done;
    });
}

}  // namespace leitong::engine
