// Forgetting documents and roots by name.
#include "leitong/engine/indexing.hpp"
#include "leitong/store/lock.hpp"

#include <utility>

#include "engine/common/parameters.hpp"
#include "engine/common/run_log.hpp"
#include "engine/common/threads.hpp"
#include "gram_upkeep.hpp"
#include "refresh.hpp"
#include "roots.hpp"

namespace leitong::engine {

Result<RemoveReport> remove(const std::string& store_path, const std::vector<std::string>& names,
                            const RunContext& context) {
    // Opening for reading first: removing from a store that is not there must not make one.
    LEITONG_TRY(store::Store::open_reader(store_path, parameters()));
    LEITONG_TRY_ASSIGN(const store::WriterLock lock, store::WriterLock::acquire(store_path));
    LEITONG_TRY_ASSIGN(store::Store store, store::Store::open_writer(store_path, parameters()));
    LEITONG_TRY(make_missing_grams(store));
    RemoveReport report;
    LEITONG_TRY(store.begin());
    auto log = RunLog::next(store);
    const auto forget = [&]() -> Result<void> {
        LEITONG_TRY(remove_named(store, names, *log, report));
        return log->insert(context.today, unfinished_removal(report));
    };
    auto done = log ? forget() : Result<void>(fail(std::move(log.error())));
    if (!done) {
        (void)store.rollback();
        return fail(std::move(done.error()));
    }
    LEITONG_TRY(store.commit());
    LEITONG_TRY(refresh(store, {store_path, thread_count(0), nullptr}, *log, context));
    LEITONG_TRY(store.begin());
    LEITONG_TRY(store.end_run(log->run()));
    LEITONG_TRY(store.commit());
    return report;
}

}  // namespace leitong::engine
