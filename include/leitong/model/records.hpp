// What leitong answers: the records of the interface, as plain values.
//
// Every string is UTF-8 and hostile (it comes from the corpus); escaping belongs to whoever prints.
// Similarities, containments and shares are fractions in [0, 1].
#pragma once

#include "leitong/model/kinds.hpp"
#include "leitong/model/range.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace leitong {

// A paragraph in a document.
struct Ref {
    std::string document;         // ROOT/relative/path[#id]
    std::uint32_t work = 0;       // 0: belongs to no work of its compilation
    std::uint32_t paragraph = 0;  // from 1, within the document
    ByteRange range;              // in the decoded document

    friend auto operator<=>(const Ref&, const Ref&) = default;
};

// Two aligned stretches. In a pair both are ranges of the decoded documents; in a hit, a is within
// the query's text and b within the document.
struct Run {
    ByteRange a;
    ByteRange b;

    friend auto operator<=>(const Run&, const Run&) = default;
};

struct PairRecord {
    Ref a;
    Ref b;
    Relation relation{};
    double similarity = 0;
    double containment_a = 0;
    double containment_b = 0;
    std::vector<Run> runs;
    bool same_work = false;
    std::string text_a;  // of the paragraphs, for people
    std::string text_b;
};

// Part of a text, for people, and where it begins in the document.
struct Sample {
    std::string text;
    std::uint64_t begin = 0;
};

// A maximal stretch that two works share. A ref's range is the passage, its paragraph the first.
struct PassageRecord {
    Ref a;  // the side that comes first by name of document and place in it
    Ref b;
    std::uint64_t letters = 0;  // aligned; a slot counts as one
    double similarity = 0;      // of the two ranges
    Relation relation{};
    std::vector<Run> runs;
    Sample sample_a;  // the paragraph that most of it stands in
    Sample sample_b;
};

struct ClusterMember {
    Ref ref;
    double similarity = 1;  // to the centre
};

struct ClusterRecord {
    std::string id;
    std::uint32_t works = 0;
    std::uint32_t documents = 0;
    Relation relation{};  // the loosest of the members' relations to the centre
    Ref centre;
    std::vector<ClusterMember> members;  // by reference; the centre is one of them
    std::string first_seen;              // YYYY-MM-DD
    std::string text;                    // of the centre, for people
};

struct WorkRecord {
    std::string document;
    std::uint32_t work = 0;
    std::string title;
    std::uint32_t first_paragraph = 0;
    std::uint32_t last_paragraph = 0;
    std::uint64_t letters = 0;
    double reused_share = 0;
    double reused_share_without_stock = 0;  // of what is in no stock phrase
};

struct DocumentRecord {
    std::string document;
    std::string root;
    Encoding encoding{};
    std::string encoding_name;  // as given with --encoding, or name(encoding)
    std::uint64_t size_bytes = 0;
    std::uint64_t replaced = 0;  // bytes that could not be decoded
    ParagraphMode paragraphs{};  // line or block, as decided
    std::uint32_t works = 0;
    std::uint32_t paragraph_count = 0;
    std::uint64_t letters = 0;
    double reused_share = 0;
    double reused_share_without_stock = 0;
};

// How much two documents share (one a listing line of `documents`).
struct DocumentPairRecord {
    std::string a;
    std::string b;
    double reused_share_a = 0;
    double reused_share_b = 0;
    std::uint64_t paragraphs = 0;
    std::uint64_t letters = 0;
};

// Fixed text and typed slots that generate passages of at least two works.
struct TemplateSlot {
    SlotKind kind{};
    std::string variable;  // of the block template it belongs to; empty: none
    std::vector<std::pair<std::string, std::uint32_t>> values;  // with their members; most first
};

// Where the fixed text of a member is written otherwise than the template's text.
struct TemplateForm {
    ByteRange range;  // in TemplateRecord::text
    std::string text;
};

struct TemplateMember {
    Ref ref;                       // its range is the passage's, which may be a part of a paragraph
    std::vector<ByteRange> slots;  // in the document, one a slot; may be empty ranges
    std::vector<std::string> fillers;  // what stands there
    std::vector<TemplateForm> form;
};

struct TemplateRecord {
    std::string id;
    // Fixed text with {1:year} for the first slot, and so on; a brace of the text is doubled.
    std::string text;
    std::uint32_t works = 0;
    double static_share = 0;  // of the members' letters, the mean part that is fixed text
    std::vector<TemplateSlot> slots;
    std::vector<TemplateMember> members;  // by reference
};

// Templates that stand one after another in the same works.
struct BlockVariable {
    std::string name;
    SlotKind kind{};
    std::vector<std::pair<std::string, std::uint32_t>> values;  // with their works; most first
    std::vector<std::string> by_member;                         // one a member of the block
};

// One paragraph of a block template: a template, or a text that is equal in all of its works.
struct BlockStep {
    std::string template_id;             // empty: a text
    std::vector<std::string> variables;  // names, one a slot of the template
    std::string text;
};

struct BlockMember {
    std::string document;
    std::uint32_t work = 0;
    std::uint32_t first_paragraph = 0;
    std::uint32_t last_paragraph = 0;
    // Steps whose text is written otherwise here (width, script, punctuation): index, text.
    std::vector<std::pair<std::uint32_t, std::string>> texts;
};

struct BlockTemplateRecord {
    std::string id;
    BlockKind kind{};
    std::vector<std::string> templates;  // ids, in order
    std::uint32_t works = 0;
    std::uint32_t paragraphs = 0;
    std::vector<BlockVariable> variables;
    std::vector<BlockStep> steps;  // one a paragraph
    std::vector<BlockMember> members;
};

// Headings that several works have in one order, over bodies that are unrelated.
struct OutlineHeading {
    std::string text;
    std::uint32_t works = 0;  // that have it; fewer than all: it may be left out
};

struct OutlineMember {
    std::string document;
    std::uint32_t work = 0;
    std::vector<std::uint32_t> paragraphs;  // one a heading; 0: left out
};

struct OutlineTemplateRecord {
    std::string id;
    std::vector<OutlineHeading> headings;
    std::uint32_t works = 0;
    std::vector<OutlineMember> members;  // by document and work
};

struct FindingRecord {
    FindingKind kind{};
    Ref ref;  // its range is that of the text in question
    std::string template_id;
    std::uint32_t slot = 0;  // number of the slot; 0: it stands in fixed text
    std::string text;
    std::string expected;       // what would stand there; empty: not known
    std::vector<Ref> evidence;  // where the value stands, or what shows it
};

// A fixed string of many independent works.
struct StockRecord {
    std::string text;  // as it stands at its first place
    std::uint64_t letters = 0;
    std::uint32_t works = 0;
    std::uint64_t occurrences = 0;
    Ref first;  // its range is the phrase's
};

struct HitRecord {
    std::string query;  // id, or paragraph number
    std::uint32_t rank = 0;
    Ref ref;
    Relation relation{};
    double similarity = 0;
    double containment = 0;  // of the query in the paragraph
    double score = 0;        // what hits are ranked by
    std::vector<Run> runs;   // a: bytes of the query's text; b: bytes of the document
    std::string text;        // of the paragraph
};

}  // namespace leitong
