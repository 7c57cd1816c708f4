// Links between typed texts, and clusters.
#include "impl.hpp"

namespace leitong::store {

namespace {

std::uint64_t checksum_of_link(TypedId id, ClusterKey cluster, BlobView neighbours) noexcept {
    return RowChecksum().add(id.value).add(cluster.value).add(neighbours).value();
}

std::uint64_t checksum_of(const ClusterRow& row, BlobView members) noexcept {
    return RowChecksum()
        .add(row.key.value)
        .add(row.id)
        .add(row.size)
        .add(row.centre.value)
        .add(members)
        .add(row.first_seen)
        .value();
}

Result<LinkRow> read_link(const Statement& row) {
    LinkRow link{{row.unsigned_integer(0)}, {row.unsigned_integer(1)}, {}};
    const BlobView neighbours = row.blob_view(2);
    if (checksum_of_link(link.id, link.cluster, neighbours) != row.unsigned_integer(3) ||
        !decode_neighbours(neighbours, link.neighbours)) {
        return bad_row("links", link.id.value);
    }
    return link;
}

Result<ClusterRow> read_cluster(const Statement& row) {
    ClusterRow cluster;
    cluster.key = {row.unsigned_integer(0)};
    cluster.id = row.text_view(1);
    cluster.size = row.unsigned_integer(2);
    cluster.centre = {row.unsigned_integer(3)};
    const BlobView members = row.blob_view(4);
    cluster.first_seen = row.text_view(5);
    if (checksum_of(cluster, members) != row.unsigned_integer(6) ||
        !decode_neighbours(members, cluster.members)) {
        return bad_row("clusters", cluster.key.value);
    }
    return cluster;
}

Result<std::optional<ClusterRow>> one_cluster(Statement& select) {
    LEITONG_TRY_ASSIGN(const bool found, select.step());
    if (!found) {
        return std::nullopt;
    }
    auto cluster = read_cluster(select);
    select.reset();
    if (!cluster) {
        return fail(std::move(cluster.error()));
    }
    return std::move(*cluster);
}

}  // namespace

PackedCluster PackedCluster::of(ClusterRow row) {
    PackedCluster packed;
    append_neighbours(packed.members, row.members);
    packed.checksum = checksum_of(row, packed.members);
    packed.row = std::move(row);
    packed.row.members = {};
    return packed;
}

void PackedLinks::add(TypedId id, ClusterKey cluster, std::span<const Neighbour> neighbours) {
    const std::size_t begin = m_neighbours.size();
    append_neighbours(m_neighbours, neighbours);
    const BlobView packed = BlobView(m_neighbours).subspan(begin);
    m_rows.push_back({id, cluster, m_neighbours.size(), checksum_of_link(id, cluster, packed)});
}

Result<void> Store::put_links(const PackedLinks& links) {
    LEITONG_TRY_ASSIGN(Statement * insert,
                       m_impl->use("INSERT OR REPLACE INTO links VALUES (?1, ?2, ?3, ?4)"));
    std::size_t begin = 0;
    for (const PackedLinks::Row& row : links.m_rows) {
        const BlobView neighbours = BlobView(links.m_neighbours).subspan(begin, row.end - begin);
        LEITONG_TRY(insert->bind(row.id.value)
                        .bind(row.cluster.value)
                        .bind_blob(neighbours)
                        .bind(row.checksum)
                        .run());
        begin = row.end;
    }
    return {};
}

Result<void> Store::put_link(TypedId id, ClusterKey cluster, std::span<const Neighbour> list) {
    PackedLinks links;
    links.add(id, cluster, list);
    return put_links(links);
}

Result<std::optional<LinkRow>> Store::link(TypedId id) {
    LEITONG_TRY_ASSIGN(Statement * select,
                       m_impl->use("SELECT typed_id, cluster_key, neighbours, checksum FROM links "
                                   "WHERE typed_id = ?1"));
    select->bind(id.value);
    LEITONG_TRY_ASSIGN(const bool found, select->step());
    if (!found) {
        return std::nullopt;
    }
    auto link = read_link(*select);
    select->reset();
    if (!link) {
        return fail(std::move(link.error()));
    }
    return std::move(*link);
}

Result<void> Store::delete_link(TypedId id) {
    LEITONG_TRY_ASSIGN(Statement * erase, m_impl->use("DELETE FROM links WHERE typed_id = ?1"));
    return erase->bind(id.value).run();
}

Result<void> Store::links(const std::function<bool(const LinkRow&)>& sink) {
    LEITONG_TRY_ASSIGN(Statement select,
                       m_impl->connection.prepare("SELECT typed_id, cluster_key, neighbours, "
                                                  "checksum FROM links ORDER BY typed_id"));
    return Impl::each(select, [&](Statement& row) -> Result<bool> {
        LEITONG_TRY_ASSIGN(const LinkRow link, read_link(row));
        return sink(link);
    });
}

Result<ClusterKey> Store::last_cluster_key() {
    LEITONG_TRY_ASSIGN(
        const std::int64_t last,
        m_impl->connection.integer_of("SELECT coalesce(max(cluster_key), 0) FROM clusters"));
    return ClusterKey{static_cast<std::uint64_t>(last)};
}

Result<void> Store::insert_cluster(const PackedCluster& cluster) {
    const ClusterRow& row = cluster.row;
    LEITONG_TRY_ASSIGN(Statement * insert,
                       m_impl->use("INSERT INTO clusters VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"));
    return insert->bind(row.key.value)
        .bind(std::string_view(row.id))
        .bind(row.size)
        .bind(row.centre.value)
        .bind_blob(cluster.members)
        .bind(std::string_view(row.first_seen))
        .bind(cluster.checksum)
        .run();
}

Result<std::optional<ClusterRow>> Store::cluster(ClusterKey key) {
    LEITONG_TRY_ASSIGN(Statement * select,
                       m_impl->use("SELECT * FROM clusters WHERE cluster_key = ?1"));
    select->bind(key.value);
    return one_cluster(*select);
}

Result<std::optional<ClusterRow>> Store::cluster_named(std::string_view id) {
    LEITONG_TRY_ASSIGN(Statement * select, m_impl->use("SELECT * FROM clusters WHERE id = ?1"));
    select->bind(id);
    return one_cluster(*select);
}

Result<void> Store::delete_cluster(ClusterKey key) {
    LEITONG_TRY_ASSIGN(Statement * erase,
                       m_impl->use("DELETE FROM clusters WHERE cluster_key = ?1"));
    return erase->bind(key.value).run();
}

Result<void> Store::clusters(const std::function<bool(const ClusterRow&)>& sink) {
    LEITONG_TRY_ASSIGN(Statement select,
                       m_impl->connection.prepare("SELECT * FROM clusters ORDER BY size DESC, id"));
    return Impl::each(select, [&](Statement& row) -> Result<bool> {
        LEITONG_TRY_ASSIGN(const ClusterRow cluster, read_cluster(row));
        return sink(cluster);
    });
}

}  // namespace leitong::store
