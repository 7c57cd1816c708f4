#include "leitong/store/gram_index.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "gram_blocks.hpp"
#include "gram_segments.hpp"

namespace leitong::store {

namespace {

constexpr std::size_t k_most_segments = 4;  // of each kind: each costs every look-up
constexpr std::uint64_t k_gone_share = 4;   // all is rewritten when one entry in so many is gone

}  // namespace

bool GramList::ids(std::vector<std::uint32_t>& out) const {
    for (const Part& part : parts) {
        const BlobView list = BlobView(bytes).subspan(part.begin, part.end - part.begin);
        if (!part.is_gone && !decode_list(list, out)) {
            return false;
        }
    }
    return true;
}

struct GramIndex::Impl {
    Connection& connection;
    std::vector<GramSegment> segments;  // by number
    Statement select_segments;
    Statement select_block;
    Statement insert_block;
    Statement insert_segment;
    Statement select_sizes;
    Statement insert_sizes;

    explicit Impl(Connection& opened) : connection(opened) {}

    Result<void> load() {
        segments.clear();
        while (true) {
            LEITONG_TRY_ASSIGN(const bool more, select_segments.step());
            if (!more) {
                return {};
            }
            const Statement& row = select_segments;
            const GramSegment segment{row.unsigned_integer(0),
                                      row.integer(1) == 0 ? SegmentKind::there : SegmentKind::gone,
                                      row.unsigned_integer(2), row.unsigned_integer(3)};
            const bool is_sound = (row.integer(1) == 0 || row.integer(1) == 1) &&
                                  checksum_of(segment) == row.unsigned_integer(4);
            if (!is_sound) {
                select_segments.reset();
                return fail(Errc::store_damaged, Msg::store_bad_row, "gram_segments",
                            segment.number);
            }
            segments.push_back(segment);
        }
    }

    // Appends.
    Result<void> sizes_of(const GramSegment& segment, std::vector<GramTextSize>& out) {
        LEITONG_TRY_ASSIGN(const bool found, select_sizes.bind(segment.number).step());
        const BlobView sizes = found ? select_sizes.blob_view(0) : BlobView();
        const bool is_sound =
            found && checksum_of_sizes(segment.number, sizes) == select_sizes.unsigned_integer(1) &&
            decode_sizes(sizes, segment.texts, out);
        select_sizes.reset();
        if (!is_sound) {
            return fail(Errc::store_damaged, Msg::store_bad_row, "gram_sizes", segment.number);
        }
        return {};
    }

    Result<std::vector<GramTextSize>> sizes_of(std::span<const GramSegment> some) {
        std::vector<GramTextSize> all;
        for (const GramSegment& segment : some) {
            LEITONG_TRY(sizes_of(segment, all));
        }
        std::ranges::sort(all, {}, &GramTextSize::id);
        return all;
    }

    Result<void> insert(const GramSegment& segment, std::span<const GramTextSize> sizes) {
        const Blob packed = encode_sizes(sizes);
        LEITONG_TRY(insert_segment.bind(segment.number)
                        .bind(std::int64_t{segment.kind == SegmentKind::gone ? 1 : 0})
                        .bind(segment.texts)
                        .bind(segment.entries)
                        .bind(checksum_of(segment))
                        .run());
        LEITONG_TRY(insert_sizes.bind(segment.number)
                        .bind_blob(packed)
                        .bind(checksum_of_sizes(segment.number, packed))
                        .run());
        segments.push_back(segment);
        return {};
    }

    // Numbers grow, so that an order of segments is one of ids within each kind.
    [[nodiscard]] std::uint64_t next_number() const noexcept {
        return segments.empty() ? 1 : segments.back().number + 1;
    }

    Result<void> write_block(std::uint64_t segment, std::uint32_t first_gram, Blob& unbound) {
        const std::int64_t id = gram_id(segment, first_gram);
        bind_to_row(unbound, static_cast<std::uint64_t>(id));
        return insert_block.bind(id).bind_blob(unbound).run();
    }

