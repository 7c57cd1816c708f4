#include "leitong/engine/indexing.hpp"

#include "leitong/ingest/files.hpp"
#include "leitong/store/lock.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <thread>
#include <unordered_map>

#include "drafting.hpp"
#include "gram_upkeep.hpp"
#include "parameters.hpp"
#include "refresh.hpp"
#include "roots.hpp"
#include "run_log.hpp"
#include "skipped.hpp"
#include "writer.hpp"

namespace leitong::engine {

namespace {

constexpr std::uint64_t k_commit_bytes = 96U << 20;  // held back before a commit

bool is_interrupted(const RunContext& context) {
    return context.interrupted != nullptr && context.interrupted->load(std::memory_order_relaxed);
}

unsigned thread_count(unsigned wanted) {
    return wanted != 0 ? wanted : std::max(1U, std::thread::hardware_concurrency());
}

class IndexRun {
public:
    IndexRun(store::Store& store, const std::string& store_path, const IndexOptions& options,
             const RunContext& context, IndexReport& report)
        : m_store(store),
          m_store_path(store_path),
          m_options(options),
          m_context(context),
          m_report(report) {}

    Result<void> run() {
        LEITONG_TRY(in_transaction([&]() -> Result<void> {
            LEITONG_TRY_ASSIGN(m_roots,
                               roots_to_index(m_store, m_options, m_context.standard_input));
            LEITONG_TRY_ASSIGN(m_skipped_before, m_store.skipped());
            std::ranges::sort(m_skipped_before, {}, &store::SkippedRow::source);
            if (m_options.dry_run == DryRun::no) {
                LEITONG_TRY_ASSIGN(RunLog log, RunLog::next(m_store));
                LEITONG_TRY(log.insert(m_context.today, m_context.command));
                m_log.emplace(std::move(log));
                LEITONG_TRY(remember_roots());
            }
            LEITONG_TRY_ASSIGN(Writer writer, Writer::create(m_store));
            m_writer = std::make_unique<Writer>(std::move(writer));
            return {};
        }));
        for (RootToIndex& root : m_roots) {
            LEITONG_TRY(index_root(root));
        }
        std::ranges::sort(m_report.skipped, {}, &SkippedInput::source);
        if (m_options.dry_run == DryRun::yes) {
            std::ranges::sort(m_report.documents);
            return {};
        }
        m_writer->forget_texts();
        LEITONG_TRY(refresh(m_store,
                            {m_store_path, thread_count(m_options.threads), m_writer->fresh()},
                            *m_log, m_context));
        m_report.run = m_log->run();
        return in_transaction([&]() -> Result<void> {
            LEITONG_TRY(m_store.replace_skipped(skipped_rows(m_report.skipped)));
            return m_store.end_run(m_log->run());
        });
    }

private:
    template <typename Work>
    Result<void> in_transaction(const Work& work) {
        LEITONG_TRY(m_store.begin());
        Result<void> done = work();
        if (!done) {
            (void)m_store.rollback();
            return done;
        }
        return m_store.commit();
    }

    Result<void> remember_roots() {
        for (RootToIndex& root : m_roots) {
            if (!root.row.id) {
                LEITONG_TRY_ASSIGN(root.row.id, m_store.insert_root(root.row));
            } else {
                LEITONG_TRY(m_store.update_root(root.row));
            }
        }
        return {};
    }

    // What was skipped in a file that is as it was is skipped still.
    void skip_as_before(const std::string& path) {
        for_each_skipped_before(path, [&](const store::SkippedRow& row) {
            m_report.skipped.push_back({row.source, static_cast<Errc>(row.code), reason_of(row)});
        });
    }

    // Calls `use` for a file and its records, of those that the last run skipped.
    template <typename Use>
    void for_each_skipped_before(const std::string& path, const Use& use) {
        auto row = std::ranges::lower_bound(m_skipped_before, path, {}, &store::SkippedRow::source);
        for (; row != m_skipped_before.end() && row->source.starts_with(path); ++row) {
            const std::string_view rest = std::string_view(row->source).substr(path.size());
            if (rest.empty() || rest.front() == ':' || rest.front() == '#') {
                use(*row);
            }
        }
    }

