#include "leitong/base/big_vector.hpp"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <sys/mman.h>

namespace leitong::base {

namespace {

constexpr std::size_t k_fewest_bytes = 256;

// Addresses for `bytes`, which are whole huge pages, that begin at one. Nothing lies there yet. If
// they cannot be used they are lost: a call that failed to put something there may have let go of
// them, and another thread may have them by now.
std::byte* reserve_addresses(std::size_t bytes) {
    void* const found = ::mmap(nullptr, bytes + k_huge_page, PROT_NONE,
                               MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (found == MAP_FAILED) {
        throw std::bad_alloc();
    }
    auto* const begin = static_cast<std::byte*>(found);
    const std::size_t before =
        (k_huge_page - reinterpret_cast<std::uintptr_t>(begin) % k_huge_page) % k_huge_page;
    if (before > 0) {
        ::munmap(begin, before);
    }
    ::munmap(begin + before + bytes, k_huge_page - before);
    return begin + before;
}

void* map_pages(std::size_t bytes) {
    std::byte* const at = reserve_addresses(bytes);
    if (::mmap(at, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) ==
        MAP_FAILED) {
        throw std::bad_alloc();
    }
    // Advice: where it is not taken, pages are small and everything is as it was.
    (void)::madvise(at, bytes, MADV_HUGEPAGE);
    return at;
}

void* move_pages(void* old, std::size_t old_bytes, std::size_t bytes) {
    std::byte* const at = reserve_addresses(bytes);
    if (::mremap(old, old_bytes, bytes, MREMAP_MAYMOVE | MREMAP_FIXED, at) == MAP_FAILED) {
        throw std::bad_alloc();
    }
    return at;
}

}  // namespace

GrowingMemory::~GrowingMemory() {
    if (m_bytes >= k_huge_page) {
        ::munmap(m_data, m_bytes);
    } else {
        std::free(m_data);
    }
}

void GrowingMemory::grow(std::size_t bytes) {
    if (bytes < k_huge_page) {
        const std::size_t wanted = std::max(bytes, k_fewest_bytes);
        void* const moved = std::realloc(m_data, wanted);
        if (moved == nullptr) {
            throw std::bad_alloc();
        }
        m_data = moved;
        m_bytes = wanted;
        return;
    }
    const std::size_t wanted = (bytes + k_huge_page - 1) / k_huge_page * k_huge_page;
    if (m_bytes >= k_huge_page) {
        m_data = move_pages(m_data, m_bytes, wanted);
    } else {
        void* const pages = map_pages(wanted);
        if (m_bytes > 0) {
            std::memcpy(pages, m_data, m_bytes);
        }
        std::free(m_data);
        m_data = pages;
    }
    m_bytes = wanted;
}

}  // namespace leitong::base
