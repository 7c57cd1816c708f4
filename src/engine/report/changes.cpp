#include "changes.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <unordered_map>

#include "engine/common/run_log.hpp"

namespace leitong::engine {

namespace {

// --- clusters

// One side of a changed cluster.
struct State {
    std::string id;
    std::uint64_t size = 0;
    std::vector<std::uint64_t> members;  // ascending
    TypedNumber centre = 0;
};

// Sets that are joined while it is read which belong together (Galler and Fischer 1964).
class Groups {
public:
    explicit Groups(std::size_t size) : m_parent(size) {
        std::iota(m_parent.begin(), m_parent.end(), std::size_t{0});
    }
    std::size_t find(std::size_t x) {
        while (m_parent[x] != x) {
            m_parent[x] = m_parent[m_parent[x]];
            x = m_parent[x];
        }
        return x;
    }
    void join(std::size_t a, std::size_t b) { m_parent[find(a)] = find(b); }

private:
    std::vector<std::size_t> m_parent;
};

ClusterChange change_of(const std::vector<const State*>& before,
                        const std::vector<const State*>& now) {
    if (before.empty()) {
        return ClusterChange::fresh;
    }
    if (now.empty()) {
        return ClusterChange::gone;
    }
    if (before.size() == 1 && now.size() == 1) {
        const std::uint64_t was = before[0]->size;
        const std::uint64_t is = now[0]->size;
        return is > was   ? ClusterChange::grown
               : is < was ? ClusterChange::shrunk
                          : ClusterChange::altered;
    }
    return before.size() == 1 ? ClusterChange::split
           : now.size() == 1  ? ClusterChange::merged
                              : ClusterChange::regrouped;
}

class ClusterComparison {
public:
    ClusterComparison(store::Store& store, Library& library, const ReportIndex& index)
        : m_store(store), m_library(library), m_index(index) {}

    Result<std::vector<ClusterChangeRecord>> run(std::uint64_t since) {
        LEITONG_TRY(read_states(since));
        // One of then and one of now belong together if they share a text.
        Groups groups(m_before.size() + m_now.size());
        std::unordered_map<std::uint64_t, std::size_t> before_of;
        for (std::size_t i = 0; i < m_before.size(); ++i) {
            for (const std::uint64_t member : m_before[i].members) {
                before_of.emplace(member, i);
            }
        }
        for (std::size_t i = 0; i < m_now.size(); ++i) {
            for (const std::uint64_t member : m_now[i].members) {
                if (const auto found = before_of.find(member); found != before_of.end()) {
                    groups.join(m_before.size() + i, found->second);
                }
            }
        }
        std::map<std::size_t, std::pair<std::vector<const State*>, std::vector<const State*>>> sets;
        for (std::size_t i = 0; i < m_before.size(); ++i) {
            sets[groups.find(i)].first.push_back(&m_before[i]);
        }
        for (std::size_t i = 0; i < m_now.size(); ++i) {
            sets[groups.find(m_before.size() + i)].second.push_back(&m_now[i]);
        }
        std::vector<ClusterChangeRecord> records;
        for (const auto& [root, sides] : sets) {
            LEITONG_TRY_ASSIGN(ClusterChangeRecord record, record_of(sides.first, sides.second));
            records.push_back(std::move(record));
        }
        std::ranges::sort(records, {}, key_of);
        return records;
    }

private:
    Result<void> read_states(std::uint64_t since) {
        std::map<std::string, State> before;  // the earliest row after the run counts
        LEITONG_TRY(m_store.run_clusters_after(since, [&](const store::RunClusterRow& row) {
            before.emplace(row.id, State{row.id, row.size, row.members, 0});
            return true;
        }));
        std::unordered_map<std::string, std::uint32_t> rank_of;
        for (std::uint32_t i = 0; i < m_index.clusters().size(); ++i) {
            if (before.contains(m_index.clusters()[i].id)) {
                rank_of.emplace(m_index.clusters()[i].id, i);
            }
        }
        for (auto& [id, was] : before) {
            const auto found = rank_of.find(id);
            std::optional<State> now;
            if (found != rank_of.end()) {
                now = state_of(m_index.clusters()[found->second]);
            }
            if (now && now->size == was.size && now->members == was.members) {
                continue;  // as it was, after some changes
            }
            if (was.size != 0) {
                m_before.push_back(std::move(was));
            }
            if (now) {
                m_now.push_back(std::move(*now));
            }
        }
        return {};
    }

    State state_of(const ReportIndex::Cluster& cluster) const {
        State state{cluster.id, cluster.size, {}, cluster.centre};
        for (const ReportIndex::Member& member : m_index.members(cluster)) {
            state.members.push_back(m_index.key(member.typed));
        }
        std::ranges::sort(state.members);
        return state;
    }

