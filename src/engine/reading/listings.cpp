// Pairs and clusters.
#include "leitong/sketch/minhash.hpp"

#include <algorithm>
#include <set>

#include "engine/relating/short_texts.hpp"
#include "reader_impl.hpp"
#include "since.hpp"

namespace leitong::engine {

namespace {

// Bytes: sixty Chinese characters, or thirty words.
constexpr std::uint64_t k_longest_formula = 180;

// Paragraphs of one typed text, as pairs list them.
struct Group {
    std::vector<Occurrence> occurrences;  // in order; the first is the centre
    [[nodiscard]] bool is_big() const noexcept { return occurrences.size() > k_most_listed; }
};

bool is_same(const Occurrence& a, const Occurrence& b) {
    return a.document->id == b.document->id && a.paragraph == b.paragraph;
}

class PairListing {
public:
    PairListing(Reader::Impl& impl, const Filter& filter,
                const std::function<bool(const PairRecord&)>& sink)
        : m_impl(impl), m_filter(filter), m_sink(sink) {}

    Result<PairSummary> run() {
        LEITONG_TRY(m_impl.check(m_filter));
        LEITONG_TRY(choose_cluster());
        LEITONG_TRY_ASSIGN(m_index, m_impl.passage_index());
        m_scratch = m_index->scratch();
        LEITONG_TRY_ASSIGN(m_short_texts, ShortTexts::load(m_impl.store));
        // By document, then paragraph: the first side of each pair; the second stands after it.
        std::vector<DocumentId> documents;
        LEITONG_TRY(m_impl.store.documents([&](store::DocumentRow&& row) {
            documents.push_back(row.id);
            return true;
        }));
        for (const DocumentId id : documents) {
            LEITONG_TRY_ASSIGN(const auto document, m_impl.library.document(id));
            for (std::uint32_t i = 1; document && i <= document->layout.paragraphs.size(); ++i) {
                LEITONG_TRY_ASSIGN(const bool goes_on, pairs_of({document, i}));
                if (!goes_on) {
                    return m_summary;
                }
            }
        }
        return m_summary;
    }

private:
    Result<void> choose_cluster() {
        if (!m_filter.cluster) {
            return {};
        }
        LEITONG_TRY_ASSIGN(const auto cluster, m_impl.store.cluster_named(*m_filter.cluster));
        if (!cluster) {
            return fail(Errc::not_found, Msg::no_such_cluster, *m_filter.cluster);
        }
        for (const store::Neighbour& member : cluster->members) {
            m_cluster.insert(member.typed);
        }
        return {};
    }

    [[nodiscard]] bool is_chosen(TypedId id) const {
        return !m_filter.cluster || m_cluster.contains(id);
    }

    Result<std::shared_ptr<const Group>> group(TypedId id) {
        if (const auto found = m_groups.find(id); found != m_groups.end()) {
            return found->second;
        }
        auto made = std::make_shared<Group>();
        LEITONG_TRY_ASSIGN(made->occurrences, m_impl.library.occurrences(id));
        m_group_size += made->occurrences.size();
        if (m_group_size > 200'000) {
            m_groups.clear();
            m_group_size = made->occurrences.size();
        }
        m_groups.emplace(id, made);
        return std::shared_ptr<const Group>(std::move(made));
    }

    // Whether the signatures of two typed texts agree more than those of unrelated ones do.
    Result<bool> may_be_alike(TypedId a, TypedId b) {
        constexpr double k_least_estimate = 0.12;
        LEITONG_TRY_ASSIGN(const auto of_a, m_impl.library.signature(a));
        LEITONG_TRY_ASSIGN(const auto of_b, m_impl.library.signature(b));
        return of_a && of_b &&
               sketch::estimate_jaccard(sketch::agreeing(of_a->minhash, of_b->minhash)) >=
                   k_least_estimate;
    }

    // Typed texts that were linked when they were indexed, those that share anchors, and short ones
    // whose signatures agree: quotations of a part and rewritten sentences are found only now,
    // since nothing but listings asks for them.
    Result<std::vector<TypedId>> neighbours_of(TypedId typed) {
        std::vector<TypedId> found;
        for (const auto& [other, is_likely] : m_index->quoting(typed, m_scratch)) {
            bool is_worth_comparing = is_likely;
            if (!is_likely) {
                LEITONG_TRY_ASSIGN(is_worth_comparing, may_be_alike(typed, other));
            }
            if (is_worth_comparing) {
                found.push_back(other);
            }
        }
        LEITONG_TRY_ASSIGN(const auto link, m_impl.store.link(typed));
        if (link) {
            for (const store::Neighbour& neighbour : link->neighbours) {
                found.push_back(neighbour.typed);
            }
        }
        std::ranges::copy(m_short_texts.near(typed), std::back_inserter(found));
        std::ranges::sort(found);
        found.erase(std::unique(found.begin(), found.end()), found.end());
        return found;
    }

