// HTML that cannot be broken by what it shows.
//
// Markup is string literals, checked by the compiler to be such; whatever is known only at run time
// goes through text(), which escapes it. There is no way to write a run-time string as markup.
//
// Text of the corpus keeps every character in the page's DOM, but none can act: control characters
// and those that turn the direction of text stand isolated, with their number shown beside them.
#pragma once

#include "leitong/base/messages.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace leitong::report {

// A string literal: nothing else becomes one.
class Markup {
public:
    template <std::size_t Size>
    consteval Markup(const char (&literal)[Size])  // NOLINT(google-explicit-constructor)
        : m_text(literal, Size - 1) {}

    [[nodiscard]] constexpr std::string_view text() const noexcept { return m_text; }

private:
    std::string_view m_text;
};

// Appends to a string of its own.
class Html {
public:
    Html& raw(Markup markup) {
        m_out += markup.text();
        return *this;
    }
    // Another piece of HTML.
    Html& html(const Html& other) {
        m_out += other.m_out;
        return *this;
    }
    // Text as an element's content. Bytes that are no UTF-8 become U+FFFD.
    Html& text(std::string_view text);
    // The same of a name, which a line may break after what separates its parts (/ \\ _ - .),
    // rather than within a word.
    Html& name(std::string_view name);
    // Text where no element may stand (title, attributes between double quotes): what cannot be
    // seen becomes \u202e and the like.
    Html& plain(std::string_view text);
    Html& number(std::uint64_t number);  // plain digits, as for ids and lengths
    template <typename... Arguments>
    Html& say(Language language, Msg id, const Arguments&... arguments) {
        return text(leitong::say(language, id, arguments...));
    }

    [[nodiscard]] std::size_t size_bytes() const noexcept { return m_out.size(); }
    [[nodiscard]] const std::string& str() const noexcept { return m_out; }
    void clear() noexcept { m_out.clear(); }

private:
    std::string m_out;
};

}  // namespace leitong::report
