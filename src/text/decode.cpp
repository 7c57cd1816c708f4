#include "leitong/text/decode.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "convert.hpp"
#include "plausibility.hpp"

namespace leitong::text {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view k_bom = "\xEF\xBB\xBF";

// What the encodings are worth before anything is read, in bits.
constexpr std::size_t k_prior_gb18030_bits = 1;
constexpr std::size_t k_prior_big5_bits = 2;
constexpr std::size_t k_prior_windows1252_bits = 2;
constexpr std::size_t k_prior_utf16_bits = 10;
// Text read in the right byte order costs less a character; numbers, samples of sound, and 8-bit
// text with a stray NUL cost more.
constexpr std::size_t k_utf16_max_bits_per_character = 13;
// A text in UTF-16 may be cut in the middle of a unit, but not one of a few units.
constexpr std::size_t k_min_cut_utf16_bytes = 64;

// A larger text is judged by so many pieces of it.
constexpr std::size_t k_pieces = 4;
constexpr std::size_t k_piece_bytes = 1024;

struct Magic {
    std::string_view bytes;
    std::string_view kind;
};

// Files that are named .txt by mistake. Most hold NULs as well; these say what they are.
constexpr std::array k_magic = {
    Magic{"%PDF-"sv, "PDF"},
    Magic{"PK\x03\x04"sv, "ZIP/DOCX"},
    Magic{"PK\x05\x06"sv, "ZIP"},
    Magic{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "DOC/XLS/PPT"},
    Magic{"\x89PNG\r\n\x1A\n"sv, "PNG"},
    Magic{"\xFF\xD8\xFF"sv, "JPEG"},
    Magic{"GIF87a"sv, "GIF"},
    Magic{"GIF89a"sv, "GIF"},
    Magic{"\x1F\x8B\x08"sv, "gzip"},
    Magic{"BZh91AY&SY"sv, "bzip2"},
    Magic{"\xFD"
          "7zXZ\0"sv,
          "xz"},
    Magic{"\x28\xB5\x2F\xFD"sv, "Zstandard"},
    Magic{"7z\xBC\xAF\x27\x1C"sv, "7-Zip"},
    Magic{"Rar!\x1A\x07"sv, "RAR"},
    Magic{"\x7F"
          "ELF"sv,
          "ELF"},
    Magic{"SQLite format 3\0"sv, "SQLite"},
};

struct BomRow {
    std::string_view bytes;
    Encoding encoding;
    std::string_view name;
};

// The longer first: UTF-32LE begins like UTF-16LE.
constexpr std::array k_boms = {
    BomRow{"\xFF\xFE\0\0"sv, Encoding::other, "UTF-32LE"},
    BomRow{"\0\0\xFE\xFF"sv, Encoding::other, "UTF-32BE"},
    BomRow{"\x84\x31\x95\x33"sv, Encoding::gb18030, "GB18030"},
    BomRow{"\xEF\xBB\xBF"sv, Encoding::utf8_bom, "UTF-8"},
    BomRow{"\xFF\xFE"sv, Encoding::utf16le, "UTF-16LE"},
    BomRow{"\xFE\xFF"sv, Encoding::utf16be, "UTF-16BE"},
};

// Always an encoding that ICU has.
Converted convert(std::string_view bytes, Encoding encoding) {
    switch (encoding) {
        case Encoding::utf16le:
            return from_utf16(bytes, ByteOrder::little);
        case Encoding::utf16be:
            return from_utf16(bytes, ByteOrder::big);
        case Encoding::gb18030:
        case Encoding::big5:
        case Encoding::windows1252:
            return from_named(bytes, std::string(name(encoding))).value();
        case Encoding::utf8:
        case Encoding::utf8_bom:
        case Encoding::other:
            break;
    }
    return from_utf8(bytes);
}

// Big5 as Windows has it leaves Hong Kong's characters in the private use area.
std::size_t count_undefined(const Converted& converted) {
    std::size_t count = converted.replaced;
    for (std::size_t at = 0; at + 2 < converted.utf8.size(); ++at) {
        const auto first = static_cast<unsigned char>(converted.utf8[at]);
        const auto second = static_cast<unsigned char>(converted.utf8[at + 1]);
        count += first == 0xEE || (first == 0xEF && second < 0xA4) ? 1U : 0U;
    }
    return count;
}

Decoded finish(Converted converted, Encoding encoding, std::string encoding_name) {
    if (converted.utf8.starts_with(k_bom)) {
        converted.utf8.erase(0, k_bom.size());
    }
    return {std::move(converted.utf8), encoding, std::move(encoding_name), converted.replaced};
}

// Big5 as Windows has it gives a lone byte FF a private character.
void replace_lone_bytes(Converted& converted) {
    constexpr std::string_view k_lone_byte = "\xEF\xA3\xB8";  // U+F8F8
    constexpr std::string_view k_replacement_character = "\xEF\xBF\xBD";
    for (std::size_t at = converted.utf8.find(k_lone_byte); at != std::string::npos;
         at = converted.utf8.find(k_lone_byte, at)) {
        converted.utf8.replace(at, k_lone_byte.size(), k_replacement_character);
        ++converted.replaced;
    }
}

Decoded decode_as(std::string_view bytes, Encoding encoding) {
    Converted converted = convert(bytes, encoding);
    if (encoding == Encoding::big5) {
        replace_lone_bytes(converted);
        if (const std::size_t undefined = count_undefined(converted); undefined != 0) {
            Converted hong_kong = from_named(bytes, "Big5-HKSCS").value();
            if (count_undefined(hong_kong) < undefined) {
                return finish(std::move(hong_kong), encoding, "Big5-HKSCS");
            }
        }
    }
    return finish(std::move(converted), encoding, std::string(name(encoding)));
}

// --- deciding

// Pieces of a text, each of which begins where a character begins in every 8-bit encoding at hand:
// after a byte below 0x30, which is never part of a longer character. Pieces begin at the first
// byte of a stretch that is not ASCII, for only such bytes tell anything.
std::string sample_of_bytes(std::string_view bytes) {
    if (bytes.size() <= k_pieces * k_piece_bytes) {
        return std::string(bytes);
    }
    const auto is_high = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
    const auto is_boundary = [](char c) { return static_cast<unsigned char>(c) < 0x30; };
    std::string sample;
    std::size_t taken_to = 0;
    for (std::size_t i = 0; i < k_pieces; ++i) {
        const std::size_t from = std::max(taken_to, bytes.size() / k_pieces * i);
        const auto high =
            std::find_if(bytes.begin() + static_cast<std::ptrdiff_t>(from), bytes.end(), is_high);
        const auto boundary =
            std::find_if(std::make_reverse_iterator(high), bytes.rend(), is_boundary);
        const auto begin = static_cast<std::size_t>(bytes.rend() - boundary);
        const auto offset = static_cast<std::size_t>(high - bytes.begin());
        // So far from any ASCII only the beginning of the text is sure.
        const std::size_t start = offset - begin < k_piece_bytes / 2 ? begin
                                  : i == 0                           ? 0
                                                                     : bytes.size();
        sample.append(bytes.substr(start, k_piece_bytes));
        sample += '\n';
        taken_to = std::min(bytes.size(), start + k_piece_bytes);
    }
    return sample;
}

std::string sample_of_units(std::string_view bytes) {
    if (bytes.size() <= k_pieces * k_piece_bytes) {
        return std::string(bytes);
    }
    std::string sample;
    for (std::size_t i = 0; i < k_pieces; ++i) {
        sample.append(bytes.substr(bytes.size() / k_pieces * i / 2 * 2, k_piece_bytes));
    }
    return sample;
}

struct Choice {
    Encoding encoding{};
    std::size_t cost_bits = 0;
    std::size_t characters = 0;
};

Choice weigh(std::string_view sample, Encoding encoding, std::size_t prior_bits) {
    const Bytes bytes = encoding == Encoding::windows1252 ? Bytes::single : Bytes::several;
    const Plausibility found = plausibility(convert(sample, encoding).utf8, bytes);
    return {encoding, found.cost_bits + prior_bits, found.characters};
}

Choice weigh_utf16(std::string_view bytes) {
    const std::string sample = sample_of_units(bytes);
    const Choice little = weigh(sample, Encoding::utf16le, k_prior_utf16_bits);
    const Choice big = weigh(sample, Encoding::utf16be, k_prior_utf16_bits);
    return big.cost_bits < little.cost_bits ? big : little;
}

bool is_plausible_utf16(const Choice& utf16) {
    return utf16.cost_bits <=
           k_prior_utf16_bits + utf16.characters * k_utf16_max_bits_per_character;
}

Choice weigh_legacy(std::string_view sample) {
    return std::min({weigh(sample, Encoding::gb18030, k_prior_gb18030_bits),
                     weigh(sample, Encoding::big5, k_prior_big5_bits),
                     weigh(sample, Encoding::windows1252, k_prior_windows1252_bits)},
                    [](const Choice& a, const Choice& b) { return a.cost_bits < b.cost_bits; });
}

// nullopt: not text.
std::optional<Encoding> detect(std::string_view bytes, bool well_formed) {
    if (bytes.find('\0') != std::string_view::npos) {
        const Choice utf16 = weigh_utf16(bytes);
        const bool cut = bytes.size() % 2 != 0 && bytes.size() < k_min_cut_utf16_bytes;
        if (cut || !is_plausible_utf16(utf16)) {
            return std::nullopt;
        }
        return utf16.encoding;
    }
    if (well_formed) {
        return Encoding::utf8;
    }
    const std::string sample = sample_of_bytes(bytes);
    const auto cheaper = [](const Choice& a, const Choice& b) { return a.cost_bits < b.cost_bits; };
    const Choice eight_bit =
        std::min(weigh(sample, Encoding::utf8, 0), weigh_legacy(sample), cheaper);
    // The samples differ, so the two are compared by the byte.
    const Choice utf16 = weigh_utf16(bytes);
    const std::size_t sampled_units = std::min(bytes.size(), k_pieces * k_piece_bytes);
    return is_plausible_utf16(utf16) &&
                   utf16.cost_bits * sample.size() < eight_bit.cost_bits * sampled_units
               ? utf16.encoding
               : eight_bit.encoding;
}

// --- binary

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    // ESC is in logs that were coloured for a terminal.
    return byte == 0x7F || (byte < 0x20 && (byte < 0x09 || byte > 0x0D) && byte != 0x1B);
}

