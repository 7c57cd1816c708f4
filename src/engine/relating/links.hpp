// Finding the links of typed texts: candidates and their verification, on several threads; and
// links as lists of neighbours. Private to engine.
#pragma once

#include "leitong/engine/indexing.hpp"

#include <span>
#include <string>
#include <vector>

#include "candidates.hpp"
#include "verification.hpp"

namespace leitong::engine {

struct LinkSearch {
    store::Store& store;
    const std::string& store_path;
    unsigned threads = 1;
    SketchTable& sketches;
    const ShingleTable& shingles;
    const RunContext& context;
};

// Writes the bands of texts that came after the last refresh, then finds all links with one of
// `asked`, sorted, each once, and the texts that must be asked about as well,
// which are found with them (they are added to `asked`).
[[nodiscard]] Result<std::vector<VerifiedLink>> find_links(const LinkSearch& search,
                                                           std::vector<TypedNumber>& asked,
                                                           const std::vector<TypedNumber>& gone);

// What a search of all texts found, before anything of it is written.
struct AllLinks {
    std::vector<std::vector<VerifiedLink>> parts;
    store::PostingBlocks bands;  // of texts that came after the last refresh

    // Out of the parts, sorted, each once.
    [[nodiscard]] std::vector<VerifiedLink> take_links();
};

// All links of a store whose every text came after the last refresh. The table of signatures must
// be complete.
[[nodiscard]] Result<AllLinks> find_all_links(const LinkSearch& search);

// Neighbours of every text that has any, in two arrays.
class NeighbourLists {
public:
    // `links` sorted by low, then high, each once.
    explicit NeighbourLists(std::span<const VerifiedLink> links);

    // Sorted by typed.
    [[nodiscard]] std::span<const store::Neighbour> of(TypedNumber id) const noexcept;
    // The texts that have neighbours, sorted.
    [[nodiscard]] std::vector<TypedNumber> ids() const;

private:
    std::vector<std::uint32_t> m_first;  // of text i: entries [first[i], first[i + 1])
    std::vector<store::Neighbour> m_entries;
};

}  // namespace leitong::engine
