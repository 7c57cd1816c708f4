// Vectors that grow large: what they take at once is laid on huge pages where the system has them.
// A first touch of a page of 4 KB costs as much as filling it several times over, on virtual
// machines most of all (docs/benchmarks.md).
#pragma once

#include <cstddef>
#include <cstdlib>
#include <new>
#include <sys/mman.h>
#include <vector>

namespace leitong::base {

inline constexpr std::size_t k_huge_page = std::size_t{2} << 20;

template <typename T>
struct HugePageAllocator {
    using value_type = T;

    HugePageAllocator() = default;
    template <typename U>
    explicit(false) HugePageAllocator(const HugePageAllocator<U>& /*other*/) noexcept {}

    [[nodiscard]] T* allocate(std::size_t count) {
        const std::size_t bytes = count * sizeof(T);
        if (bytes < k_huge_page) {
            return static_cast<T*>(::operator new(bytes));
        }
        const std::size_t rounded = (bytes + k_huge_page - 1) / k_huge_page * k_huge_page;
        void* const memory = std::aligned_alloc(k_huge_page, rounded);
        if (memory == nullptr) {
            throw std::bad_alloc();
        }
        // Advice: where it is not taken, pages are small and everything is as it was.
        (void)::madvise(memory, rounded, MADV_HUGEPAGE);
        return static_cast<T*>(memory);
    }
    void deallocate(T* memory, std::size_t count) noexcept {
        if (count * sizeof(T) < k_huge_page) {
            ::operator delete(memory);
        } else {
            std::free(memory);
        }
    }

    template <typename U>
    friend bool operator==(const HugePageAllocator& /*a*/,
                           const HugePageAllocator<U>& /*b*/) noexcept {
        return true;
    }
};

template <typename T>
using BigVector = std::vector<T, HugePageAllocator<T>>;

}  // namespace leitong::base
