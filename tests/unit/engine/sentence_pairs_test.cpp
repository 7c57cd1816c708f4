#include "engine/finding/sentence_pairs.hpp"

#include "leitong/match/align.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace leitong::engine {
namespace {

struct Piece {
    std::u32string symbols;
    base::Hash128 hash;
    std::vector<std::uint64_t> keys;
};

using Pairs =
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t>;  // to what is shared

std::string bytes_of(const std::u32string& symbols) {
    return {reinterpret_cast<const char*>(symbols.data()), symbols.size() * sizeof(char32_t)};
}

// Edited copies of a few texts, of all lengths about the machine words that the pairs are told in;
// keys are drawn, so that some are of two pieces and some of most.
std::vector<Piece> random_pieces(std::size_t count, unsigned seed) {
    std::mt19937 chance(seed);
    const auto below = [&](std::uint32_t end) {
        return std::uniform_int_distribution<std::uint32_t>(0, end - 1)(chance);
    };
    std::vector<std::u32string> bases;
    for (const std::size_t size : {9U, 40U, 63U, 64U, 65U, 119U, 129U, 150U}) {
        std::u32string base;
        while (base.size() < size) {
            base += static_cast<char32_t>(0x4E00 + below(60));
        }
        bases.push_back(base);
    }
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < count; ++i) {
        Piece piece;
        piece.symbols = bases[below(static_cast<std::uint32_t>(bases.size()))];
        for (std::uint32_t edits = below(60); edits > 0; --edits) {
            const std::uint32_t at = below(static_cast<std::uint32_t>(piece.symbols.size()));
            if (below(2) == 0 && piece.symbols.size() > 1) {
                piece.symbols.erase(at, 1);
            } else {
                piece.symbols.insert(at, 1, static_cast<char32_t>(0x4E00 + below(60)));
            }
        }
        piece.hash = base::hash128(bytes_of(piece.symbols));
        std::set<std::uint64_t> keys;
        for (std::uint32_t drawn = 1 + below(6); drawn > 0; --drawn) {
            const std::uint64_t number = below(4) == 0 ? below(3) : below(200);
            keys.insert(base::mix64(number));  // in all parts
        }
        piece.keys.assign(keys.begin(), keys.end());
        pieces.push_back(std::move(piece));
    }
    return pieces;
}

// What two pieces share, as the listing of templates defines it: all that a reader would call the
// same, and how they begin; 0 unless it is two fifths of the shorter and eight symbols.
std::uint32_t shared_of(const Piece& a, const Piece& b) {
    const auto stretches = match::same_stretches(a.symbols, b.symbols);
    std::uint64_t shared = match::total_length(stretches);
    if (stretches.empty() || stretches.front().a > 0) {
        for (std::size_t i = 0; i < a.symbols.size() && i < b.symbols.size(); ++i) {
            if (a.symbols[i] != b.symbols[i]) {
                break;
            }
            ++shared;
        }
    }
    const std::size_t shorter = std::min(a.symbols.size(), b.symbols.size());
    return shared >= 8 && shared * 5 >= shorter * 2 ? static_cast<std::uint32_t>(shared) : 0;
}

// Every pair is looked at: it is compared if, of some key, one is among the first four in order of
// content.
Pairs pairs_by_trying_all(const std::vector<Piece>& pieces) {
    const auto rank = [&](std::uint32_t piece) { return std::tie(pieces[piece].hash, piece); };
    Pairs found;
    for (std::uint32_t a = 0; a < pieces.size(); ++a) {
        for (std::uint32_t b = a + 1; b < pieces.size(); ++b) {
            const std::uint32_t first = rank(a) < rank(b) ? a : b;
            const std::uint32_t second = first == a ? b : a;
            const bool meet = std::ranges::any_of(pieces[a].keys, [&](std::uint64_t key) {
                if (!std::ranges::binary_search(pieces[b].keys, key)) {
                    return false;
                }
                std::size_t before = 0;
                for (std::uint32_t other = 0; other < pieces.size(); ++other) {
                    before += rank(other) < rank(first) &&
                                      std::ranges::binary_search(pieces[other].keys, key)
                                  ? 1U
                                  : 0U;
                }
                return before < 4;
            });
            const std::uint32_t shared = meet ? shared_of(pieces[first], pieces[second]) : 0;
            if (shared > 0) {
                found.emplace(std::pair(a, b), shared);
            }
        }
    }
    return found;
}

Pairs pairs_of(const std::vector<Piece>& pieces, unsigned threads,
               std::span<const KnownPair> known = {}) {
    SentencePairs pairs;
    for (const Piece& piece : pieces) {
        pairs.add(piece.symbols, piece.hash, piece.keys);
    }
    Pairs found;
    for (const cluster::Edge& edge : pairs.alike(threads, known)) {
        EXPECT_TRUE(found.emplace(std::pair(edge.a, edge.b), edge.strength).second);
    }
    return found;
}

TEST(SentencePairs, AreThoseThatTryingAllFinds) {
    for (unsigned seed = 1; seed <= 4; ++seed) {
        const std::vector<Piece> pieces = random_pieces(160, seed);
        const Pairs wanted = pairs_by_trying_all(pieces);
        ASSERT_GT(wanted.size(), 50U);
        EXPECT_EQ(pairs_of(pieces, 1), wanted) << "seed " << seed;
    }
}

TEST(SentencePairs, AreTheSameForAnyNumberOfThreads) {
    const std::vector<Piece> pieces = random_pieces(3000, 5);
    const Pairs one = pairs_of(pieces, 1);
    EXPECT_GT(one.size(), 2000U);
    EXPECT_EQ(pairs_of(pieces, 4), one);
}

TEST(SentencePairs, AreTheSameWithWhatIsKnown) {
    const std::vector<Piece> pieces = random_pieces(1000, 7);
    const std::vector<Piece> before(pieces.begin() + 100, pieces.begin() + 900);
    SentencePairs pairs;
    for (const Piece& piece : before) {
        pairs.add(piece.symbols, piece.hash, piece.keys);
    }
    (void)pairs.alike(1);
    const std::vector<KnownPair> known = pairs.take_compared();
    ASSERT_GT(known.size(), 100U);
    EXPECT_TRUE(std::ranges::is_sorted(known));
    EXPECT_EQ(pairs_of(pieces, 2, known), pairs_of(pieces, 1));
    // What is known is believed, not aligned again.
    std::vector<KnownPair> other = known;
    for (KnownPair& pair : other) {
        pair.shared = 0;
    }
    EXPECT_LT(pairs_of(pieces, 1, other).size(), pairs_of(pieces, 1).size());
}

TEST(SentencePairs, CostNoMoreThanLinearForAKeyThatAllHave) {
    std::vector<Piece> pieces = random_pieces(2000, 6);
    for (Piece& piece : pieces) {
        piece.keys = {7};
    }
    EXPECT_LE(pairs_of(pieces, 1).size(), 4 * pieces.size());
}

}  // namespace
}  // namespace leitong::engine
