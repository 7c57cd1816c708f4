// What checking a draft against a store says: plain records.
//
// Every string is UTF-8 and hostile; escaping belongs to whoever prints. Ranges are bytes of the
// draft or document as decoded; letters are those of the letters view.
#pragma once

#include "leitong/model/records.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace leitong {

// A slot of the draft that faces one of the source.
struct CheckSlot {
    SlotKind kind{};  // the draft's
    ByteRange draft;
    ByteRange source;
    std::string draft_text;
    std::string source_text;
    bool is_as_in_source = false;  // letter for letter
};

// A work of the store that a paragraph shares text with.
struct CheckSource {
    Ref ref;  // the paragraph of it that has most of that
    Relation relation{};
    double similarity = 0;
    double containment = 0;     // of the draft's paragraph in that
    std::uint64_t letters = 0;  // of the draft's paragraph that stand in the work
    std::vector<Run> runs;      // a: bytes of the draft; b: bytes of the document
    std::vector<CheckSlot> slots;
    std::string text;  // of the source's paragraph, for people
};

// Letters of a paragraph or a draft. Reused letters are those that stand in the store and not in
// the base text.
struct CheckLetters {
    std::uint64_t all = 0;
    std::uint64_t reused = 0;
    std::uint64_t without_stock = 0;       // reused, and in no stock phrase
    std::uint64_t without_quotations = 0;  // reused, and in no quotation
    std::uint64_t base = 0;                // in the base text
};

struct CheckParagraph {
    std::string document;  // the draft's name
    std::uint32_t work = 0;
    std::uint32_t paragraph = 0;
    ByteRange range;
    Role role{};
    std::string text;
    CheckLetters letters;
    std::vector<ByteRange> reused;  // in order, as is what follows
    std::vector<ByteRange> stock;
    std::vector<ByteRange> quotations;
    std::vector<ByteRange> base;
    std::vector<CheckSource> sources;  // those with most letters first
};

struct CheckLargest {
    std::string document;
    std::uint32_t work = 0;
    std::uint64_t letters = 0;
};

struct CheckDocument {
    std::string document;
    std::uint64_t paragraphs = 0;  // that count: body and headings
    std::uint64_t reused_paragraphs = 0;
    CheckLetters letters;
    std::optional<CheckLargest> largest;
};

struct CheckedDraft {
    CheckDocument document;
    std::vector<CheckParagraph> paragraphs;  // all of them, in order
};

}  // namespace leitong
