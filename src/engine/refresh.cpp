#include "refresh.hpp"

#include "leitong/base/assert.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>
#include <unordered_set>

#include "candidates.hpp"
#include "clustering.hpp"
#include "library.hpp"
#include "verification.hpp"

namespace leitong::engine {

namespace {

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
        : m_store(store),
          m_options(options),
          m_log(log),
          m_context(context),
          m_library(store),
          m_sketches(store) {}

    Result<void> run() {
        LEITONG_TRY_ASSIGN(const std::vector<store::PendingRow> pending, m_store.pending());
        if (pending.empty()) {
            return {};
        }
        LEITONG_TRY(sort_out(pending));
        LEITONG_TRY_ASSIGN(const store::Counts counts, m_store.counts());
        m_is_large = m_work.match.size() * 8 > counts.typed_texts;
        if (m_is_large) {
            LEITONG_TRY(m_sketches.load_all());
            LEITONG_TRY(find_shared_typed_texts());
        }
        for (const TypedNumber id : m_work.gone) {
            m_sketches.mark_gone(id);
        }
        LEITONG_TRY(find_links());
        LEITONG_TRY(write_links());
        LEITONG_TRY(recluster(m_store, m_library, m_touched, m_is_large, m_log, m_context));
        for (const TypedNumber id : m_work.gone) {
            LEITONG_TRY(m_store.delete_signature(TypedId{id}));
            LEITONG_TRY(m_store.delete_link(TypedId{id}));
        }
        return m_store.clear_pending();
    }

private:
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

    Result<void> find_shared_typed_texts() {
        m_shared.emplace();
        return m_store.postings().scan(
            store::PostingKind::content,
            [&](std::uint64_t typed, std::span<const std::uint64_t> texts) {
                if (texts.size() > 1) {
                    m_shared->insert(static_cast<TypedNumber>(typed));
                }
                return true;
            });
    }

    Result<void> find_links() {
        CandidateSearch search(m_store, m_library, m_sketches);
        const Verifier verifier(m_options.store_path, std::max(1U, m_options.threads), m_sketches,
                                m_shared, m_context.interrupted);
        std::uint64_t done = 0;
        const CandidateSearch::Sink sink =
            [&](std::span<const CandidatePair> pairs) -> Result<void> {
            LEITONG_TRY(verifier.verify(pairs, m_links));
            done += pairs.size();
            report(Stage::matching, done);
            return {};
        };
        report(Stage::matching, 0);
        LEITONG_TRY_ASSIGN(const std::vector<TypedNumber> dirty,
                           search.run(m_work.match, m_work.gone, sink));
        if (!dirty.empty()) {
            LEITONG_TRY_ASSIGN(const std::vector<TypedNumber> more, search.run(dirty, {}, sink));
            (void)more;  // their buckets are as they were
            std::ranges::copy(dirty, std::back_inserter(m_work.match));
            std::ranges::sort(m_work.match);
        }
        // A pair found in several batches was verified in each.
        std::ranges::sort(m_links, [](const VerifiedLink& a, const VerifiedLink& b) {
            return std::pair(a.low, a.high) < std::pair(b.low, b.high);
        });
        const auto rest =
            std::ranges::unique(m_links, [](const VerifiedLink& a, const VerifiedLink& b) {
                return a.low == b.low && a.high == b.high;
            });
        m_links.erase(rest.begin(), rest.end());
        return {};
    }

    // Replaces the links of what was matched or is gone, on both sides.
    Result<void> write_links() {
        std::unordered_set<TypedNumber> renewed(m_work.match.begin(), m_work.match.end());
        renewed.insert(m_work.gone.begin(), m_work.gone.end());
        std::unordered_map<TypedNumber, std::vector<store::Neighbour>> neighbours;
        neighbours.reserve(m_links.size());
        for (const VerifiedLink& link : m_links) {
            neighbours[link.low].push_back({TypedId{link.high}, link.shared, link.is_edge});
            neighbours[link.high].push_back({TypedId{link.low}, link.shared, link.is_edge});
        }
        m_touched.assign(m_work.match.begin(), m_work.match.end());
        m_touched.insert(m_touched.end(), m_work.cluster.begin(), m_work.cluster.end());
        m_touched.insert(m_touched.end(), m_work.gone.begin(), m_work.gone.end());

        // Texts that had a link to something renewed, or have one now, without being so themselves.
        std::unordered_set<TypedNumber> partners;
        for (const auto& [id, list] : neighbours) {
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
            const auto found = neighbours.find(id);
            const bool is_empty = found == neighbours.end();
            if (is_empty && !old) {
                continue;
            }
            store::LinkRow row{TypedId{id}, old ? old->cluster : ClusterKey{}, {}};
            if (!is_empty) {
                row.neighbours = std::move(found->second);
                std::ranges::sort(row.neighbours, {}, &store::Neighbour::typed);
            }
            LEITONG_TRY(m_store.put_link(row));
        }
        for (const TextId text : m_forgotten_texts) {
            LEITONG_TRY(m_store.delete_text(text));
        }
        m_library.forget_caches();
        return {};
    }

    Result<void> write_partner(
        TypedNumber id, const std::unordered_set<TypedNumber>& renewed,
        std::unordered_map<TypedNumber, std::vector<store::Neighbour>>& neighbours) {
        LEITONG_TRY_ASSIGN(auto old, m_store.link(TypedId{id}));
        store::LinkRow row = old ? std::move(*old) : store::LinkRow{TypedId{id}, {}, {}};
        std::erase_if(row.neighbours, [&](const store::Neighbour& neighbour) {
            return renewed.contains(number(neighbour.typed));
        });
        if (const auto found = neighbours.find(id); found != neighbours.end()) {
            std::ranges::copy(found->second, std::back_inserter(row.neighbours));
            std::ranges::sort(row.neighbours, {}, &store::Neighbour::typed);
        }
        return m_store.put_link(row);
    }

    void report(Stage stage, std::uint64_t done) const {
        if (m_context.progress) {
            m_context.progress({.stage = stage, .done = done});
        }
    }

    store::Store& m_store;
    const RefreshOptions& m_options;
    RunLog& m_log;
    const RunContext& m_context;
    Library m_library;
    SketchTable m_sketches;
    SharedTypedTexts m_shared;
    Work m_work;
    std::vector<TextId> m_forgotten_texts;
    std::vector<VerifiedLink> m_links;
    std::vector<TypedNumber> m_touched;
    bool m_is_large = false;
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
