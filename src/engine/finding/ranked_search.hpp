// The best answers of a store to a query, by the gram index (match/ranking.hpp). Private to engine.
//
// Threads: used by one thread. Memory: 10 bytes for the highest id of a typed text.
#pragma once

#include "leitong/match/prepared.hpp"
#include "leitong/match/ranking.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/common/library.hpp"

namespace leitong::engine {

class RankedSearch final : private match::GramSource {
public:
    // Cost: linear in the number of typed texts, once for a state of the store.
    [[nodiscard]] static Result<std::unique_ptr<RankedSearch>> create(Library& library);

    // Typed texts, best first.
    [[nodiscard]] Result<std::vector<match::RankedText>> find(const match::Prepared& query,
                                                              const match::RankingOptions& options);

    // How a text would be ranked for a query, and what speaks for it: the rarest grams that both
    // have, each with how many typed texts have it.
    struct Explained {
        match::Score score;
        std::vector<std::pair<std::string, std::uint32_t>> rarest;
    };
    [[nodiscard]] Result<Explained> explain(const match::Prepared& query,
                                            const match::Prepared& text);

private:
    RankedSearch(Library& library, store::GramSizes sizes)
        : m_library(library), m_sizes(std::move(sizes)), m_best(m_sizes.sizes, m_sizes.texts) {}

    Result<void> read(std::uint32_t gram, std::vector<std::uint32_t>& ids) override;
    Result<void> grams_of(std::uint32_t id, std::vector<std::uint32_t>& grams) override;
    // Reads the lists of the query's grams.
    [[nodiscard]] Result<std::vector<match::QueryGram>> look_up(const match::Prepared& query);

    Library& m_library;
    store::GramSizes m_sizes;
    match::BestTexts m_best;               // of m_sizes
    std::vector<std::uint32_t> m_grams;    // of the query, sorted
    std::vector<store::GramList> m_lists;  // theirs
};

}  // namespace leitong::engine
