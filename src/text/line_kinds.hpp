// What a line of a document is by its form alone: a title, a heading, a salutation, what a page
// puts below a text. Private to text.
#pragma once

#include "works.hpp"

namespace leitong::text {

// Short, and no sentence.
[[nodiscard]] bool is_title_like(const Form& form);
// What follows a text on a page: 下一篇, 责任编辑 and the like.
[[nodiscard]] bool is_footer(const Form& form);
[[nodiscard]] bool is_salutation(const Form& form);
// 一、… （二）… 第三章 …, short and no sentence.
[[nodiscard]] bool is_heading(const Form& form);
// Not longer than front matter may be.
[[nodiscard]] bool is_short(const Form& form);
// A place of issue, a subtitle: what stands between a title and the text.
[[nodiscard]] bool is_front_matter(const Form& form);
// A date or a promulgation note, which may be long: 1999年4月3日 …会议通过并经…批准…修正.
[[nodiscard]] bool is_dated_note(const Form& form);

}  // namespace leitong::text
