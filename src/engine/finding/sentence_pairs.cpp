#include "sentence_pairs.hpp"

#include "leitong/match/align.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <limits>
#include <tuple>
#include <unordered_map>

#include "engine/common/threads.hpp"

namespace leitong::engine {

namespace {

constexpr std::size_t k_most_leaders = 4;     // that a piece is compared with for one key
constexpr std::uint64_t k_fewest_shared = 8;  // symbols that two pieces must have in common
constexpr std::size_t k_batch = 4096;         // pairs that a thread takes at once
constexpr std::size_t k_pairs_ahead = std::size_t{4} << 20;  // before repeated ones are dropped

std::uint64_t common_beginning(std::u32string_view a, std::u32string_view b) {
    return static_cast<std::uint64_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

constexpr std::uint32_t k_unlike = std::numeric_limits<std::uint32_t>::max();  // once aligned

bool is_enough(std::uint64_t shared, std::size_t shorter) {
    return shared >= k_fewest_shared && shared * 5 >= shorter * 2;
}

// The length of a longest common subsequence of one text with others, a machine word of places at
// once (Hyyrö 2004, "Bit-parallel LCS-length computation revisited"). No alignment is longer, so
// most pairs need none.
class CommonLength {
public:
    void set(std::u32string_view text) {
        m_size = text.size();
        m_words = (text.size() + 63) / 64;
        m_rows.clear();
        m_masks.clear();
        for (std::size_t at = 0; at < text.size(); ++at) {
            const auto [row, is_new] = m_rows.try_emplace(text[at], m_masks.size());
            if (is_new) {
                m_masks.resize(m_masks.size() + m_words, 0);
            }
            m_masks[row->second + at / 64] |= std::uint64_t{1} << (at % 64);
        }
    }

    [[nodiscard]] std::uint64_t with(std::u32string_view other) {
        m_state.assign(m_words, ~std::uint64_t{0});
        for (const char32_t symbol : other) {
            const auto row = m_rows.find(symbol);
            if (row != m_rows.end()) {
                step(&m_masks[row->second]);
            }
        }
        std::uint64_t length = 0;
        for (std::size_t word = 0; word < m_words; ++word) {
            const std::size_t bits = std::min<std::size_t>(64, m_size - word * 64);
            const std::uint64_t places = ~std::uint64_t{0} >> (64 - bits);
            length += static_cast<std::uint64_t>(std::popcount(~m_state[word] & places));
        }
        return length;
    }

private:
    void step(const std::uint64_t* mask) {
        std::uint64_t carry = 0;
        for (std::size_t word = 0; word < m_words; ++word) {
            const std::uint64_t state = m_state[word];
            const std::uint64_t partial = state + (state & mask[word]);
            const std::uint64_t sum = partial + carry;
            carry = partial < state || sum < partial ? 1 : 0;
            m_state[word] = sum | (state & ~mask[word]);
        }
    }

    std::size_t m_size = 0;
    std::size_t m_words = 0;
    std::unordered_map<char32_t, std::size_t> m_rows;  // of m_masks
    std::vector<std::uint64_t> m_masks;
    std::vector<std::uint64_t> m_state;
};

void drop_repeated(std::vector<std::uint64_t>& pairs) {
    std::ranges::sort(pairs);
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
}

}  // namespace

void SentencePairs::add(std::u32string_view symbols, const base::Hash128& hash,
                        std::span<const std::uint64_t> keys) {
    const auto number = static_cast<std::uint32_t>(m_pieces.size());
    m_pieces.push_back({hash, m_symbols.size(), static_cast<std::uint32_t>(symbols.size())});
    m_symbols += symbols;
    for (const std::uint64_t key : keys) {
        m_keys[key >> 60U].emplace_back(key, number);
    }
}

std::u32string_view SentencePairs::symbols(std::uint32_t piece) const {
    return std::u32string_view(m_symbols).substr(m_pieces[piece].begin, m_pieces[piece].size);
}

bool SentencePairs::comes_before(std::uint32_t a, std::uint32_t b) const {
    return std::tie(m_pieces[a].hash, a) < std::tie(m_pieces[b].hash, b);
}

void SentencePairs::add_pairs(std::vector<Key>& keys, std::vector<Pair>& pairs) const {
    std::ranges::sort(keys);
    std::vector<std::uint32_t> members;
    for (std::size_t begin = 0; begin < keys.size();) {
        std::size_t end = begin;
        members.clear();
        for (; end < keys.size() && keys[end].first == keys[begin].first; ++end) {
            members.push_back(keys[end].second);
        }
        begin = end;
        std::ranges::sort(members, [&](auto a, auto b) { return comes_before(a, b); });
        for (std::size_t i = 1; i < members.size(); ++i) {
            for (std::size_t leader = 0; leader < std::min(i, k_most_leaders); ++leader) {
                const auto [a, b] = std::minmax(members[leader], members[i]);
                pairs.push_back(std::uint64_t{a} << 32U | b);
            }
        }
    }
}

std::vector<SentencePairs::Pair> SentencePairs::candidates() {
    std::vector<Pair> pairs;
    std::size_t distinct = 0;
    for (std::vector<Key>& keys : m_keys) {
        add_pairs(keys, pairs);
        keys = {};
        if (pairs.size() > distinct * 2 + k_pairs_ahead) {
            drop_repeated(pairs);
            distinct = pairs.size();
        }
    }
    drop_repeated(pairs);
    return pairs;
}

std::uint64_t SentencePairs::pair_key(Pair pair) const {
    const auto a = static_cast<std::uint32_t>(pair >> 32U);
    const auto b = static_cast<std::uint32_t>(pair);
    const auto& [first, second] = std::minmax(m_pieces[a].hash, m_pieces[b].hash);
    const std::array<std::uint64_t, 4> both{first.high, first.low, second.high, second.low};
    return base::hash64(both.data(), sizeof both);
}

void SentencePairs::compare(std::span<const Pair> pairs, std::span<std::uint32_t> shared,
                            std::span<const KnownPair> known) const {
    CommonLength common;
    auto set = std::numeric_limits<std::uint32_t>::max();
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        auto a = static_cast<std::uint32_t>(pairs[i] >> 32U);
        auto b = static_cast<std::uint32_t>(pairs[i]);
        if (a != set) {
            common.set(symbols(a));
            set = a;
        }
        const std::size_t shorter = std::min(m_pieces[a].size, m_pieces[b].size);
        const std::uint64_t beginning = common_beginning(symbols(a), symbols(b));
        if (!is_enough(common.with(symbols(b)) + beginning, shorter)) {
            continue;
        }
        if (!known.empty()) {
            const std::uint64_t key = pair_key(pairs[i]);
            const auto at = std::ranges::lower_bound(known, key, {}, &KnownPair::key);
            if (at != known.end() && at->key == key) {
                shared[i] = at->shared == 0 ? k_unlike : at->shared;
                continue;
            }
        }
        // Which of two alignments as good is taken must not depend on numbers.
        if (!comes_before(a, b)) {
            std::swap(a, b);
        }
        const auto stretches = match::same_stretches(symbols(a), symbols(b));
        std::uint64_t found = match::total_length(stretches);
        if (stretches.empty() || stretches.front().a > 0) {
            found += beginning;
        }
        shared[i] = is_enough(found, shorter) ? static_cast<std::uint32_t>(found) : k_unlike;
    }
}

std::vector<cluster::Edge> SentencePairs::alike(unsigned threads,
                                                std::span<const KnownPair> known) {
    const std::vector<Pair> pairs = candidates();
    std::vector<std::uint32_t> shared(pairs.size(), 0);
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t at = next.fetch_add(k_batch); at < pairs.size();
             at = next.fetch_add(k_batch)) {
            const std::size_t count = std::min(k_batch, pairs.size() - at);
            compare(std::span(pairs).subspan(at, count), std::span(shared).subspan(at, count),
                    known);
        }
    };
    const std::size_t batches = pairs.size() / k_batch + 1;
    on_threads(static_cast<unsigned>(std::min<std::size_t>(threads, batches)),
               [&](unsigned) { work(); });
    std::vector<cluster::Edge> edges;
    m_compared.clear();
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        if (shared[i] > 0) {
            m_compared.push_back({pair_key(pairs[i]), shared[i] == k_unlike ? 0 : shared[i]});
        }
        if (shared[i] > 0 && shared[i] != k_unlike) {
            edges.push_back({static_cast<std::uint32_t>(pairs[i] >> 32U),
                             static_cast<std::uint32_t>(pairs[i]), shared[i]});
        }
    }
    std::ranges::sort(m_compared);
    m_compared.erase(std::unique(m_compared.begin(), m_compared.end()), m_compared.end());
    return edges;
}

}  // namespace leitong::engine
