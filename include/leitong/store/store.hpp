// The store: rows of one SQLite file, typed and checked.
//
// Knows nothing of what the rows are for; the engine does. One writer at a time, under a lock of
// the file PATH-lock; readers see the store as it stood when their transaction began.
//
// Threads: a Store is used by one thread at a time.
// Errors:  every row carries a checksum; one that does not match is Errc::store_damaged. A store of
// a
//          newer schema or made with other parameters is refused (store_version), any other file is
//          not_a_store. Errc::busy if another process writes.
#pragma once

#include "leitong/base/hash.hpp"
#include "leitong/base/result.hpp"
#include "leitong/model/ids.hpp"
#include "leitong/model/kinds.hpp"
#include "leitong/store/codec.hpp"
#include "leitong/store/gram_index.hpp"
#include "leitong/store/postings.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leitong::store {

inline constexpr int k_schema_version = 5;

struct RootRow {
    RootId id;
    std::string name;
    std::string path;
    std::string options;
};

struct FileRow {
    FileId id;
    RootId root;
    std::string relative_path;
    std::uint64_t size_bytes = 0;
    std::int64_t mtime_ns = 0;
    base::Hash128 hash;
};

struct DocumentRow {
    DocumentId id;
    FileId file;
    std::string name;
    Encoding encoding{};
    std::string encoding_name;
    std::uint64_t size_bytes = 0;
    std::uint64_t replaced = 0;
    ParagraphMode mode{};
    std::uint64_t letters = 0;
    StoredLayout layout;
};

struct TextRow {
    TextId id;
    TypedId typed;
    std::uint64_t letters = 0;
    base::Hash128 letters_hash;
    std::string text;
};

// A text before it is stored.
struct NewText {
    TextId id;
    TypedId typed;
    std::uint64_t letters = 0;
    base::Hash128 letters_hash;
};

// Whether any text of a typed text has, or had, a masked slot.
enum class Masks : std::uint8_t { none, some };

struct SignatureRow {
    TypedId id;
    base::Hash128 typed_hash;
    std::uint32_t shingles = 0;
    Masks masks{};
    std::uint64_t simhash = 0;
    std::array<std::uint8_t, 128> minhash{};
};

struct LinkRow {
    TypedId id;
    ClusterKey cluster;
    std::vector<Neighbour> neighbours;
};

struct ClusterRow {
    ClusterKey key;
    std::string id;
    std::uint64_t size = 0;
    TypedId centre;
    std::vector<Neighbour> members;  // typed texts, with the shingles shared with the centre
    std::string first_seen;
};

// Rows as they are stored, made where no store is: on another thread.
struct PackedCluster {
    ClusterRow row;  // without members: they are in `members`
    Blob members;
    std::uint64_t checksum = 0;

    [[nodiscard]] static PackedCluster of(ClusterRow row);
};

class PackedLinks {
public:
    void add(TypedId id, ClusterKey cluster, std::span<const Neighbour> neighbours);

private:
    friend class Store;
    struct Row {
        TypedId id;
        ClusterKey cluster;
        // In m_neighbours: behind its own, which follow those of the row before.
        std::size_t end = 0;
        std::uint64_t checksum = 0;
    };
    std::vector<Row> m_rows;
    Blob m_neighbours;
};

// Why a typed text waits, as bits: its pairs, its cluster, or whether it is still there at all.
inline constexpr std::uint8_t k_pending_match = 1;
inline constexpr std::uint8_t k_pending_cluster = 2;
inline constexpr std::uint8_t k_pending_check = 4;

struct PendingRow {
    TypedId id;
    std::uint8_t why = 0;
};

struct SkippedRow {
    std::string source;
    std::uint8_t code = 0;
    std::string reason;
};

// A run that has not ended keeps what it was to do behind its command, each argument after a
// k_run_separator.
inline constexpr char k_run_separator = '\x1F';

struct RunRow {
    std::uint64_t id = 0;
    std::string day;
    std::string command;
    bool ended = false;
};

// How a cluster or document was before a run first changed it (schema/0003_runs.sql).
struct RunClusterRow {
    std::uint64_t run = 0;
    std::string id;
    std::uint64_t size = 0;              // 0: there was none of this id
    std::vector<std::uint64_t> members;  // typed_keys, ascending, each once
};

