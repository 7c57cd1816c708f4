#include "leitong/store/postings.hpp"

#include "leitong/base/assert.hpp"
#include "leitong/base/hash.hpp"
#include "leitong/base/sort.hpp"

#include <algorithm>
#include <future>
#include <limits>

#include "segment_merge.hpp"
#include "sqlite.hpp"

namespace leitong::store {

namespace {

constexpr std::uint64_t k_last_segment = 255;
constexpr std::size_t k_block_bytes = 4000;  // aimed at; one key is never split over two blocks
constexpr std::size_t k_same_size_segments = 4;
constexpr std::size_t k_many_postings = 1U << 16;  // worth a thread

std::uint64_t segment_checksum(std::uint64_t segment, std::uint64_t entries) noexcept {
    const std::array<std::uint64_t, 2> row = {segment, entries};
    return base::hash64(row.data(), sizeof row);
}

unsigned size_class(std::uint64_t entries) noexcept {
    unsigned result = 0;
    for (; entries > 0; entries >>= 2) {
        ++result;
    }
    return result;
}

// About what an entry takes in a block: a step to the next key, or one among the values of a key.
constexpr std::size_t entry_bytes(bool is_new_key) noexcept {
    return is_new_key ? 6 : 3;
}

// A run gives numbers in order, so that values mostly come in theirs: then a stable sort by key is
// all that is needed.
void sort_postings(PostingList& list, PostingList& scratch) {
    const auto key_of = [](const Posting& posting) { return posting.key; };
    if (std::ranges::is_sorted(list, {}, &Posting::value)) {
        base::radix_sort(list, scratch, k_key_bits, key_of);
    } else {
        base::sort_by_key(list, key_of);
    }
}

// Cuts entries that come in order into blocks.
class BlockMaker {
public:
    using Sink = std::function<Result<void>(PostingBlock&&)>;
    explicit BlockMaker(Sink sink) : m_sink(std::move(sink)) {}

    Result<void> add(const Posting& posting) {
        const bool is_new_key = m_entries.empty() || posting.key != m_entries.back().key;
        if (is_new_key && m_bytes >= k_block_bytes) {
            LEITONG_TRY(flush());
        }
        m_bytes += entry_bytes(is_new_key);
        m_entries.push_back(posting);
        return {};
    }

    Result<void> flush() {
        if (m_entries.empty()) {
            return {};
        }
        PostingBlock block{m_entries.front().key, m_entries.size(),
                           encode_unbound_postings(m_entries)};
        m_entries.clear();
        m_bytes = 0;
        return m_sink(std::move(block));
    }

private:
    Sink m_sink;
    std::vector<Posting> m_entries;
    std::size_t m_bytes = 0;
};

}  // namespace

std::uint64_t PostingBatch::size() const noexcept {
    std::uint64_t sum = 0;
    for (const auto& list : m_lists) {
        sum += list.size();
    }
    return sum;
}

void PostingBatch::clear() noexcept {
    for (auto& list : m_lists) {
        list.clear();
    }
}

struct Postings::Impl {
    struct Segment {
        std::uint64_t number = 0;
        std::uint64_t entries = 0;
    };

    Connection& connection;
    std::vector<Segment> segments;
    Statement select_range;
    Statement insert_block;
    Statement insert_segment;
    std::vector<Posting> block;  // scratch
    Blob bound;                  // scratch

    explicit Impl(Connection& opened) : connection(opened) {}

    Result<void> load() {
        segments.clear();
        LEITONG_TRY_ASSIGN(
            Statement select,
            connection.prepare("SELECT segment, entries, checksum FROM segments ORDER BY segment"));
        while (true) {
            LEITONG_TRY_ASSIGN(const bool more, select.step());
            if (!more) {
                return {};
            }
            const Segment row{select.unsigned_integer(0), select.unsigned_integer(1)};
            const bool is_sound =
                row.number >= 1 && row.number <= k_last_segment &&
                segment_checksum(row.number, row.entries) == select.unsigned_integer(2);
            if (!is_sound) {
                return fail(Errc::store_damaged, Msg::store_bad_row, "segments", row.number);
            }
            segments.push_back(row);
        }
    }

    [[nodiscard]] std::uint64_t free_number() const noexcept {
        std::uint64_t number = 1;
        while (
            std::ranges::any_of(segments, [&](const Segment& s) { return s.number == number; })) {
            ++number;
        }
        LEITONG_ASSERT(number <= k_last_segment, "segments are merged long before 255 of them");
        return number;
    }

    Result<void> write(std::size_t kind, std::uint64_t segment, const PostingBlock& written) {
        const std::int64_t id = posting_id(kind, segment, written.first_key);
        bound = written.bytes;
        bind_to_row(bound, row_of(id));
        return insert_block.bind(id).bind_blob(bound).run();
    }

