// What leitong found in a store against brute force: the exact Jaccard similarity of all pairs of
// distinct typed texts, by a set-similarity join that leaves out no pair.
//
// Usage: leitong_recall_oracle STORE
//
// Prints a table and exits with 1 unless recall is ≥ 0.999 at similarity ≥ 0.8 and ≥ 0.99 at ≥ 0.7,
// every link of the store says the exact number of shared shingles, every edge below the near
// threshold is a variant, and every pair of J ≥ 0.5 that meets in a band, whichever, is linked,
// but for two kinds, which are counted: pairs that meet in big buckets only, which are not compared
// all with all, and pairs whose signatures say far less than is true, of which there may be one in
// 10,000.
//
// Texts of fewer than match::k_fewest_shingles shingles are no evidence and take part in nothing.
//
// Oracle: shingles are ranked by how rare they are; two sets of J ≥ t share one among the first
// n − ⌈t·n⌉ + 1 of either in that order (prefix filter: Chaudhuri, Ganti and Kaushik 2006;
// AllPairs: Bayardo, Ma and Srikant 2007). Nothing here knows bands, signatures or anchors, but the
// last law.
#include "leitong/match/prepared.hpp"
#include "leitong/match/relation.hpp"
#include "leitong/sketch/minhash.hpp"
#include "leitong/store/store.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <cmath>
#include <cstdio>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace leitong {
namespace {

constexpr double k_least = 0.5;

// As leitong has them (docs/decisions/): the largest bucket of which all pairs are looked at, and
// the estimate below which a pair is not.
constexpr std::size_t k_all_pairs = 256;
constexpr double k_least_estimate = 0.3;
constexpr double k_most_misjudged = 1e-4;

struct Item {
    TypedId id;
    std::string text;
    std::vector<sketch::Shingle> shingles;  // sorted
    std::vector<std::uint32_t> ranks;       // the same, rarest first
    sketch::MinHashBytes minhash{};
    std::bitset<sketch::k_bands> in_big_bucket;
    std::vector<store::Neighbour> links;
};

struct Level {
    double least;
    double most;
    std::uint64_t pairs = 0;
    std::uint64_t found = 0;
    std::uint64_t edges = 0;
};

[[noreturn]] void die(const std::string& why) {
    std::fprintf(stderr, "%s\n", why.c_str());
    std::exit(2);
}

template <typename T>
T must(Result<T> result) {
    if (!result) {
        die(result.error().message.text(Language::en));
    }
    return std::move(*result);
}

void must(const Result<void>& result) {
    if (!result) {
        die(result.error().message.text(Language::en));
    }
}

std::vector<Item> read_items(store::Store& store) {
    std::unordered_map<std::uint64_t, std::string> texts;
    must(store.texts([&](const store::TextRow& row) {
        texts.emplace(row.typed.value, row.text);
        return true;
    }));
    std::unordered_map<std::uint64_t, std::vector<store::Neighbour>> links;
    must(store.links([&](const store::LinkRow& row) {
        links.emplace(row.id.value, row.neighbours);
        return true;
    }));
    std::vector<Item> items;
    const sketch::MinHasher hasher;
    sketch::MinHash minima;
    match::Prepared prepared;
    must(store.signatures([&](const store::SignatureRow& row) {
        match::prepare(texts.at(row.id.value), prepared);
        if (match::is_too_short(prepared)) {
            return true;
        }
        Item item;
        item.id = row.id;
        item.text = prepared.text;
        item.shingles = prepared.shingles;
        item.links = links[row.id.value];
        hasher.sketch(item.shingles, minima);
        item.minhash = sketch::low_bytes(minima);
        items.push_back(std::move(item));
        return true;
    }));
    return items;
}

void note_big_buckets(std::vector<Item>& items) {
    std::vector<std::pair<std::uint32_t, std::size_t>> keys(items.size());
    for (std::size_t band = 0; band < sketch::k_bands; ++band) {
        for (std::size_t i = 0; i < items.size(); ++i) {
            keys[i] = {sketch::band_key(items[i].minhash, band), i};
        }
        std::ranges::sort(keys);
        for (auto first = keys.begin(); first != keys.end();) {
            const auto last = std::find_if(
                first, keys.end(), [&](const auto& key) { return key.first != first->first; });
            for (auto at = first; at != last; ++at) {
                items[at->second].in_big_bucket[band] =
                    static_cast<std::size_t>(last - first) > k_all_pairs;
            }
            first = last;
        }
    }
}

// Ranks shingles, the rarest first, and sorts items by size.
void rank(std::vector<Item>& items) {
    std::unordered_map<sketch::Shingle, std::uint32_t> count;
    for (const Item& item : items) {
        for (const sketch::Shingle shingle : item.shingles) {
            ++count[shingle];
        }
    }
    std::vector<std::pair<std::uint32_t, sketch::Shingle>> order;
    order.reserve(count.size());
    for (const auto& [shingle, times] : count) {
        order.emplace_back(times, shingle);
    }
    std::ranges::sort(order);
    std::unordered_map<sketch::Shingle, std::uint32_t> rank_of;
    rank_of.reserve(order.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) {
        rank_of[order[i].second] = i;
    }
    for (Item& item : items) {
        for (const sketch::Shingle shingle : item.shingles) {
            item.ranks.push_back(rank_of[shingle]);
        }
        std::ranges::sort(item.ranks);
    }
    std::ranges::sort(items, {}, [](const Item& item) { return item.shingles.size(); });
}

const store::Neighbour* link_between(const Item& a, const Item& b) {
    const auto found = std::ranges::lower_bound(a.links, b.id, {}, &store::Neighbour::typed);
    return found != a.links.end() && found->typed == b.id ? &*found : nullptr;
}

class Oracle {
public:
    explicit Oracle(std::vector<Item> items) : m_items(std::move(items)) {}

