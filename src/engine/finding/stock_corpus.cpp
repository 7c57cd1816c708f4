#include "stock_corpus.hpp"

#include "leitong/base/hash.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace leitong::engine {

namespace {

constexpr std::uint32_t k_none = ~0U;
// A text of more kinds of works than this does not tell that two are copies.
constexpr std::size_t k_most_kinds = 50;

using Numbers = std::vector<std::uint32_t>;

void put(Numbers& numbers, std::uint64_t index, std::uint32_t value) {
    if (index >= numbers.size()) {
        numbers.resize(std::max<std::size_t>(index + 1, numbers.size() + numbers.size() / 2),
                       k_none);
    }
    numbers[index] = value;
}

std::uint32_t at(const Numbers& numbers, std::uint64_t index) noexcept {
    return index < numbers.size() ? numbers[index] : k_none;
}

// The works that are copies of one another, as they are met.
class Kinds {
public:
    explicit Kinds(std::size_t texts) : m_kinds_of_text(texts) {}

    // The kind of a work with these texts (each once, sorted, with the bytes of each): its own
    // number, or that of the first work like it.
    std::uint32_t add(std::uint32_t work,
                      std::span<const std::pair<std::uint32_t, std::uint32_t>> texts,
                      std::uint64_t content) {
        std::uint64_t bytes = 0;
        for (const auto& [text, size] : texts) {
            bytes += size;
        }
        const auto [same, is_new] = m_by_content.try_emplace(content, work);
        const std::uint32_t kind = is_new ? like(texts, bytes).value_or(work) : same->second;
        same->second = kind;
        if (kind == work) {
            m_bytes[work] = bytes;
            for (const auto& [text, size] : texts) {
                if (m_kinds_of_text[text].size() < k_most_kinds) {
                    m_kinds_of_text[text].push_back(work);
                }
            }
        }
        return kind;
    }

private:
    [[nodiscard]] std::optional<std::uint32_t> like(
        std::span<const std::pair<std::uint32_t, std::uint32_t>> texts, std::uint64_t bytes) const {
        std::unordered_map<std::uint32_t, std::uint64_t> shared;
        for (const auto& [text, size] : texts) {
            if (m_kinds_of_text[text].size() >= k_most_kinds) {
                continue;
            }
            for (const std::uint32_t kind : m_kinds_of_text[text]) {
                shared[kind] += size;
            }
        }
        std::uint64_t most = 0;
        std::uint32_t best = k_none;
        for (const auto& [kind, both] : shared) {
            if (both > most || (both == most && kind < best)) {
                most = both;
                best = kind;
            }
        }
        const bool is_like = best != k_none && 2 * most >= bytes && 2 * most >= m_bytes.at(best);
        return is_like ? std::optional(best) : std::nullopt;
    }

    std::vector<Numbers> m_kinds_of_text;
    std::unordered_map<std::uint32_t, std::uint64_t> m_bytes;  // by kind
    std::unordered_map<std::uint64_t, std::uint32_t> m_by_content;
};

}  // namespace

Result<StockCorpus> StockCorpus::load(store::Store& store, const IsAsked& is_asked) {
    StockCorpus corpus;
    LEITONG_TRY(store.postings().scan(
        store::PostingKind::content,
        [&](std::uint64_t typed, std::span<const std::uint64_t> texts) {
            for (const std::uint64_t text : texts) {
                put(corpus.m_typed_of, text, static_cast<std::uint32_t>(typed));
            }
            return true;
        }));
    LEITONG_TRY(corpus.read_documents(store, is_asked));
    LEITONG_TRY(corpus.join_copies(store));
    corpus.list_places();
    return corpus;
}

Result<void> StockCorpus::read_documents(store::Store& store, const IsAsked& is_asked) {
    return store.documents([&](store::DocumentRow&& row) {
        const auto document = static_cast<std::uint32_t>(m_documents.size());
        const bool asked = is_asked(row.name);
        for (std::uint32_t i = 0; i < row.layout.works.size(); ++i) {
            const store::StoredWork& work = row.layout.works[i];
            for (std::uint32_t p = work.first_paragraph; p <= work.last_paragraph; ++p) {
                const store::StoredParagraph& paragraph = row.layout.paragraphs[p - 1];
                const std::uint32_t typed = at(m_typed_of, paragraph.text.value);
                if (is_structure(paragraph.role) || typed == k_none) {
                    continue;
                }
                std::uint32_t order = at(m_order_of, typed);
                if (order == k_none) {
                    order = static_cast<std::uint32_t>(m_entries.size());
                    put(m_order_of, typed, order);
                    put(m_first, paragraph.text.value, order);
                    m_entries.push_back(
                        {{document, i + 1, p, paragraph.range.begin, paragraph.text},
                         static_cast<std::uint32_t>(paragraph.range.size()),
                         templates::Asked::no});
                }
                if (asked) {
                    m_entries[order].asked = templates::Asked::yes;
                }
                m_orders.push_back(order);
            }
            m_start_of_work.push_back(static_cast<std::uint32_t>(m_orders.size()));
        }
        m_letters += row.letters;
        m_documents.push_back(std::move(row.name));
        return true;
    });
}

