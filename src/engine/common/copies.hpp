// Copies of a file: documents that say the same, paragraph by paragraph, in whatever encoding. What
// they share is marked and paired, and counts as no reuse. Private to engine.
#pragma once

#include "leitong/base/hash.hpp"
#include "leitong/store/store.hpp"

#include <algorithm>
#include <vector>

namespace leitong::engine {

// Cost: linear only if they are.
[[nodiscard]] inline bool are_copies(const store::DocumentRow& a, const store::DocumentRow& b) {
    return a.id != b.id &&
           std::ranges::equal(a.layout.paragraphs, b.layout.paragraphs, {},
                              &store::StoredParagraph::text, &store::StoredParagraph::text);
}

// The same for many documents at once: equal for copies.
[[nodiscard]] inline base::Hash128 copy_key(const store::DocumentRow& document) {
    std::vector<std::uint64_t> texts;
    texts.reserve(document.layout.paragraphs.size());
    for (const store::StoredParagraph& paragraph : document.layout.paragraphs) {
        texts.push_back(paragraph.text.value);
    }
    return base::hash128(texts.data(), texts.size() * sizeof(std::uint64_t));
}

}  // namespace leitong::engine
