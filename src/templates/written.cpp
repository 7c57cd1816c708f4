#include "leitong/templates/text_template.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <system_error>

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

namespace {

// What begins at a brace of a written text: a doubled brace, or the mark of a slot.
struct Mark {
    std::size_t size_bytes = 0;  // 0: neither
    std::size_t slot = 0;        // from 1; 0: a brace
};

Mark mark_at(std::string_view written, std::size_t at) {
    if (at + 1 < written.size() && written[at + 1] == written[at]) {
        return {2, 0};
    }
    Mark mark;
    const char* const end = written.data() + written.size();
    const auto [colon, error] = std::from_chars(written.data() + at + 1, end, mark.slot);
    const std::size_t close = written.find('}', at);
    if (written[at] == '{' && error == std::errc{} && colon != end && *colon == ':' &&
        close != std::string_view::npos && mark.slot != 0) {
        mark.size_bytes = close + 1 - at;
    }
    return mark;
}

}  // namespace

std::optional<std::string> fill_written(std::string_view written,
                                        std::span<const std::string_view> fillers,
                                        std::span<const WrittenPatch> patches) {
    std::string out;
    auto patch = patches.begin();
    for (std::size_t at = 0; true;) {
        // One that is put in may stand before one that replaces.
        while (patch != patches.end() && patch->range.begin == at) {
            if (patch->range.end < at || patch->range.end > written.size()) {
                return std::nullopt;
            }
            out += patch->text;
            at = patch->range.end;
            ++patch;
        }
        if (at == written.size()) {
            break;
        }
        if (written[at] != '{' && written[at] != '}') {
            out += written[at++];
            continue;
        }
        const Mark mark = mark_at(written, at);
        if (mark.size_bytes == 0 || mark.slot > fillers.size()) {
            return std::nullopt;
        }
        out += mark.slot == 0 ? written.substr(at, 1) : fillers[mark.slot - 1];
        at += mark.size_bytes;
    }
    return patch == patches.end() ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace leitong::templates