    Result<ClusterChangeRecord> record_of(std::vector<const State*> before,
                                          std::vector<const State*> now) {
        const auto largest_first = [](const State* a, const State* b) {
            return a->size != b->size ? a->size > b->size : a->id < b->id;
        };
        std::ranges::sort(before, largest_first);
        std::ranges::sort(now, largest_first);
        ClusterChangeRecord record;
        record.change = change_of(before, now);
        for (const State* state : before) {
            record.before.push_back({state->id, state->size});
        }
        for (const State* state : now) {
            record.now.push_back({state->id, state->size});
        }
        if (!now.empty()) {
            LEITONG_TRY_ASSIGN(const auto text, m_library.any_text_of(TypedId{now[0]->centre}));
            record.text = text->prepared.text;
        }
        return record;
    }

    // By kind, the largest first.
    static std::tuple<ClusterChange, std::uint64_t, std::string> key_of(
        const ClusterChangeRecord& record) {
        const ClusterSize& first = record.now.empty() ? record.before[0] : record.now[0];
        return {record.change, ~first.size, first.id};
    }

    store::Store& m_store;
    Library& m_library;
    const ReportIndex& m_index;
    std::vector<State> m_before;
    std::vector<State> m_now;
};

// --- documents

struct OldDocument {
    std::uint64_t content = 0;
    std::vector<std::uint64_t> typed;
};

// Documents that are other than they were, and the paragraphs that they did not have.
Result<std::vector<DocumentChangeRecord>> compare_documents(store::Store& store, ReportIndex& index,
                                                            std::uint64_t since) {
    std::map<std::string, OldDocument> old;  // the earliest row after the run counts
    LEITONG_TRY(store.run_documents_after(since, [&](const store::RunDocumentRow& row) {
        old.emplace(row.name, OldDocument{row.content, row.typed});
        return true;
    }));
    std::vector<DocumentChangeRecord> records;
    std::vector<bool> is_new(index.paragraphs().size());
    for (const ReportIndex::Document& document : index.documents()) {
        const auto found = old.find(document.row.name);
        if (found == old.end()) {
            continue;
        }
        const OldDocument before = std::move(found->second);
        old.erase(found);
        LEITONG_TRY_ASSIGN(const auto row, store.document(document.row.id));
        if (!row) {
            return fail(Errc::store_damaged, Msg::store_bad_row, "documents",
                        document.row.id.value);
        }
        LEITONG_TRY_ASSIGN(const DocumentContent now, content_of(store, *row));
        if (now.hash == before.content) {
            continue;
        }
        const bool is_added = before.content == 0;
        records.push_back({document.row.name,
                           is_added ? DocumentChangeKind::added : DocumentChangeKind::changed});
        for (std::uint32_t i = 0; i < document.paragraph_count; ++i) {
            const std::uint32_t number = document.first_paragraph + i;
            const TypedNumber typed = index.paragraphs()[number].typed;
            is_new[number] =
                is_added || !std::ranges::binary_search(before.typed, index.key(typed));
        }
    }
    for (const auto& [name, before] : old) {
        if (before.content != 0) {
            records.push_back({name, DocumentChangeKind::removed});
        }
    }
    std::ranges::sort(records, {}, &DocumentChangeRecord::document);
    index.mark_new(std::move(is_new));
    return records;
}

std::vector<NewReuseRecord> new_reuse_of(const ReportIndex& index) {
    std::vector<NewReuseRecord> records;
    for (const ReportIndex::Document& document : index.documents()) {
        std::uint64_t letters = 0;
        for (std::uint32_t i = 0; i < document.paragraph_count; ++i) {
            const std::uint32_t number = document.first_paragraph + i;
            if (index.is_newly_reused(number)) {
                letters += index.letters(index.paragraphs()[number].text);
            }
        }
        if (letters != 0) {
            records.push_back({document.row.name, letters});
        }
    }
    std::ranges::stable_sort(records, std::ranges::greater{}, &NewReuseRecord::letters);
    return records;
}

}  // namespace

Result<ReportChanges> changes_since(store::Store& store, Library& library, ReportIndex& index,
                                    const RunStamp& since) {
    ReportChanges changes;
    changes.since = since;
    LEITONG_TRY_ASSIGN(changes.clusters, ClusterComparison(store, library, index).run(since.run));
    LEITONG_TRY_ASSIGN(changes.documents, compare_documents(store, index, since.run));
    changes.new_reuse = new_reuse_of(index);
    return changes;
}

}  // namespace leitong::engine
