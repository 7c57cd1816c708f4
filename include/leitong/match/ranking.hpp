// How well a text answers a query: rare evidence counts more than common.
//
// A gram (sketch/grams.hpp) that n of N texts have weighs r², r = ln(1 + (N + B − n + ½) / (n +
// ½)): its rarity, inverse document frequency as BM25 has it (Robertson and Spärck Jones 1976). B
// texts that have none of it are taken to be there besides, so that in a store of a few copies what
// they share is not common. Then
//
//   containment  c = weight of the query's grams that the text has / weight of all of the query's
//   excess       o = grams of the text that the query has not / grams of the query
//   likeness     l = c / √(c + o), the cosine of the two, where what the text has besides is taken
//                    to be as rare as the query is
//   score        s = (2 l + c) / 3
//
// 1 for equal sets of grams; 0 where fewer than four are shared that are not half of the query by
// weight, because that is chance in whatever is long enough. More evidence never lowers a score,
// more other text never raises it; likeness alone would bury what is quoted in a long paragraph,
// containment alone would prefer long ones. docs/decisions/0011-ranking.md has what else was tried.
//
// Units:   scores are fractions in [0, 1]. Threads: stateless but for the buffers of BestTexts.
#pragma once

#include "leitong/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace leitong::match {

inline constexpr std::uint32_t k_background_texts = 1000;  // B
inline constexpr std::uint32_t k_fewest_grams = 4;         // shared; or:
inline constexpr double k_much_of_query = 0.5;             // containment

// What a gram of `having` of `texts` texts weighs. Falls with `having`; never negative.
[[nodiscard]] double weight_of(std::uint32_t having, std::uint32_t texts) noexcept;

struct Evidence {
    double shared_weight = 0;
    double query_weight = 0;
    std::uint32_t shared = 0;  // grams
    std::uint32_t query = 0;
    std::uint32_t text = 0;
};

struct Score {
    double containment = 0;
    double likeness = 0;
    double value = 0;
};

[[nodiscard]] Score score_of(const Evidence& evidence) noexcept;

// A gram of the query, and how many texts have it.
struct QueryGram {
    std::uint32_t gram = 0;
    std::uint32_t texts = 0;
};

// Where the texts of a gram are read from.
class GramSource {
public:
    GramSource() = default;
    GramSource(const GramSource&) = delete;
    GramSource& operator=(const GramSource&) = delete;
    virtual ~GramSource() = default;
    // Appends the ids of the texts that have a gram, perhaps also of texts whose size is 0.
    [[nodiscard]] virtual Result<void> read(std::uint32_t gram,
                                            std::vector<std::uint32_t>& ids) = 0;
    // Fills `grams` with the set of a text: sorted, each once.
    [[nodiscard]] virtual Result<void> grams_of(std::uint32_t id,
                                                std::vector<std::uint32_t>& grams) = 0;
};

struct RankedText {
    std::uint32_t id = 0;
    Score score;
};

struct RankingOptions {
    std::size_t most = 10;
    double least_score = 0;
};

// Finds the texts with the best scores without reading all there is: grams are read rarest first;
// once no text that has not been met can be among the best, none is met any more; and once few are
// left that can, these few are read instead of the rest (after MaxScore; Turtle and Flood 1995).
// The result is that of scoring every text; equal scores are in order of id, and all that equal the
// last are in.
//
// Buffers are kept from one query to the next: 8 bytes for the highest id. Used by one thread.
class BestTexts {
public:
    // `sizes` by id: how many grams a text has; 0: there is no such text. `texts`: how many there
    // are. Keeps the span.
    BestTexts(std::span<const std::uint16_t> sizes, std::uint32_t texts);

    // `grams`: the query's set, in any order.
    [[nodiscard]] Result<std::vector<RankedText>> find(std::vector<QueryGram> grams,
                                                       GramSource& source,
                                                       const RankingOptions& options);

    // What the last find() read, for measuring and tests.
    [[nodiscard]] std::uint64_t ids_read() const noexcept { return m_ids_read; }
    [[nodiscard]] std::uint64_t texts_read() const noexcept { return m_texts_read; }

private:
    struct Met {
        float weight = 0;
        std::uint32_t shared = 0;
    };
    // The query: its grams, rarest first, and how far they have been read.
    struct Question {
        std::vector<QueryGram> grams;
        std::vector<float> weights;
        double weight = 0;       // of all
        double rest_weight = 0;  // of those not read
        std::uint64_t rest_ids = 0;
        std::size_t read = 0;
    };

    [[nodiscard]] Question question(std::vector<QueryGram> grams) const;
    [[nodiscard]] Result<void> read_next(Question& question, GramSource& source);
    [[nodiscard]] Evidence evidence(const Question& question, std::uint32_t id) const noexcept;
    // What a text that has not been met may come to at most.
    [[nodiscard]] static double promise_of_unmet(const Question& question) noexcept;
    [[nodiscard]] double least_of_best(const Question& question, const RankingOptions& options);
    [[nodiscard]] Result<void> meet(Question& question, GramSource& source,
                                    const RankingOptions& options);
    [[nodiscard]] Result<void> decide(Question& question, GramSource& source,
                                      const RankingOptions& options);
    void drop_hopeless(const Question& question, double least);
    [[nodiscard]] Result<void> read_text(const Question& question, GramSource& source,
                                         std::uint32_t id);
    [[nodiscard]] std::vector<RankedText> best(const Question& question,
                                               const RankingOptions& options) const;
    void forget() noexcept;
    void fetch_ahead(const std::vector<std::uint32_t>& ids, std::size_t at) const noexcept;

    std::span<const std::uint16_t> m_sizes;
    std::uint32_t m_texts = 0;
    std::vector<Met> m_met;                // by id; all zero between queries
    std::vector<std::uint32_t> m_hopeful;  // ids met, without those that were dropped
    bool m_is_meeting = false;             // whether ids not met yet are
    struct Weighed {
        float weight = 0;
        std::uint32_t id = 0;
    };
    std::vector<Weighed> m_heaviest;     // scratch
    std::vector<std::uint32_t> m_ids;    // scratch
    std::vector<std::uint32_t> m_grams;  // scratch
    std::uint64_t m_ids_read = 0;
    std::uint64_t m_texts_read = 0;
};

}  // namespace leitong::match
