// Where else does this paragraph appear.
#include "leitong/text/decode.hpp"
#include "leitong/text/layout.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "reader_impl.hpp"

namespace leitong::engine {

namespace {

constexpr std::size_t k_most_filtered = 400;  // typed texts looked at where hits are asked for by
                                              // similarity
constexpr std::size_t k_most_texts = 64;  // of one typed text, first the letter for letter equal
constexpr double k_lies_in = 0.8;         // containment that passes any --min-similarity

// A text that answers, and where it stands.
struct Answer {
    match::Score score;
    match::Comparison comparison;
    bool is_equal = false;  // letter for letter
    TextId text;
    Occurrence occurrence;
};

bool operator<(const Answer& a, const Answer& b) {
    if (a.score.value != b.score.value) {
        return a.score.value > b.score.value;
    }
    return a.is_equal != b.is_equal ? a.is_equal : a.occurrence < b.occurrence;
}

// Finds the answers to one paragraph, best first.
class Answers {
public:
    Answers(Library& library, RankedSearch& search, const match::Prepared& query,
            const QueryOptions& options, const Occurrence* self)
        : m_library(library), m_search(search), m_query(query), m_options(options), m_self(self) {}

    Result<std::vector<Answer>> find() {
        // The paragraph that asks is one of the answers, and is left out.
        const std::size_t wanted = m_options.top + (m_self != nullptr ? 1U : 0U);
        const bool is_filtered = m_options.min_similarity > 0;
        const std::size_t most = is_filtered ? std::max(wanted, k_most_filtered) : wanted;
        LEITONG_TRY_ASSIGN(const std::vector<match::RankedText> ranked,
                           m_search.find(m_query, {.most = most, .least_score = k_least_score}));
        double last_score = 2;
        for (const match::RankedText& text : ranked) {
            // Equal answers are all taken, so that the order among them is by name and not by id.
            const bool is_enough =
                m_answers.size() >= m_options.top && text.score.value < last_score;
            if (is_enough || text.score.value < k_least_of_best * ranked.front().score.value) {
                break;
            }
            last_score = text.score.value;
            LEITONG_TRY(add(text));
        }
        std::ranges::sort(m_answers, std::less());
        m_answers.resize(std::min<std::size_t>(m_answers.size(), m_options.top));
        return std::move(m_answers);
    }

private:
    Result<void> add(const match::RankedText& ranked) {
        const TypedId typed{ranked.id};
        LEITONG_TRY_ASSIGN(const auto any, m_library.any_text_of(typed));
        const match::Comparison comparison = match::compare(m_query, any->prepared);
        const bool passes =
            comparison.similarity >= m_options.min_similarity ||
            comparison.containment_a >= k_lies_in ||
            (comparison.containment_b >= k_lies_in && !match::is_too_short(any->prepared));
        if (!passes) {
            return {};
        }
        LEITONG_TRY_ASSIGN(
            std::vector<Library::TextOfTyped> texts,
            m_library.letters_of(typed, text::letters_hash(m_query.folded), k_most_texts));
        for (const Library::TextOfTyped& text : texts) {
            LEITONG_TRY_ASSIGN(
                std::vector<Occurrence> occurrences,
                m_library.first_occurrences(text.id, m_options.top + std::size_t{1}));
            for (Occurrence& occurrence : occurrences) {
                const bool is_self = m_self != nullptr &&
                                     m_self->document->id == occurrence.document->id &&
                                     m_self->paragraph == occurrence.paragraph;
                if (!is_self) {
                    m_answers.push_back({ranked.score, comparison, text.has_letters, text.id,
                                         std::move(occurrence)});
                }
            }
        }
        return {};
    }

