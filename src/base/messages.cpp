#include "leitong/base/messages.hpp"

#include <fmt/args.h>
#include <fmt/core.h>

#include <iterator>

namespace leitong {

namespace {

struct Entry {
    std::string_view name, en, zh;
};

// Not a std::array: clang gives up deducing one of more than 256 elements.
constexpr Entry k_catalogue[] = {
#define LEITONG_MESSAGE(id, en, zh) Entry{#id, en, zh},
#include "leitong/base/messages.def"
#undef LEITONG_MESSAGE
};

static_assert(std::size(k_catalogue) == static_cast<std::size_t>(Msg::count_));

}  // namespace

std::string_view message_template(Msg id, Language language) noexcept {
    const Entry& entry = k_catalogue[static_cast<std::size_t>(id)];
    return language == Language::zh ? entry.zh : entry.en;
}

std::string_view message_name(Msg id) noexcept {
    return k_catalogue[static_cast<std::size_t>(id)].name;
}

std::string Message::text(Language language) const {
    fmt::dynamic_format_arg_store<fmt::format_context> store;
    for (const std::string& argument : arguments) {
        store.push_back(argument);
    }
    return fmt::vformat(message_template(id, language), store);
}

}  // namespace leitong
