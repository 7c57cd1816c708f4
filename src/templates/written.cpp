#include "leitong/templates/text_template.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace leitong::templates {

namespace {

void append_escaped(std::string& out, std::string_view fixed) {
    for (const char c : fixed) {
        out += c;
        if (c == '{' || c == '}') {
            out += c;
        }
    }
}

std::string slot_mark(const TextTemplate& made, std::size_t slot) {
    return fmt::format("{{{}:{}}}", slot + 1, name(made.slots[slot]));
}

// Where byte `at` of a fixed text stands once braces are doubled.
std::uint64_t escaped_size(std::string_view fixed, std::uint64_t at) {
    const std::string_view before = fixed.substr(0, at);
    return at + static_cast<std::uint64_t>(
                    std::ranges::count_if(before, [](char c) { return c == '{' || c == '}'; }));
}

}  // namespace

std::string written_out(const TextTemplate& made) {
    std::string text;
    for (std::size_t index = 0; index < made.fixed.size(); ++index) {
        append_escaped(text, made.fixed[index]);
        if (index < made.slots.size()) {
            text += slot_mark(made, index);
        }
    }
    return text;
}

std::vector<Patch> moved_to_written(const TextTemplate& made, std::span<const Patch> patches) {
    std::vector<std::uint64_t> begins;
    std::uint64_t at = 0;
    for (std::size_t index = 0; index < made.fixed.size(); ++index) {
        begins.push_back(at);
        at += escaped_size(made.fixed[index], made.fixed[index].size());
        at += index < made.slots.size() ? slot_mark(made, index).size() : 0;
    }
    std::vector<Patch> moved;
    moved.reserve(patches.size());
    for (const Patch& patch : patches) {
        const std::string& fixed = made.fixed[patch.fixed];
        const std::uint64_t begin = begins[patch.fixed];
        moved.push_back({patch.fixed,
                         {begin + escaped_size(fixed, patch.range.begin),
                          begin + escaped_size(fixed, patch.range.end)},
                         patch.text});
    }
    return moved;
}

}  // namespace leitong::templates
