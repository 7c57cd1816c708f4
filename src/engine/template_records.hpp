// Templates as records, from passages. Private to engine.
#pragma once

#include "leitong/model/records.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "template_families.hpp"

namespace leitong::engine {

// A passage joins a template if of the fixed text no more than this share is edited in it: where
// only its likeness speaks for it, and where its place in an alike work does, too
// (docs/decisions/0007-templates.md).
inline constexpr double k_most_edited = 0.3;
inline constexpr double k_most_edited_in_place = 0.6;

// The templates of a family: none, one, or more where groups of it go ways of their own.
[[nodiscard]] std::vector<TemplateRecord> templates_of(Family family, double most_edited);

// The template of passages that no cluster holds together, if next to nothing stands in slots that
// do not show what they are: nothing but their likeness says that the passages belong together.
[[nodiscard]] std::vector<TemplateRecord> loose_templates_of(const Family& family);

// An id made of content: a letter, then 60 bits in letters and digits that nobody mistakes.
[[nodiscard]] std::string content_id(char letter, std::string_view content);

}  // namespace leitong::engine
