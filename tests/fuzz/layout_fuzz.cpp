// Any bytes, in each mode: paragraphs are in order, apart, not empty and inside the text; works are
// in order and hold the paragraphs that say so; sentences touch and cover. The store relies on it:
// a layout that breaks this could be written, but not read again.
#include "leitong/base/assert.hpp"
#include "leitong/text/layout.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using namespace leitong;

void check_paragraphs(const text::Layout& layout, std::size_t size_bytes) {
    std::uint64_t end = 0;
    for (const text::Paragraph& paragraph : layout.paragraphs) {
        LEITONG_ASSERT(paragraph.range.begin >= end, "paragraphs are in order and apart");
        LEITONG_ASSERT(paragraph.range.begin < paragraph.range.end, "no paragraph is empty");
        LEITONG_ASSERT(paragraph.range.end <= size_bytes, "a paragraph is of the text");
        LEITONG_ASSERT(paragraph.work <= layout.works.size(), "a paragraph's work is there");
        end = paragraph.range.end;
    }
}

void check_works(const text::Layout& layout) {
    LEITONG_ASSERT(layout.works.empty() == layout.paragraphs.empty(), "any paragraph, any work");
    std::size_t held = 0;
    std::uint32_t last = 0;
    for (std::size_t i = 0; i < layout.works.size(); ++i) {
        const text::Work& work = layout.works[i];
        LEITONG_ASSERT(work.first_paragraph > last, "works are in order and apart");
        LEITONG_ASSERT(work.first_paragraph <= work.last_paragraph, "no work is empty");
        LEITONG_ASSERT(work.last_paragraph <= layout.paragraphs.size(), "a work is of the text");
        LEITONG_ASSERT(work.title.find_first_of("\r\n") == std::string::npos, "a title is a line");
        for (std::uint32_t p = work.first_paragraph; p <= work.last_paragraph; ++p) {
            LEITONG_ASSERT(layout.paragraphs[p - 1].work == i + 1, "its paragraphs say so");
        }
        held += work.last_paragraph - work.first_paragraph + 1;
        last = work.last_paragraph;
    }
    for (const text::Paragraph& paragraph : layout.paragraphs) {
        held += paragraph.work == 0 ? 1U : 0U;
    }
    LEITONG_ASSERT(held == layout.paragraphs.size(), "a paragraph is of one work, or of none");
}

void check_sentences(std::string_view paragraph) {
    std::uint64_t end = 0;
    for (const ByteRange& sentence : text::sentences(paragraph)) {
        LEITONG_ASSERT(sentence.begin == end && sentence.begin < sentence.end, "sentences touch");
        end = sentence.end;
    }
    LEITONG_ASSERT(end == paragraph.size(), "sentences cover");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // A copy of its exact size, so that a sanitizer sees any read past the end.
    const std::string document(reinterpret_cast<const char*>(data), size);
    for (const ParagraphMode mode :
         {ParagraphMode::automatic, ParagraphMode::line, ParagraphMode::block}) {
        const text::Layout layout = text::lay_out(document, mode);
        LEITONG_ASSERT(layout.mode != ParagraphMode::automatic, "the mode is decided");
        LEITONG_ASSERT(mode == ParagraphMode::automatic || layout.mode == mode, "as asked");
        check_paragraphs(layout, size);
        check_works(layout);
        for (const text::Paragraph& paragraph : layout.paragraphs) {
            check_sentences(
                std::string_view(document).substr(paragraph.range.begin, paragraph.range.size()));
        }
    }
    check_sentences(document);
    return 0;
}