    Library& m_library;
    RankedSearch& m_search;
    const match::Prepared& m_query;
    const QueryOptions& m_options;
    const Occurrence* m_self;
    std::vector<Answer> m_answers;
};

}  // namespace

Result<RankedSearch*> Reader::Impl::ranked_search() {
    if (!ranked) {
        LEITONG_TRY_ASSIGN(ranked, RankedSearch::create(library));
    }
    return ranked.get();
}

Result<std::vector<HitRecord>> Reader::Impl::hits(std::string_view paragraph,
                                                  const std::string& query,
                                                  const QueryOptions& options,
                                                  const Occurrence* self) {
    constexpr match::Thresholds k_thresholds;
    match::Prepared prepared;
    match::prepare(paragraph, prepared);
    LEITONG_TRY_ASSIGN(RankedSearch * search, ranked_search());
    LEITONG_TRY_ASSIGN(const std::vector<Answer> answers,
                       Answers(library, *search, prepared, options, self).find());
    std::vector<HitRecord> found;
    std::map<TextId, std::pair<Relation, std::vector<Run>>> known;  // by text
    for (const Answer& answer : answers) {
        LEITONG_TRY_ASSIGN(const auto text, library.text(answer.text));
        if (!known.contains(answer.text)) {
            const match::Verdict verdict =
                match::relate(prepared, text->prepared, answer.comparison, k_thresholds);
            known[answer.text] = {verdict.relation.value_or(Relation::similar),
                                  match::runs(prepared, text->prepared)};
        }
        const auto& [relation, runs] = known[answer.text];
        HitRecord hit;
        hit.runs = shifted(runs, 0, answer.occurrence.stored().range.begin);
        hit.query = query;
        hit.rank = static_cast<std::uint32_t>(found.size() + 1);
        hit.ref = ref(answer.occurrence);
        hit.relation = is_structure(answer.occurrence.stored().role) ? Relation::stock : relation;
        hit.similarity = answer.comparison.similarity;
        hit.containment = answer.comparison.containment_a;
        hit.score = answer.score.value;
        hit.text = text->prepared.text;
        found.push_back(std::move(hit));
    }
    return found;
}

namespace {

// Names a paragraph of a query: the id where there is one paragraph, id.N where there are more.
std::string query_name(std::string_view id, std::size_t paragraph, std::size_t count) {
    if (id.empty()) {
        return fmt::format("{}", paragraph);
    }
    return count == 1 ? std::string(id) : fmt::format("{}.{}", id, paragraph);
}

}  // namespace

Result<std::vector<HitRecord>> Reader::query(std::string_view text, std::string_view id,
                                             const QueryOptions& options) {
    return m_impl->question([&]() -> Result<std::vector<HitRecord>> {
        const text::Layout layout = text::lay_out(text, ParagraphMode::automatic);
        std::vector<HitRecord> all;
        for (std::size_t i = 0; i < layout.paragraphs.size(); ++i) {
            const ByteRange range = layout.paragraphs[i].range;
            LEITONG_TRY_ASSIGN(
                std::vector<HitRecord> hits,
                m_impl->hits(text.substr(range.begin, range.size()),
                             query_name(id, i + 1, layout.paragraphs.size()), options, nullptr));
            for (HitRecord& hit : hits) {
                for (Run& run : hit.runs) {
                    run.a = {run.a.begin + range.begin, run.a.end + range.begin};
                }
                all.push_back(std::move(hit));
            }
        }
        return all;
    });
}

Result<std::vector<HitRecord>> Reader::query_bytes(std::string_view bytes,
                                                   const QueryOptions& options) {
    LEITONG_TRY_ASSIGN(const text::Decoded decoded, text::decode(bytes));
    return query(decoded.utf8, "", options);
}

Result<std::vector<HitRecord>> Reader::query_paragraph(std::string_view document,
                                                       std::uint32_t paragraph,
                                                       const QueryOptions& options) {
    return m_impl->question([&]() -> Result<std::vector<HitRecord>> {
        LEITONG_TRY_ASSIGN(const Occurrence self, m_impl->paragraph(document, paragraph));
        LEITONG_TRY_ASSIGN(const auto text, m_impl->library.text(self.stored().text));
        const std::string paragraph_text = text->prepared.text;
        return m_impl->hits(paragraph_text, fmt::format("{}:{}", document, paragraph), options,
                            &self);
    });
}

}  // namespace leitong::engine
