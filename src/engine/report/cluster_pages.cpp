#include "cluster_pages.hpp"

#include "leitong/match/relation.hpp"
#include "leitong/sketch/shingles.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "edits.hpp"

namespace leitong::engine {

Result<ReportCluster> ClusterPages::cluster(std::uint32_t rank) {
    const ReportIndex::Cluster& source = m_facts.index.clusters()[rank];
    ReportCluster cluster;
    cluster.rank = rank;
    cluster.record.id = source.id;
    cluster.record.first_seen = source.first_seen;
    const std::span<const std::uint32_t> centres = m_facts.index.occurrences(source.centre);
    if (centres.empty()) {
        return fail(Errc::store_damaged, Msg::store_dangling, "clusters", rank, "signatures",
                    source.centre);
    }
    const std::uint32_t centre = *std::ranges::min_element(centres);
    LEITONG_TRY_ASSIGN(cluster.record.centre, ref_of(centre));
    const std::uint32_t centre_text = m_facts.index.paragraphs()[centre].text;
    LEITONG_TRY_ASSIGN(cluster.record.text, raw_text(centre_text));
    add_members(source, cluster);
    LEITONG_TRY(add_variants(centre_text, cluster));
    return cluster;
}

// In order of place, which is that of documents by name.
void ClusterPages::add_members(const ReportIndex::Cluster& source, ReportCluster& cluster) {
    m_members.clear();
    const std::uint32_t centre_size = m_facts.index.shingles(source.centre);
    std::set<std::uint32_t> documents;
    std::set<std::pair<std::uint32_t, std::uint32_t>> works;
    for (const ReportIndex::Member& member : m_facts.index.members(source)) {
        const double similarity =
            member.typed == source.centre
                ? 1.0
                : sketch::jaccard(member.shared, centre_size, m_facts.index.shingles(member.typed));
        for (const std::uint32_t paragraph : m_facts.index.occurrences(member.typed)) {
            m_members.emplace_back(paragraph, similarity);
        }
    }
    std::ranges::sort(m_members);
    for (std::uint32_t i = 0; i < m_members.size(); ++i) {
        const ReportIndex::Paragraph& paragraph = m_facts.index.paragraphs()[m_members[i].first];
        documents.insert(paragraph.document);
        // Work 0 of one document is not that of another.
        works.emplace(paragraph.document, paragraph.work);
        cluster.member_documents.push_back(paragraph.document);
        if (m_facts.compares && m_facts.index.is_new(m_members[i].first)) {
            cluster.new_members.push_back(i);
        }
    }
    cluster.record.documents = static_cast<std::uint32_t>(documents.size());
    cluster.record.works = static_cast<std::uint32_t>(works.size());
}

// Members are gathered by text, the centre's first, then in order of place.
Result<void> ClusterPages::add_variants(std::uint32_t centre_text, ReportCluster& cluster) {
    std::map<std::uint32_t, std::uint32_t> variant_of;  // by text
    cluster.variants.push_back({cluster.record.text, Relation::identical, 1.0, {}, {}});
    variant_of.emplace(centre_text, 0);
    cluster.record.relation = Relation::identical;
    for (std::uint32_t i = 0; i < m_members.size(); ++i) {
        const auto [paragraph, similarity] = m_members[i];
        LEITONG_TRY_ASSIGN(Ref ref, ref_of(paragraph));
        cluster.record.members.push_back({std::move(ref), similarity});
        const ReportIndex::Paragraph& stored = m_facts.index.paragraphs()[paragraph];
        const auto [found, is_other] =
            variant_of.emplace(stored.text, static_cast<std::uint32_t>(cluster.variants.size()));
        if (is_other) {
            ReportVariant variant;
            variant.similarity = similarity;
            LEITONG_TRY_ASSIGN(variant.text, raw_text(stored.text));
            LEITONG_TRY_ASSIGN(variant.relation, relation_to(centre_text, stored.text));
            variant.edits = edits_of(cluster.record.text, variant.text);
            cluster.record.relation = std::max(cluster.record.relation, variant.relation);
            cluster.variants.push_back(std::move(variant));
        }
        cluster.variants[found->second].members.push_back(i);
    }
    return {};
}

Result<Relation> ClusterPages::relation_to(std::uint32_t centre_text, std::uint32_t text) {
    if (m_facts.index.letters_hash(centre_text) == m_facts.index.letters_hash(text)) {
        return Relation::identical;
    }
    constexpr match::Thresholds k_thresholds;
    LEITONG_TRY_ASSIGN(const auto a, m_facts.impl.library.text(TextId{centre_text}));
    LEITONG_TRY_ASSIGN(const auto b, m_facts.impl.library.text(TextId{text}));
    return match::relate(a->prepared, b->prepared, match::compare(a->prepared, b->prepared),
                         k_thresholds)
        .relation.value_or(Relation::near);
}

Result<std::string> ClusterPages::raw_text(std::uint32_t text) {
    LEITONG_TRY_ASSIGN(auto row, m_facts.impl.store.text(TextId{text}));
    if (!row) {
        return fail(Errc::store_damaged, Msg::store_bad_row, "texts", text);
    }
    return std::move(row->text);
}

Result<Ref> ClusterPages::ref_of(std::uint32_t paragraph) {
    const ReportIndex::Paragraph& stored = m_facts.index.paragraphs()[paragraph];
    const ReportIndex::Document& document = m_facts.index.documents()[stored.document];
    LEITONG_TRY_ASSIGN(const auto row, m_facts.impl.library.document(document.row.id));
    const std::uint32_t number = paragraph - document.first_paragraph + 1;
    if (!row || number > row->layout.paragraphs.size()) {
        return fail(Errc::store_damaged, Msg::store_bad_row, "documents", document.row.id.value);
    }
    return Reader::Impl::ref({row, number});
}

}  // namespace leitong::engine