    GramBlockMaker block_maker(std::uint64_t segment) {
        return GramBlockMaker([this, segment](std::uint32_t first, Blob& unbound) {
            return write_block(segment, first, unbound);
        });
    }

    Result<void> write(PackedGrams&& packed, SegmentKind kind) {
        if (packed.sizes.empty()) {
            return {};
        }
        const GramSegment segment{next_number(), kind, packed.sizes.size(), packed.entries};
        for (PackedGrams::Block& block : packed.blocks) {
            LEITONG_TRY(write_block(segment.number, block.first_gram, block.unbound));
            block = {};
        }
        return insert(segment, packed.sizes);
    }

    Result<void> drop(const GramSegment& segment) {
        LEITONG_TRY_ASSIGN(Statement blocks,
                           connection.prepare("DELETE FROM grams WHERE gram_id BETWEEN ?1 AND ?2"));
        LEITONG_TRY(
            blocks.bind(gram_id(segment.number, 0)).bind(gram_id(segment.number + 1, 0) - 1).run());
        for (const char* const sql : {"DELETE FROM gram_sizes WHERE segment = ?1",
                                      "DELETE FROM gram_segments WHERE segment = ?1"}) {
            LEITONG_TRY_ASSIGN(Statement row, connection.prepare(sql));
            LEITONG_TRY(row.bind(segment.number).run());
        }
        std::erase_if(segments, [&](const GramSegment& s) { return s.number == segment.number; });
        return {};
    }

    // Writes what several segments of one kind list as one, in place of the last of them; without
    // the ids of `gone`, which is sorted.
    Result<void> merge(const std::vector<GramSegment>& old, std::span<const std::uint32_t> gone) {
        LEITONG_TRY_ASSIGN(std::vector<GramTextSize> sizes, sizes_of(old));
        std::erase_if(sizes, [&](const GramTextSize& text) {
            return std::ranges::binary_search(gone, text.id);
        });
        GramSegment merged{next_number(), old.front().kind, sizes.size(), 0};
        LEITONG_TRY_ASSIGN(merged.entries, merge_lists(old, gone, merged.number));
        for (const GramSegment& segment : old) {
            LEITONG_TRY(drop(segment));
        }
        return insert(merged, sizes);
    }

    Result<std::uint64_t> merge_lists(const std::vector<GramSegment>& old,
                                      std::span<const std::uint32_t> gone, std::uint64_t number) {
        std::vector<SegmentReader> readers;
        for (const GramSegment& segment : old) {
            LEITONG_TRY_ASSIGN(SegmentReader reader,
                               SegmentReader::open(connection, segment.number));
            readers.push_back(std::move(reader));
        }
        GramBlockMaker maker = block_maker(number);
        std::uint64_t entries = 0;
        std::vector<std::uint32_t> ids;
        Blob list;
        while (true) {
            std::uint32_t gram = std::numeric_limits<std::uint32_t>::max();
            for (const SegmentReader& reader : readers) {
                gram = reader.at_end() ? gram : std::min(gram, reader.current().gram);
            }
            ids.clear();
            for (SegmentReader& reader : readers) {
                if (reader.at_end() || reader.current().gram != gram) {
                    continue;
                }
                if (!decode_list(reader.current().ids, ids)) {
                    return fail(Errc::store_damaged, Msg::store_bad_row, "grams", gram);
                }
                LEITONG_TRY(reader.advance());
            }
            if (ids.empty()) {
                break;
            }
            if (!std::ranges::is_sorted(ids)) {
                std::ranges::sort(ids);
            }
            std::erase_if(ids,
                          [&](std::uint32_t id) { return std::ranges::binary_search(gone, id); });
            list.clear();
            std::uint32_t before = 0;
            for (const std::uint32_t id : ids) {
                put_varint(list, id - before);
                before = id;
            }
            entries += ids.size();
            LEITONG_TRY(maker.add(gram, list));
        }
        LEITONG_TRY(maker.flush());
        return entries;
    }

    [[nodiscard]] std::vector<GramSegment> of_kind(SegmentKind kind) const {
        std::vector<GramSegment> some;
        std::ranges::copy_if(segments, std::back_inserter(some),
                             [&](const GramSegment& segment) { return segment.kind == kind; });
        return some;
    }

