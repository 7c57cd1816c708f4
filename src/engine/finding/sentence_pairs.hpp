// Which pieces of text are alike: those with a key in common are compared, each with a few leaders,
// so that no key costs more than linear. Private to engine.
//
// Order:   what is alike does not depend on the number of threads.
// Threads: add from one thread; alike() uses as many as it is told.
// Memory:  16 bytes a key, 4 a symbol, 8 a pair.
#pragma once

#include "leitong/base/hash.hpp"
#include "leitong/cluster/stars.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leitong::engine {

// Two pieces that were compared before: a hash of both, and the symbols that they share; 0 if they
// are not alike.
struct KnownPair {
    std::uint64_t key = 0;
    std::uint32_t shared = 0;

    friend auto operator<=>(const KnownPair&, const KnownPair&) = default;
};

class SentencePairs {
public:
    // A further piece, numbered in order: its typed view, a hash of its text, and its keys, each
    // once.
    void add(std::u32string_view symbols, const base::Hash128& hash,
             std::span<const std::uint64_t> keys);

    [[nodiscard]] const base::Hash128& hash(std::uint32_t piece) const {
        return m_pieces[piece].hash;
    }

    // Pieces a < b that are alike, in order, with the symbols that they share. Forgets the keys.
    // What is known, sorted by key, is not aligned again.
    [[nodiscard]] std::vector<cluster::Edge> alike(unsigned threads,
                                                   std::span<const KnownPair> known = {});
    // Of the pairs that were compared then, those that had to be aligned or were known: sorted.
    [[nodiscard]] std::vector<KnownPair> take_compared() { return std::move(m_compared); }

private:
    struct Piece {
        base::Hash128 hash;
        std::uint64_t begin = 0;  // of its symbols
        std::uint32_t size = 0;
    };
    using Key = std::pair<std::uint64_t, std::uint32_t>;  // key, piece
    using Pair = std::uint64_t;                           // smaller piece << 32 | larger piece

    [[nodiscard]] std::u32string_view symbols(std::uint32_t piece) const;
    [[nodiscard]] bool comes_before(std::uint32_t a, std::uint32_t b) const;
    void add_pairs(std::vector<Key>& keys, std::vector<Pair>& pairs) const;
    [[nodiscard]] std::vector<Pair> candidates();
    void compare(std::span<const Pair> pairs, std::span<std::uint32_t> shared,
                 std::span<const KnownPair> known) const;
    // Which of the two comes first must not depend on numbers.
    [[nodiscard]] std::uint64_t pair_key(Pair pair) const;

    static constexpr std::size_t k_parts = 16;

    std::vector<Piece> m_pieces;
    std::u32string m_symbols;
    std::vector<KnownPair> m_compared;
    std::array<std::vector<Key>, k_parts> m_keys;  // by the first bits of the key
};

}  // namespace leitong::engine