    // All pairs whose first side is `a`.
    Result<bool> pairs_of(const Occurrence& a) {
        LEITONG_TRY_ASSIGN(const auto text, m_impl.library.text(a.stored().text));
        const TypedId typed = text->typed;
        if (!typed || !is_chosen(typed)) {
            return true;
        }
        LEITONG_TRY_ASSIGN(const auto own, group(typed));
        const bool is_centre = is_same(own->occurrences.front(), a);
        if (is_centre && own->is_big()) {
            const std::uint64_t size = own->occurrences.size();
            m_summary.stood_for += size * (size - 1) / 2 - (size - 1);
        }
        LEITONG_TRY_ASSIGN(const std::vector<TypedId> neighbours, neighbours_of(typed));
        std::vector<Occurrence> others;
        if (!own->is_big() || is_centre) {
            std::ranges::copy_if(own->occurrences, std::back_inserter(others),
                                 [&](const Occurrence& other) { return a < other; });
        }
        for (const TypedId neighbour : neighbours) {
            if (!is_chosen(neighbour)) {
                continue;
            }
            LEITONG_TRY_ASSIGN(const auto far, group(neighbour));
            if (far->occurrences.empty()) {
                continue;
            }
            if (is_centre && typed < neighbour && (own->is_big() || far->is_big())) {
                const std::uint64_t listed_own = own->is_big() ? 1 : own->occurrences.size();
                const std::uint64_t listed_far = far->is_big() ? 1 : far->occurrences.size();
                m_summary.stood_for +=
                    own->occurrences.size() * far->occurrences.size() - listed_own * listed_far;
            }
            if (own->is_big() && !is_centre) {
                continue;
            }
            const std::size_t listed = far->is_big() ? 1 : far->occurrences.size();
            for (std::size_t i = 0; i < listed; ++i) {
                if (a < far->occurrences[i]) {
                    others.push_back(far->occurrences[i]);
                }
            }
        }
        std::ranges::sort(others, [](const Occurrence& x, const Occurrence& y) { return x < y; });
        for (const Occurrence& b : others) {
            LEITONG_TRY_ASSIGN(const bool goes_on, list(a, b));
            if (!goes_on) {
                return false;
            }
        }
        return true;
    }

    // What is alike as a whole is so whatever it says; a part is evidence only if it is no formula.
    // A long run is none, however often it stands.
    Result<bool> is_stock(const Occurrence& a, const Occurrence& b, const TextPair& pair) {
        const bool is_part = pair.verdict.relation == Relation::excerpt ||
                             pair.verdict.relation == Relation::similar;
        const bool has_long_run = std::ranges::any_of(
            pair.runs, [](const Run& run) { return run.a.size() > k_longest_formula; });
        if (!is_part || has_long_run) {
            return false;
        }
        LEITONG_TRY_ASSIGN(const auto text_a, m_impl.library.text(a.stored().text));
        LEITONG_TRY_ASSIGN(const auto text_b, m_impl.library.text(b.stored().text));
        return m_index->share_formulas(text_a->typed, text_b->typed);
    }

    Result<bool> list(const Occurrence& first, const Occurrence& second) {
        const bool passes = Reader::Impl::passes(m_filter, first.document->name) ||
                            Reader::Impl::passes(m_filter, second.document->name);
        if (!passes) {
            return true;
        }
        LEITONG_TRY_ASSIGN(TextPair pair,
                           m_impl.compare(first.stored().text, second.stored().text));
        if (!pair.verdict.relation) {
            return true;
        }
        PairRecord record;
        record.relation = *pair.verdict.relation;
        LEITONG_TRY_ASSIGN(const bool is_formula, is_stock(first, second, pair));
        if (is_formula || is_structure(first.stored().role) || is_structure(second.stored().role)) {
            record.relation = Relation::stock;
        }
        const bool is_wanted = (!m_filter.relation || record.relation == *m_filter.relation) &&
                               pair.comparison.similarity >= m_filter.min_similarity;
        if (!is_wanted) {
            return true;
        }
        // An excerpt is directed: a is the side that is quoted.
        const bool is_turned = record.relation == Relation::excerpt && !pair.verdict.a_is_quoted;
        const Occurrence& a = is_turned ? second : first;
        const Occurrence& b = is_turned ? first : second;
        record.a = Reader::Impl::ref(a);
        record.b = Reader::Impl::ref(b);
        record.similarity = pair.comparison.similarity;
        record.containment_a =
            is_turned ? pair.comparison.containment_b : pair.comparison.containment_a;
        record.containment_b =
            is_turned ? pair.comparison.containment_a : pair.comparison.containment_b;
        if (is_turned) {
            for (Run& run : pair.runs) {
                std::swap(run.a, run.b);
            }
        }
        record.runs = shifted(pair.runs, record.a.range.begin, record.b.range.begin);
        record.same_work = a.document->id == b.document->id && record.a.work == record.b.work &&
                           record.a.work != 0;
        LEITONG_TRY_ASSIGN(const auto text_a, m_impl.library.text(a.stored().text));
        record.text_a = text_a->prepared.text;
        LEITONG_TRY_ASSIGN(const auto text_b, m_impl.library.text(b.stored().text));
        record.text_b = text_b->prepared.text;
        ++m_summary.listed;
        return m_sink(record);
    }

