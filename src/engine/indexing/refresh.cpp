#include "refresh.hpp"

#include "leitong/base/assert.hpp"

#include <algorithm>
#include <future>
#include <limits>
#include <memory>
#include <unordered_map>
#include <unordered_set>

#include "engine/common/library.hpp"
#include "engine/relating/clustering.hpp"
#include "engine/relating/fresh_clusters.hpp"
#include "engine/relating/links.hpp"
#include "gram_upkeep.hpp"

namespace leitong::engine {

namespace {

// Where more than one text in so many is new, reading all signatures is cheaper than looking up.
constexpr std::size_t k_look_up_share = 16;

// What pending rows turn out to be.
struct Work {
    std::vector<TypedNumber> match;    // texts whose pairs are to be found anew
    std::vector<TypedNumber> gone;     // texts that no document has any more
    std::vector<TypedNumber> cluster;  // texts whose paragraphs are more or fewer
};

TypedNumber number(TypedId id) {
    LEITONG_ASSERT(id.value < std::numeric_limits<TypedNumber>::max(),
                   "a store holds fewer than 4 billion texts");
    return static_cast<TypedNumber>(id.value);
}

class Refresh {
public:
    Refresh(store::Store& store, const RefreshOptions& options, RunLog& log,
            const RunContext& context)
        : m_store(store), m_options(options), m_log(log), m_context(context), m_library(store) {}

    Result<void> run() {
        if (m_options.fresh != nullptr) {
            return run_fresh();
        }
        LEITONG_TRY_ASSIGN(const std::vector<store::PendingRow> pending, m_store.pending());
        if (pending.empty()) {
            return {};
        }
        LEITONG_TRY(sort_out(pending));
        LEITONG_TRY_ASSIGN(const store::Counts counts, m_store.counts());
        const bool is_large = m_work.match.size() * k_look_up_share > counts.typed_texts;
        SketchTable sketches;
        ShingleTable shingles;
        if (is_large) {
            LEITONG_TRY(sketches.load_all(m_store));
            LEITONG_TRY(load_shingles(shingles));
        }
        for (const TypedNumber id : m_work.gone) {
            sketches.mark_gone(id);
        }
        // Before their texts are.
        LEITONG_TRY(forget_grams(m_library, m_work.gone));
        report(Stage::matching, 0);
        LEITONG_TRY_ASSIGN(m_links, find_links({m_store, m_options.store_path, m_options.threads,
                                                sketches, shingles, m_context},
                                               m_work.match, m_work.gone));
        LEITONG_TRY(write_links());
        LEITONG_TRY(is_large ? recluster_all(m_store, m_touched, m_log, m_context)
                             : recluster_around(m_store, m_library, m_touched, m_log, m_context));
        for (const TypedNumber id : m_work.gone) {
            LEITONG_TRY(m_store.delete_signature(TypedId{id}));
            LEITONG_TRY(m_store.delete_link(TypedId{id}));
        }
        return m_store.clear_pending();
    }

private:
    // Every text was written by this run and is in memory.
    Result<void> run_fresh() {
        RunTexts& texts = *m_options.fresh;
        report(Stage::matching, 0);
        LEITONG_TRY_ASSIGN(const ClusterKey last, m_store.last_cluster_key());
        LEITONG_TRY_ASSIGN(AllLinks found,
                           find_all_links({m_store, m_options.store_path, m_options.threads,
                                           texts.sketches, texts.shingles, m_context}));
        texts.shingles = {};
        report(Stage::clustering, 0, texts.sketches.size());
        auto making = std::async(std::launch::async, [&] {
            return std::make_unique<FreshClusters>(texts, found.take_links(), last);
        });
        LEITONG_TRY(m_store.postings().append(found.bands));
        LEITONG_TRY(making.get()->write(m_store, m_log, m_context.today));
        return m_store.clear_pending();
    }

    // As far as the budget goes: cheaper in one go than text by text in the order of pairs.
    Result<void> load_shingles(ShingleTable& table) {
        match::Prepared prepared;
        return m_store.texts([&](const store::TextRow& row) {
            if (row.id.value != row.typed.value) {
                return true;  // a typed text has the number of the first text that had it
            }
            match::prepare(row.text, prepared);
            return table.add(number(row.typed), prepared.shingles);
        });
    }

    // Forgets texts that no document has any more, and sees what that means for their typed text.
    Result<void> sort_out(const std::vector<store::PendingRow>& pending) {
        for (const store::PendingRow& row : pending) {
            bool matches = (row.why & store::k_pending_match) != 0;
            if ((row.why & store::k_pending_check) != 0) {
                LEITONG_TRY_ASSIGN(const Presence presence, check(row.id));
                if (presence == Presence::gone) {
                    m_work.gone.push_back(number(row.id));
                    continue;
                }
                matches = matches || presence == Presence::fewer_texts;
            }
            (matches ? m_work.match : m_work.cluster).push_back(number(row.id));
        }
        return {};
    }