    void join() {
        std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> index;
        std::vector<std::uint32_t> last_met(m_items.size(), ~0U);
        for (std::uint32_t i = 0; i < m_items.size(); ++i) {
            const std::size_t size = m_items[i].ranks.size();
            const auto least = static_cast<std::size_t>(std::ceil(k_least * double(size) - 1e-9));
            for (std::size_t at = 0; at < size - least + 1; ++at) {
                std::vector<std::uint32_t>& list = index[m_items[i].ranks[at]];
                for (const std::uint32_t other : list) {
                    const bool is_near_in_size =
                        double(m_items[other].ranks.size()) >= k_least * double(size) - 1e-9;
                    if (is_near_in_size && last_met[other] != i) {
                        last_met[other] = i;
                        look_at(m_items[other], m_items[i]);
                    }
                }
                list.push_back(i);
            }
        }
    }

    void check_links() {
        std::unordered_map<std::uint64_t, const Item*> by_id;
        for (const Item& item : m_items) {
            by_id[item.id.value] = &item;
        }
        for (const Item& item : m_items) {
            for (const store::Neighbour& link : item.links) {
                const auto other = by_id.find(link.typed.value);
                if (other == by_id.end()) {
                    complain("links to no text", item, item);
                    continue;
                }
                if (item.id < link.typed) {
                    check_link(item, *other->second, link);
                }
            }
        }
    }

    int report() {
        std::printf("typed texts %zu\n", m_items.size());
        std::printf("| similarity | pairs | linked | recall |\n|---|---|---|---|\n");
        for (const Level& level : m_levels) {
            std::printf("| %.1f – %.1f | %llu | %llu | %.6f |\n", level.least, level.most,
                        count(level.pairs), count(level.found), share(level.found, level.pairs));
        }
        const double at_8 = recall_from(0.8);
        const double at_7 = recall_from(0.7);
        std::printf("recall at J >= 0.8: %.6f, at J >= 0.7: %.6f; links checked: %llu\n", at_8,
                    at_7, count(m_links));
        std::printf(
            "pairs of J >= 0.5 that meet in a band: %llu; not linked: %llu that meet in big "
            "buckets only, %llu whose signatures say less than %.1f\n",
            count(m_meeting), count(m_in_big_buckets), count(m_misjudged), k_least_estimate);
        if (double(m_misjudged) > k_most_misjudged * double(m_meeting)) {
            ++m_complaints;
            std::printf("FAIL: signatures\n");
        }
        const bool is_enough = at_8 >= 0.999 && at_7 >= 0.99 && m_levels[3].pairs > 0;
        if (!is_enough) {
            std::printf("FAIL: recall\n");
        }
        return is_enough && m_complaints == 0 ? 0 : 1;
    }

private:
    static unsigned long long count(std::uint64_t value) { return value; }
    static double share(std::uint64_t part, std::uint64_t all) {
        return all == 0 ? 1 : double(part) / double(all);
    }

