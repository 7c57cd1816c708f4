// Templates as records, from passages. Private to engine.
#pragma once

#include "leitong/model/records.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "template_cache.hpp"
#include "template_families.hpp"

namespace leitong::engine {

// Who joins a template.
struct JoinRule {
    double most_edited = 0;  // of the fixed text, in what joins
    // In a core of fewer works than these, what has joined says what is a slot, too.
    std::uint32_t few_works = 0;
};

// Where only its likeness speaks for a passage, and where its place in an alike work does, too
// (docs/decisions/0007-templates.md).
inline constexpr JoinRule k_by_likeness{0.3, 0};
inline constexpr JoinRule k_in_place{0.6, 5};

// The templates of a family: none, one, or more where groups of it go ways of their own.
[[nodiscard]] std::vector<TemplateRecord> templates_of(Family family, const JoinRule& rule,
                                                       TemplateCache& cache);

// The template of passages that no cluster holds together, without those that it explains too
// little of, if next to nothing stands in slots that do not show what they are: nothing but their
// likeness says that the passages belong together. None if those are of fewer works than asked for.
[[nodiscard]] std::vector<TemplateRecord> loose_templates_of(Family family,
                                                             std::uint32_t fewest_works,
                                                             TemplateCache& cache);

// Families whose skeletons say the same are one template, with the members of all.
[[nodiscard]] std::vector<TemplateRecord> merged(std::vector<TemplateRecord> records);

// An id made of content: a letter, then 60 bits in letters and digits that nobody mistakes.
[[nodiscard]] std::string content_id(char letter, std::string_view content);

}  // namespace leitong::engine
