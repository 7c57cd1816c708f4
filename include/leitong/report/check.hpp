// A draft that was checked: for people, for programs, and as a page.
#pragma once

#include "leitong/model/check_records.hpp"
#include "leitong/report/display.hpp"

#include <span>
#include <string>

namespace leitong::report {

// The paragraphs that are reused, each with its sources, and the shares of the whole.
void append_text(std::string& out, const CheckedDraft& draft, const Display& display);

void append_jsonl(std::string& out, const CheckParagraph& paragraph);
void append_jsonl(std::string& out, const CheckDocument& document);

// One page that loads nothing: opens from a file, in light and dark, and prints.
[[nodiscard]] std::string check_page(std::span<const CheckedDraft> drafts, Language language);

// A part of the letters; of none, 0.
[[nodiscard]] double share_of(std::uint64_t part, std::uint64_t all) noexcept;

}  // namespace leitong::report
