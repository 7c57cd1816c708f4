#include "ranked_search.hpp"

#include "leitong/sketch/grams.hpp"

#include <algorithm>
#include <unordered_set>

namespace leitong::engine {

namespace {

constexpr std::size_t k_most_explained = 8;

}  // namespace

Result<std::unique_ptr<RankedSearch>> RankedSearch::create(Library& library) {
    store::GramSizes sizes;
    LEITONG_TRY(library.store().grams().sizes(sizes));
    return std::unique_ptr<RankedSearch>(new RankedSearch(library, std::move(sizes)));
}

Result<std::vector<match::QueryGram>> RankedSearch::look_up(const match::Prepared& query) {
    sketch::gram_set(query.tokens.values, m_grams);
    if (m_lists.size() < m_grams.size()) {
        m_lists.resize(m_grams.size());
    }
    std::vector<match::QueryGram> grams;
    for (std::size_t i = 0; i < m_grams.size(); ++i) {
        LEITONG_TRY(m_library.store().grams().find(m_grams[i], m_lists[i]));
        grams.push_back({m_grams[i], m_lists[i].texts});
    }
    return grams;
}

Result<std::vector<match::RankedText>> RankedSearch::find(const match::Prepared& query,
                                                          const match::RankingOptions& options) {
    if (query.tokens.values.empty()) {
        return std::vector<match::RankedText>();
    }
    LEITONG_TRY_ASSIGN(std::vector<match::QueryGram> grams, look_up(query));
    return m_best.find(std::move(grams), *this, options);
}

Result<void> RankedSearch::read(std::uint32_t gram, std::vector<std::uint32_t>& ids) {
    const auto at = std::ranges::lower_bound(m_grams, gram) - m_grams.begin();
    if (!m_lists[static_cast<std::size_t>(at)].ids(ids)) {
        return fail(Errc::store_damaged, Msg::store_bad_row, "grams", gram);
    }
    return {};
}

Result<void> RankedSearch::grams_of(std::uint32_t id, std::vector<std::uint32_t>& grams) {
    LEITONG_TRY_ASSIGN(const auto text, m_library.any_text_of(TypedId{id}));
    sketch::gram_set(text->prepared.tokens.values, grams);
    return {};
}

Result<RankedSearch::Explained> RankedSearch::explain(const match::Prepared& query,
                                                      const match::Prepared& text) {
    Explained explained;
    if (query.tokens.values.empty() || text.tokens.values.empty()) {
        return explained;
    }
    LEITONG_TRY_ASSIGN(std::vector<match::QueryGram> grams, look_up(query));
    std::vector<sketch::Gram> of_text;
    sketch::gram_set(text.tokens.values, of_text);
    match::Evidence evidence;
    evidence.query = static_cast<std::uint32_t>(grams.size());
    evidence.text = static_cast<std::uint32_t>(of_text.size());
    std::vector<match::QueryGram> shared;
    for (const match::QueryGram& gram : grams) {
        const double weight = match::weight_of(gram.texts, m_sizes.texts);
        evidence.query_weight += weight;
        if (std::ranges::binary_search(of_text, gram.gram)) {
            evidence.shared_weight += weight;
            ++evidence.shared;
            shared.push_back(gram);
        }
    }
    explained.score = match::score_of(evidence);
    std::ranges::sort(shared, [](const match::QueryGram& a, const match::QueryGram& b) {
        return a.texts != b.texts ? a.texts < b.texts : a.gram < b.gram;
    });
    shared.resize(std::min(shared.size(), k_most_explained));
    std::vector<sketch::Gram> in_order;
    sketch::grams(query.tokens.values, in_order);
    for (const match::QueryGram& gram : shared) {
        const auto at =
            static_cast<std::size_t>(std::ranges::find(in_order, gram.gram) - in_order.begin());
        const std::size_t last = at + sketch::gram_length(query.tokens.values, at);
        const std::size_t end = last < query.tokens.typed_at.size() ? query.tokens.typed_at[last]
                                                                    : query.folded.typed.size();
        const ByteRange range = query.folded.typed.bytes(query.tokens.typed_at[at], end);
        explained.rarest.emplace_back(query.text.substr(range.begin, range.size()), gram.texts);
    }
    return explained;
}

}  // namespace leitong::engine
