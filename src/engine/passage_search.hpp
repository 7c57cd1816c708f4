// Passages of a store, found when they are asked for: pairs of works that may share some are read,
// folded and aligned. Private to engine.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/match/passages.hpp"
#include "leitong/store/store.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "passage_index.hpp"

namespace leitong::engine {

// A work as it is searched for passages: its text without structure.
struct WorkText {
    match::PassageText text;
    std::vector<std::uint32_t> paragraphs;  // numbers in the document, as they were added
};

class WorkTexts {
public:
    explicit WorkTexts(store::Store& store) : m_store(store) {}

    [[nodiscard]] Result<std::shared_ptr<const WorkText>> of(const WorkPlace& place,
                                                             std::uint32_t work);

private:
    store::Store& m_store;
    std::unordered_map<std::uint32_t, std::shared_ptr<const WorkText>> m_texts;
    std::uint64_t m_symbols = 0;
};

// What two works share.
struct SharedPassages {
    std::uint32_t work_a = 0;
    std::uint32_t work_b = 0;
    std::shared_ptr<const WorkText> a;
    std::shared_ptr<const WorkText> b;
    std::vector<match::Passage> passages;  // not empty
};

class PassageSearch {
public:
    PassageSearch(store::Store& store, const PassageIndex& index)
        : m_store(store), m_index(index) {}

    // Whether a work is asked about.
    using Asked = std::function<bool(const WorkPlace&)>;
    // In order of both works, the first being the lower; returns false to stop.
    using Sink = std::function<Result<bool>(const SharedPassages&)>;

    // Passages between two works of which at least one is asked about.
    [[nodiscard]] Result<void> run(const Asked& asked, const Sink& sink);

private:
    [[nodiscard]] bool is_listed(const SharedPassages& shared, const match::Passage& passage);

    store::Store& m_store;
    const PassageIndex& m_index;
    std::vector<Token> m_tokens;
    std::vector<std::uint64_t> m_anchors;
};

}  // namespace leitong::engine
