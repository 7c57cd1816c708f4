#include "gram_segments.hpp"

#include "checksum.hpp"

namespace leitong::store {

Blob encode_sizes(std::span<const GramTextSize> sizes) {
    Blob out;
    out.reserve(sizes.size() * 3);
    std::uint32_t before = 0;
    for (const GramTextSize& text : sizes) {
        put_varint(out, text.id - before);
        put_varint(out, text.size);
        before = text.id;
    }
    return out;
}

bool decode_sizes(BlobView blob, std::uint64_t texts, std::vector<GramTextSize>& out) {
    BlobReader reader(blob);
    std::uint64_t id = 0;
    for (std::uint64_t i = 0; i < texts && reader.ok(); ++i) {
        const std::uint64_t step = reader.varint();
        const std::uint64_t size = reader.varint();
        id += step;
        if (step == 0 || step > std::numeric_limits<std::uint32_t>::max() ||
            id > std::numeric_limits<std::uint32_t>::max() || size == 0 || size > k_largest_size) {
            return false;
        }
        out.push_back({static_cast<std::uint32_t>(id), static_cast<std::uint16_t>(size)});
    }
    return reader.ok() && reader.at_end();
}

std::uint64_t checksum_of(const GramSegment& segment) noexcept {
    return RowChecksum()
        .add(segment.number)
        .add(std::uint64_t{segment.kind == SegmentKind::gone ? 1U : 0U})
        .add(segment.texts)
        .add(segment.entries)
        .value();
}

std::uint64_t checksum_of_sizes(std::uint64_t segment, BlobView sizes) noexcept {
    return RowChecksum().add(segment).add(sizes).value();
}

Result<SegmentReader> SegmentReader::open(Connection& connection, std::uint64_t segment) {
    SegmentReader reader;
    LEITONG_TRY_ASSIGN(
        reader.m_select,
        connection.prepare("SELECT gram_id, block FROM grams WHERE gram_id BETWEEN ?1 AND ?2 "
                           "ORDER BY gram_id"));
    reader.m_select.bind(gram_id(segment, 0)).bind(gram_id(segment + 1, 0) - 1);
    LEITONG_TRY(reader.advance());
    return reader;
}

Result<void> SegmentReader::advance() {
    const auto bad = [&] { return fail(Errc::store_damaged, Msg::store_bad_row, "grams", m_row); };
    while (!m_block.next(m_current)) {
        if (!m_block.ok()) {
            return bad();
        }
        LEITONG_TRY_ASSIGN(const bool more, m_select.step());
        if (!more) {
            m_at_end = true;
            return {};
        }
        m_row = m_select.integer(0);
        BlobView block = m_select.blob_view(1);
        if (!is_sound_in_row(block, static_cast<std::uint64_t>(m_row))) {
            return bad();
        }
        m_block = GramBlockReader(block, first_gram_of(m_row));
    }
    return {};
}

}  // namespace leitong::store