// For each order the first order of its cluster: paragraphs that are one text, as far as copying
// goes.
Result<std::vector<std::uint32_t>> StockCorpus::clusters_of_orders(store::Store& store) const {
    Numbers cluster_of(m_entries.size());
    std::iota(cluster_of.begin(), cluster_of.end(), 0U);
    LEITONG_TRY(store.clusters([&](const store::ClusterRow& row) {
        std::uint32_t first = k_none;
        for (const store::Neighbour& member : row.members) {
            first = std::min(first, at(m_order_of, member.typed.value));
        }
        for (const store::Neighbour& member : row.members) {
            if (const std::uint32_t order = at(m_order_of, member.typed.value); order != k_none) {
                cluster_of[order] = first;
            }
        }
        return true;
    }));
    return cluster_of;
}

Result<void> StockCorpus::join_copies(store::Store& store) {
    LEITONG_TRY_ASSIGN(const Numbers cluster_of, clusters_of_orders(store));
    Kinds kinds(m_entries.size());
    std::vector<std::pair<std::uint32_t, std::uint32_t>> texts;
    for (std::uint32_t work = 0; work + 1 < m_start_of_work.size(); ++work) {
        const auto orders = std::span(m_orders).subspan(
            m_start_of_work[work], m_start_of_work[work + 1] - m_start_of_work[work]);
        texts.clear();
        for (const std::uint32_t order : orders) {
            texts.emplace_back(cluster_of[order], m_entries[order].bytes);
        }
        std::ranges::sort(texts);
        const auto same =
            std::ranges::unique(texts, {}, [](const auto& text) { return text.first; });
        texts.erase(same.begin(), same.end());
        m_kind_of_work.push_back(
            kinds.add(work, texts, base::hash64(orders.data(), orders.size_bytes())));
    }
    return {};
}

// Of the works of a kind, the one that has a text most often tells how often it stands there.
void StockCorpus::list_places() {
    struct Stands {
        std::uint32_t order;
        std::uint32_t kind;
        std::uint32_t work;
        auto operator<=>(const Stands&) const = default;
    };
    std::vector<Stands> all;
    all.reserve(m_orders.size());
    for (std::uint32_t work = 0; work < m_kind_of_work.size(); ++work) {
        for (std::uint32_t i = m_start_of_work[work]; i < m_start_of_work[work + 1]; ++i) {
            all.push_back({m_orders[i], m_kind_of_work[work], work});
        }
    }
    m_orders = {};
    m_kind_of_work = {};
    m_start_of_work = {0};
    std::ranges::sort(all);
    m_start_of_places.assign(m_entries.size() + 1, 0);
    for (std::size_t first = 0; first < all.size();) {
        std::size_t next = first;
        std::uint32_t times = 0;
        for (; next < all.size() && all[next] == all[first]; ++next) {
            ++times;
        }
        const bool is_same_kind = first > 0 && all[first - 1].order == all[first].order &&
                                  all[first - 1].kind == all[first].kind;
        if (is_same_kind) {
            m_places.back().times = std::max(m_places.back().times, times);
        } else {
            m_places.push_back({all[first].kind, times});
        }
        m_start_of_places[all[first].order + 1] = m_places.size();
        first = next;
    }
}

std::span<const templates::StockPlace> StockCorpus::places(std::uint32_t order) const noexcept {
    return std::span(m_places).subspan(m_start_of_places[order],
                                       m_start_of_places[order + 1] - m_start_of_places[order]);
}

std::optional<std::uint32_t> StockCorpus::order_of(TextId text) const noexcept {
    const std::uint32_t order = at(m_first, text.value);
    return order == k_none ? std::nullopt : std::optional(order);
}

}  // namespace leitong::engine
