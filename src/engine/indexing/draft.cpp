#include "draft.hpp"

#include "leitong/ingest/archive.hpp"
#include "leitong/ingest/csv.hpp"
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

#include "drafted_texts.hpp"

namespace leitong::engine {

namespace {

constexpr std::size_t k_bytes_a_shingle = 4;  // about, of Chinese text

struct Buffers {
    text::Folded folded;
    text::Tokens tokens;
    std::vector<sketch::Shingle> shingles;
    std::vector<std::uint64_t> anchors;
    std::vector<sketch::Gram> grams;
    sketch::MinHash minima;
};

// What nobody has drafted before.
void sketch_rest(const Drafter& drafter, DocumentDraft& document) {
    const auto is_new = [](const ParagraphDraft& draft) { return draft.letters == 0; };
    std::uint64_t bytes = 0;
    for (const ParagraphDraft& draft : document.paragraphs) {
        bytes += is_new(draft) ? draft.range.size() : 0;
    }
    document.shingles.reserve(bytes / k_bytes_a_shingle);
    document.grams.reserve(bytes / k_bytes_a_shingle);
    for (ParagraphDraft& draft : document.paragraphs) {
        if (is_new(draft)) {
            sketch(drafter.hasher, document, draft);
        }
        document.letters += draft.letters;
    }
}

void lay_out_document(const Drafter& drafter, DocumentDraft& document) {
    text::Layout layout = text::lay_out(document.utf8, drafter.options.paragraphs);
    document.mode = layout.mode;
    for (text::Work& work : layout.works) {
        document.works.push_back(
            {std::move(work.title), work.first_paragraph, work.last_paragraph});
    }
    document.paragraphs.resize(layout.paragraphs.size());
    for (std::size_t i = 0; i < layout.paragraphs.size(); ++i) {
        const text::Paragraph& paragraph = layout.paragraphs[i];
        ParagraphDraft& draft = document.paragraphs[i];
        draft.range = paragraph.range;
        draft.work = paragraph.work;
        draft.role = paragraph.role;
        draft.text_hash = base::hash128(document.text_of(draft));
    }
    drafter.texts.recognise(drafter.file, document.paragraphs);
    sketch_rest(drafter, document);
    drafter.texts.remember(drafter.file, document.paragraphs);
}

void add_document(DocumentDraft&& document, const std::string& source, const Drafter& drafter,
                  FileDraft& out) {
    lay_out_document(drafter, document);
    if (document.letters == 0) {
        out.skipped.push_back({source, {Errc::empty, message(Msg::input_empty)}});
        return;
    }
    out.documents.push_back(std::move(document));
}

// Bytes that were read: of a file, or of a member of one.
struct Source {
    std::string path;  // as it is named where it is skipped
    std::string name;  // of its document, below the root
    ingest::Format format{};
    bool was_named = false;
};

Result<ingest::Records> records_of(const Source& source, std::string_view utf8,
                                   const DraftOptions& options) {
    const ingest::RecordFields fields{options.text_field, options.id_field};
    return source.format == ingest::Format::csv ? ingest::parse_csv_records(utf8, fields)
                                                : ingest::parse_json_lines(utf8, fields);
}

void draft_records(const Source& source, text::Decoded&& decoded, const Drafter& drafter,
                   FileDraft& out) {
    Result<ingest::Records> records = records_of(source, decoded.utf8, drafter.options);
    if (!records) {
        // Tables lie about in folders for other ends; one that was asked for should have texts.
        if (!source.was_named && records.error().message.id == Msg::table_without_column) {
            ++out.passed_over[ingest::ending_of(source.name)];
        } else {
            out.skipped.push_back({source.path, std::move(records.error())});
        }
        return;
    }
    for (ingest::BadRecord& bad : records->bad) {
        out.skipped.push_back({fmt::format("{}:{}", source.path, bad.line), std::move(bad.error)});
    }
    for (ingest::Record& record : records->records) {
        DocumentDraft document;
        document.name = fmt::format("{}#{}", source.name, record.id);
        document.utf8 = std::move(record.text);
        document.encoding = decoded.encoding;
        document.encoding_name = decoded.encoding_name;
        add_document(std::move(document), fmt::format("{}:{}", source.path, record.line), drafter,
                     out);
    }
}

void draft_bytes(const Source& source, std::string_view bytes, const Drafter& drafter,
                 FileDraft& out) {
    Result<text::Decoded> decoded = text::decode(bytes, drafter.options.encoding);
    if (!decoded) {
        out.skipped.push_back({source.path, std::move(decoded.error())});
        return;
    }
    if (source.format != ingest::Format::text) {
        draft_records(source, std::move(*decoded), drafter, out);
        return;
    }
    DocumentDraft document;
    document.name = source.name;
    document.utf8 = std::move(decoded->utf8);
    document.encoding = decoded->encoding;
    document.encoding_name = std::move(decoded->encoding_name);
    document.replaced = decoded->replaced;
    add_document(std::move(document), source.path, drafter, out);
}

// The name of a member, in whatever encoding the archive was made.
std::string member_name(const std::string& path) {
    const Result<text::Decoded> decoded = text::decode(path);
    return decoded && decoded->replaced == 0 ? decoded->utf8 : ingest::printable(path);
}

void draft_members(const ingest::SourceFile& file, std::string_view bytes, const Drafter& drafter,
                   const std::optional<ReadBefore>& before, FileDraft& out) {
    const auto named = [](const std::string& name, const std::string& member) {
        return member.empty() ? name : fmt::format("{}#{}", name, member_name(member));
    };
    Result<ingest::Unpacked> unpacked =
        ingest::unpack(bytes, file, drafter.options.max_file_bytes, [&](ingest::Member&& member) {
            draft_bytes({named(file.path, member.path), named(file.relative_path, member.path),
                         member.format},
                        member.bytes, drafter, out);
        });
    if (!unpacked) {
        out.skipped.push_back({file.path, std::move(unpacked.error())});
        if (before) {
            out.documents.clear();  // half an archive is no news of the other half
        }
        return;
    }
    for (ingest::RefusedMember& refused : unpacked->refused) {
        out.skipped.push_back({named(file.path, refused.path), std::move(refused.error)});
    }
    out.passed_over = std::move(unpacked->passed_over);
}

}  // namespace

void sketch(const sketch::MinHasher& hasher, DocumentDraft& document, ParagraphDraft& out) {
    thread_local Buffers buffers;
    out.is_sketched = true;
    text::fold_symbols(document.text_of(out), buffers.folded);
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
    sketch::grams(buffers.tokens.values, buffers.grams);
    out.first_gram = document.grams.size();
    out.grams = static_cast<std::uint32_t>(buffers.grams.size());
    document.grams.insert(document.grams.end(), buffers.grams.begin(), buffers.grams.end());
}

FileDraft Drafter::draft(const ingest::SourceFile& source, const std::string& bytes,
                         const std::optional<ReadBefore>& before) const {
    FileDraft out;
    out.hash = base::hash128(bytes);
    out.bytes = bytes.size();
    out.is_read = true;
    if (before && before->was_whole && before->hash == out.hash) {
        return out;
    }
    if (source.packing == ingest::Packing::none) {
        draft_bytes({source.path, source.relative_path, source.format, source.was_named}, bytes,
                    *this, out);
    } else {
        draft_members(source, bytes, *this, before, out);
    }
    return out;
}

}  // namespace leitong::engine
