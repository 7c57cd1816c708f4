// The one catalogue of what leitong says to people, in English and Chinese.
//
// A message is an id and its arguments; it becomes text only where it is printed, so that errors
// made deep below follow --lang. The texts are in messages.def, one a line.
#pragma once

#include <fmt/core.h>

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace leitong {

enum class Language : std::uint8_t { en, zh };

enum class Msg : std::uint16_t {
#define LEITONG_MESSAGE(id, en, zh) id,
#include "leitong/base/messages.def"
#undef LEITONG_MESSAGE
    count_
};

// The template of a message, with {0}, {1} … for its arguments. Valid for the program's life.
[[nodiscard]] std::string_view message_template(Msg id, Language language) noexcept;

// The name of a message in messages.def, for tests and logs.
[[nodiscard]] std::string_view message_name(Msg id) noexcept;

// A message with its arguments, not yet in any language.
struct Message {
    Msg id{};
    std::vector<std::string> arguments;

    [[nodiscard]] std::string text(Language language) const;
    friend bool operator==(const Message&, const Message&) = default;
};

namespace detail {
template <typename T>
std::string message_argument(const T& value) {
    if constexpr (std::is_convertible_v<const T&, std::string_view>) {
        return std::string(std::string_view(value));
    } else {
        return fmt::format("{}", value);
    }
}
}  // namespace detail

template <typename... Arguments>
[[nodiscard]] Message message(Msg id, const Arguments&... arguments) {
    return {id, {detail::message_argument(arguments)...}};
}

// Shorthand for message(id, …).text(language).
template <typename... Arguments>
[[nodiscard]] std::string say(Language language, Msg id, const Arguments&... arguments) {
    return message(id, arguments...).text(language);
}

}  // namespace leitong