    Result<void> register_segment(std::uint64_t number, std::uint64_t entries) {
        LEITONG_TRY(insert_segment.bind(number)
                        .bind(entries)
                        .bind(segment_checksum(number, entries))
                        .run());
        segments.push_back({number, entries});
        return {};
    }

    Result<void> drop_segment(std::uint64_t number) {
        LEITONG_TRY_ASSIGN(
            Statement erase,
            connection.prepare("DELETE FROM postings WHERE posting_id BETWEEN ?1 AND ?2"));
        for (std::size_t kind = 0; kind < k_posting_kinds; ++kind) {
            LEITONG_TRY(erase.bind(posting_id(kind, number, 0))
                            .bind(posting_id(kind, number, k_posting_key_limit - 1))
                            .run());
        }
        LEITONG_TRY_ASSIGN(Statement forget,
                           connection.prepare("DELETE FROM segments WHERE segment = ?1"));
        LEITONG_TRY(forget.bind(number).run());
        std::erase_if(segments, [&](const Segment& s) { return s.number == number; });
        return {};
    }

    Result<std::vector<SegmentCursor>> cursors(std::size_t kind, std::span<const Segment> over) {
        std::vector<SegmentCursor> opened;
        for (const Segment& segment : over) {
            LEITONG_TRY_ASSIGN(SegmentCursor cursor,
                               SegmentCursor::open(connection, kind, segment.number));
            opened.push_back(std::move(cursor));
        }
        return opened;
    }

    // Replaces the given segments by one, leaving out what `keep` refuses.
    Result<void> merge(std::vector<Segment> old,
                       const std::function<bool(PostingKind, const Posting&)>& keep) {
        const std::uint64_t number = free_number();
        std::uint64_t entries = 0;
        for (std::size_t kind = 0; kind < k_posting_kinds; ++kind) {
            LEITONG_TRY_ASSIGN(std::vector<SegmentCursor> opened, cursors(kind, old));
            SegmentMerge merge(std::move(opened));
            BlockMaker maker([&](PostingBlock&& made) -> Result<void> {
                entries += made.entries;
                return write(kind, number, made);
            });
            Posting before{std::numeric_limits<std::uint64_t>::max(), 0};
            while (SegmentCursor* least = merge.least()) {
                const Posting entry = least->current();
                if (entry != before && (!keep || keep(static_cast<PostingKind>(kind), entry))) {
                    LEITONG_TRY(maker.add(entry));
                }
                before = entry;
                LEITONG_TRY(least->advance());
            }
            LEITONG_TRY(maker.flush());
        }
        for (const Segment& segment : old) {
            LEITONG_TRY(drop_segment(segment.number));
        }
        return register_segment(number, entries);
    }