struct RunDocumentRow {
    std::uint64_t run = 0;
    std::string name;
    std::uint64_t content = 0;         // 0: there was none of this name
    std::vector<std::uint64_t> typed;  // typed_keys, ascending, each once
};

// What stands for a typed text where runs are compared: content, not a row's number.
[[nodiscard]] constexpr std::uint64_t typed_key(const base::Hash128& typed_hash) noexcept {
    return typed_hash.high;
}

// Rows of tables.
struct Counts {
    std::uint64_t documents = 0;
    std::uint64_t texts = 0;
    std::uint64_t typed_texts = 0;
    std::uint64_t clusters = 0;
    std::uint64_t pending = 0;
};

using ParameterList = std::vector<std::pair<std::string, std::string>>;

inline constexpr TextId k_after_all{std::uint64_t{1} << 62};

class Store {
public:
    // Opens for writing; makes the file, the tables and the parameters if they are not there.
    [[nodiscard]] static Result<Store> open_writer(const std::string& path,
                                                   const ParameterList& parameters);
    // Opens for reading. Errc::not_found if there is no file. `cache_mib`: pages of the file that
    // the connection keeps, besides what the system does.
    [[nodiscard]] static Result<Store> open_reader(const std::string& path,
                                                   const ParameterList& parameters,
                                                   int cache_mib = 64);
    Store(Store&&) noexcept;
    Store& operator=(Store&&) noexcept;
    ~Store();

    // --- transactions: all reads and writes of a writer stand between begin and commit or rollback
    [[nodiscard]] Result<void> begin();
    [[nodiscard]] Result<void> commit();
    [[nodiscard]] Result<void> rollback();

    [[nodiscard]] Postings& postings() noexcept;
    [[nodiscard]] GramIndex& grams() noexcept;
    // Whether texts came from a store of an older schema and have no grams yet: they must get them
    // before anything is added. A reader refuses such a store.
    [[nodiscard]] Result<bool> are_grams_missing();
    [[nodiscard]] Result<void> note_grams_made();

    [[nodiscard]] Result<ParameterList> parameters();

    // --- roots and files
    [[nodiscard]] Result<std::vector<RootRow>> roots();  // by name
    [[nodiscard]] Result<RootId> insert_root(const RootRow& root);
    [[nodiscard]] Result<void> update_root(const RootRow& root);
    [[nodiscard]] Result<void> delete_root(RootId id);
    [[nodiscard]] Result<std::vector<FileRow>> files(RootId root);  // by relative path
    [[nodiscard]] Result<FileId> insert_file(const FileRow& file);
    [[nodiscard]] Result<void> update_file(const FileRow& file);
    [[nodiscard]] Result<void> delete_file(FileId id);

    // --- documents
    [[nodiscard]] Result<DocumentId> insert_document(const DocumentRow& document);
    [[nodiscard]] Result<void> delete_document(DocumentId id);
    [[nodiscard]] Result<std::optional<DocumentRow>> document(DocumentId id);
    [[nodiscard]] Result<std::optional<DocumentRow>> document_named(std::string_view name);
    // In order of name; `sink` returns false to stop.
    [[nodiscard]] Result<void> documents(const std::function<bool(DocumentRow&&)>& sink);
    [[nodiscard]] Result<std::vector<DocumentId>> documents_of_file(FileId file);
    [[nodiscard]] Result<std::vector<DocumentId>> document_ids();  // sorted
    // From the index of names, which no checksum covers: for an order, not for names.
    [[nodiscard]] Result<std::vector<DocumentId>> document_ids_by_name();

    // --- texts and signatures
    [[nodiscard]] Result<void> insert_text(const NewText& head, std::string_view text);
    [[nodiscard]] Result<std::optional<TextRow>> text(TextId id);
    [[nodiscard]] Result<void> delete_text(TextId id);
    // By id; of ids from `first` to before `end`.
    [[nodiscard]] Result<void> texts(const std::function<bool(const TextRow&)>& sink,
                                     TextId first = {0}, TextId end = k_after_all);
    // The highest number ever given to a text or typed text; numbers are never given twice.
    [[nodiscard]] Result<std::uint64_t> last_id();
    [[nodiscard]] Result<void> set_last_id(std::uint64_t id);
    [[nodiscard]] Result<void> insert_signature(const SignatureRow& signature);  // its id is new
    [[nodiscard]] Result<void> put_signature(const SignatureRow& signature);
    [[nodiscard]] Result<std::optional<SignatureRow>> signature(TypedId id);
    [[nodiscard]] Result<void> delete_signature(TypedId id);
    [[nodiscard]] Result<void> signatures(const std::function<bool(const SignatureRow&)>& sink);

