#include "leitong/match/fillers.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>
#include <vector>

namespace leitong::match {

namespace {

constexpr std::uint32_t k_filler_base = 6;
constexpr std::uint32_t k_filler_per_sign = 2;
constexpr std::uint32_t k_most_signs = 8;
constexpr std::size_t k_most_states = 20'000;

bool is_numeric(SlotKind kind) noexcept {
    return kind == SlotKind::number || kind == SlotKind::percent || kind == SlotKind::quantity ||
           kind == SlotKind::year || kind == SlotKind::ordinal;
}

bool are_compatible(const text::Slot& a, const text::Slot& b) noexcept {
    return a.masked || b.masked || match::are_compatible(a.kind, b.kind);
}

// A side: its typed symbols, and the slot at each (or none).
class Side {
public:
    explicit Side(const text::Folded& folded)
        : m_folded(folded), m_slot_at(folded.typed.size(), -1) {
        for (std::size_t i = 0; i < folded.slots.size(); ++i) {
            m_slot_at[folded.slots[i].typed_at] = static_cast<std::int32_t>(i);
        }
    }
    [[nodiscard]] std::uint32_t size() const noexcept {
        return static_cast<std::uint32_t>(m_slot_at.size());
    }
    [[nodiscard]] char32_t symbol(std::uint32_t at) const noexcept {
        return m_folded.typed.symbols[at];
    }
    [[nodiscard]] const text::Slot* slot(std::uint32_t at) const noexcept {
        const std::int32_t index = m_slot_at[at];
        return index < 0 ? nullptr : &m_folded.slots[static_cast<std::size_t>(index)];
    }
    // How many symbols of the other side the mask at `at` may stand for; 0: no mask.
    [[nodiscard]] std::uint32_t filler_limit(std::uint32_t at) const noexcept {
        const text::Slot* found = slot(at);
        if (found == nullptr || !found->masked) {
            return 0;
        }
        return match::filler_limit(found->letters_end - found->letters_begin);
    }

private:
    const text::Folded& m_folded;
    std::vector<std::int32_t> m_slot_at;
};

class Search {
public:
    Search(const Side& a, const Side& b) : m_a(a), m_b(b) {}

    bool run() {
        std::vector<std::pair<std::uint32_t, std::uint32_t>> open{{0, 0}};
        std::size_t states = 0;
        while (!open.empty()) {
            auto [i, j] = open.back();
            open.pop_back();
            if (!m_seen.insert(std::uint64_t{i} << 32 | j).second) {
                continue;
            }
            if (++states > k_most_states) {
                return false;
            }
            // Fixed text offers no choice: run along it.
            while (i < m_a.size() && j < m_b.size() && is_fixed_match(i, j)) {
                ++i;
                ++j;
            }
            if (i == m_a.size() && j == m_b.size()) {
                return true;
            }
            branch(i, j, open);
        }
        return false;
    }

private:
    [[nodiscard]] bool is_fixed_match(std::uint32_t i, std::uint32_t j) const noexcept {
        return m_a.slot(i) == nullptr && m_b.slot(j) == nullptr && m_a.symbol(i) == m_b.symbol(j);
    }

    // Longest fillers first onto the stack, so that the shortest are tried first.
    void branch(std::uint32_t i, std::uint32_t j,
                std::vector<std::pair<std::uint32_t, std::uint32_t>>& open) const {
        if (i < m_a.size()) {
            const std::uint32_t limit = std::min(m_a.filler_limit(i), m_b.size() - j);
            for (std::uint32_t length = limit; length > 0; --length) {
                open.emplace_back(i + 1, j + length);
            }
        }
        if (j < m_b.size()) {
            const std::uint32_t limit = std::min(m_b.filler_limit(j), m_a.size() - i);
            for (std::uint32_t length = limit; length > 0; --length) {
                open.emplace_back(i + length, j + 1);
            }
        }
        if (i < m_a.size() && j < m_b.size()) {
            const text::Slot* left = m_a.slot(i);
            const text::Slot* right = m_b.slot(j);
            if (left != nullptr && right != nullptr && are_compatible(*left, *right)) {
                open.emplace_back(i + 1, j + 1);
            }
        }
    }

    const Side& m_a;
    const Side& m_b;
    std::unordered_set<std::uint64_t> m_seen;
};

std::size_t fixed_symbols(const text::Folded& folded) noexcept {
    return folded.typed.size() - folded.slots.size();
}

}  // namespace

std::uint32_t filler_limit(std::uint32_t signs) noexcept {
    return k_filler_base + k_filler_per_sign * std::min(signs, k_most_signs);
}

bool are_compatible(SlotKind a, SlotKind b) noexcept {
    return a == b || (is_numeric(a) && is_numeric(b));
}

bool fillers_explain_all(const Prepared& a, const Prepared& b) {
    const std::size_t longer = std::max(a.folded.typed.size(), b.folded.typed.size());
    const std::size_t fixed = std::min(fixed_symbols(a.folded), fixed_symbols(b.folded));
    const bool has_slots = !a.folded.slots.empty() || !b.folded.slots.empty();
    if (!has_slots || fixed * 2 < longer) {
        return false;
    }
    const Side left(a.folded);
    const Side right(b.folded);
    return Search(left, right).run();
}

}  // namespace leitong::match
