// Which windows of texts are stock, looked up by hash.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace leitong::templates {

// Windows as they are found, by hash, in no order, none twice.
struct FoundWindows {
    std::vector<std::uint64_t> frequent;
    // Of those that are long enough to be passages, the ones that no more than a few works have.
    std::vector<std::uint64_t> passages;
};

// A set of hashes. Cost: a look-up reads two places; 12 bytes a hash. Threads: immutable.
class WindowSet {
public:
    WindowSet() = default;
    explicit WindowSet(std::vector<std::uint64_t> hashes);
    [[nodiscard]] bool contains(std::uint64_t hash) const noexcept;

private:
    std::vector<std::uint64_t> m_hashes;  // sorted
    std::vector<std::uint32_t> m_start;   // of those that begin with the same bits
    unsigned m_shift = 63;
};

class StockWindows {
public:
    StockWindows() = default;
    // Of the parts that StockFinder tells.
    explicit StockWindows(std::vector<FoundWindows> parts);

    [[nodiscard]] bool is_frequent(std::uint64_t window) const noexcept {
        return m_frequent.contains(window);
    }
    [[nodiscard]] bool is_passage(std::uint64_t window) const noexcept {
        return m_passages.contains(window);
    }

private:
    WindowSet m_frequent;
    WindowSet m_passages;
};

}  // namespace leitong::templates
