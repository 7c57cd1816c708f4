// Where else does this paragraph appear.
#include "leitong/sketch/anchors.hpp"
#include "leitong/sketch/minhash.hpp"
#include "leitong/text/decode.hpp"
#include "leitong/text/layout.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "reader_impl.hpp"

namespace leitong::engine {

namespace {

using store::PostingKind;

constexpr unsigned k_query_rows = 3;             // of a band's 4: reaches further down than pairs
constexpr std::size_t k_most_candidates = 400;   // compared exactly
constexpr std::size_t k_most_postings = 20'000;  // of anchors, rarest first
constexpr std::size_t k_shortest_search = 4;     // tokens; fewer say nothing
constexpr double k_lies_in = 0.8;                // containment that makes a hit at any similarity

// A typed text that may answer, and what speaks for it before it is read.
struct Candidate {
    TypedId id;
    double promise = 0;
};

class CandidatesOfQuery {
public:
    CandidatesOfQuery(Library& library, const match::Prepared& query)
        : m_library(library), m_query(query) {}

    Result<std::vector<Candidate>> find() {
        LEITONG_TRY(same_typed_text());
        LEITONG_TRY(by_bands());
        LEITONG_TRY(by_anchors());
        return best();
    }

private:
    Result<void> same_typed_text() {
        const base::Hash128 hash = text::typed_hash(m_query.folded);
        std::vector<std::uint64_t> values;
        const std::uint64_t key = hash.high & (store::k_posting_key_limit - 1);
        LEITONG_TRY(postings().find(PostingKind::typed_hash, key, key, values));
        m_found.insert(values.begin(), values.end());
        return {};
    }

    Result<void> by_bands() {
        if (m_query.shingles.empty()) {
            return {};
        }
        const sketch::MinHasher hasher;
        sketch::MinHash minima;
        hasher.sketch(m_query.shingles, minima);
        m_minhash = sketch::low_bytes(minima);
        std::vector<std::uint64_t> values;
        for (std::size_t band = 0; band < sketch::k_bands; ++band) {
            const sketch::KeyRange range =
                sketch::keys_sharing(sketch::band_key(m_minhash, band), k_query_rows);
            LEITONG_TRY(postings().find(store::band_kind(band), range.low, range.high, values));
        }
        m_found.insert(values.begin(), values.end());
        return {};
    }

    // Rare anchors say most; common ones (set phrases) are left when enough has been read.
    Result<void> by_anchors() {
        std::vector<std::uint64_t> anchors;
        sketch::anchor_candidates(m_query.tokens.values, anchors);
        std::ranges::sort(anchors);
        anchors.erase(std::unique(anchors.begin(), anchors.end()), anchors.end());

        std::vector<std::vector<std::uint64_t>> lists(anchors.size());
        for (std::size_t i = 0; i < anchors.size(); ++i) {
            LEITONG_TRY(postings().find(PostingKind::anchor, anchors[i], anchors[i], lists[i]));
        }
        std::ranges::sort(lists, {}, &std::vector<std::uint64_t>::size);
        std::size_t read = 0;
        for (const auto& list : lists) {
            read += list.size();
            if (read > k_most_postings) {
                break;
            }
            for (const std::uint64_t value : list) {
                m_found.insert(value);
                m_anchored[value] += 1.0 / static_cast<double>(anchors.size());
            }
        }
        return {};
    }

    Result<std::vector<Candidate>> best() {
        std::vector<Candidate> candidates;
        for (const std::uint64_t value : m_found) {
            LEITONG_TRY_ASSIGN(const auto signature, m_library.signature(TypedId{value}));
            if (!signature) {
                continue;
            }
            const double estimate =
                m_query.shingles.empty()
                    ? 0
                    : sketch::estimate_jaccard(sketch::agreeing(m_minhash, signature->minhash));
            const auto anchored = m_anchored.find(value);
            candidates.push_back(
                {TypedId{value},
                 std::max(estimate, anchored == m_anchored.end() ? 0 : anchored->second)});
        }
        std::ranges::sort(candidates, [](const Candidate& a, const Candidate& b) {
            return a.promise != b.promise ? a.promise > b.promise : a.id < b.id;
        });
        candidates.resize(std::min(candidates.size(), k_most_candidates));
        return candidates;
    }

    store::Postings& postings() { return m_library.store().postings(); }

