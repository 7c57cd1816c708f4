// What a report is made of: plain records, in the order in which they come. report.json is these
// records and nothing else, and the pages are made from them and nothing else.
//
// Every string of the corpus is UTF-8 and hostile; escaping belongs to whoever prints.
// Units: letters are those of the letters view; ranges are bytes; shares are fractions in [0, 1].
#pragma once

#include "leitong/base/messages.hpp"
#include "leitong/model/records.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace leitong {

struct RunStamp {
    std::uint64_t run = 0;  // its number in the store; 0: none
    std::string day;        // YYYY-MM-DD
    std::string command;
};

// --- the whole

struct ReportOverview {
    std::string day;  // on which the report was made
    RunStamp run;     // the last one that ended
    struct Root {
        std::string name;
        std::uint64_t documents = 0;
    };
    std::vector<Root> roots;
    std::uint64_t documents = 0;
    std::uint64_t works = 0;
    std::uint64_t paragraphs = 0;
    std::uint64_t letters = 0;
    std::uint64_t reused_letters = 0;                // in passages shared with other works
    std::uint64_t reused_letters_without_stock = 0;  // of them, in no stock phrase
    std::uint64_t stock_letters = 0;  // of paragraphs that share stock phrases or structure only
    std::uint64_t clusters = 0;
    std::uint64_t clustered_paragraphs = 0;
    struct Skipped {
        std::string source;
        Message reason;
    };
    std::vector<Skipped> skipped;  // by the last run
    std::vector<std::pair<std::string, std::string>> parameters;
};

// --- what changed since a run

enum class ClusterChange : std::uint8_t {
    fresh,  // shares no text with a cluster of then
    grown,
    shrunk,
    altered,  // as many paragraphs, other texts
    merged,
    split,
    regrouped,  // several became several others
    gone
};
enum class DocumentChangeKind : std::uint8_t { added, changed, removed };

[[nodiscard]] std::string_view name(ClusterChange change) noexcept;
[[nodiscard]] std::string_view name(DocumentChangeKind change) noexcept;

// A cluster as a change names it.
struct ClusterSize {
    std::string id;
    std::uint64_t size = 0;
};

struct ClusterChangeRecord {
    ClusterChange change{};
    std::vector<ClusterSize> before;  // by id
    std::vector<ClusterSize> now;
    std::string text;  // of the centre of the first of now; empty: there is none
};

struct DocumentChangeRecord {
    std::string document;
    DocumentChangeKind change{};
};

// Letters of a document that are reused now and were not.
struct NewReuseRecord {
    std::string document;
    std::uint64_t letters = 0;
};

struct ReportChanges {
    RunStamp since;
    std::vector<ClusterChangeRecord> clusters;    // by kind, then the largest first
    std::vector<DocumentChangeRecord> documents;  // by name
    std::vector<NewReuseRecord> new_reuse;        // most first

    [[nodiscard]] std::uint64_t count(ClusterChange change) const noexcept;
    [[nodiscard]] std::uint64_t count(DocumentChangeKind change) const noexcept;
    [[nodiscard]] std::uint64_t new_reuse_letters() const noexcept;
};

// --- documents

// Where else a paragraph stands.
struct ElsewhereRecord {
    std::uint32_t document = 0;  // index into the documents of the report
    std::uint32_t work = 0;
    std::uint32_t paragraph = 0;
    Relation relation{};
};

// A part of a paragraph that lies in passages shared with other works.
struct SharedPartRecord {
    ByteRange range;          // within the text
    ElsewhereRecord longest;  // where the longest of those passages begins
};

enum class ParagraphReuse : std::uint8_t {
    none,
    stock,  // shares stock phrases or structure only
    reused
};
[[nodiscard]] std::string_view name(ParagraphReuse reuse) noexcept;

struct ReportParagraph {
    std::uint32_t work = 0;
    Role role{};
    ByteRange range;
    std::uint64_t letters = 0;
    std::string text;
    ParagraphReuse reuse = ParagraphReuse::none;
    bool is_new_reuse = false;
    std::optional<std::uint32_t> cluster;    // rank, from 0
    std::uint64_t places = 0;                // in other works
    std::vector<ElsewhereRecord> elsewhere;  // the first of them, closest first
    // In order, apart from each other; only where the paragraph is not alike as a whole.
    std::vector<SharedPartRecord> parts;
    std::vector<ByteRange> stock;  // phrases, within the text; sorted, none touching the next
};

// A document in the list of all: known before any of their texts is shown, since each may be
// pointed at from any other.
struct ReportDocument {
    DocumentRecord record;
    std::uint64_t reused_letters = 0;
    std::uint64_t reused_letters_without_stock = 0;
    std::uint64_t stock_letters = 0;
    std::vector<WorkRecord> works;
    std::vector<std::uint32_t> paragraph_bytes;
};

// --- clusters

// A stretch of a text that reads otherwise than the centre's; an empty range where the centre says
// more.
struct EditRecord {
    ByteRange range;  // within the text
    std::string centre;
};

// One of the different texts of a cluster.
struct ReportVariant {
    std::string text;
    Relation relation{};  // to the centre
    double similarity = 1;
    std::vector<EditRecord> edits;
    std::vector<std::uint32_t> members;  // indices into ClusterRecord::members
};

struct ReportCluster {
    std::uint32_t rank = 0;  // from 0, the largest first
    ClusterRecord record;
    std::vector<ReportVariant> variants;          // the centre's text first
    std::vector<std::uint32_t> member_documents;  // index of each member's document
    std::vector<std::uint32_t> new_members;       // indices, of those that came since
};

// A cluster in the list of all.
struct ReportClusterHead {
    std::string id;
    std::uint64_t size = 0;
};

// --- templates

struct ReportTemplates {
    bool is_complete = true;                      // else those of the largest families
    std::vector<TemplateRecord> templates;        // of most members first
    std::vector<BlockTemplateRecord> blocks;      // of most paragraphs first
    std::vector<OutlineTemplateRecord> outlines;  // of most works first
    std::vector<FindingRecord> findings;          // by kind, then place
};

}  // namespace leitong
