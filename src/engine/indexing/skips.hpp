// What a run could not read, and what of the last run's is still so: files that are as they were
// are not read again, so what was skipped in them is skipped still. Private to engine.
#pragma once

#include "leitong/engine/indexing.hpp"
#include "leitong/store/store.hpp"

#include <set>
#include <string>
#include <vector>

#include "roots.hpp"

namespace leitong::engine {

class Skips {
public:
    // `report`: where what is skipped is put down.
    explicit Skips(IndexReport& report) : m_skipped(report.skipped) {}

    // In a transaction, before all else. `roots`: those that the run comes to; of others, what was
    // skipped is so still.
    [[nodiscard]] Result<void> load_last_run(store::Store& store,
                                             const std::vector<RootToIndex>& roots);

    void add(const std::string& source, const Error& error);
    // Of a file that is as it was.
    void add_as_before(const std::string& path);
    // Whether the last run skipped the file, or a record of it.
    [[nodiscard]] bool was_skipped(const std::string& path) const;
    // What the last run skipped of the file no longer counts.
    void read_again(const std::string& path);

    // Files that are committed are not read again, so what was skipped of them must be committed
    // with them, beside what is known of files that this run has not come to.
    [[nodiscard]] Result<void> write_so_far(store::Store& store) const;
    // Of a run that has come to its end.
    [[nodiscard]] Result<void> write_all(store::Store& store) const;
    void sort();

private:
    // What this run skipped, and of `kept` what that does not name.
    [[nodiscard]] Result<void> write_with(store::Store& store,
                                          std::vector<store::SkippedRow> kept) const;
    // Calls `use` for a file and its records, of those that the last run skipped.
    template <typename Use>
    void for_each_before(const std::string& path, const Use& use) const;

    std::vector<SkippedInput>& m_skipped;
    std::vector<store::SkippedRow> m_before;     // by source
    std::vector<store::SkippedRow> m_elsewhere;  // those of them that are of other roots
    std::set<std::string> m_read_again;          // sources of them that this run met
};

}  // namespace leitong::engine
