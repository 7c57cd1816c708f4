#include "convert.hpp"

#include "leitong/base/assert.hpp"

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <memory>
#include <vector>

#include "utf8.hpp"

namespace leitong::text {

namespace {

constexpr std::string_view k_replacement_utf8 = "\xEF\xBF\xBD";

struct CloseConverter {
    void operator()(UConverter* converter) const noexcept { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

// Null if ICU knows no such encoding. An empty name would be the locale's own encoding, and one
// with a slash a file, so neither reaches ICU.
Converter open_converter(const std::string& name) {
    const auto allowed = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
               std::string_view("-_.:,=+()").find(c) != std::string_view::npos;
    };
    if (name.empty() || !std::ranges::all_of(name, allowed)) {
        return nullptr;
    }
    UErrorCode status = U_ZERO_ERROR;
    Converter converter(ucnv_open(name.c_str(), &status));
    return U_SUCCESS(status) ? std::move(converter) : nullptr;
}

// ICU puts one U+FFFD for a whole bad sequence; leitong's positions count one a byte.
void replace_each_byte(const void* context, UConverterToUnicodeArgs* arguments,
                       const char* /*bytes*/, std::int32_t length, UConverterCallbackReason reason,
                       UErrorCode* status) {
    if (reason > UCNV_IRREGULAR) {
        return;  // the converter is being reset or closed
    }
    *status = U_ZERO_ERROR;
    const UChar replacement = k_replacement;
    for (std::int32_t i = 0; i < length; ++i) {
        ucnv_cbToUWriteUChars(arguments, &replacement, 1, 0, status);
    }
    *static_cast<std::uint64_t*>(const_cast<void*>(context)) += static_cast<std::uint64_t>(length);
}

Converted convert(std::string_view bytes, UConverter* from) {
    Converted result;
    UErrorCode status = U_ZERO_ERROR;
    ucnv_setToUCallBack(from, replace_each_byte, &result.replaced, nullptr, nullptr, &status);
    const Converter to(ucnv_open("UTF-8", &status));
    LEITONG_ASSERT(U_SUCCESS(status), "ICU has UTF-8 and takes a callback");

    std::vector<UChar> pivot(4096);
    UChar* pivot_source = pivot.data();
    UChar* pivot_target = pivot.data();
    const char* source = bytes.data();
    const char* const source_end = source + bytes.size();
    std::size_t written = 0;
    bool first_call = true;
    // A double byte becomes three, a single byte of Latin text seldom more than one.
    result.utf8.resize(bytes.size() + bytes.size() / 2 + 64);
    for (;;) {
        char* target = result.utf8.data() + written;
        char* const target_end = result.utf8.data() + result.utf8.size();
        status = U_ZERO_ERROR;
        ucnv_convertEx(to.get(), from, &target, target_end, &source, source_end, pivot.data(),
                       &pivot_source, &pivot_target, pivot.data() + pivot.size(),
                       static_cast<UBool>(first_call), /*flush=*/true, &status);
        first_call = false;
        written = static_cast<std::size_t>(target - result.utf8.data());
        if (status != U_BUFFER_OVERFLOW_ERROR) {
            break;
        }
        result.utf8.resize(result.utf8.size() * 2);
    }
    LEITONG_ASSERT(U_SUCCESS(status), "a converter that replaces what is bad does not fail");
    result.utf8.resize(written);
    return result;
}

}  // namespace

std::size_t well_formed_prefix(std::string_view bytes) noexcept {
    constexpr std::uint64_t k_high_bits = 0x8080808080808080ULL;
    const auto* const data = reinterpret_cast<const unsigned char*>(bytes.data());
    const std::size_t size = bytes.size();
    const auto is_tail = [data](std::size_t i) { return (data[i] & 0xC0U) == 0x80U; };
    std::size_t at = 0;
    while (at < size) {
        if (data[at] < 0x80) {
            while (size - at >= 8) {
                std::uint64_t word = 0;
                std::memcpy(&word, data + at, sizeof word);
                if ((word & k_high_bits) != 0) {
                    break;
                }
                at += 8;
            }
            while (at < size && data[at] < 0x80) {
                ++at;
            }
            continue;
        }
        // The whole of E1 to EC and EE, EF has no forbidden values: nearly all of Chinese.
        while (size - at >= 3 && data[at] >= 0xE1 && data[at] <= 0xEF && data[at] != 0xED &&
               is_tail(at + 1) && is_tail(at + 2)) {
            at += 3;
        }
        if (at < size && data[at] >= 0x80) {
            const CodePoint point = code_point_at(bytes, at);
            if (point.size == 1) {
                return at;
            }
            at += point.size;
        }
    }
    return size;
}

Converted from_utf8(std::string_view bytes) {
    Converted result;
    result.utf8.reserve(bytes.size());
    while (!bytes.empty()) {
        const std::size_t good = well_formed_prefix(bytes);
        result.utf8.append(bytes.substr(0, good));
        if (good == bytes.size()) {
            break;
        }
        result.utf8.append(k_replacement_utf8);
        ++result.replaced;
        bytes.remove_prefix(good + 1);
    }
    return result;
}

Converted from_utf16(std::string_view bytes, ByteOrder order) {
    Converted result;
    result.utf8.reserve(bytes.size() + bytes.size() / 2);
    const auto unit = [bytes, order](std::size_t i) -> char32_t {
        const char32_t first = static_cast<unsigned char>(bytes[2 * i]);
        const char32_t second = static_cast<unsigned char>(bytes[2 * i + 1]);
        return order == ByteOrder::little ? first | second << 8 : first << 8 | second;
    };
    const auto replace = [&result] {
        result.utf8.append(k_replacement_utf8);
        ++result.replaced;
    };
    const std::size_t units = bytes.size() / 2;
    for (std::size_t i = 0; i < units; ++i) {
        const char32_t value = unit(i);
        if (value < 0xD800 || value > 0xDFFF) {
            append_utf8(result.utf8, value);
        } else if (value < 0xDC00 && i + 1 < units && unit(i + 1) >= 0xDC00 &&
                   unit(i + 1) <= 0xDFFF) {
            append_utf8(result.utf8, 0x10000 + ((value - 0xD800) << 10) + (unit(i + 1) - 0xDC00));
            ++i;
        } else {
            replace();
        }
    }
    if (bytes.size() % 2 != 0) {
        replace();
    }
    return result;
}

Result<Converted> from_named(std::string_view bytes, const std::string& name) {
    const Converter from = open_converter(name);
    if (from == nullptr) {
        return fail(Errc::invalid_argument, Msg::encoding_unknown, name);
    }
    return convert(bytes, from.get());
}

std::string canonical_encoding(const std::string& name) {
    const Converter converter = open_converter(name);
    if (converter == nullptr) {
        return {};
    }
    UErrorCode status = U_ZERO_ERROR;
    const char* const canonical = ucnv_getName(converter.get(), &status);
    return U_SUCCESS(status) ? canonical : "";
}

}  // namespace leitong::text
