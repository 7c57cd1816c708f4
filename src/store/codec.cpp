#include "leitong/store/codec.hpp"

#include "leitong/base/hash.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

namespace leitong::store {

namespace {

constexpr std::uint8_t k_role_count = 6;
constexpr std::size_t k_longest_varint = 10;
constexpr std::uint64_t k_key_limit = std::uint64_t{1} << 48;
constexpr std::uint64_t k_number_limit = std::numeric_limits<std::uint32_t>::max();

std::uint64_t zigzag(std::int64_t value) noexcept {
    return static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63);
}

std::int64_t unzigzag(std::uint64_t value) noexcept {
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

std::uint64_t bound_checksum(std::uint64_t hash, std::uint64_t row) noexcept {
    return base::mix64(hash ^ base::mix64(row));
}

// Takes the checksum off the end of a blob that has one.
bool take_checksum(BlobView& blob, std::uint64_t& checksum) noexcept {
    if (blob.size() < sizeof checksum) {
        return false;
    }
    const std::size_t size = blob.size() - sizeof checksum;
    std::memcpy(&checksum, blob.data() + size, sizeof checksum);
    blob = blob.first(size);
    return true;
}

}  // namespace

void put_varint(Blob& out, std::uint64_t value) {
    while (value >= 0x80) {
        out.push_back(static_cast<std::uint8_t>(value | 0x80));
        value >>= 7;
    }
    out.push_back(static_cast<std::uint8_t>(value));
}

std::uint64_t BlobReader::varint() noexcept {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 70 && !m_rest.empty(); shift += 7) {
        const std::uint8_t next = m_rest.front();
        m_rest = m_rest.subspan(1);
        if (shift == 63 && next > 1) {
            break;  // more than 64 bits
        }
        value |= static_cast<std::uint64_t>(next & 0x7F) << shift;
        if ((next & 0x80) == 0) {
            return value;
        }
    }
    m_ok = false;
    m_rest = {};
    return 0;
}

std::uint8_t BlobReader::byte() noexcept {
    if (m_rest.empty()) {
        m_ok = false;
        return 0;
    }
    const std::uint8_t value = m_rest.front();
    m_rest = m_rest.subspan(1);
    return value;
}

BlobView BlobReader::bytes(std::uint64_t size) noexcept {
    if (size > m_rest.size()) {
        m_ok = false;
        m_rest = {};
        return {};
    }
    const BlobView taken = m_rest.first(static_cast<std::size_t>(size));
    m_rest = m_rest.subspan(static_cast<std::size_t>(size));
    return taken;
}

Blob encode_layout(const StoredLayout& layout) {
    Blob out;
    put_varint(out, layout.works.size());
    for (const StoredWork& work : layout.works) {
        put_varint(out, work.title.size());
        out.insert(out.end(), work.title.begin(), work.title.end());
        put_varint(out, work.first_paragraph);
        put_varint(out, work.last_paragraph);
    }
    put_varint(out, layout.paragraphs.size());
    std::uint64_t text = 0;
    std::uint64_t end = 0;
    for (const StoredParagraph& paragraph : layout.paragraphs) {
        put_varint(out, zigzag(static_cast<std::int64_t>(paragraph.text.value - text)));
        put_varint(out, paragraph.range.begin - end);
        put_varint(out, paragraph.range.size());
        put_varint(out, paragraph.work);
        out.push_back(static_cast<std::uint8_t>(paragraph.role));
        text = paragraph.text.value;
        end = paragraph.range.end;
    }
    return out;
}

