// Entries by content hash, in two flat arrays: a run meets each text once, and a node of its own
// for each would cost more than everything else that is done with it.
#pragma once

#include "leitong/base/big_vector.hpp"
#include "leitong/base/hash.hpp"

#include <algorithm>
#include <cstdint>

namespace leitong::base {

// `Entry` has a member `hash`. Entries are never taken out one by one.
//
// Cost: open addressing with linear probing; a look-up that finds nothing reads one cache line
// mostly, because each slot holds half of the hash's lower word beside the place of the entry.
template <typename Entry>
class HashIndex {
public:
    // Null if there is none. Valid until the next put().
    [[nodiscard]] const Entry* find(const Hash128& hash) const noexcept {
        const std::size_t place = place_of(hash);
        return place == 0 ? nullptr : &m_entries[place - 1];
    }
    [[nodiscard]] std::size_t size() const noexcept { return m_entries.size(); }

    // In place of the entry of its hash, if there is one.
    void put(const Entry& entry) {
        if (const std::size_t known = place_of(entry.hash); known != 0) {
            m_entries[known - 1] = entry;
            return;
        }
        if ((m_entries.size() + 1) * 2 > m_slots.size()) {
            grow();
        }
        m_entries.push_back(entry);
        insert(entry.hash, m_entries.size());
    }

    void clear() noexcept {  // and keeps the room
        m_entries.clear();
        std::fill(m_slots.begin(), m_slots.end(), 0);
    }

    // Tells the processor that `hash` will be looked for soon.
    void prefetch(const Hash128& hash) const noexcept {
        if (!m_slots.empty()) {
            __builtin_prefetch(&m_slots[hash.low & m_mask]);
        }
    }

private:
    static constexpr std::uint64_t k_place_mask = 0xFFFFFFFF;
    static constexpr std::size_t k_first_slots = 1024;

    // Of the entry, + 1; 0: there is none.
    [[nodiscard]] std::size_t place_of(const Hash128& hash) const noexcept {
        if (m_slots.empty()) {
            return 0;
        }
        for (std::size_t at = hash.low & m_mask; m_slots[at] != 0; at = (at + 1) & m_mask) {
            const std::size_t place = m_slots[at] & k_place_mask;
            if (m_slots[at] >> 32 == hash.low >> 32 && m_entries[place - 1].hash == hash) {
                return place;
            }
        }
        return 0;
    }

    void insert(const Hash128& hash, std::size_t place) noexcept {
        std::size_t at = hash.low & m_mask;
        while (m_slots[at] != 0) {
            at = (at + 1) & m_mask;
        }
        m_slots[at] = (hash.low & ~k_place_mask) | place;
    }

    void grow() {
        const std::size_t slots = m_slots.empty() ? k_first_slots : m_slots.size() * 2;
        m_slots.assign(slots, 0);
        m_mask = slots - 1;
        for (std::size_t i = 0; i < m_entries.size(); ++i) {
            insert(m_entries[i].hash, i + 1);
        }
    }

    BigVector<Entry> m_entries;
    BigVector<std::uint64_t> m_slots;  // upper half of hash.low, and place + 1; 0: free
    std::size_t m_mask = 0;
};

}  // namespace leitong::base
