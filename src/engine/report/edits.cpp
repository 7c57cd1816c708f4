#include "edits.hpp"

#include "leitong/match/align.hpp"

#include <cstdint>

namespace leitong::engine {

namespace {

// A text by code points, each with where it begins.
struct Characters {
    std::u32string values;
    std::vector<std::uint32_t> begins;  // and one more: the end

    explicit Characters(std::string_view utf8) {
        for (std::size_t at = 0; at < utf8.size();) {
            const auto lead = static_cast<unsigned char>(utf8[at]);
            const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
            char32_t value = size == 1 ? lead : lead & (0x7FU >> size);
            for (std::size_t i = 1; i < size && at + i < utf8.size(); ++i) {
                value = value << 6 | (static_cast<unsigned char>(utf8[at + i]) & 0x3FU);
            }
            values.push_back(value);
            begins.push_back(static_cast<std::uint32_t>(at));
            at += size;
        }
        begins.push_back(static_cast<std::uint32_t>(utf8.size()));
    }
};

}  // namespace

std::vector<EditRecord> edits_of(std::string_view centre_text, std::string_view text) {
    if (centre_text == text) {
        return {};
    }
    const Characters centre(centre_text);
    const Characters own(text);
    std::vector<EditRecord> edits;
    std::size_t at_centre = 0;
    std::size_t at_own = 0;
    const auto add = [&](std::size_t centre_end, std::size_t own_end) {
        if (at_centre < centre_end || at_own < own_end) {
            const std::uint32_t begin = centre.begins[at_centre];
            edits.push_back(
                {{own.begins[at_own], own.begins[own_end]},
                 std::string(centre_text.substr(begin, centre.begins[centre_end] - begin))});
        }
    };
    for (const match::Stretch& same :
         match::without_chance(match::align(centre.values, own.values))) {
        add(same.a, same.b);
        at_centre = same.a + same.length;
        at_own = same.b + same.length;
    }
    add(centre.values.size(), own.values.size());
    return edits;
}

}  // namespace leitong::engine