    // Files that are committed are not read again, so what was skipped of them must be committed
    // too, beside what is known of files that this run has not come to.
    Result<void> keep_skipped() {
        std::vector<store::SkippedRow> rows = skipped_rows(m_report.skipped);
        std::set<std::string_view> named;
        for (const store::SkippedRow& row : rows) {
            named.insert(row.source);
        }
        std::vector<store::SkippedRow> kept;
        std::ranges::copy_if(m_skipped_before, std::back_inserter(kept), [&](const auto& row) {
            return !named.contains(row.source) && !m_read_again.contains(row.source);
        });
        std::ranges::move(kept, std::back_inserter(rows));
        return m_store.replace_skipped(rows);
    }

    void skip(const std::string& source, const Error& error) {
        m_report.skipped.push_back({source, error.code, error.message});
    }

    Result<void> index_root(RootToIndex& root) {
        for (const auto& [ending, count] : root.listing.passed_over) {
            m_report.other_files[ending] += count;
        }

        for (const ingest::Refused& refused : root.listing.refused) {
            skip(refused.path, refused.error);
        }
        std::unordered_map<std::string, store::FileRow> known;
        if (root.row.id) {
            LEITONG_TRY_ASSIGN(std::vector<store::FileRow> files, m_store.files(root.row.id));
            for (store::FileRow& file : files) {
                std::string key = file.relative_path;
                known.emplace(std::move(key), std::move(file));
            }
        }
        std::vector<Job> jobs;
        for (ingest::SourceFile& file : root.listing.files) {
            ++m_report.files;
            std::optional<store::FileRow> before;
            if (const auto found = known.find(file.relative_path); found != known.end()) {
                before = std::move(found->second);
                known.erase(found);
            }
            const bool is_unchanged = before && file.path != "-" &&
                                      before->size_bytes == file.size_bytes &&
                                      before->mtime_ns == file.mtime_ns && !root.has_new_options;
            if (is_unchanged) {
                LEITONG_TRY_ASSIGN(const auto documents, m_store.documents_of_file(before->id));
                m_report.documents_unchanged += documents.size();
                skip_as_before(file.path);
                continue;
            }
            jobs.push_back({std::move(file), std::move(before),
                            root.row.path == "-" ? root.standard_input : std::string()});
            for_each_skipped_before(jobs.back().file.path, [&](const store::SkippedRow&) {
                jobs.back().was_whole = false;
            });
        }
        LEITONG_TRY(write_jobs(root, jobs));
        return forget_missing(root, known);
    }

    Result<void> write_jobs(const RootToIndex& root, const std::vector<Job>& jobs) {
        if (jobs.empty()) {
            return {};
        }
        Drafting drafting(jobs, root.draft_options, thread_count(m_options.threads));
        LEITONG_TRY(m_store.begin());
        for (std::size_t i = 0; i < jobs.size(); ++i) {
            if (is_interrupted(m_context)) {
                LEITONG_TRY(commit());
                return fail(Errc::interrupted, Msg::interrupted);
            }
            FileDraft draft = drafting.take(i);
            const std::uint64_t bytes = draft.bytes;
            Result<void> done = write_file(root, jobs[i], std::move(draft));
            if (done && m_writer->held_bytes() > k_commit_bytes) {
                done = commit();
                if (done) {
                    done = m_store.begin();
                }
            }
            if (!done) {
                (void)m_store.rollback();
                return done;
            }
            m_report.bytes += bytes;
            progress(Stage::reading, i + 1, jobs.size());
        }
        return commit();
    }

    Result<void> commit() {
        LEITONG_TRY(m_writer->flush());
        if (m_options.dry_run == DryRun::no) {
            LEITONG_TRY(keep_skipped());
        }
        return m_store.commit();
    }