bool decode_layout(BlobView blob, StoredLayout& out) {
    out.works.clear();
    out.paragraphs.clear();
    BlobReader reader(blob);
    const std::uint64_t works = reader.varint();
    for (std::uint64_t i = 0; i < works && reader.ok(); ++i) {
        const BlobView title = reader.bytes(reader.varint());
        const std::uint64_t first = reader.varint();
        const std::uint64_t last = reader.varint();
        if (!reader.ok() || first == 0 || first > last || last > k_number_limit) {
            return false;
        }
        out.works.push_back({std::string(title.begin(), title.end()),
                             static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last)});
    }
    const std::uint64_t paragraphs = reader.varint();
    std::uint64_t text = 0;
    std::uint64_t end = 0;
    for (std::uint64_t i = 0; i < paragraphs && reader.ok(); ++i) {
        text += static_cast<std::uint64_t>(unzigzag(reader.varint()));
        const std::uint64_t gap = reader.varint();
        const std::uint64_t size = reader.varint();
        const std::uint64_t work = reader.varint();
        const std::uint8_t role = reader.byte();
        const std::uint64_t begin = end + gap;
        if (!reader.ok() || gap > k_number_limit * 16 || size > k_number_limit * 16 ||
            work > out.works.size() || role >= k_role_count || text == 0) {
            return false;
        }
        end = begin + size;
        out.paragraphs.push_back({TextId{text},
                                  {begin, end},
                                  static_cast<std::uint32_t>(work),
                                  static_cast<Role>(role)});
    }
    const bool works_fit = std::ranges::all_of(out.works, [&](const StoredWork& work) {
        return work.last_paragraph <= out.paragraphs.size();
    });
    return reader.ok() && reader.at_end() && works_fit;
}

void append_neighbours(Blob& out, std::span<const Neighbour> neighbours) {
    const std::size_t before = out.size();
    out.resize(before + (1 + 2 * neighbours.size()) * k_longest_varint);
    std::uint8_t* at = put_varint_at(out.data() + before, neighbours.size());
    std::uint64_t last = 0;
    for (const Neighbour& neighbour : neighbours) {
        const std::uint64_t strength = std::uint64_t{neighbour.shared} << 1;
        at = put_varint_at(at, neighbour.typed.value - last);
        at = put_varint_at(at, strength | (neighbour.is_edge ? 1U : 0U));
        last = neighbour.typed.value;
    }
    out.resize(static_cast<std::size_t>(at - out.data()));
}

bool decode_neighbours(BlobView blob, std::vector<Neighbour>& out) {
    out.clear();
    BlobReader reader(blob);
    const std::uint64_t count = reader.varint();
    std::uint64_t before = 0;
    for (std::uint64_t i = 0; i < count && reader.ok(); ++i) {
        const std::uint64_t step = reader.varint();
        const std::uint64_t packed = reader.varint();
        const std::uint64_t typed = before + step;
        if (!reader.ok() || step == 0 || typed < before || packed >> 1 > k_number_limit) {
            return false;
        }
        out.push_back({TypedId{typed}, static_cast<std::uint32_t>(packed >> 1), (packed & 1) != 0});
        before = typed;
    }
    return reader.ok() && reader.at_end();
}

Blob encode_unbound_postings(std::span<const Posting> postings) {
    // Room for the worst, so that nothing asks for it byte by byte; what is returned is cut to
    // size.
    thread_local Blob room;
    room.resize((postings.size() * 2 + 1) * k_longest_varint + sizeof(std::uint64_t));
    std::uint8_t* at = put_varint_at(room.data(), postings.size());
    std::uint64_t key = postings.empty() ? 0 : postings.front().key;
    std::uint64_t value = 0;
    for (const Posting& posting : postings) {
        if (posting.key != key) {
            value = 0;
        }
        at = put_varint_at(at, posting.key - key);
        at = put_varint_at(at, posting.value - value);
        key = posting.key;
        value = posting.value;
    }
    const std::uint64_t hash =
        base::hash64(room.data(), static_cast<std::size_t>(at - room.data()));
    std::memcpy(at, &hash, sizeof hash);
    return {room.data(), at + sizeof hash};
}

void append_checksum(Blob& unbound) {
    const std::uint64_t hash = base::hash64(unbound.data(), unbound.size());
    const std::size_t at = unbound.size();
    unbound.resize(at + sizeof hash);
    std::memcpy(&unbound[at], &hash, sizeof hash);
}

