// Encodes test texts with iconv, so that what is decoded was not encoded by the library under test.
#pragma once

#include <cstddef>
#include <iconv.h>
#include <optional>
#include <string>
#include <string_view>

namespace leitong::text::test {

// nullopt if a character does not exist in that encoding.
inline std::optional<std::string> encode(std::string_view utf8, const char* encoding) {
    const iconv_t converter = ::iconv_open(encoding, "UTF-8");
    std::string in(utf8);
    std::string out(4 * utf8.size() + 4, '\0');
    char* source = in.data();
    char* target = out.data();
    std::size_t source_left = in.size();
    std::size_t target_left = out.size();
    const std::size_t status = ::iconv(converter, &source, &source_left, &target, &target_left);
    ::iconv_close(converter);
    if (status != 0) {
        return std::nullopt;
    }
    out.resize(out.size() - target_left);
    return out;
}

}  // namespace leitong::text::test