    // Size-tiered: a segment is rewritten a logarithmic number of times in its life.
    Result<void> merge_like_sizes() {
        while (true) {
            std::vector<Segment> same;
            for (const Segment& one : segments) {
                same.clear();
                std::ranges::copy_if(segments, std::back_inserter(same), [&](const Segment& other) {
                    return size_class(other.entries) == size_class(one.entries);
                });
                if (same.size() >= k_same_size_segments) {
                    break;
                }
            }
            if (same.size() < k_same_size_segments) {
                return {};
            }
            LEITONG_TRY(merge(std::move(same), nullptr));
        }
    }
};

Postings::Postings(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Postings::Postings(Postings&&) noexcept = default;
Postings& Postings::operator=(Postings&&) noexcept = default;
Postings::~Postings() = default;

Result<Postings> Postings::open(Connection& connection) {
    auto impl = std::make_unique<Impl>(connection);
    LEITONG_TRY(impl->load());
    LEITONG_TRY_ASSIGN(
        impl->select_range,
        connection.prepare(
            "SELECT posting_id, block FROM postings WHERE posting_id >= coalesce((SELECT "
            "max(posting_id) FROM postings WHERE posting_id BETWEEN ?1 AND ?2), ?2) AND "
            "posting_id <= ?3 ORDER BY posting_id"));
    LEITONG_TRY_ASSIGN(impl->insert_block,
                       connection.prepare("INSERT INTO postings VALUES (?1, ?2)"));
    LEITONG_TRY_ASSIGN(impl->insert_segment,
                       connection.prepare("INSERT INTO segments VALUES (?1, ?2, ?3)"));
    return Postings(std::move(impl));
}

Result<void> Postings::find(PostingKind kind, std::uint64_t low, std::uint64_t high,
                            std::vector<std::uint64_t>& out) {
    const auto kind_number = static_cast<std::size_t>(kind);
    for (const Impl::Segment& segment : m_impl->segments) {
        Statement& select = m_impl->select_range;
        select.bind(posting_id(kind_number, segment.number, 0))
            .bind(posting_id(kind_number, segment.number, low))
            .bind(posting_id(kind_number, segment.number, high));
        while (true) {
            LEITONG_TRY_ASSIGN(const bool more, select.step());
            if (!more) {
                break;
            }
            const std::int64_t id = select.integer(0);
            if (!find_postings(select.blob_view(1), row_of(id), low, high, out)) {
                select.reset();
                return fail(Errc::store_damaged, Msg::store_bad_row, "postings", id);
            }
        }
    }
    return {};
}

Result<void> Postings::scan(
    PostingKind kind,
    const std::function<bool(std::uint64_t, std::span<const std::uint64_t>)>& group) {
    LEITONG_TRY_ASSIGN(std::vector<SegmentCursor> opened,
                       m_impl->cursors(static_cast<std::size_t>(kind), m_impl->segments));
    SegmentMerge merge(std::move(opened));
    std::vector<std::uint64_t> values;
    std::uint64_t key = 0;
    while (SegmentCursor* least = merge.least()) {
        const Posting entry = least->current();
        if (!values.empty() && entry.key != key) {
            if (!group(key, values)) {
                return {};
            }
            values.clear();
        }
        key = entry.key;
        if (values.empty() || values.back() != entry.value) {
            values.push_back(entry.value);
        }
        LEITONG_TRY(least->advance());
    }
    if (!values.empty()) {
        group(key, values);
    }
    return {};
}

std::vector<PostingBlock> make_posting_blocks(std::span<const Posting> postings) {
    std::vector<PostingBlock> blocks;
    for (std::size_t first = 0; first < postings.size();) {
        std::size_t last = first;
        for (std::size_t bytes = 0; last < postings.size(); ++last) {
            const bool is_new_key = last == first || postings[last].key != postings[last - 1].key;
            if (is_new_key && bytes >= k_block_bytes) {
                break;
            }
            bytes += entry_bytes(is_new_key);
        }
        const auto entries = postings.subspan(first, last - first);
        blocks.push_back({entries.front().key, entries.size(), encode_unbound_postings(entries)});
        first = last;
    }
    return blocks;
}

Result<void> Postings::append(PostingBatch& batch) {
    PostingBlocks blocks;
    const auto make = [&](std::size_t kind, PostingList& scratch) {
        PostingList& list = batch.list(static_cast<PostingKind>(kind));
        sort_postings(list, scratch);
        list.truncate(std::unique(list.begin(), list.end()));
        blocks[kind] = make_posting_blocks(list);
        list.clear();  // its room is wanted again by the next batch
    };
    {
        // There are about as many anchors as all else together, so they have a thread of their own.
        constexpr auto k_anchor = static_cast<std::size_t>(PostingKind::anchor);
        const bool has_many = batch.list(PostingKind::anchor).size() > k_many_postings;
        const auto make_anchors = [&] {
            PostingList scratch;
            make(k_anchor, scratch);
        };
        std::future<void> anchors =
            std::async(has_many ? std::launch::async : std::launch::deferred, make_anchors);
        PostingList scratch;
        for (std::size_t kind = 0; kind < k_posting_kinds; ++kind) {
            if (kind != k_anchor) {
                make(kind, scratch);
            }
        }
        anchors.get();
    }
    batch.clear();
    return append(blocks);
}

Result<void> Postings::append(const PostingBlocks& blocks) {
    const std::uint64_t number = m_impl->free_number();
    std::uint64_t entries = 0;
    for (std::size_t kind = 0; kind < k_posting_kinds; ++kind) {
        for (const PostingBlock& block : blocks[kind]) {
            LEITONG_TRY(m_impl->write(kind, number, block));
            entries += block.entries;
        }
    }
    if (entries == 0) {
        return {};
    }
    LEITONG_TRY(m_impl->register_segment(number, entries));
    return m_impl->merge_like_sizes();
}

Result<void> Postings::compact(const std::function<bool(PostingKind, const Posting&)>& keep) {
    if (m_impl->segments.empty()) {
        return {};
    }
    return m_impl->merge(m_impl->segments, keep);
}

Result<void> Postings::refresh() {
    return m_impl->load();
}

std::uint64_t Postings::entries() const noexcept {
    std::uint64_t sum = 0;
    for (const Impl::Segment& segment : m_impl->segments) {
        sum += segment.entries;
    }
    return sum;
}

Result<std::uint64_t> Postings::verify(const std::function<void(std::int64_t)>& bad) {
    LEITONG_TRY_ASSIGN(
        Statement select,
        m_impl->connection.prepare("SELECT posting_id, block FROM postings ORDER BY posting_id"));
    std::uint64_t rows = 0;
    std::uint64_t entries = 0;
    bool is_any_bad = false;
    while (true) {
        LEITONG_TRY_ASSIGN(const bool more, select.step());
        if (!more) {
            if (!is_any_bad && entries != this->entries()) {  // a block is missing
                return fail(Errc::store_damaged, Msg::store_bad_row, "segments", "*");
            }
            return rows;
        }
        ++rows;
        if (!decode_postings(select.blob_view(1), row_of(select.integer(0)), m_impl->block)) {
            bad(select.integer(0));
            is_any_bad = true;
        }
        entries += m_impl->block.size();
    }
}

}  // namespace leitong::store
