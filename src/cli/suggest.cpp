#include "leitong/cli/suggest.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace leitong::cli {

namespace {

// Words longer than this are nobody's slip; it bounds the work on hostile input.
constexpr std::size_t k_max_letters = 64;

// Optimal string alignment distance (Damerau 1964): three rows of the usual matrix.
std::size_t slips_between(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) {
        last[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before[j - 2] + 1);
            }
        }
        before.swap(last);
        last.swap(row);
    }
    return last[b.size()];
}

bool has_letters_of(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::ranges::is_permutation(a, b);
}

}  // namespace

std::string_view nearest(std::string_view typed, std::span<const std::string_view> known) {
    if (typed.empty() || typed.size() > k_max_letters) {
        return {};
    }
    std::string_view best;
    std::size_t fewest = std::max<std::size_t>(1, (typed.size() + 1) / 3) + 1;
    for (const std::string_view word : known) {
        const std::size_t slips = slips_between(typed, word);
        // Of two as near, the one of the same letters (erport is report, not export), then the one
        // that was only typed on (templatex is template, not templates).
        const bool is_as_near = slips == fewest && !best.empty() && !has_letters_of(best, typed);
        const bool is_typed_on = typed.starts_with(word) && !typed.starts_with(best);
        const bool is_nearer =
            slips < fewest || (is_as_near && (has_letters_of(word, typed) || is_typed_on));
        if (is_nearer && slips < word.size()) {
            fewest = slips;
            best = word;
        }
    }
    if (best.empty() && typed.size() >= 3) {
        const auto begun = std::ranges::find_if(
            known, [typed](std::string_view word) { return word.starts_with(typed); });
        return begun == known.end() ? std::string_view{} : *begun;
    }
    return best;
}

}  // namespace leitong::cli
