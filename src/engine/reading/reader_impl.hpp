// What the parts of Reader share. Private to engine.
#pragma once

#include "leitong/engine/reading.hpp"
#include "leitong/match/relation.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "engine/common/library.hpp"
#include "engine/finding/passage_index.hpp"
#include "engine/finding/ranked_search.hpp"
#include "reuse.hpp"

namespace leitong::engine {

// A text that scores less for a query than this (match/ranking.hpp), or less than such a part of
// what the best scores, is no answer to it: what is found below is mostly chance.
// docs/decisions/0011-ranking.md.
inline constexpr double k_least_score = 0.07;
inline constexpr double k_least_of_best = 0.125;

// More paragraphs than this of one text are listed with the centre only.
inline constexpr std::size_t k_most_listed = 50;

// A relation between two texts, without regard to where they stand.
struct TextPair {
    match::Comparison comparison;
    match::Verdict verdict;
    std::vector<Run> runs;  // bytes within each text
};

struct Reader::Impl {
    store::Store store;
    Library library;
    std::string path;
    std::uint64_t data_version = 0;
    std::unordered_map<std::uint64_t, TextPair> pair_cache;  // by both TextIds
    std::unique_ptr<PassageIndex> passages;                  // null until asked for
    std::unique_ptr<Reuse> reuse;
    std::unique_ptr<RankedSearch> ranked;

    Impl(store::Store opened, std::string store_path)
        : store(std::move(opened)), library(store), path(std::move(store_path)) {}

    // One question: a read transaction, so that all of it sees one state of the store.
    template <typename Work>
    auto question(Work&& work) -> decltype(work()) {
        LEITONG_TRY(store.begin());
        auto version = store.data_version();
        if (!version || *version != data_version) {
            library.forget_caches();
            pair_cache.clear();
            passages.reset();
            reuse.reset();
            ranked.reset();
            data_version = version ? *version : 0;
        }
        auto answer = work();
        (void)store.rollback();
        return answer;
    }

    [[nodiscard]] static Ref ref(const Occurrence& occurrence) {
        const store::StoredParagraph& stored = occurrence.stored();
        return {occurrence.document->name, stored.work, occurrence.paragraph, stored.range};
    }

    // Compares two texts of the store; cached.
    [[nodiscard]] Result<TextPair> compare(TextId a, TextId b);
    // Loaded once a state of the store.
    [[nodiscard]] Result<const PassageIndex*> passage_index();
    // Loaded once a state of the store.
    [[nodiscard]] Result<RankedSearch*> ranked_search();
    // Kept while the same is asked of the same state of the store.
    [[nodiscard]] Result<const Reuse*> find_reuse(const Filter& filter,
                                                  DocumentPairs pairs = DocumentPairs::wanted);
    // The paragraph that DOCUMENT:N names.
    [[nodiscard]] Result<Occurrence> paragraph(std::string_view document, std::uint32_t number);
    // Errc::not_found if the filter names a document or root that is not there.
    [[nodiscard]] Result<void> check(const Filter& filter);
    // Whether a document passes --document: itself, or anything of a root of that name.
    [[nodiscard]] static bool passes(const Filter& filter, const std::string& document);
    // Hits of one paragraph, named `query` in them; `self` is left out.
    [[nodiscard]] Result<std::vector<HitRecord>> hits(std::string_view paragraph,
                                                      const std::string& query,
                                                      const QueryOptions& options,
                                                      const Occurrence* self);
};

// Runs within two texts as runs of the documents they stand in.
[[nodiscard]] std::vector<Run> shifted(const std::vector<Run>& runs, std::uint64_t a,
                                       std::uint64_t b);

}  // namespace leitong::engine