    Result<void> write_file(const RootToIndex& root, const Job& job, FileDraft&& draft) {
        for (const SkippedDraft& skipped : draft.skipped) {
            skip(skipped.source, skipped.error);
        }
        for (const auto& [ending, count] : draft.passed_over) {
            m_report.other_files[ending] += count;
        }
        for_each_skipped_before(
            job.file.path, [&](const store::SkippedRow& row) { m_read_again.insert(row.source); });
        if (!draft.is_read) {
            return {};  // what was known of it stays: a file that cannot be read is not gone
        }
        const bool is_dry = m_options.dry_run == DryRun::yes;
        if (job.known && job.known->hash == draft.hash && !root.has_new_options) {
            LEITONG_TRY_ASSIGN(const auto documents, m_store.documents_of_file(job.known->id));
            m_report.documents_unchanged += documents.size();
            return is_dry ? Result<void>() : remember_file(root, job, draft.hash).map([](auto) {});
        }
        std::vector<DocumentId> before;
        if (job.known) {
            LEITONG_TRY_ASSIGN(before, m_store.documents_of_file(job.known->id));
        }
        if (draft.documents.empty() && !draft.skipped.empty() && !before.empty()) {
            return {};  // it was readable once, and what it held is kept
        }
        FileId file;
        if (!is_dry) {
            LEITONG_TRY_ASSIGN(file, remember_file(root, job, draft.hash));
        }
        return replace_documents(root, file, before, std::move(draft.documents));
    }

    Result<FileId> remember_file(const RootToIndex& root, const Job& job,
                                 const base::Hash128& hash) {
        store::FileRow row{job.known ? job.known->id : FileId{},
                           root.row.id,
                           job.file.relative_path,
                           job.file.size_bytes,
                           job.file.mtime_ns,
                           hash};
        if (!row.id) {
            return m_store.insert_file(row);
        }
        LEITONG_TRY(m_store.update_file(row));
        return row.id;
    }

    Result<void> replace_documents(const RootToIndex& root, FileId file,
                                   const std::vector<DocumentId>& before,
                                   std::vector<DocumentDraft>&& drafts) {
        std::unordered_map<std::string, DocumentId> old;
        for (const DocumentId id : before) {
            LEITONG_TRY_ASSIGN(const auto row, m_store.document(id));
            if (row) {
                old.emplace(row->name, id);
            }
        }
        for (DocumentDraft& document : drafts) {
            const std::string name = root.document_name(document.name);
            const auto known = old.find(name);
            if (known == old.end()) {
                LEITONG_TRY_ASSIGN(const auto other, m_store.document_named(name));
                if (other) {
                    skip(name, {Errc::invalid_argument,
                                message(Msg::document_name_taken, root.row.path, name)});
                    continue;
                }
            }
            const bool is_new = known == old.end();
            ++(is_new ? m_report.documents_added : m_report.documents_changed);
            m_report.paragraphs += document.paragraphs.size();
            if (m_options.dry_run == DryRun::yes) {
                m_report.documents.emplace_back(
                    name, is_new ? DocumentChange::added : DocumentChange::changed);
            } else {
                LEITONG_TRY(remember(name, is_new ? DocumentId{} : known->second));
                if (!is_new) {
                    LEITONG_TRY(m_writer->remove(known->second));
                }
                LEITONG_TRY(m_writer->add(file, name, std::move(document)));
            }
            if (!is_new) {
                old.erase(known);
            }
        }
        for (const auto& [name, id] : old) {  // records that the file no longer holds
            LEITONG_TRY(forget(name, id));
        }
        return {};
    }

    Result<void> forget(const std::string& name, DocumentId id) {
        ++m_report.documents_removed;
        if (m_options.dry_run == DryRun::yes) {
            m_report.documents.emplace_back(name, DocumentChange::removed);
            return {};
        }
        LEITONG_TRY(remember(name, id));
        return m_writer->remove(id);
    }

    // Writes down how a document was; no id: there was none of the name.
    Result<void> remember(const std::string& name, DocumentId id) {
        if (!m_log->is_kept()) {
            return {};
        }
        LEITONG_TRY_ASSIGN(const auto row, m_store.document(id));
        return m_log->document(name, row ? &*row : nullptr);
    }

