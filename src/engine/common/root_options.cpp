#include "root_options.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace leitong::engine {

namespace {

std::string one_line(std::string value) {
    std::ranges::replace(value, '\n', ' ');
    return value;
}

std::string option_in(std::string_view text, std::string_view name) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = text.substr(at, end - at);
        if (line.size() > name.size() && line.starts_with(name) && line[name.size()] == '=') {
            return std::string(line.substr(name.size() + 1));
        }
        at = end + 1;
    }
    return {};
}

}  // namespace

std::string options_text(const IndexOptions& options) {
    std::string text;
    text += "encoding=" + one_line(options.encoding.value_or("")) + "\n";
    text += "paragraphs=" + std::string(name(options.paragraphs)) + "\n";
    text += "text_field=" + one_line(options.text_field) + "\n";
    text += "id_field=" + one_line(options.id_field) + "\n";
    text += std::string("hidden=") + (options.hidden == Hidden::read ? "1" : "0") + "\n";
    text += std::string("symlinks=") + (options.symlinks == Symlinks::follow ? "1" : "0") + "\n";
    text += "max_file_bytes=" + std::to_string(options.max_file_bytes) + "\n";
    return text;
}

IndexOptions options_of(std::string_view text, const IndexOptions& now) {
    IndexOptions options = now;
    const std::string encoding = option_in(text, "encoding");
    options.encoding = encoding.empty() ? std::nullopt : std::optional(encoding);
    options.paragraphs =
        paragraph_mode_named(option_in(text, "paragraphs")).value_or(ParagraphMode::automatic);
    options.text_field = option_in(text, "text_field");
    options.id_field = option_in(text, "id_field");
    options.hidden = option_in(text, "hidden") == "1" ? Hidden::read : Hidden::skip;
    options.symlinks = option_in(text, "symlinks") == "1" ? Symlinks::follow : Symlinks::skip;
    const std::string limit = option_in(text, "max_file_bytes");
    std::from_chars(limit.data(), limit.data() + limit.size(), options.max_file_bytes);
    return options;
}

}  // namespace leitong::engine