    // --- links and clusters
    // `neighbours` sorted by typed, each once.
    [[nodiscard]] Result<void> put_link(TypedId id, ClusterKey cluster,
                                        std::span<const Neighbour> neighbours);
    [[nodiscard]] Result<void> put_link(const LinkRow& link) {
        return put_link(link.id, link.cluster, link.neighbours);
    }
    [[nodiscard]] Result<void> put_links(const PackedLinks& links);
    [[nodiscard]] Result<std::optional<LinkRow>> link(TypedId id);
    [[nodiscard]] Result<void> delete_link(TypedId id);
    [[nodiscard]] Result<void> links(const std::function<bool(const LinkRow&)>& sink);  // by id
    // The highest key there is; 0: none.
    [[nodiscard]] Result<ClusterKey> last_cluster_key();
    // Its key must be free.
    [[nodiscard]] Result<void> insert_cluster(const PackedCluster& cluster);
    [[nodiscard]] Result<void> insert_cluster(const ClusterRow& cluster) {
        return insert_cluster(PackedCluster::of(cluster));
    }
    [[nodiscard]] Result<std::optional<ClusterRow>> cluster(ClusterKey key);
    [[nodiscard]] Result<std::optional<ClusterRow>> cluster_named(std::string_view id);
    [[nodiscard]] Result<void> delete_cluster(ClusterKey key);
    // Largest first, then by id.
    [[nodiscard]] Result<void> clusters(const std::function<bool(const ClusterRow&)>& sink);

    // --- what is not current
    // Joins what is there. A new typed text is pending without being put.
    [[nodiscard]] Result<void> put_pending(const PendingRow& row);
    [[nodiscard]] Result<std::vector<PendingRow>> pending();  // by id
    [[nodiscard]] Result<void> clear_pending();
    // Typed texts above it came after the last refresh: their bands are not in the postings yet.
    [[nodiscard]] Result<TypedId> refreshed_id();

    // --- runs
    [[nodiscard]] Result<std::uint64_t> insert_run(const RunRow& run);
    [[nodiscard]] Result<void> end_run(std::uint64_t run_id);  // and forgets its arguments
    [[nodiscard]] Result<std::optional<RunRow>> last_run();
    [[nodiscard]] Result<void> runs(const std::function<bool(const RunRow&)>& sink);  // by id
    // Keeps the first row of a run for one id or name.
    [[nodiscard]] Result<void> put_run_cluster(const RunClusterRow& row);
    [[nodiscard]] Result<void> put_run_document(const RunDocumentRow& row);
    // Those of later runs, in order of run.
    [[nodiscard]] Result<void> run_clusters_after(
        std::uint64_t run, const std::function<bool(const RunClusterRow&)>& sink);
    [[nodiscard]] Result<void> run_documents_after(
        std::uint64_t run, const std::function<bool(const RunDocumentRow&)>& sink);
    // Drops what runs before `run` changed: nobody can compare with them then.
    [[nodiscard]] Result<void> forget_run_changes(std::uint64_t run);
    [[nodiscard]] Result<void> replace_skipped(const std::vector<SkippedRow>& rows);
    [[nodiscard]] Result<std::vector<SkippedRow>> skipped();

    // Changes when another connection has committed.
    [[nodiscard]] Result<std::uint64_t> data_version();
    [[nodiscard]] Result<Counts> counts();  // reads all of every table
    [[nodiscard]] Result<std::uint64_t> document_count();
    [[nodiscard]] Result<std::uint64_t> cluster_count();
    // Pages of the file that are not as they were written. From now on they are read all the same,
    // so that rows can be named.
    [[nodiscard]] Result<std::vector<std::uint32_t>> bad_pages();
    // SQLite's own check of pages and indices; what it says, one problem a line, empty if sound.
    [[nodiscard]] Result<std::vector<std::string>> check_pages();

private:
    struct Impl;
    explicit Store(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

}  // namespace leitong::store