    Reader::Impl& m_impl;
    const Filter& m_filter;
    const std::function<bool(const PairRecord&)>& m_sink;
    PairSummary m_summary;
    const PassageIndex* m_index = nullptr;
    PassageIndex::Scratch m_scratch;
    ShortTexts m_short_texts;
    std::set<TypedId> m_cluster;
    std::unordered_map<TypedId, std::shared_ptr<const Group>> m_groups;
    std::size_t m_group_size = 0;
};

// A cluster of the store as a record.
Result<ClusterRecord> record_of(Reader::Impl& impl, const store::ClusterRow& row) {
    ClusterRecord record;
    record.id = row.id;
    record.first_seen = row.first_seen;
    LEITONG_TRY_ASSIGN(const auto centre_signature, impl.library.signature(row.centre));
    const std::uint32_t centre_size = centre_signature ? centre_signature->shingles : 0;
    const auto is_text = [](const Occurrence& occurrence) {
        return !is_structure(occurrence.stored().role);
    };
    LEITONG_TRY_ASSIGN(const auto centre_occurrences, impl.library.occurrences(row.centre));
    const auto centre = std::ranges::find_if(centre_occurrences, is_text);
    if (centre == centre_occurrences.end()) {
        return fail(Errc::store_damaged, Msg::store_dangling, "clusters", row.key.value,
                    "signatures", row.centre.value);
    }
    record.centre = Reader::Impl::ref(*centre);
    LEITONG_TRY_ASSIGN(const auto centre_text, impl.library.text(centre->stored().text));
    record.text = centre_text->prepared.text;

    std::set<std::pair<std::string, std::uint32_t>> works;
    std::set<std::string> documents;
    record.relation = Relation::identical;
    for (const store::Neighbour& member : row.members) {
        LEITONG_TRY_ASSIGN(const auto signature, impl.library.signature(member.typed));
        const bool is_centre = member.typed == row.centre;
        const double similarity = is_centre ? 1.0
                                            : sketch::jaccard(member.shared, centre_size,
                                                              signature ? signature->shingles : 0);
        LEITONG_TRY_ASSIGN(const auto texts, impl.library.texts_of(member.typed));
        for (const TextId text : texts) {
            LEITONG_TRY_ASSIGN(const auto occurrences, impl.library.occurrences(text));
            bool is_used = false;
            for (const Occurrence& occurrence : occurrences) {
                if (is_text(occurrence)) {
                    is_used = true;
                    record.members.push_back({Reader::Impl::ref(occurrence), similarity});
                    works.emplace(occurrence.document->name, occurrence.stored().work);
                    documents.insert(occurrence.document->name);
                }
            }
            if (is_used && text != centre->stored().text) {
                LEITONG_TRY_ASSIGN(const TextPair pair, impl.compare(centre->stored().text, text));
                record.relation =
                    std::max(record.relation, pair.verdict.relation.value_or(Relation::near));
            }
        }
    }
    std::ranges::sort(record.members, {}, &ClusterMember::ref);
    record.works = static_cast<std::uint32_t>(works.size());
    record.documents = static_cast<std::uint32_t>(documents.size());
    return record;
}

}  // namespace

Result<PairSummary> Reader::pairs(const Filter& filter,
                                  const std::function<bool(const PairRecord&)>& sink) {
    return m_impl->question([&] { return PairListing(*m_impl, filter, sink).run(); });
}

Result<std::uint64_t> Reader::clusters(const Filter& filter,
                                       const std::function<bool(const ClusterRecord&)>& sink) {
    return m_impl->question([&]() -> Result<std::uint64_t> {
        LEITONG_TRY(m_impl->check(filter));
        if (filter.cluster) {
            LEITONG_TRY_ASSIGN(const auto row, m_impl->store.cluster_named(*filter.cluster));
            if (!row) {
                return fail(Errc::not_found, Msg::no_such_cluster, *filter.cluster);
            }
        }
        std::optional<std::set<std::string>> changed;
        if (filter.since) {
            LEITONG_TRY_ASSIGN(const RunStamp since, run_named(m_impl->store, *filter.since));
            LEITONG_TRY_ASSIGN(changed, clusters_changed_since(m_impl->store, since));
        }
        std::uint64_t listed = 0;
        Result<void> status;
        LEITONG_TRY(m_impl->store.clusters([&](const store::ClusterRow& row) {
            if (row.size < filter.min_size) {
                return false;  // largest first: none that follows is larger
            }
            const bool is_passed_over = (filter.cluster && row.id != *filter.cluster) ||
                                        (changed && !changed->contains(row.id));
            if (is_passed_over) {
                return true;
            }
            auto record = record_of(*m_impl, row);
            if (!record) {
                status = fail(std::move(record.error()));
                return false;
            }
            const bool is_wanted =
                (!filter.relation || record->relation == *filter.relation) &&
                (!filter.document ||
                 std::ranges::any_of(record->members, [&](const ClusterMember& member) {
                     return Impl::passes(filter, member.ref.document);
                 }));
            if (!is_wanted) {
                return true;
            }
            ++listed;
            return sink(*record);
        }));
        LEITONG_TRY(status);
        return listed;
    });
}

}  // namespace leitong::engine
