// Vectors of plain records that grow large. What they hold is never copied when they grow: the
// system moves its pages to where there is room behind them, so a vector never needs memory for the
// old and the new at once, nor touches pages for both. A first touch of a page of 4 KB costs as
// much as filling it several times over, on virtual machines most of all (docs/benchmarks.md);
// therefore what is large lies on huge pages, where the system has them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

namespace leitong::base {

inline constexpr std::size_t k_huge_page = std::size_t{2} << 20;

// Memory that grows in place or moves, with what it holds: from the heap while it is small, of
// whole huge pages of its own from there on.
class GrowingMemory {
public:
    GrowingMemory() = default;
    GrowingMemory(GrowingMemory&& other) noexcept
        : m_data(std::exchange(other.m_data, nullptr)), m_bytes(std::exchange(other.m_bytes, 0)) {}
    GrowingMemory& operator=(GrowingMemory&& other) noexcept {
        std::swap(m_data, other.m_data);
        std::swap(m_bytes, other.m_bytes);
        return *this;
    }
    ~GrowingMemory();

    [[nodiscard]] void* data() const noexcept { return m_data; }
    [[nodiscard]] std::size_t bytes() const noexcept { return m_bytes; }
    // To at least `bytes`, which are more than there are. Throws std::bad_alloc.
    void grow(std::size_t bytes);

private:
    void* m_data = nullptr;
    std::size_t m_bytes = 0;  // of k_huge_page on: pages of its own
};

// As much of std::vector as is used of it.
template <typename T>
class BigVector {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
    static_assert(alignof(T) <= alignof(std::max_align_t));

public:
    using value_type = T;

    BigVector() = default;
    BigVector(BigVector&& other) noexcept
        : m_memory(std::move(other.m_memory)), m_size(std::exchange(other.m_size, 0)) {}
    BigVector& operator=(BigVector&& other) noexcept {
        m_memory = std::exchange(other.m_memory, {});
        m_size = std::exchange(other.m_size, 0);
        return *this;
    }

    [[nodiscard]] T* data() noexcept { return static_cast<T*>(m_memory.data()); }
    [[nodiscard]] const T* data() const noexcept { return static_cast<const T*>(m_memory.data()); }
    [[nodiscard]] std::size_t size() const noexcept { return m_size; }
    [[nodiscard]] bool empty() const noexcept { return m_size == 0; }
    [[nodiscard]] std::size_t capacity() const noexcept { return m_memory.bytes() / sizeof(T); }
    [[nodiscard]] T* begin() noexcept { return data(); }
    [[nodiscard]] T* end() noexcept { return data() + m_size; }
    [[nodiscard]] const T* begin() const noexcept { return data(); }
    [[nodiscard]] const T* end() const noexcept { return data() + m_size; }
    [[nodiscard]] T& operator[](std::size_t at) noexcept { return data()[at]; }
    [[nodiscard]] const T& operator[](std::size_t at) const noexcept { return data()[at]; }
    [[nodiscard]] T& back() noexcept { return data()[m_size - 1]; }
    [[nodiscard]] const T& back() const noexcept { return data()[m_size - 1]; }

    void reserve(std::size_t count) {
        if (count > capacity()) {
            m_memory.grow(count * sizeof(T));
        }
    }
    void push_back(const T& value) {
        const T copy = value;  // which may be one of its own
        make_room(1);
        new (data() + m_size) T(copy);
        ++m_size;
    }
    // `values` must not be of its own.
    void append(std::span<const T> values) {
        make_room(values.size());
        std::uninitialized_copy(values.begin(), values.end(), data() + m_size);
        m_size += values.size();
    }
    void assign(std::size_t count, const T& value) {
        const T copy = value;
        resize_for_overwrite(count);
        std::uninitialized_fill(begin(), end(), copy);
    }
    // What is new holds anything until it is written.
    void resize_for_overwrite(std::size_t count) {
        reserve(count);
        m_size = count;
    }
    // From `first` on.
    void truncate(const T* first) noexcept { m_size = static_cast<std::size_t>(first - data()); }
    void clear() noexcept { m_size = 0; }  // and keeps the room

private:
    void make_room(std::size_t more) {
        if (m_size + more > capacity()) {
            reserve(std::max(m_size + more, 2 * capacity()));
        }
    }

    GrowingMemory m_memory;
    std::size_t m_size = 0;
};

}  // namespace leitong::base
