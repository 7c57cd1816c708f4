#include "draft.hpp"

#include "leitong/ingest/json_lines.hpp"
#include "leitong/match/prepared.hpp"
#include "leitong/sketch/anchors.hpp"
#include "leitong/sketch/simhash.hpp"
#include "leitong/text/decode.hpp"
#include "leitong/text/layout.hpp"
#include "leitong/text/tokens.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace leitong::engine {

namespace {

constexpr std::size_t k_bytes_a_shingle = 4;  // about, of Chinese text

struct Buffers {
    text::Folded folded;
    text::Tokens tokens;
    std::vector<sketch::Shingle> shingles;
    std::vector<std::uint64_t> anchors;
    sketch::MinHash minima;
};

// Fills everything of one paragraph but range, work and role.
void sketch_paragraph(std::string_view text, const sketch::MinHasher& hasher, Buffers& buffers,
                      DocumentDraft& document, ParagraphDraft& out) {
    out.text_hash = base::hash128(text);
    text::fold(text, buffers.folded);
    out.letters_hash = text::letters_hash(buffers.folded);
    out.letters = buffers.folded.letters.size();
    out.typed_hash = text::typed_hash(buffers.folded);
    text::tokenise(buffers.folded, buffers.tokens);
    sketch::shingle_set(buffers.tokens.values, buffers.shingles);
    out.first_shingle = document.shingles.size();
    out.shingles = static_cast<std::uint32_t>(buffers.shingles.size());
    document.shingles.insert(document.shingles.end(), buffers.shingles.begin(),
                             buffers.shingles.end());
    out.masks = std::ranges::any_of(buffers.folded.slots, &text::Slot::masked) ? store::Masks::some
                                                                               : store::Masks::none;
    if (buffers.shingles.empty()) {
        return;
    }
    out.simhash = sketch::simhash(buffers.shingles);
    hasher.sketch(buffers.shingles, buffers.minima);
    out.minhash = sketch::low_bytes(buffers.minima);
    sketch::anchors(buffers.tokens.values, buffers.anchors);
    out.first_anchor = document.anchors.size();
    out.anchors = static_cast<std::uint32_t>(buffers.anchors.size());
    document.anchors.insert(document.anchors.end(), buffers.anchors.begin(), buffers.anchors.end());
}

void lay_out_document(const DraftOptions& options, const sketch::MinHasher& hasher,
                      DocumentDraft& document) {
    text::Layout layout = text::lay_out(document.utf8, options.paragraphs);
    document.mode = layout.mode;
    for (text::Work& work : layout.works) {
        document.works.push_back(
            {std::move(work.title), work.first_paragraph, work.last_paragraph});
    }
    document.paragraphs.resize(layout.paragraphs.size());
    document.shingles.reserve(document.utf8.size() / k_bytes_a_shingle);
    thread_local Buffers buffers;
    for (std::size_t i = 0; i < layout.paragraphs.size(); ++i) {
        const text::Paragraph& paragraph = layout.paragraphs[i];
        ParagraphDraft& draft = document.paragraphs[i];
        draft.range = paragraph.range;
        draft.work = paragraph.work;
        draft.role = paragraph.role;
        const std::string_view text =
            std::string_view(document.utf8).substr(paragraph.range.begin, paragraph.range.size());
        sketch_paragraph(text, hasher, buffers, document, draft);
        document.letters += draft.letters;
    }
}

void add_document(DocumentDraft&& document, const std::string& source, const DraftOptions& options,
                  const sketch::MinHasher& hasher, FileDraft& out) {
    lay_out_document(options, hasher, document);
    if (document.letters == 0) {
        out.skipped.push_back({source, {Errc::empty, message(Msg::input_empty)}});
        return;
    }
    out.documents.push_back(std::move(document));
}

void draft_records(const ingest::SourceFile& file, text::Decoded&& decoded,
                   const DraftOptions& options, const sketch::MinHasher& hasher, FileDraft& out) {
    ingest::Records records =
        ingest::parse_json_lines(decoded.utf8, {options.text_field, options.id_field});
    for (ingest::BadRecord& bad : records.bad) {
        out.skipped.push_back({fmt::format("{}:{}", file.path, bad.line), std::move(bad.error)});
    }
    for (ingest::Record& record : records.records) {
        DocumentDraft document;
        document.name = fmt::format("{}#{}", file.relative_path, record.id);
        document.utf8 = std::move(record.text);
        document.encoding = decoded.encoding;
        document.encoding_name = decoded.encoding_name;
        add_document(std::move(document), fmt::format("{}:{}", file.path, record.line), options,
                     hasher, out);
    }
}

}  // namespace

FileDraft draft(const ingest::SourceFile& file, const std::string& bytes,
                const DraftOptions& options, const sketch::MinHasher& hasher,
                const std::optional<base::Hash128>& known) {
    FileDraft out;
    out.hash = base::hash128(bytes);
    out.bytes = bytes.size();
    out.is_read = true;
    if (known == out.hash) {
        return out;
    }
    Result<text::Decoded> decoded = text::decode(bytes, options.encoding);
    if (!decoded) {
        out.skipped.push_back({file.path, std::move(decoded.error())});
        return out;
    }
    if (file.format == ingest::Format::json_lines) {
        draft_records(file, std::move(*decoded), options, hasher, out);
        return out;
    }
    DocumentDraft document;
    document.name = file.relative_path;
    document.utf8 = std::move(decoded->utf8);
    document.encoding = decoded->encoding;
    document.encoding_name = std::move(decoded->encoding_name);
    document.replaced = decoded->replaced;
    add_document(std::move(document), file.path, options, hasher, out);
    return out;
}

}  // namespace leitong::engine
