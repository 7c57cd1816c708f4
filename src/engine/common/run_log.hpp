// What a run changes, written down as it was before, so that later reports can say what happened
// since (schema/0003_runs.sql). Private to engine.
#pragma once

#include "leitong/store/store.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace leitong::engine {

// Nobody compares with a run that is further back.
inline constexpr std::uint64_t k_runs_remembered = 400;

// The distinct typed texts of a document as keys, ascending, and one hash of all it says.
struct DocumentContent {
    std::uint64_t hash = 0;  // never 0
    std::vector<std::uint64_t> typed;
};
[[nodiscard]] Result<DocumentContent> content_of(store::Store& store,
                                                 const store::DocumentRow& document);

[[nodiscard]] Result<std::vector<store::RunRow>> all_runs(store::Store& store);  // by number

class RunLog {
public:
    // Of the next run. The first run of a store is not written down: nobody can compare with what
    // was before it. Within a transaction, like all members.
    [[nodiscard]] static Result<RunLog> next(store::Store& store);
    // Writes the run itself, before the transaction ends.
    [[nodiscard]] Result<void> insert(std::string_view day, std::string_view command);

    [[nodiscard]] std::uint64_t run() const noexcept { return m_run; }
    [[nodiscard]] bool is_kept() const noexcept { return m_is_kept; }

    // Before a document is written or forgotten; `before` null: there was none of the name.
    [[nodiscard]] Result<void> document(std::string_view name, const store::DocumentRow* before);
    // When a cluster has changed; size 0: there was none of the id.
    [[nodiscard]] Result<void> cluster(std::string_view id, std::uint64_t size_before,
                                       std::vector<std::uint64_t> members_before);

private:
    explicit RunLog(store::Store& store) : m_store(&store) {}

    store::Store* m_store;
    std::uint64_t m_run = 0;
    bool m_is_kept = false;
};

}  // namespace leitong::engine
