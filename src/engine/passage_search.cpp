#include "passage_search.hpp"

#include "leitong/sketch/anchors.hpp"

#include <algorithm>

namespace leitong::engine {

namespace {

constexpr std::uint64_t k_most_symbols = 4U << 20;  // held ready: about 100 MB

}  // namespace

Result<std::shared_ptr<const WorkText>> WorkTexts::of(const WorkPlace& place, std::uint32_t work) {
    if (const auto found = m_texts.find(work); found != m_texts.end()) {
        return found->second;
    }
    const store::StoredLayout& layout = place.document->layout;
    const store::StoredWork& stored = layout.works[place.work - 1];
    auto made = std::make_shared<WorkText>();
    text::Folded folded;
    for (std::uint32_t p = stored.first_paragraph; p <= stored.last_paragraph; ++p) {
        const store::StoredParagraph& paragraph = layout.paragraphs[p - 1];
        if (is_structure(paragraph.role)) {
            continue;
        }
        LEITONG_TRY_ASSIGN(const auto row, m_store.text(paragraph.text));
        if (!row) {
            return fail(Errc::store_damaged, Msg::store_dangling, "documents",
                        place.document->id.value, "texts", paragraph.text.value);
        }
        text::fold(row->text, folded);
        made->text.add(folded, paragraph.range.begin);
        made->paragraphs.push_back(p);
    }
    made->text.finish();
    m_symbols += made->text.size();
    if (m_symbols > k_most_symbols) {
        m_texts.clear();
        m_symbols = made->text.size();
    }
    m_texts.emplace(work, made);
    return std::shared_ptr<const WorkText>(std::move(made));
}

// A passage of frequent anchors only is listed with the first work that has one of them, as the
// index led to it; between two others it stands in too many pairs to list.
bool PassageSearch::is_listed(const SharedPassages& shared, const match::Passage& passage) {
    shared.a->text.tokens(passage.a, m_tokens);
    sketch::anchors(m_tokens, m_anchors);
    const auto is_led_to = [&](std::uint64_t anchor) {
        const AnchorUse use = m_index.use(anchor);
        return !use.is_frequent || use.first_work == shared.work_a ||
               use.first_work == shared.work_b;
    };
    return m_anchors.empty() || std::ranges::any_of(m_anchors, is_led_to);
}

Result<void> PassageSearch::run(const Asked& asked, const Sink& sink) {
    const auto works = m_index.works();
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    PassageIndex::Scratch scratch = m_index.scratch();
    for (std::uint32_t work = 0; work < works.size(); ++work) {
        if (!asked(works[work])) {
            continue;
        }
        for (const std::uint32_t other : m_index.partners(work, scratch)) {
            pairs.emplace_back(std::min(work, other), std::max(work, other));
        }
    }
    std::ranges::sort(pairs);
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    WorkTexts texts(m_store);
    for (const auto& [a, b] : pairs) {
        SharedPassages shared{a, b, {}, {}, {}};
        LEITONG_TRY_ASSIGN(shared.a, texts.of(works[a], a));
        LEITONG_TRY_ASSIGN(shared.b, texts.of(works[b], b));
        shared.passages = match::find_passages(shared.a->text, shared.b->text);
        std::erase_if(shared.passages,
                      [&](const match::Passage& passage) { return !is_listed(shared, passage); });
        if (shared.passages.empty()) {
            continue;
        }
        LEITONG_TRY_ASSIGN(const bool goes_on, sink(shared));
        if (!goes_on) {
            return {};
        }
    }
    return {};
}

}  // namespace leitong::engine
