#include "since.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <vector>

#include "engine/common/run_log.hpp"

namespace leitong::engine {

namespace {

RunStamp stamp_of(const store::RunRow& row) {
    return {row.id, row.day, row.command};
}

}  // namespace

Result<RunStamp> run_named(store::Store& store, std::string_view text) {
    LEITONG_TRY_ASSIGN(const std::vector<store::RunRow> runs, all_runs(store));
    std::uint64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    const bool is_number = error == std::errc{} && stop == end;
    const store::RunRow* found = nullptr;
    for (const store::RunRow& run : runs) {
        const bool is_wanted = is_number ? run.id == number : run.day <= text;
        if (run.ended && is_wanted) {
            found = &run;
        }
    }
    if (found == nullptr) {
        return fail(Errc::not_found, Msg::no_such_run, text, runs.empty() ? 0 : runs.front().id,
                    runs.empty() ? 0 : runs.back().id);
    }
    if (found->id + k_runs_remembered < runs.back().id) {
        return fail(Errc::not_found, Msg::run_forgotten, text, k_runs_remembered);
    }
    return stamp_of(*found);
}

Result<std::set<std::string>> clusters_changed_since(store::Store& store, const RunStamp& since) {
    std::map<std::string, store::RunClusterRow> before;
    LEITONG_TRY(store.run_clusters_after(since.run, [&](const store::RunClusterRow& row) {
        before.emplace(row.id, row);
        return true;
    }));
    std::set<std::string> changed;
    for (const auto& [id, was] : before) {
        LEITONG_TRY_ASSIGN(const auto now, store.cluster_named(id));
        if (!now) {
            continue;
        }
        std::vector<std::uint64_t> members;
        for (const store::Neighbour& member : now->members) {
            LEITONG_TRY_ASSIGN(const auto signature, store.signature(member.typed));
            members.push_back(signature ? store::typed_key(signature->typed_hash) : 0);
        }
        std::ranges::sort(members);
        if (now->size != was.size || members != was.members) {
            changed.insert(id);
        }
    }
    return changed;
}

}  // namespace leitong::engine
