// A set of texts by number. Private to engine.
#pragma once

#include "leitong/model/ids.hpp"

#include <cstddef>
#include <vector>

#include "engine/common/sketch_table.hpp"

namespace leitong::engine {

class TextSet {
public:
    void put(TypedNumber id) {
        if (id >= m_bits.size()) {
            m_bits.resize(id + std::size_t{1} + m_bits.size() / 2);
        }
        m_bits[id] = true;
    }
    [[nodiscard]] bool holds(TypedNumber id) const noexcept {
        return id < m_bits.size() && m_bits[id];
    }
    [[nodiscard]] std::vector<TypedNumber> list() const {
        std::vector<TypedNumber> ids;
        for (TypedNumber id = 0; id < m_bits.size(); ++id) {
            if (m_bits[id]) {
                ids.push_back(id);
            }
        }
        return ids;
    }

private:
    std::vector<bool> m_bits;
};

}  // namespace leitong::engine