    // Files of the root that were not found this time: forgotten with --prune, else counted.
    Result<void> forget_missing(const RootToIndex& root,
                                const std::unordered_map<std::string, store::FileRow>& missing) {
        if (missing.empty()) {
            return {};
        }
        std::vector<std::string> refused;
        for (const ingest::Refused& one : root.listing.refused) {
            refused.push_back(one.path);
        }
        // A folder that lost all its files at once is rather a disk that is not mounted.
        const bool is_emptied =
            m_options.prune == Prune::unless_emptied && root.listing.files.empty();
        if (is_emptied && root.listing.refused.empty()) {
            skip(root.row.path,
                 {Errc::not_found, message(Msg::root_emptied, root.row.name, missing.size())});
        }
        LEITONG_TRY(m_store.begin());
        for (const auto& [path, file] : missing) {
            LEITONG_TRY_ASSIGN(const auto documents, m_store.documents_of_file(file.id));
            const bool is_refused = std::ranges::any_of(
                refused, [&](const std::string& one) { return root.is_refused(path, one); });
            if (m_options.prune == Prune::no || is_refused || is_emptied) {
                m_report.documents_gone += documents.size();
                continue;
            }
            for (const DocumentId id : documents) {
                LEITONG_TRY_ASSIGN(const auto row, m_store.document(id));
                LEITONG_TRY(forget(row ? row->name : path, id));
            }
            if (m_options.dry_run == DryRun::no) {
                LEITONG_TRY(m_store.delete_file(file.id));
            }
        }
        return commit();
    }

    void progress(Stage stage, std::uint64_t done, std::uint64_t total) const {
        if (m_context.progress) {
            m_context.progress({stage, done, total, m_report.bytes, m_report.skipped.size()});
        }
    }

    store::Store& m_store;
    const std::string& m_store_path;
    const IndexOptions& m_options;
    const RunContext& m_context;
    IndexReport& m_report;
    std::vector<RootToIndex> m_roots;
    std::vector<store::SkippedRow> m_skipped_before;  // by source
    std::set<std::string> m_read_again;               // sources of them that this run met
    std::unique_ptr<Writer> m_writer;
    std::optional<RunLog> m_log;  // none of a dry run

public:
    [[nodiscard]] std::uint64_t texts_added() const {
        return m_writer ? m_writer->texts_added() : 0;
    }
    [[nodiscard]] bool is_fresh() const {
        return m_writer != nullptr && m_writer->fresh() != nullptr &&
               m_options.dry_run == DryRun::no;
    }
};

// `is_fresh`: the store was empty before the run, so that all it holds is what the run counted.
Result<void> count_totals(store::Store& store, bool is_fresh, IndexReport& report) {
    LEITONG_TRY(store.begin());
    LEITONG_TRY_ASSIGN(report.total_documents, store.document_count());
    LEITONG_TRY_ASSIGN(report.total_clusters, store.cluster_count());
    if (is_fresh) {
        report.total_paragraphs = report.paragraphs;
        return store.commit();
    }
    LEITONG_TRY(store.documents([&](store::DocumentRow&& row) {
        report.total_paragraphs += row.layout.paragraphs.size();
        return true;
    }));
    return store.commit();
}

}  // namespace

Result<IndexReport> index(const std::string& store_path, const IndexOptions& options,
                          const RunContext& context) {
    const auto started = std::chrono::steady_clock::now();
    const bool is_there = std::filesystem::exists(store_path);
    if (!is_there && options.paths.empty() && !options.files_from) {
        return fail(Errc::not_found, Msg::store_missing, store_path);
    }
    // A dry run makes no file: where there is no store it looks at an empty one in memory.
    const bool is_in_memory = !is_there && options.dry_run == DryRun::yes;
    std::optional<store::WriterLock> lock;
    if (!is_in_memory) {
        LEITONG_TRY_ASSIGN(store::WriterLock acquired, store::WriterLock::acquire(store_path));
        lock.emplace(std::move(acquired));
    }
    const std::string path = is_in_memory ? ":memory:" : store_path;
    LEITONG_TRY_ASSIGN(store::Store store, store::Store::open_writer(path, parameters()));
    LEITONG_TRY(make_missing_grams(store));
    IndexReport report;
    IndexRun run(store, path, options, context, report);
    LEITONG_TRY(run.run());
    report.texts_new = run.texts_added();
    LEITONG_TRY(count_totals(store, run.is_fresh(), report));
    report.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    return report;
}

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