bool is_sound_in_row(BlobView& block, std::uint64_t row) noexcept {
    std::uint64_t checksum = 0;
    return take_checksum(block, checksum) &&
           bound_checksum(base::hash64(block.data(), block.size()), row) == checksum;
}

void bind_to_row(Blob& unbound, std::uint64_t row) {
    std::uint64_t checksum = 0;
    std::uint8_t* const at = unbound.data() + unbound.size() - sizeof checksum;
    std::memcpy(&checksum, at, sizeof checksum);
    checksum = bound_checksum(checksum, row);
    std::memcpy(at, &checksum, sizeof checksum);
}

Blob encode_postings(std::span<const Posting> postings, std::uint64_t row) {
    Blob block = encode_unbound_postings(postings);
    bind_to_row(block, row);
    return block;
}

Blob sealed_for_row(BlobView block, std::uint64_t row) {
    Blob sealed(block.begin(), block.end());
    std::uint64_t checksum = 0;
    if (!take_checksum(block, checksum) || base::hash64(block.data(), block.size()) != checksum) {
        return {};
    }
    bind_to_row(sealed, row);
    return sealed;
}

bool decode_postings(BlobView block, std::uint64_t row, std::vector<Posting>& out) {
    out.clear();
    if (!is_sound_in_row(block, row)) {
        return false;
    }
    BlobReader reader(block);
    const std::uint64_t count = reader.varint();
    if (count > block.size() / 2) {
        return false;
    }
    out.reserve(count);
    std::uint64_t key = row & (k_key_limit - 1);
    std::uint64_t value = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::uint64_t step = reader.varint();
        if (step != 0) {
            value = 0;
        }
        key += step;
        const std::uint64_t before = value;
        value += reader.varint();
        if (!reader.ok() || step >= k_key_limit || key >= k_key_limit || value < before) {
            return false;
        }
        out.push_back({key, value});
    }
    return reader.ok() && reader.at_end() && count > 0;
}

bool find_postings(BlobView block, std::uint64_t row, std::uint64_t low, std::uint64_t high,
                   std::vector<std::uint64_t>& out) {
    if (!is_sound_in_row(block, row)) {
        return false;
    }
    BlobReader reader(block);
    const std::uint64_t count = reader.varint();
    std::uint64_t key = row & (k_key_limit - 1);
    std::uint64_t value = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::uint64_t step = reader.varint();
        const std::uint64_t rise = reader.varint();
        if (!reader.ok() || step >= k_key_limit || key + step >= k_key_limit) {
            return false;
        }
        key += step;
        value = step != 0 ? rise : value + rise;
        if (key > high) {
            return true;
        }
        if (key >= low) {
            out.push_back(value);
        }
    }
    return count > 0;
}

Blob encode_hashes(std::span<const std::uint64_t> hashes) {
    Blob out;
    out.reserve(hashes.size() * sizeof(std::uint64_t));
    for (const std::uint64_t hash : hashes) {
        for (unsigned shift = 0; shift < 64; shift += 8) {
            out.push_back(static_cast<std::uint8_t>(hash >> shift));
        }
    }
    return out;
}

bool decode_hashes(BlobView blob, std::vector<std::uint64_t>& out) {
    out.clear();
    if (blob.size() % sizeof(std::uint64_t) != 0) {
        return false;
    }
    out.reserve(blob.size() / sizeof(std::uint64_t));
    for (std::size_t at = 0; at < blob.size(); at += sizeof(std::uint64_t)) {
        std::uint64_t hash = 0;
        for (unsigned i = 0; i < sizeof(std::uint64_t); ++i) {
            hash |= std::uint64_t{blob[at + i]} << (8 * i);
        }
        if (!out.empty() && hash <= out.back()) {
            return false;
        }
        out.push_back(hash);
    }
    return true;
}

}  // namespace leitong::store
