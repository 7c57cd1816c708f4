// Sorting many records by a number: spreadsort, which looks at the number's bits before it compares
// (Ross 2002). Several times as fast as std::sort where there are millions, never slower by more
// than a little.
//
// Not stable. Memory: constant. Cost: linear in practice, at worst n log n.
#pragma once

#include <boost/sort/spreadsort/integer_sort.hpp>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace leitong::base {

inline void sort_numbers(std::vector<std::uint64_t>& numbers) {
    boost::sort::spreadsort::integer_sort(numbers.begin(), numbers.end());
}

// Sorts by operator<, which must order by `key_of` (an unsigned number) before all else.
template <typename Record, typename KeyOf>
void sort_by_key(std::vector<Record>& records, KeyOf key_of) {
    boost::sort::spreadsort::integer_sort(
        records.begin(), records.end(),
        [&](const Record& record, unsigned bits) { return key_of(record) >> bits; });
    // Spreadsort is done with records of one key as soon as it knows that they have one.
    for (auto first = records.begin(); first != records.end();) {
        auto last = first + 1;
        while (last != records.end() && key_of(*last) == key_of(*first)) {
            ++last;
        }
        if (last - first > 1) {
            std::sort(first, last);
        }
        first = last;
    }
}

}  // namespace leitong::base
