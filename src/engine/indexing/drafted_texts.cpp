#include "drafted_texts.hpp"

namespace leitong::engine {

namespace {

constexpr std::size_t k_prefetched = 8;  // paragraphs whose hashes are fetched ahead

}  // namespace

void DraftedTexts::recognise(std::size_t file, std::span<ParagraphDraft> paragraphs) const {
    const std::lock_guard lock(m_mutex);
    for (std::size_t i = 0; i < paragraphs.size(); ++i) {
        if (i + k_prefetched < paragraphs.size()) {
            m_texts.prefetch(paragraphs[i + k_prefetched].text_hash);
        }
        const Text* known = m_texts.find(paragraphs[i].text_hash);
        if (known != nullptr && known->file < file) {
            paragraphs[i].letters = known->letters;
        }
    }
}

void DraftedTexts::remember(std::size_t file, std::span<const ParagraphDraft> paragraphs) {
    const std::lock_guard lock(m_mutex);
    if (m_texts.size() + paragraphs.size() > k_most) {
        m_texts.clear();
    }
    for (const ParagraphDraft& paragraph : paragraphs) {
        const bool is_new = paragraph.is_sketched && paragraph.letters > 0;
        if (is_new && m_texts.find(paragraph.text_hash) == nullptr) {
            m_texts.put({paragraph.text_hash, file, paragraph.letters});
        }
    }
}

}  // namespace leitong::engine