// A stray control byte is a fault of a text; many make it none, and a NUL is in no text.
[[nodiscard]] Result<Decoded> unless_binary(Decoded decoded) {
    std::size_t controls = 0;
    // Counted by blocks in bytes, which the compiler makes one instruction for many.
    for (std::string_view rest = decoded.utf8; !rest.empty();) {
        const std::string_view block = rest.substr(0, 128);
        std::uint8_t block_controls = 0;
        for (const char c : block) {
            block_controls = static_cast<std::uint8_t>(block_controls + (is_control(c) ? 1 : 0));
        }
        controls += block_controls;
        rest.remove_prefix(block.size());
    }
    if (controls == 0) {  // nearly always
        return decoded;
    }
    const bool has_nul = decoded.utf8.find('\0') != std::string::npos;
    const auto characters = static_cast<std::size_t>(std::ranges::count_if(
        decoded.utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
    if ((controls > 1 && controls * 16 > characters) || has_nul) {
        return fail(Errc::binary, Msg::binary_controls, controls);
    }
    return decoded;
}

Encoding encoding_of(std::string_view canonical) {
    struct Row {
        std::string_view canonical;
        Encoding encoding;
    };
    constexpr std::array k_rows = {
        Row{"UTF-8", Encoding::utf8},
        Row{"UTF-16LE", Encoding::utf16le},
        Row{"UTF-16BE", Encoding::utf16be},
        Row{"gb18030", Encoding::gb18030},
        Row{"windows-936-2000", Encoding::gb18030},
        Row{"ibm-1383_P110-1999", Encoding::gb18030},
        Row{"windows-950-2000", Encoding::big5},
        Row{"ibm-5348_P100-1997", Encoding::windows1252},
    };
    const auto row = std::ranges::find(k_rows, canonical, &Row::canonical);
    return row == k_rows.end() ? Encoding::other : row->encoding;
}

Result<Decoded> decode_named(std::string_view bytes, const std::string& asked) {
    const std::string canonical = canonical_encoding(asked);
    if (canonical.empty()) {
        return fail(Errc::invalid_argument, Msg::encoding_unknown, asked);
    }
    Encoding encoding = encoding_of(canonical);
    Decoded decoded;
    if (encoding == Encoding::other) {
        LEITONG_TRY_ASSIGN(Converted converted, from_named(bytes, asked));
        decoded = finish(std::move(converted), encoding, asked);
    } else {
        if (encoding == Encoding::utf8 && bytes.starts_with(k_bom)) {
            encoding = Encoding::utf8_bom;
        }
        decoded = decode_as(bytes, encoding);
        decoded.encoding_name = asked;
    }
    return unless_binary(std::move(decoded));
}

}  // namespace

Result<Decoded> decode(std::string_view bytes, const std::optional<std::string>& encoding) {
    if (encoding) {
        return decode_named(bytes, *encoding);
    }
    for (const BomRow& bom : k_boms) {
        if (bytes.starts_with(bom.bytes)) {
            if (bom.encoding != Encoding::other) {
                return unless_binary(decode_as(bytes, bom.encoding));
            }
            LEITONG_TRY_ASSIGN(Converted converted, from_named(bytes, std::string(bom.name)));
            return unless_binary(finish(std::move(converted), bom.encoding, std::string(bom.name)));
        }
    }
    for (const Magic& magic : k_magic) {
        if (bytes.starts_with(magic.bytes)) {
            return fail(Errc::binary, Msg::binary_kind, magic.kind);
        }
    }
    const bool well_formed = well_formed_prefix(bytes) == bytes.size();
    const std::optional<Encoding> detected = detect(bytes, well_formed);
    if (!detected) {
        return fail(Errc::binary, Msg::binary_controls, std::ranges::count_if(bytes, is_control));
    }
    if (well_formed && *detected == Encoding::utf8) {
        return unless_binary(
            finish({std::string(bytes), 0}, Encoding::utf8, std::string(name(Encoding::utf8))));
    }
    return unless_binary(decode_as(bytes, *detected));
}

bool is_encoding(const std::string& name) {
    return !canonical_encoding(name).empty();
}

}  // namespace leitong::text
