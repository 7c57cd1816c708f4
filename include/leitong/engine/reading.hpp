// Questions to a store. Reads only; any number of readers may be open beside one writer, each sees
// the store as it stood when its question began.
//
// Threads: one Reader is used by one thread at a time.
// Errors:  Errc::not_found (no such store, document, paragraph or cluster), store_version,
//          not_a_store, store_damaged, io.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/engine/checking.hpp"
#include "leitong/engine/indexing.hpp"
#include "leitong/engine/reporting.hpp"
#include "leitong/model/records.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace leitong::engine {

struct QueryOptions {
    std::uint32_t top = 10;
    // Hits less similar than this are left out, unless the query lies in them (or they in it).
    double min_similarity = 0;
};

struct Filter {
    std::optional<std::string> document;  // a name as `documents` lists it, or a root
    std::optional<std::string> cluster;
    std::optional<Relation> relation;
    std::uint32_t min_size = 2;     // clusters: members
    double min_similarity = 0;      // pairs
    std::uint64_t min_letters = 0;  // passages
    unsigned threads = 0;           // for what is found when asked for; 0: one a processor
    // Clusters: only those that are not as they were when this run ended (as ReportOptions::since).
    std::optional<std::string> since;
};

struct TemplateFilter {
    std::optional<std::string> document;  // as in Filter
    std::optional<std::string> id;        // of a template or block template
    std::uint32_t min_works = 2;
};

struct StockFilter {
    std::optional<std::string> document;  // as in Filter: phrases that stand in it
    std::uint32_t min_works = 3;
    std::uint32_t min_letters = 7;  // of a phrase of words: four words for every seven
    unsigned threads = 0;           // 0: one a processor
};

struct PairSummary {
    std::uint64_t listed = 0;
    std::uint64_t stood_for = 0;  // pairs that the listing with a centre only stands for
};

struct PassageSummary {
    std::uint64_t listed = 0;
    std::uint64_t letters = 0;  // of all that are listed
};

// How one paragraph reads to leitong, for `explain`.
struct Reading {
    Ref ref;  // document empty: a text given with the query
    Role role{};
    std::string text;
    std::string letters;  // letters view, UTF-8
    std::string typed;    // typed view, UTF-8; a slot is ⟦kind⟧
    struct SlotText {
        SlotKind kind{};
        ByteRange range;  // in the document
        std::string text;
    };
    std::vector<SlotText> slots;
    std::uint32_t shingles = 0;  // distinct
};

struct Explanation {
    Reading a;
    Reading b;
    std::uint32_t shared_shingles = 0;
    double similarity = 0;
    double estimated_similarity = 0;  // by the stored signatures
    double containment_a = 0;
    double containment_b = 0;
    unsigned bands = 0;  // of the LSH
    unsigned bands_met = 0;
    unsigned simhash_distance = 0;     // bits of 64
    std::optional<Relation> relation;  // none: not related
    Message reason;                    // why this relation, or why none
    std::vector<Run> runs;
    std::vector<std::string> shared_sample;  // some shared shingles, as text, in order
    // How b is ranked where a is asked for (match/ranking.hpp).
    double score = 0;
    double weighted_containment = 0;
    double weighted_likeness = 0;
    struct Evidence {
        std::string text;         // a gram of both, as a has it
        std::uint32_t texts = 0;  // typed texts that have it
    };
    std::vector<Evidence> rarest;  // rarest first
};

struct Status {
    std::string path;
    std::uint64_t size_bytes = 0;
    struct Root {
        std::string name;
        std::string path;
        std::uint64_t documents = 0;
        IndexOptions options;  // with which its files are read
    };
    std::vector<Root> roots;
    std::uint64_t documents = 0;
    std::uint64_t works = 0;
    std::uint64_t paragraphs = 0;
    std::uint64_t texts = 0;        // distinct paragraphs
    std::uint64_t typed_texts = 0;  // distinct typed views
    std::uint64_t pairs = 0;        // of distinct typed texts, verified
    std::uint64_t clusters = 0;
    std::uint64_t pending = 0;  // texts whose pairs are not current (an interrupted run)
    std::vector<std::pair<std::string, std::string>> parameters;  // name, value
    std::vector<std::pair<std::string, Message>> skipped;         // source, reason; of the last run
    std::string last_run;                                         // YYYY-MM-DD
    std::uint64_t last_run_number = 0;                            // 0: there was none
};

