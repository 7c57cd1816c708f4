// Passages aligned clause by clause where they have different clauses. Private to templates.
#pragma once

#include "leitong/match/align.hpp"
#include "leitong/templates/units.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace leitong::templates {

// A passage of which units can be aligned.
struct Sequence {
    std::span<const Unit> units;
    std::u32string_view symbols;  // of the units

    [[nodiscard]] Sequence part(std::uint32_t begin, std::uint32_t end) const {
        return {units.subspan(begin, end - begin), symbols.substr(begin, end - begin)};
    }
};

// Appends a stretch; one that touches the last on both sides makes it longer, unless one of the two
// has no length.
inline void append_stretch(std::vector<match::Stretch>& stretches, const match::Stretch& next) {
    const bool touches = !stretches.empty() && next.length > 0 && stretches.back().length > 0 &&
                         stretches.back().a + stretches.back().length == next.a &&
                         stretches.back().b + stretches.back().length == next.b;
    if (touches) {
        stretches.back().length += next.length;
    } else {
        stretches.push_back(next);
    }
}

// Where clauses were left out of one side or the other, letters agree across clauses by chance, and
// a slot beside what is left out is lost. There, clauses that are alike are found first and aligned
// each with its like; clauses of one side only are parted from all else by stretches of no length.
// Of texts in unspaced scripts, whose clauses end with a sign. `stretches` is what they are aligned
// to without regard to clauses; it stays where clauses explain less of the text than it does.
[[nodiscard]] std::vector<match::Stretch> align_clauses(const Sequence& a, const Sequence& b,
                                                        std::vector<match::Stretch> stretches);

}  // namespace leitong::templates