    enum class Presence : std::uint8_t { same, fewer_texts, gone };

    Result<Presence> check(TypedId id) {
        LEITONG_TRY_ASSIGN(std::vector<TextId> texts, m_library.texts_of(id));
        if (texts.empty()) {  // a text without letters has no typed text and stands for itself
            texts.push_back(TextId{id.value});
        }
        std::size_t left = 0;
        for (const TextId text : texts) {
            LEITONG_TRY_ASSIGN(const auto occurrences, m_library.occurrences(text));
            if (!occurrences.empty()) {
                ++left;
                continue;
            }
            m_forgotten_texts.push_back(text);
        }
        // Texts are deleted when their old links have been read.
        return left == 0             ? Presence::gone
               : left < texts.size() ? Presence::fewer_texts
                                     : Presence::same;
    }

    // Replaces the links of what was matched or is gone, on both sides.
    Result<void> write_links() {
        std::unordered_set<TypedNumber> renewed(m_work.match.begin(), m_work.match.end());
        renewed.insert(m_work.gone.begin(), m_work.gone.end());
        const NeighbourLists neighbours(m_links);
        m_touched.assign(m_work.match.begin(), m_work.match.end());
        m_touched.insert(m_touched.end(), m_work.cluster.begin(), m_work.cluster.end());
        m_touched.insert(m_touched.end(), m_work.gone.begin(), m_work.gone.end());

        // Texts that had a link to something renewed, or have one now, without being so themselves.
        std::unordered_set<TypedNumber> partners;
        for (const TypedNumber id : neighbours.ids()) {
            if (!renewed.contains(id)) {
                partners.insert(id);
            }
        }
        for (const TypedNumber id : renewed) {
            LEITONG_TRY_ASSIGN(const auto old, m_store.link(TypedId{id}));
            for (const store::Neighbour& neighbour :
                 old ? old->neighbours : std::vector<store::Neighbour>{}) {
                const TypedNumber other = number(neighbour.typed);
                if (!renewed.contains(other)) {
                    partners.insert(other);
                }
            }
        }
        for (const TypedNumber id : partners) {
            LEITONG_TRY(write_partner(id, renewed, neighbours));
            m_touched.push_back(id);
        }
        std::ranges::sort(m_work.match);
        for (const TypedNumber id : m_work.match) {
            LEITONG_TRY_ASSIGN(auto old, m_store.link(TypedId{id}));
            const auto found = neighbours.of(id);
            if (found.empty() && !old) {
                continue;
            }
            LEITONG_TRY(m_store.put_link(
                {TypedId{id}, old ? old->cluster : ClusterKey{}, {found.begin(), found.end()}}));
        }
        for (const TextId text : m_forgotten_texts) {
            LEITONG_TRY(m_store.delete_text(text));
        }
        m_library.forget_caches();
        return {};
    }

    Result<void> write_partner(TypedNumber id, const std::unordered_set<TypedNumber>& renewed,
                               const NeighbourLists& neighbours) {
        LEITONG_TRY_ASSIGN(auto old, m_store.link(TypedId{id}));
        store::LinkRow row = old ? std::move(*old) : store::LinkRow{TypedId{id}, {}, {}};
        std::erase_if(row.neighbours, [&](const store::Neighbour& neighbour) {
            return renewed.contains(number(neighbour.typed));
        });
        std::ranges::copy(neighbours.of(id), std::back_inserter(row.neighbours));
        std::ranges::sort(row.neighbours, {}, &store::Neighbour::typed);
        return m_store.put_link(row);
    }

    void report(Stage stage, std::uint64_t done, std::uint64_t total = 0) const {
        if (m_context.progress) {
            m_context.progress({.stage = stage, .done = done, .total = total});
        }
    }

    store::Store& m_store;
    const RefreshOptions& m_options;
    RunLog& m_log;
    const RunContext& m_context;
    Library m_library;
    Work m_work;
    std::vector<TextId> m_forgotten_texts;
    std::vector<VerifiedLink> m_links;
    std::vector<TypedNumber> m_touched;
};

}  // namespace

Result<void> refresh(store::Store& store, const RefreshOptions& options, RunLog& log,
                     const RunContext& context) {
    LEITONG_TRY(store.begin());
    auto done = Refresh(store, options, log, context).run();
    if (!done) {
        (void)store.rollback();
        return done;
    }
    return store.commit();
}

}  // namespace leitong::engine
