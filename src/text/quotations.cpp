#include "leitong/text/quotations.hpp"

#include <algorithm>
#include <array>

namespace leitong::text {

namespace {

struct Marks {
    std::string_view opening;
    std::string_view closing;
};

constexpr std::array k_marks = {Marks{"“", "”"},   Marks{"「", "」"}, Marks{"『", "』"},
                                Marks{"《", "》"}, Marks{"«", "»"},   Marks{"‘", "’"},
                                Marks{"\"", "\""}};

const Marks* opened_by(std::string_view rest) noexcept {
    const auto* found = std::ranges::find_if(
        k_marks, [rest](const Marks& marks) { return rest.starts_with(marks.opening); });
    return found == k_marks.end() ? nullptr : found;
}

}  // namespace

std::vector<ByteRange> quotations(std::string_view paragraph) {
    const std::size_t first = std::min(paragraph.find_first_not_of(" \t"), paragraph.size());
    if (paragraph.substr(first).starts_with('>')) {
        return {{0, paragraph.size()}};
    }
    std::vector<ByteRange> found;
    // Kinds of marks of which no closing one follows any more: looked for once.
    std::array<bool, k_marks.size()> is_open{};
    for (std::size_t at = 0; at < paragraph.size();) {
        const Marks* marks = opened_by(paragraph.substr(at));
        if (marks == nullptr) {
            ++at;
            continue;
        }
        bool& stays_open = is_open[static_cast<std::size_t>(marks - k_marks.data())];
        const std::size_t closing =
            stays_open ? std::string_view::npos
                       : paragraph.find(marks->closing, at + marks->opening.size());
        if (closing != std::string_view::npos) {
            const std::size_t end = closing + marks->closing.size();
            if (!found.empty() && found.back().end == at) {
                found.back().end = end;
            } else {
                found.push_back({at, end});
            }
            at = end;
        } else if (at == first) {
            return {{at, paragraph.size()}};
        } else {
            stays_open = true;
            at += marks->opening.size();
        }
    }
    return found;
}

}  // namespace leitong::text
