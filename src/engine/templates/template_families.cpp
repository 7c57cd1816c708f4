#include "template_families.hpp"

#include "leitong/cluster/stars.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "template_works.hpp"

namespace leitong::engine {

namespace {

class Families {
public:
    Families(Reader::Impl& impl, const ParagraphSet& taken) : m_impl(impl), m_elsewhere(taken) {}

    Result<void> loose(const std::function<void(Family&&)>& sink) {
        std::vector<TypedId> ids;
        std::unordered_map<TypedId, std::uint32_t> index;
        std::vector<cluster::Node> nodes;
        LEITONG_TRY(m_impl.store.links([&](const store::LinkRow& link) {
            if (!link.cluster && !link.neighbours.empty() && !m_alone.contains(link.id.value)) {
                index.emplace(link.id, static_cast<std::uint32_t>(ids.size()));
                ids.push_back(link.id);
            }
            return true;
        }));
        for (const TypedId id : ids) {
            LEITONG_TRY_ASSIGN(const auto signature, m_impl.library.signature(id));
            nodes.push_back({signature ? signature->typed_hash : base::Hash128{}, 1});
        }
        std::vector<cluster::Edge> edges;
        LEITONG_TRY(m_impl.store.links([&](const store::LinkRow& link) {
            const auto own = index.find(link.id);
            for (const store::Neighbour& neighbour : link.neighbours) {
                const auto other = index.find(neighbour.typed);
                if (own != index.end() && other != index.end() && own->second < other->second) {
                    edges.push_back({own->second, other->second, neighbour.shared});
                }
            }
            return true;
        }));
        for (const cluster::Star& star : cluster::stars(nodes, edges)) {
            Family family;
            for (const std::uint32_t member : star.members) {
                LEITONG_TRY(add_texts(ids[member], 0, family));
            }
            std::ranges::sort(family, {}, &Passage::text);
            if (family.size() >= 2) {
                sink(std::move(family));
            }
        }
        return {};
    }

    Result<void> core(const std::function<bool(Family&&)>& sink) {
        Result<void> status;
        LEITONG_TRY(m_impl.store.clusters([&](const store::ClusterRow& row) {
            if (m_taken.contains(row.key.value)) {
                return true;
            }
            auto family = family_of(row);
            if (!family) {
                status = fail(std::move(family.error()));
                return false;
            }
            return family->size() < 2 || sink(std::move(*family));
        }));
        return status;
    }

private:
    Result<Family> family_of(const store::ClusterRow& row) {
        Family family;
        LEITONG_TRY(add_cluster(row, 0, family));
        LEITONG_TRY_ASSIGN(const auto link, m_impl.store.link(row.centre));
        std::uint32_t group = 0;
        if (link) {
            for (const store::Neighbour& neighbour : link->neighbours) {
                LEITONG_TRY(add_neighbour(neighbour.typed, row, group + 1, family));
                group = family.empty() ? group : std::max(group, family.back().group);
            }
        }
        std::ranges::sort(family, {}, &Passage::text);
        return family;
    }

    // What is near the centre and in no cluster, or itself the centre of a smaller one.
    Result<void> add_neighbour(TypedId typed, const store::ClusterRow& row, std::uint32_t group,
                               Family& family) {
        LEITONG_TRY_ASSIGN(const auto link, m_impl.store.link(typed));
        if (!link || link->cluster == row.key) {
            return {};
        }
        if (!link->cluster) {
            // One text may be near several centres; the largest cluster has it.
            return m_alone.insert(typed.value).second ? add_texts(typed, group, family)
                                                      : Result<void>{};
        }
        if (m_taken.contains(link->cluster.value)) {
            return {};
        }
        LEITONG_TRY_ASSIGN(const auto other, m_impl.store.cluster(link->cluster));
        const bool comes_later =
            other && other->centre == typed &&
            (other->size < row.size || (other->size == row.size && other->id > row.id));
        if (!comes_later) {
            return {};
        }
        m_taken.insert(other->key.value);
        return add_cluster(*other, group, family);
    }

    Result<void> add_cluster(const store::ClusterRow& row, std::uint32_t group, Family& family) {
        for (const store::Neighbour& member : row.members) {
            LEITONG_TRY(add_texts(member.typed, group, family));
        }
        return {};
    }

    Result<void> add_texts(TypedId typed, std::uint32_t group, Family& family) {
        return add_passages(m_impl, typed, group, m_elsewhere, family);
    }

    Reader::Impl& m_impl;
    const ParagraphSet& m_elsewhere;            // paragraphs of works that have families as wholes
    std::unordered_set<std::uint64_t> m_taken;  // clusters that joined a larger one
    std::unordered_set<std::uint64_t> m_alone;  // typed texts in no cluster that joined one
};

}  // namespace

Result<void> add_passages(Reader::Impl& impl, TypedId typed, std::uint32_t group,
                          const ParagraphSet& taken, Family& family) {
    LEITONG_TRY_ASSIGN(const auto texts, impl.library.texts_of(typed));
    for (const TextId id : texts) {
        LEITONG_TRY_ASSIGN(const auto occurrences, impl.library.occurrences(id));
        Passage passage;
        std::set<std::pair<std::string_view, std::uint32_t>> works;
        for (const Occurrence& occurrence : occurrences) {
            const store::StoredParagraph& stored = occurrence.stored();
            if (!is_structure(stored.role) && stored.work != 0 && !taken.contains(occurrence)) {
                passage.places.push_back(Reader::Impl::ref(occurrence));
                works.emplace(occurrence.document->name, stored.work);
            }
        }
        if (passage.places.empty()) {
            continue;
        }
        LEITONG_TRY_ASSIGN(const auto row, impl.store.text(id));
        if (!row) {
            return fail(Errc::store_damaged, Msg::store_bad_row, "texts", id.value);
        }
        passage.text = row->text;
        passage.works = static_cast<std::uint32_t>(works.size());
        passage.group = group;
        family.push_back(std::move(passage));
    }
    return {};
}

Result<void> for_families(Reader::Impl& impl, const ParagraphSet& taken,
                          const std::function<bool(Family&&)>& core,
                          const std::function<void(Family&&)>& loose) {
    Families families(impl, taken);
    bool goes_on = true;
    LEITONG_TRY(families.core([&](Family&& family) {
        goes_on = core(std::move(family));
        return goes_on;
    }));
    return goes_on ? families.loose(loose) : Result<void>{};
}

}  // namespace leitong::engine
