#include "engine/indexing/drafted_texts.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace leitong::engine {
namespace {

ParagraphDraft paragraph(std::uint64_t text, std::uint64_t letters) {
    ParagraphDraft draft;
    draft.text_hash = {text, text};
    draft.letters = letters;
    draft.is_sketched = letters > 0;
    return draft;
}

std::uint64_t letters_known(const DraftedTexts& texts, std::size_t file, std::uint64_t text) {
    std::vector<ParagraphDraft> asked = {paragraph(text, 0)};
    texts.recognise(file, asked);
    return asked.front().letters;
}

TEST(DraftedTexts, AreKnownToLaterFilesOnly) {
    DraftedTexts texts;
    texts.remember(5, std::vector{paragraph(1, 10), paragraph(2, 20)});
    EXPECT_EQ(letters_known(texts, 6, 1), 10U);
    EXPECT_EQ(letters_known(texts, 9, 2), 20U);
    EXPECT_EQ(letters_known(texts, 5, 1), 0U) << "whoever drafts it may not know of itself";
    EXPECT_EQ(letters_known(texts, 4, 1), 0U) << "it is written before";
    EXPECT_EQ(letters_known(texts, 6, 3), 0U);
}

TEST(DraftedTexts, WithoutLettersOrSketchAreNotRemembered) {
    DraftedTexts texts;
    ParagraphDraft left_to_another = paragraph(2, 20);
    left_to_another.is_sketched = false;
    ParagraphDraft empty = paragraph(1, 0);
    empty.is_sketched = true;
    texts.remember(1, std::vector{empty, left_to_another});
    EXPECT_EQ(letters_known(texts, 2, 1), 0U);
    EXPECT_EQ(letters_known(texts, 2, 2), 0U);
}

TEST(DraftedTexts, AreForgottenBeforeTheyAreMany) {
    DraftedTexts texts;
    texts.remember(1, std::vector{paragraph(1, 10)});
    for (std::uint64_t text = 2; text < 200'000; ++text) {
        texts.remember(1, std::vector{paragraph(text, 10)});
    }
    EXPECT_EQ(letters_known(texts, 2, 1), 0U);
    EXPECT_EQ(letters_known(texts, 2, 199'999), 10U);
}

}  // namespace
}  // namespace leitong::engine
