// A document as read, ready to be written to a store: everything that needs no store, so that many
// threads can make drafts at once. Private to engine.
#pragma once

#include "leitong/base/hash.hpp"
#include "leitong/base/result.hpp"
#include "leitong/ingest/files.hpp"
#include "leitong/model/kinds.hpp"
#include "leitong/model/range.hpp"
#include "leitong/sketch/grams.hpp"
#include "leitong/sketch/minhash.hpp"
#include "leitong/store/store.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace leitong::engine {

class DraftedTexts;

struct ParagraphDraft {
    ByteRange range;
    std::uint32_t work = 0;
    Role role{};
    base::Hash128 text_hash;
    base::Hash128 letters_hash;
    std::uint64_t letters = 0;
    base::Hash128 typed_hash;
    std::uint64_t first_shingle = 0;  // of those of the document
    std::uint32_t shingles = 0;       // in the set; 0: no letters, nothing to sketch
    store::Masks masks{};
    std::uint64_t simhash = 0;
    sketch::MinHashBytes minhash{};
    std::uint64_t first_anchor = 0;  // of those of the document
    std::uint32_t anchors = 0;
    std::uint64_t first_gram = 0;  // of those of the document
    std::uint32_t grams = 0;       // in order, with repetitions
    // Else the text was drafted for a file before this one; of what depends on it, only text_hash
    // and letters are set, until somebody asks for sketch().
    bool is_sketched = false;
};

struct DocumentDraft {
    std::string name;  // below the root: relative path, with #id for a record
    std::string utf8;
    Encoding encoding{};
    std::string encoding_name;
    std::uint64_t replaced = 0;
    ParagraphMode mode{};
    std::uint64_t letters = 0;
    std::vector<store::StoredWork> works;
    std::vector<ParagraphDraft> paragraphs;
    // Of all paragraphs, one after the other: lists of their own would cost more to allocate than
    // to fill.
    std::vector<sketch::Shingle> shingles;
    std::vector<std::uint64_t> anchors;
    std::vector<sketch::Gram> grams;

    [[nodiscard]] std::string_view text_of(const ParagraphDraft& draft) const {
        return std::string_view(utf8).substr(draft.range.begin, draft.range.size());
    }
    [[nodiscard]] std::span<const sketch::Shingle> shingles_of(const ParagraphDraft& draft) const {
        return std::span(shingles).subspan(draft.first_shingle, draft.shingles);
    }
    [[nodiscard]] std::span<const std::uint64_t> anchors_of(const ParagraphDraft& draft) const {
        return std::span(anchors).subspan(draft.first_anchor, draft.anchors);
    }
    [[nodiscard]] std::span<const sketch::Gram> grams_of(const ParagraphDraft& draft) const {
        return std::span(grams).subspan(draft.first_gram, draft.grams);
    }
};

struct SkippedDraft {
    std::string source;  // path, path:line, path#member
    Error error;
};

struct DraftOptions {
    std::optional<std::string> encoding;
    ParagraphMode paragraphs = ParagraphMode::automatic;
    std::string text_field = "text";
    std::string id_field = "id";
    std::uint64_t max_file_bytes = 0;
};

// What one file gave.
struct FileDraft {
    base::Hash128 hash;
    std::uint64_t bytes = 0;
    bool is_read = false;
    std::vector<DocumentDraft> documents;
    std::vector<SkippedDraft> skipped;
    std::map<std::string, std::uint64_t> passed_over;  // members of archives, by ending
};

// A file as it was when it was read last.
struct ReadBefore {
    base::Hash128 hash;
    bool was_whole = true;  // nothing of it has been skipped since
};

// Fills what depends on the text of one paragraph of `document`.
void sketch(const sketch::MinHasher& hasher, DocumentDraft& document, ParagraphDraft& paragraph);

// What drafting a file takes besides the file.
struct Drafter {
    const DraftOptions& options;
    DraftedTexts& texts;
    sketch::MinHasher hasher{};
    std::size_t file = 0;  // the number of the file at hand, among those of the run

    // Decodes and drafts the bytes of a file. If they are those of `before` and nothing was skipped
    // of them, nothing is drafted.
    [[nodiscard]] FileDraft draft(const ingest::SourceFile& source, const std::string& bytes,
                                  const std::optional<ReadBefore>& before) const;
};

}  // namespace leitong::engine