    void look_at(const Item& a, const Item& b) {
        const std::uint32_t shared = sketch::intersection_size(a.shingles, b.shingles);
        const double similarity =
            sketch::jaccard(shared, static_cast<std::uint32_t>(a.shingles.size()),
                            static_cast<std::uint32_t>(b.shingles.size()));
        if (similarity < k_least) {
            return;
        }
        const store::Neighbour* link = link_between(a, b);
        for (Level& level : m_levels) {
            if (similarity >= level.least && (similarity < level.most || level.most == 1.0)) {
                ++level.pairs;
                level.found += link != nullptr ? 1U : 0U;
                level.edges += link != nullptr && link->is_edge ? 1U : 0U;
                break;
            }
        }
        if (similarity >= 0.8 && link != nullptr && !link->is_edge) {
            complain("near, but no edge", a, b);
        }
        bool meet = false;
        bool meet_in_small = false;
        for (std::size_t band = 0; band < sketch::k_bands; ++band) {
            const bool is_shared =
                sketch::band_key(a.minhash, band) == sketch::band_key(b.minhash, band);
            meet = meet || is_shared;
            meet_in_small = meet_in_small || (is_shared && !a.in_big_bucket[band]);
        }
        m_meeting += meet ? 1U : 0U;
        if (!meet || link != nullptr) {
            return;
        }
        if (!meet_in_small) {
            ++m_in_big_buckets;
        } else if (sketch::estimate_jaccard(sketch::agreeing(a.minhash, b.minhash)) <
                   k_least_estimate) {
            ++m_misjudged;
        } else {
            complain("meet in a band, but are not linked", a, b);
        }
    }

    void check_link(const Item& a, const Item& b, const store::Neighbour& link) {
        ++m_links;
        if (sketch::intersection_size(a.shingles, b.shingles) != link.shared) {
            complain("shared shingles are not what the link says", a, b);
        }
        const store::Neighbour* back = link_between(b, a);
        if (back == nullptr || back->shared != link.shared || back->is_edge != link.is_edge) {
            complain("linked on one side only", a, b);
        }
    }

    void complain(const char* what, const Item& a, const Item& b) {
        if (++m_complaints <= 10) {
            std::printf("FAIL: %s\n  %s\n  %s\n", what, a.text.c_str(), b.text.c_str());
        }
    }

    double recall_from(double least) const {
        std::uint64_t pairs = 0;
        std::uint64_t found = 0;
        for (const Level& level : m_levels) {
            if (level.least >= least) {
                pairs += level.pairs;
                found += level.found;
            }
        }
        return share(found, pairs);
    }

    std::vector<Item> m_items;
    std::array<Level, 5> m_levels = {{{0.5, 0.6}, {0.6, 0.7}, {0.7, 0.8}, {0.8, 0.9}, {0.9, 1.0}}};
    std::uint64_t m_links = 0;
    std::uint64_t m_meeting = 0;
    std::uint64_t m_in_big_buckets = 0;
    std::uint64_t m_misjudged = 0;
    std::uint64_t m_complaints = 0;
};

// The parameters that the store itself says it was made with.
store::ParameterList parameters_of(const std::string& path) {
    store::Store store = must(store::Store::open_reader(path, {}));
    return must(store.parameters());
}

int run(const std::string& path) {
    store::Store store = must(store::Store::open_reader(path, parameters_of(path)));
    must(store.begin());
    std::vector<Item> items = read_items(store);
    note_big_buckets(items);
    rank(items);
    Oracle oracle(std::move(items));
    oracle.join();
    oracle.check_links();
    return oracle.report();
}

}  // namespace
}  // namespace leitong

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: leitong_recall_oracle STORE\n");
        return 2;
    }
    return leitong::run(argv[1]);
}
