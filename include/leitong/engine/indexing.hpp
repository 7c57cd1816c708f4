// Reading documents into a store, forgetting them, and leaving pairs and clusters current.
//
// One writer a store, under a lock; a second is refused with Errc::busy. Work is committed in
// batches: an interrupted run leaves a valid store, and the same call goes on from there.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/model/kinds.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace leitong::engine {

// unless_emptied: yes, but not where a root has no file at all any more.
enum class Prune : std::uint8_t { no, yes, unless_emptied };
enum class Hidden : std::uint8_t { skip, read };
enum class Symlinks : std::uint8_t { skip, follow };
enum class DryRun : std::uint8_t { no, yes };

struct IndexOptions {
    // Files and folders; "-" is standard input. Empty: every known root again.
    std::vector<std::string> paths;
    // The name of the root; only with exactly one path. Default: the path's own last part.
    std::optional<std::string> root_name;
    // A file that lists more paths, one a line ("-": standard input). The listed files form one
    // root, named by root_name or by the list's own name.
    std::optional<std::string> files_from;
    std::string text_field = "text";
    std::string id_field = "id";
    std::optional<std::string> encoding;  // any name ICU knows; default: decided per document
    ParagraphMode paragraphs = ParagraphMode::automatic;
    Prune prune = Prune::no;
    DryRun dry_run = DryRun::no;
    Hidden hidden = Hidden::skip;
    Symlinks symlinks = Symlinks::skip;
    std::uint64_t max_file_bytes = std::uint64_t{256} << 20;
    unsigned threads = 0;  // 0: as many as there are processors
};

// An input that could not be read, and why. The run went on without it.
struct SkippedInput {
    std::string source;  // path, or path:line for a record
    Errc code{};
    Message reason;
};

enum class DocumentChange : std::uint8_t { added, changed, removed };

struct IndexReport {
    std::uint64_t run = 0;                             // its number in the store; 0: a dry run
    std::uint64_t files = 0;                           // seen
    std::map<std::string, std::uint64_t> other_files;  // in folders, not read, by ending (".pdf")
    std::uint64_t bytes = 0;                           // of files read
    std::uint64_t documents_added = 0;
    std::uint64_t documents_changed = 0;
    std::uint64_t documents_unchanged = 0;
    std::uint64_t documents_removed = 0;
    std::uint64_t documents_gone = 0;  // not found any more, kept for want of --prune
    // Kept, --prune or not: their root or folder is not there or cannot be read.
    std::uint64_t documents_out_of_reach = 0;
    std::uint64_t paragraphs = 0;       // in the documents added or changed
    std::uint64_t texts_new = 0;        // distinct paragraph texts not seen before
    std::uint64_t total_documents = 0;  // in the store, after
    std::uint64_t total_paragraphs = 0;
    std::uint64_t total_clusters = 0;
    double seconds = 0;
    std::vector<SkippedInput> skipped;                              // in order of source
    std::vector<std::pair<std::string, DocumentChange>> documents;  // only of a dry run, in order
};

enum class Stage : std::uint8_t { listing, reading, matching, clustering };

struct Progress {
    Stage stage{};
    std::uint64_t done = 0;   // files; comparisons while matching; texts while clustering
    std::uint64_t total = 0;  // 0: not known yet
    std::uint64_t bytes = 0;
    std::uint64_t skipped = 0;
};

// What a run needs of the world around it.
struct RunContext {
    std::function<void(const Progress&)> progress;   // may be empty; called from one thread
    const std::atomic<bool>* interrupted = nullptr;  // set by a signal handler; may be null
    std::istream* standard_input = nullptr;          // for "-"; may be null
    std::string today;                               // YYYY-MM-DD
    std::string command = "index";                   // as the store remembers the run

    [[nodiscard]] bool is_interrupted() const noexcept {
        return interrupted != nullptr && interrupted->load(std::memory_order_relaxed);
    }
};

// Fails as a whole only for the store, the options, or an interrupt (Errc::interrupted); an input
// that cannot be read is in IndexReport::skipped.
[[nodiscard]] Result<IndexReport> index(const std::string& store_path, const IndexOptions& options,
                                        const RunContext& context);

struct RemoveReport {
    std::vector<std::string> documents;  // forgotten, in order
    std::vector<std::string> roots;
};

// Forgets documents or roots by name (as `documents` lists them). Fails with Errc::not_found, and
// forgets nothing, if a name is neither.
[[nodiscard]] Result<RemoveReport> remove(const std::string& store_path,
                                          const std::vector<std::string>& names,
                                          const RunContext& context);

}  // namespace leitong::engine