    Library& m_library;
    const match::Prepared& m_query;
    sketch::MinHashBytes m_minhash{};
    std::unordered_set<std::uint64_t> m_found;
    std::unordered_map<std::uint64_t, double> m_anchored;
};

struct Answer {
    TypedId id;
    match::Comparison comparison;
    [[nodiscard]] double score() const noexcept {
        // Similarity, and for a text that lies in a longer one its containment, which counts for
        // less the more there is around it.
        return std::max(comparison.similarity, 0.5 * comparison.containment_a);
    }
};

std::optional<Answer> answer_of(const match::Prepared& query, const PreparedText& text,
                                const QueryOptions& options) {
    const match::Comparison comparison = match::compare(query, text.prepared);
    const bool is_answer =
        comparison.similarity >= options.min_similarity || comparison.containment_a >= k_lies_in ||
        (comparison.containment_b >= k_lies_in && !match::is_too_short(text.prepared));
    if (!is_answer || comparison.shared == 0) {
        return std::nullopt;
    }
    return Answer{text.typed, comparison};
}

// Too short for the index to promise that it finds a longer paragraph with this text in it.
bool is_below_guarantee(const match::Prepared& query) {
    const std::size_t size = query.tokens.values.size();
    return size >= k_shortest_search && size < sketch::k_guaranteed;
}

// Reads every text for a few characters that the index may have missed. Cost: linear in the store,
// about a second for 80 MB; only where the index has no answer.
Result<std::vector<Answer>> search_all(Library& library, const match::Prepared& query,
                                       const QueryOptions& options) {
    const std::u32string& wanted = query.folded.typed.symbols;
    std::vector<TextId> found;
    text::Folded folded;
    LEITONG_TRY(library.store().texts([&](const store::TextRow& row) {
        text::fold(row.text, folded);
        if (folded.typed.symbols.find(wanted) != std::u32string::npos) {
            found.push_back(row.id);
        }
        return found.size() < k_most_candidates;
    }));
    std::vector<Answer> answers;
    std::unordered_set<TypedId> seen;
    for (const TextId id : found) {
        LEITONG_TRY_ASSIGN(const auto text, library.text(id));
        const auto answer = answer_of(query, *text, options);
        if (answer && seen.insert(text->typed).second) {
            answers.push_back(*answer);
        }
    }
    return answers;
}

}  // namespace

Result<std::vector<HitRecord>> Reader::Impl::hits(std::string_view paragraph,
                                                  const std::string& query,
                                                  const QueryOptions& options,
                                                  const Occurrence* self) {
    constexpr match::Thresholds k_thresholds;
    match::Prepared prepared;
    match::prepare(paragraph, prepared);
    LEITONG_TRY_ASSIGN(const std::vector<Candidate> candidates,
                       CandidatesOfQuery(library, prepared).find());
    std::vector<Answer> answers;
    for (const Candidate& candidate : candidates) {
        LEITONG_TRY_ASSIGN(const auto text, library.any_text_of(candidate.id));

        if (const auto answer = answer_of(prepared, *text, options)) {
            answers.push_back(*answer);
        }
    }
    if (answers.empty() && is_below_guarantee(prepared)) {
        LEITONG_TRY_ASSIGN(answers, search_all(library, prepared, options));
    }

    std::ranges::sort(answers, [](const Answer& a, const Answer& b) {
        return a.score() != b.score() ? a.score() > b.score() : a.id < b.id;
    });

    std::vector<HitRecord> found;
    double last_score = 2;
    for (const Answer& answer : answers) {
        // Equal answers are all taken, so that the order among them is by name and not by number.
        if (found.size() >= options.top && answer.score() < last_score) {
            break;
        }
        last_score = answer.score();
        LEITONG_TRY_ASSIGN(const std::vector<TextId> texts, library.texts_of(answer.id));
        for (const TextId id : texts) {
            LEITONG_TRY_ASSIGN(const auto text, library.text(id));
            const match::Verdict verdict =
                match::relate(prepared, text->prepared, answer.comparison, k_thresholds);
            const std::vector<Run> runs = match::runs(prepared, text->prepared);
            LEITONG_TRY_ASSIGN(const auto occurrences, library.occurrences(id));
            for (const Occurrence& occurrence : occurrences) {
                const bool is_self = self != nullptr &&
                                     self->document->id == occurrence.document->id &&
                                     self->paragraph == occurrence.paragraph;
                if (is_self) {
                    continue;
                }
                HitRecord hit;
                hit.query = query;
                hit.ref = ref(occurrence);
                hit.relation = is_structure(occurrence.stored().role)
                                   ? Relation::stock
                                   : verdict.relation.value_or(Relation::similar);
                hit.similarity = answer.comparison.similarity;
                hit.containment = answer.comparison.containment_a;
                hit.runs = shifted(runs, 0, occurrence.stored().range.begin);
                hit.text = text->prepared.text;
                hit.rank = static_cast<std::uint32_t>(answer.score() * 1e6);  // until sorted
                found.push_back(std::move(hit));
            }
        }
    }
    std::ranges::stable_sort(found, [](const HitRecord& a, const HitRecord& b) {
        if (a.rank != b.rank) {
            return a.rank > b.rank;
        }
        const bool identical_a = a.relation == Relation::identical;
        const bool identical_b = b.relation == Relation::identical;
        return identical_a != identical_b ? identical_a : a.ref < b.ref;
    });
    found.resize(std::min<std::size_t>(found.size(), options.top));
    for (std::size_t i = 0; i < found.size(); ++i) {
        found[i].rank = static_cast<std::uint32_t>(i + 1);
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
