// Any bytes: the output is well-formed UTF-8 without a mark of its own, and what was replaced is
// counted. The first byte chooses the encoding that is asked for, or none.
#include "leitong/base/assert.hpp"
#include "leitong/text/decode.hpp"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace {

using leitong::text::decode;

constexpr std::array k_names = {"UTF-8",    "GB18030",  "Big5",   "Big5-HKSCS", "windows-1252",
                                "UTF-16LE", "UTF-16BE", "UTF-16", "Shift_JIS",  "ISO-2022-JP",
                                "UTF-7",    "HZ",       "SCSU"};

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos;
         at = text.find(part, at + part.size())) {
        ++found;
    }
    return found;
}

void check(std::string_view bytes, const std::optional<std::string>& encoding) {
    const auto decoded = decode(bytes, encoding);
    if (!decoded) {
        LEITONG_ASSERT(decoded.error().code == leitong::Errc::binary, "nothing else is refused");
        return;
    }
    const std::string& text = decoded->utf8;
    LEITONG_ASSERT(text.find('\0') == std::string::npos, "a text has no NUL");
    LEITONG_ASSERT(count(text, "\xEF\xBF\xBD") >= decoded->replaced, "what is counted is there");
    LEITONG_ASSERT(decoded->replaced <= bytes.size(), "a byte is replaced once");
    LEITONG_ASSERT(!decoded->encoding_name.empty(), "an encoding has a name");
    // A second reading as UTF-8 replaces nothing only if the first is well-formed. (The mark keeps
    // a U+FEFF that is in the text.)
    const auto again = decode("\xEF\xBB\xBF" + text, "UTF-8");
    LEITONG_ASSERT(again && again->replaced == 0 && again->utf8 == text, "well-formed UTF-8");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    // A copy of its exact size, so that a sanitizer sees any read past the end.
    const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    check(bytes, std::nullopt);
    if (data[0] < k_names.size()) {
        check(bytes, k_names[data[0]]);
    }
    return 0;
}
