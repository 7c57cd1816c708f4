#include "gram_blocks.hpp"

#include "leitong/base/hash.hpp"
#include "leitong/store/gram_index.hpp"

#include <cstring>
#include <limits>

namespace leitong::store {

namespace {

constexpr std::size_t k_block_bytes = 4000;  // aimed at; one list is never split over two blocks
constexpr std::uint32_t k_gram_limit = std::uint32_t{1} << k_gram_key_bits;

}  // namespace

Result<void> GramBlockMaker::add(std::uint32_t gram, BlobView ids) {
    if (ids.empty()) {
        return {};
    }
    // A long list stands alone, so that nobody reads it who asked for its neighbour.
    if (!m_block.empty() && m_block.size() + ids.size() > k_block_bytes) {
        LEITONG_TRY(flush());
    }
    if (m_block.empty()) {
        m_first = gram;
        m_last = gram;
    }
    put_varint(m_block, gram - m_last);
    put_varint(m_block, ids.size());
    m_block.insert(m_block.end(), ids.begin(), ids.end());
    m_last = gram;
    return {};
}

Result<void> GramBlockMaker::flush() {
    if (m_block.empty()) {
        return {};
    }
    append_checksum(m_block);
    LEITONG_TRY(m_sink(m_first, m_block));
    m_block.clear();
    return {};
}

bool GramBlockReader::next(GramBlockList& out) noexcept {
    if (m_rest.at_end() || !m_rest.ok()) {
        return false;
    }
    const std::uint64_t gap = m_rest.varint();
    out.ids = m_rest.bytes(m_rest.varint());
    if (!m_rest.ok() || gap >= k_gram_limit || m_gram + gap >= k_gram_limit) {
        m_rest.refuse();
        return false;
    }
    m_gram += static_cast<std::uint32_t>(gap);
    out.gram = m_gram;
    return true;
}

std::uint32_t count_of_list(BlobView ids) noexcept {
    std::uint32_t count = 0;
    for (const std::uint8_t byte : ids) {
        count += byte < 0x80 ? 1U : 0U;
    }
    return count;
}

bool decode_list(BlobView ids, std::vector<std::uint32_t>& out) {
    std::uint64_t id = 0;
    std::uint64_t step = 0;
    unsigned shift = 0;
    for (const std::uint8_t byte : ids) {
        step |= std::uint64_t{byte & 0x7FU} << shift;
        if (byte >= 0x80) {
            shift += 7;
            if (shift > 28) {
                return false;
            }
            continue;
        }
        id += step;
        if (step == 0 || id > std::numeric_limits<std::uint32_t>::max()) {
            return false;
        }
        out.push_back(static_cast<std::uint32_t>(id));
        step = 0;
        shift = 0;
    }
    return shift == 0;
}

}  // namespace leitong::store
