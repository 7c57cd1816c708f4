#include "leitong/engine/indexing.hpp"

#include "leitong/ingest/files.hpp"
#include "leitong/store/lock.hpp"
#include "leitong/text/decode.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <unordered_map>

#include "document_changes.hpp"
#include "drafting.hpp"
#include "engine/common/parameters.hpp"
#include "engine/common/run_log.hpp"
#include "engine/common/threads.hpp"
#include "gram_upkeep.hpp"
#include "refresh.hpp"
#include "roots.hpp"
#include "writer.hpp"

namespace leitong::engine {

namespace {

constexpr std::uint64_t k_commit_bytes = 96U << 20;  // held back before a commit

class IndexRun {
public:
    IndexRun(store::Store& store, const std::string& store_path, const IndexOptions& options,
             const RunContext& context, IndexReport& report)
        : m_store(store),
          m_store_path(store_path),
          m_options(options),
          m_context(context),
          m_report(report),
          m_skips(report) {}

    Result<void> run() {
        LEITONG_TRY(in_transaction([&]() -> Result<void> {
            LEITONG_TRY_ASSIGN(RootsToIndex found,
                               roots_to_index(m_store, m_options, m_context.standard_input));
            m_roots = std::move(found.roots);
            LEITONG_TRY(m_skips.load_last_run(m_store, m_roots));
            for (const ingest::Refused& refused : found.refused) {
                m_skips.add(refused.path, refused.error);
            }
            if (m_options.dry_run == DryRun::no) {
                LEITONG_TRY_ASSIGN(RunLog log, RunLog::next(m_store));
                LEITONG_TRY(log.insert(m_context.today, m_context.command));
                m_log.emplace(std::move(log));
                LEITONG_TRY(remember_roots());
            }
            LEITONG_TRY_ASSIGN(Writer writer, Writer::create(m_store));
            m_writer = std::make_unique<Writer>(std::move(writer));
            m_changes.emplace(m_store, *m_writer, m_log ? &*m_log : nullptr, m_skips, m_report);
            return {};
        }));
        for (RootToIndex& root : m_roots) {
            LEITONG_TRY(index_root(root));
        }
        m_skips.sort();
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
            LEITONG_TRY(m_skips.write_all(m_store));
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

    Result<void> index_root(RootToIndex& root) {
        for (const auto& [ending, count] : root.listing.passed_over) {
            m_report.other_files[ending] += count;
        }

        for (const ingest::Refused& refused : root.listing.refused) {
            m_skips.add(refused.path, refused.error);
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
                m_skips.add_as_before(file.path);
                continue;
            }
            jobs.push_back({std::move(file), std::move(before),
                            root.row.path == "-" ? root.standard_input : std::string()});
            // With other options the same bytes may say something else.
            jobs.back().was_whole =
                !root.has_new_options && !m_skips.was_skipped(jobs.back().file.path);
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
            if (m_context.is_interrupted()) {
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
            LEITONG_TRY(m_skips.write_so_far(m_store));
        }
        return m_store.commit();
    }

    Result<void> write_file(const RootToIndex& root, const Job& job, FileDraft&& draft) {
        for (const SkippedDraft& skipped : draft.skipped) {
            m_skips.add(skipped.source, skipped.error);
        }
        for (const auto& [ending, count] : draft.passed_over) {
            m_report.other_files[ending] += count;
        }
        m_skips.read_again(job.file.path);
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
        return m_changes->replace(root, file, before, std::move(draft.documents));
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
            m_skips.add(root.row.path, {Errc::not_found,
                                        message(Msg::root_emptied, root.row.name, missing.size())});
        }
        LEITONG_TRY(m_store.begin());
        for (const auto& [path, file] : missing) {
            LEITONG_TRY_ASSIGN(const auto documents, m_store.documents_of_file(file.id));
            const bool is_refused = std::ranges::any_of(
                refused, [&](const std::string& one) { return root.is_refused(path, one); });
            if (m_options.prune == Prune::no || is_refused || is_emptied) {
                auto& kept = is_refused || is_emptied ? m_report.documents_out_of_reach
                                                      : m_report.documents_gone;
                kept += documents.size();
                continue;
            }
            for (const DocumentId id : documents) {
                LEITONG_TRY_ASSIGN(const auto row, m_store.document(id));
                LEITONG_TRY(m_changes->forget(row ? row->name : path, id));
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
    Skips m_skips;
    std::unique_ptr<Writer> m_writer;
    std::optional<RunLog> m_log;  // none of a dry run
    std::optional<DocumentChanges> m_changes;

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
    if (options.encoding && !text::is_encoding(*options.encoding)) {
        return fail(Errc::invalid_argument, Msg::encoding_unknown, *options.encoding);
    }
    std::error_code error;  // a folder that may not be entered: opening will say so
    const bool is_there = std::filesystem::exists(store_path, error);
    if (!is_there && options.paths.empty() && !options.files_from) {
        return fail(Errc::not_found, Msg::store_missing, store_path);
    }
    // Nobody wants an empty store of a path that was misspelt.
    const bool has_input =
        options.files_from.has_value() || options.paths.empty() ||
        std::ranges::any_of(options.paths, [](const std::string& path) {
            std::error_code unknown;
            return path == "-" || std::filesystem::exists(path, unknown) || unknown;
        });
    if (!is_there && !has_input) {
        return fail(ingest::list(options.paths.front(), {}).error());
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

}  // namespace leitong::engine
