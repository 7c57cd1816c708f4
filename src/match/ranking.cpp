#include "leitong/match/ranking.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace leitong::match {

namespace {

// Sums of floats differ in their last bits with what was left out of them: bounds allow for it.
constexpr double k_rounding = 1e-5;
// What the best have so far is looked up again when what is unmet has lost so much of its promise.
constexpr double k_worth_looking = 0.85;
// Reading a text costs about as much as reading so many ids.
constexpr std::uint64_t k_ids_a_text = 4000;

}  // namespace

double weight_of(std::uint32_t having, std::uint32_t texts) noexcept {
    const double with = std::min(having, texts);
    const double without = texts - with + k_background_texts;
    const double rarity = std::log1p((without + 0.5) / (with + 0.5));
    return rarity * rarity;
}

Score score_of(const Evidence& evidence) noexcept {
    if (evidence.query_weight <= 0 || evidence.query == 0 || evidence.shared == 0) {
        return {};
    }
    Score score;
    score.containment = std::min(1.0, evidence.shared_weight / evidence.query_weight);
    const auto excess =
        static_cast<double>(evidence.text - std::min(evidence.text, evidence.shared)) /
        static_cast<double>(evidence.query);
    score.likeness =
        score.containment <= 0 ? 0 : score.containment / std::sqrt(score.containment + excess);
    const bool is_evidence =
        evidence.shared >= k_fewest_grams || score.containment >= k_much_of_query;
    score.value = is_evidence ? (2 * score.likeness + score.containment) / 3 : 0;
    return score;
}

BestTexts::BestTexts(std::span<const std::uint16_t> sizes, std::uint32_t texts)
    : m_sizes(sizes), m_texts(texts), m_met(sizes.size()) {}

BestTexts::Question BestTexts::question(std::vector<QueryGram> grams) const {
    Question question;
    question.grams = std::move(grams);
    std::ranges::sort(question.grams, [](const QueryGram& a, const QueryGram& b) {
        return a.texts != b.texts ? a.texts < b.texts : a.gram < b.gram;
    });
    float sum = 0;  // as that of a text is made, so that one that has all has exactly as much
    for (const QueryGram& gram : question.grams) {
        question.weights.push_back(static_cast<float>(weight_of(gram.texts, m_texts)));
        sum += question.weights.back();
        question.rest_ids += gram.texts;
    }
    question.weight = sum;
    question.rest_weight = sum;
    return question;
}

Result<void> BestTexts::read_next(Question& question, GramSource& source) {
    const QueryGram& gram = question.grams[question.read];
    const float weight = question.weights[question.read];
    ++question.read;
    question.rest_weight -= weight;
    question.rest_ids -= gram.texts;
    if (gram.texts == 0) {
        return {};
    }
    m_ids.clear();
    LEITONG_TRY(source.read(gram.gram, m_ids));
    m_ids_read += m_ids.size();
    for (std::size_t i = 0; i < m_ids.size(); ++i) {
        fetch_ahead(m_ids, i);
        const std::uint32_t id = m_ids[i];
        if (id >= m_met.size()) {
            continue;
        }
        Met& met = m_met[id];
        if (met.shared == 0) {
            if (!m_is_meeting) {
                continue;
            }
            m_hopeful.push_back(id);
        }
        met.weight += weight;
        ++met.shared;
    }
    return {};
}

// Ids stand far apart in m_met, and what is not in a near cache is waited for.
void BestTexts::fetch_ahead(const std::vector<std::uint32_t>& ids, std::size_t at) const noexcept {
    constexpr std::size_t k_ahead = 12;
    if (at + k_ahead < ids.size() && ids[at + k_ahead] < m_met.size()) {
        __builtin_prefetch(&m_met[ids[at + k_ahead]]);
    }
}

Evidence BestTexts::evidence(const Question& question, std::uint32_t id) const noexcept {
    return {m_met[id].weight, question.weight, m_met[id].shared,
            static_cast<std::uint32_t>(question.grams.size()), m_sizes[id]};
}

double BestTexts::promise_of_unmet(const Question& question) noexcept {
    if (question.weight <= 0 || question.rest_weight <= 0) {
        return 0;
    }
    const double containment = std::min(1.0, question.rest_weight / question.weight);
    return (2 * std::sqrt(containment) + containment) / 3 + k_rounding;
}

// Of any so many texts the least score bounds that of the best from below; those that share most
// bound it well.
double BestTexts::least_of_best(const Question& question, const RankingOptions& options) {
    if (m_hopeful.size() < options.most || options.most == 0) {
        return options.least_score;
    }
    const auto weighs_more = [](const Weighed& a, const Weighed& b) { return a.weight > b.weight; };
    const std::size_t looked_at = 4 * options.most;
    m_heaviest.clear();  // a heap, the lightest on top
    for (std::size_t i = 0; i < m_hopeful.size(); ++i) {
        fetch_ahead(m_hopeful, i);
        const std::uint32_t id = m_hopeful[i];
        const float weight = m_met[id].weight;
        if (m_heaviest.size() == looked_at) {
            if (weight <= m_heaviest.front().weight) {
                continue;
            }
            std::ranges::pop_heap(m_heaviest, weighs_more);
            m_heaviest.pop_back();
        }
        m_heaviest.push_back({weight, id});
        std::ranges::push_heap(m_heaviest, weighs_more);
    }
    std::vector<double> scores;
    for (const Weighed& one : m_heaviest) {
        scores.push_back(m_sizes[one.id] != 0 ? score_of(evidence(question, one.id)).value : 0);
    }
    const auto last = scores.begin() + static_cast<std::ptrdiff_t>(options.most - 1);
    std::ranges::nth_element(scores, last, std::ranges::greater());
    return std::max(options.least_score, *last);
}