struct VerifyReport {
    std::uint64_t rows = 0;
    std::vector<Message> problems;  // none: sound
};

using TemplateLine =
    std::variant<TemplateRecord, BlockTemplateRecord, OutlineTemplateRecord, FindingRecord>;

class Reader {
public:
    [[nodiscard]] static Result<Reader> open(const std::string& store_path);
    Reader(Reader&&) noexcept;
    Reader& operator=(Reader&&) noexcept;
    ~Reader();

    // Where else does this text appear. A text of several paragraphs is asked paragraph by
    // paragraph: HitRecord::query is then "1", "2", …, or id.1, id.2 … where an id is given.
    // A file may be in any encoding: see query_file.
    [[nodiscard]] Result<std::vector<HitRecord>> query(std::string_view text, std::string_view id,
                                                       const QueryOptions& options);
    // The same for each paragraph of a file's bytes, decoded like a document.
    [[nodiscard]] Result<std::vector<HitRecord>> query_bytes(std::string_view bytes,
                                                             const QueryOptions& options);
    // The same for a paragraph of the store, which is not among its own hits.
    [[nodiscard]] Result<std::vector<HitRecord>> query_paragraph(std::string_view document,
                                                                 std::uint32_t paragraph,
                                                                 const QueryOptions& options);

    // Listings, in an order that depends on content only. A sink returns false to stop.
    [[nodiscard]] Result<PairSummary> pairs(const Filter& filter,
                                            const std::function<bool(const PairRecord&)>& sink);
    // Passages between two works, found when asked for: cost grows with the works asked about.
    [[nodiscard]] Result<PassageSummary> passages(
        const Filter& filter, const std::function<bool(const PassageRecord&)>& sink);
    // Largest first.
    [[nodiscard]] Result<std::uint64_t> clusters(
        const Filter& filter, const std::function<bool(const ClusterRecord&)>& sink);
    // Templates, those of most members first; then block templates; then
    // outline templates; then findings. Derived from
    // the stored clusters by `threads` threads (0: one a processor).
    [[nodiscard]] Result<void> templates(const TemplateFilter& filter, unsigned threads,
                                         const std::function<bool(const TemplateLine&)>& sink);
    // Drafts against the store. Fails as a whole for the store and for a base text that is none.
    [[nodiscard]] Result<CheckedDrafts> check(const std::vector<DraftFile>& files,
                                              const CheckOptions& options);
    // Fixed strings of many independent works: those of most works first, then the longest.
    [[nodiscard]] Result<std::vector<StockRecord>> stock(const StockFilter& filter);
    [[nodiscard]] Result<std::vector<WorkRecord>> works(const Filter& filter);
    [[nodiscard]] Result<std::vector<DocumentRecord>> documents(const Filter& filter);
    [[nodiscard]] Result<std::vector<DocumentPairRecord>> document_pairs(const Filter& filter);

    // Runs that ended, in order.
    [[nodiscard]] Result<std::vector<RunStamp>> runs();
    // The last of them; run 0 if there is none.
    [[nodiscard]] Result<RunStamp> last_run();
    // All that a report says, into a sink.
    [[nodiscard]] Result<void> report(const ReportOptions& options, ReportSink& sink);

    [[nodiscard]] Result<Explanation> explain(std::string_view document_a,
                                              std::uint32_t paragraph_a,
                                              std::string_view document_b,
                                              std::uint32_t paragraph_b);
    [[nodiscard]] Result<Status> status();
    // Reads every row, checks every checksum and cross-reference.
    [[nodiscard]] Result<VerifyReport> verify();
    // Everything that content determines, one JSON object a line, sorted; nothing of runs, dates
    // or history: two stores of the same documents give the same bytes.
    [[nodiscard]] Result<void> export_to(const std::function<bool(std::string_view line)>& sink);

    struct Impl;  // for the engine's own sources

private:
    explicit Reader(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

}  // namespace leitong::engine