    // Those two neighbours first that are smallest together.
    Result<void> merge_small(SegmentKind kind) {
        while (true) {
            const std::vector<GramSegment> same = of_kind(kind);
            if (same.size() <= k_most_segments) {
                return {};
            }
            std::size_t best = 0;
            for (std::size_t i = 1; i + 1 < same.size(); ++i) {
                if (same[i].entries + same[i + 1].entries <
                    same[best].entries + same[best + 1].entries) {
                    best = i;
                }
            }
            LEITONG_TRY(merge({same[best], same[best + 1]}, {}));
        }
    }

    static std::uint64_t entries_of(const std::vector<GramSegment>& some) noexcept {
        std::uint64_t sum = 0;
        for (const GramSegment& segment : some) {
            sum += segment.entries;
        }
        return sum;
    }

    // Cost: amortised, a few nanoseconds for each entry that goes.
    Result<void> drop_gone() {
        const std::vector<GramSegment> gone = of_kind(SegmentKind::gone);
        const std::vector<GramSegment> there = of_kind(SegmentKind::there);
        if (gone.empty() || entries_of(gone) * k_gone_share < entries_of(there)) {
            return {};
        }
        LEITONG_TRY_ASSIGN(const std::vector<GramTextSize> texts, sizes_of(gone));
        std::vector<std::uint32_t> ids;
        for (const GramTextSize& text : texts) {
            ids.push_back(text.id);
        }
        LEITONG_TRY(merge(there, ids));
        for (const GramSegment& segment : gone) {
            LEITONG_TRY(drop(segment));
        }
        return {};
    }
};

GramIndex::GramIndex(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
GramIndex::GramIndex(GramIndex&&) noexcept = default;
GramIndex& GramIndex::operator=(GramIndex&&) noexcept = default;
GramIndex::~GramIndex() = default;

Result<GramIndex> GramIndex::open(Connection& connection) {
    auto impl = std::make_unique<Impl>(connection);
    LEITONG_TRY_ASSIGN(
        impl->select_segments,
        connection.prepare("SELECT segment, gone, texts, entries, checksum FROM gram_segments "
                           "ORDER BY segment"));
    LEITONG_TRY(impl->load());
    LEITONG_TRY_ASSIGN(
        impl->select_sizes,
        connection.prepare("SELECT sizes, checksum FROM gram_sizes WHERE segment = ?1"));
    LEITONG_TRY_ASSIGN(impl->insert_sizes,
                       connection.prepare("INSERT INTO gram_sizes VALUES (?1, ?2, ?3)"));
    LEITONG_TRY_ASSIGN(impl->select_block,
                       connection.prepare("SELECT gram_id, block FROM grams WHERE gram_id BETWEEN "
                                          "?1 AND ?2 ORDER BY gram_id DESC LIMIT 1"));
    LEITONG_TRY_ASSIGN(impl->insert_block, connection.prepare("INSERT INTO grams VALUES (?1, ?2)"));
    LEITONG_TRY_ASSIGN(impl->insert_segment,
                       connection.prepare("INSERT INTO gram_segments VALUES (?1, ?2, ?3, ?4, ?5)"));
    return GramIndex(std::move(impl));
}

Result<void> GramIndex::append(GramBatch& batch) {
    PackedGrams packed = PackedGrams::of(batch);
    batch.clear();
    return append(std::move(packed));
}

Result<void> GramIndex::append(PackedGrams&& packed) {
    LEITONG_TRY(m_impl->write(std::move(packed), SegmentKind::there));
    return m_impl->merge_small(SegmentKind::there);
}

Result<void> GramIndex::forget(GramBatch& batch) {
    LEITONG_TRY(m_impl->write(PackedGrams::of(batch), SegmentKind::gone));
    batch.clear();
    LEITONG_TRY(m_impl->merge_small(SegmentKind::gone));
    return m_impl->drop_gone();
}

Result<void> GramIndex::find(std::uint32_t gram, GramList& out) {
    out.bytes.clear();
    out.parts.clear();
    std::uint32_t there = 0;
    std::uint32_t gone = 0;
    Statement& select = m_impl->select_block;
    for (const GramSegment& segment : m_impl->segments) {
        select.bind(gram_id(segment.number, 0)).bind(gram_id(segment.number, gram));
        LEITONG_TRY_ASSIGN(const bool found, select.step());
        if (!found) {
            continue;
        }
        const std::int64_t row = select.integer(0);
        BlobView block = select.blob_view(1);
        const bool is_sound = is_sound_in_row(block, static_cast<std::uint64_t>(row));
        GramBlockReader reader(block, first_gram_of(row));
        GramBlockList list;
        while (is_sound && reader.next(list) && list.gram < gram) {
        }
        if (!is_sound || !reader.ok()) {
            select.reset();
            return fail(Errc::store_damaged, Msg::store_bad_row, "grams", row);
        }
        if (list.gram == gram && !list.ids.empty()) {
            const std::size_t begin = out.bytes.size();
            out.bytes.insert(out.bytes.end(), list.ids.begin(), list.ids.end());
            out.parts.push_back({begin, out.bytes.size(), segment.kind == SegmentKind::gone});
            (segment.kind == SegmentKind::gone ? gone : there) += count_of_list(list.ids);
        }
        select.reset();
    }
    out.texts = there - std::min(there, gone);
    return {};
}

Result<void> GramIndex::sizes(GramSizes& out) {
    out = {};
    std::vector<GramTextSize> texts;
    for (const SegmentKind kind : {SegmentKind::there, SegmentKind::gone}) {
        for (const GramSegment& segment : m_impl->of_kind(kind)) {
            texts.clear();
            LEITONG_TRY(m_impl->sizes_of(segment, texts));
            const std::size_t end = texts.empty() ? 0 : texts.back().id + std::size_t{1};
            out.sizes.resize(std::max(out.sizes.size(), end));
            for (const GramTextSize& text : texts) {
                std::uint16_t& size = out.sizes[text.id];
                out.texts += size == 0 && kind == SegmentKind::there ? 1U : 0U;
                out.texts -= size != 0 && kind == SegmentKind::gone ? 1U : 0U;
                size = kind == SegmentKind::there ? text.size : std::uint16_t{0};
            }
        }
    }
    return {};
}

Result<void> GramIndex::refresh() {
    return m_impl->load();
}

Result<std::uint64_t> GramIndex::verify(
    const std::function<void(const char* table, std::int64_t row)>& bad) {
    std::uint64_t rows = 0;
    LEITONG_TRY(m_impl->load());
    for (const GramSegment& segment : m_impl->segments) {
        std::vector<GramTextSize> texts;
        rows += 2;
        if (!m_impl->sizes_of(segment, texts)) {
            bad("gram_sizes", static_cast<std::int64_t>(segment.number));
        }
    }
    LEITONG_TRY_ASSIGN(Statement select, m_impl->connection.prepare(
                                             "SELECT gram_id, block FROM grams ORDER BY gram_id"));
    std::uint64_t entries = 0;
    bool is_any_bad = false;
    std::vector<std::uint32_t> ids;
    while (true) {
        LEITONG_TRY_ASSIGN(const bool more, select.step());
        if (!more) {
            break;
        }
        ++rows;
        const std::int64_t row = select.integer(0);
        BlobView block = select.blob_view(1);
        bool is_good = is_sound_in_row(block, static_cast<std::uint64_t>(row));
        GramBlockReader reader(block, first_gram_of(row));
        GramBlockList list;
        ids.clear();
        while (is_good && reader.next(list)) {
            ids.clear();
            is_good = decode_list(list.ids, ids);
            entries += ids.size();
        }
        if (!is_good || !reader.ok()) {
            bad("grams", row);
            is_any_bad = true;
        }
    }
    if (!is_any_bad && entries != Impl::entries_of(m_impl->segments)) {  // a block is missing
        return fail(Errc::store_damaged, Msg::store_bad_row, "gram_segments", "*");
    }
    return rows;
}

}  // namespace leitong::store