Result<void> BestTexts::meet(Question& question, GramSource& source,
                             const RankingOptions& options) {
    m_is_meeting = true;
    double least = options.least_score;
    double unmet_then = 1;
    std::uint64_t looked_at = 0;
    while (question.read < question.grams.size()) {
        const double unmet = promise_of_unmet(question);
        // Looking costs about as much as reading so many ids.
        const bool is_worth_looking = unmet < unmet_then * k_worth_looking &&
                                      m_ids_read - looked_at >= m_hopeful.size() / 2 &&
                                      m_hopeful.size() < question.rest_ids;
        if (is_worth_looking) {
            least = least_of_best(question, options);
            unmet_then = unmet;
            looked_at = m_ids_read;
        }
        if (unmet < least) {
            break;
        }
        LEITONG_TRY(read_next(question, source));
    }
    m_is_meeting = false;
    return {};
}

void BestTexts::drop_hopeless(const Question& question, double least) {
    // Of a text that has nothing besides, score = (2 √c + c) / 3: with less weight than this none
    // comes to the least score. Tells most without a root each.
    const double wanted = std::max(0.0, least - k_rounding);
    const double root = std::sqrt(1 + 3 * wanted) - 1;
    const auto least_weight =
        static_cast<float>(root * root * question.weight * (1 - k_rounding) - question.rest_weight);
    // Else score >= wanted is 2 c / √(c + o) >= 3 wanted − c, squared.
    const double share = question.weight > 0 ? 1 / question.weight : 0;
    const double size = 1 / static_cast<double>(question.grams.size());
    const auto rest = static_cast<std::uint32_t>(question.grams.size() - question.read);
    const auto may_come_to_it = [&](const Met& met, std::uint32_t text) {
        const double c = std::min(1.0, (met.weight + question.rest_weight) * share + k_rounding);
        const double o = text > met.shared + rest ? (text - met.shared - rest) * size : 0.0;
        const double by_likeness = 3 * wanted - c;
        return by_likeness <= 0 || 4 * c * c >= by_likeness * by_likeness * (c + o);
    };
    std::size_t kept = 0;
    for (std::size_t i = 0; i < m_hopeful.size(); ++i) {
        fetch_ahead(m_hopeful, i);
        const std::uint32_t id = m_hopeful[i];
        const bool is_hopeful = m_met[id].weight >= least_weight && m_sizes[id] != 0 &&
                                may_come_to_it(m_met[id], m_sizes[id]);
        if (is_hopeful) {
            m_hopeful[kept++] = id;
        } else {
            m_met[id] = {};
        }
    }
    m_hopeful.resize(kept);
}

Result<void> BestTexts::read_text(const Question& question, GramSource& source, std::uint32_t id) {
    m_grams.clear();
    LEITONG_TRY(source.grams_of(id, m_grams));
    ++m_texts_read;
    Met met;
    for (std::size_t i = 0; i < question.grams.size(); ++i) {
        if (std::ranges::binary_search(m_grams, question.grams[i].gram)) {
            met.weight += question.weights[i];
            ++met.shared;
        }
    }
    m_met[id] = met;
    return {};
}

Result<void> BestTexts::decide(Question& question, GramSource& source,
                               const RankingOptions& options) {
    std::uint64_t looked_at = 0;
    while (true) {
        const bool is_all_read = question.read == question.grams.size();
        // Looking costs about as much as reading so many ids.
        if (is_all_read || looked_at == 0 || m_ids_read - looked_at >= m_hopeful.size()) {
            drop_hopeless(question, least_of_best(question, options));
            looked_at = m_ids_read;
        }
        if (is_all_read) {
            return {};
        }
        if (m_hopeful.size() * k_ids_a_text <= question.rest_ids) {
            break;
        }
        LEITONG_TRY(read_next(question, source));
    }
    for (const std::uint32_t id : m_hopeful) {
        LEITONG_TRY(read_text(question, source, id));
    }
    question.read = question.grams.size();
    question.rest_weight = 0;
    return {};
}

std::vector<RankedText> BestTexts::best(const Question& question,
                                        const RankingOptions& options) const {
    std::vector<RankedText> ranked;
    for (const std::uint32_t id : m_hopeful) {
        const Score score = score_of(evidence(question, id));
        if (score.value > 0 && score.value >= options.least_score) {
            ranked.push_back({id, score});
        }
    }
    std::ranges::sort(ranked, [](const RankedText& a, const RankedText& b) {
        return a.score.value != b.score.value ? a.score.value > b.score.value : a.id < b.id;
    });
    std::size_t kept = std::min(ranked.size(), options.most);
    while (kept > 0 && kept < ranked.size() &&
           ranked[kept].score.value == ranked[kept - 1].score.value) {
        ++kept;
    }
    ranked.resize(kept);
    return ranked;
}

void BestTexts::forget() noexcept {
    for (const std::uint32_t id : m_hopeful) {
        m_met[id] = {};
    }
    m_hopeful.clear();
}

Result<std::vector<RankedText>> BestTexts::find(std::vector<QueryGram> grams, GramSource& source,
                                                const RankingOptions& options) {
    m_ids_read = 0;
    m_texts_read = 0;
    Question asked = question(std::move(grams));
    Result<void> read = meet(asked, source, options);
    if (read) {
        read = decide(asked, source, options);
    }
    std::vector<RankedText> ranked;
    if (read) {
        ranked = best(asked, options);
    }
    forget();
    if (!read) {
        return fail(std::move(read.error()));
    }
    return ranked;
}

}  // namespace leitong::match
