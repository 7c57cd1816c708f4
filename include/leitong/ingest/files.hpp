// From paths to named bytes.
//
// Threads: functions are stateless and thread-safe.
#pragma once

#include "leitong/base/hash.hpp"
#include "leitong/base/result.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace leitong::ingest {

// What a file holds, told from its name: one text, or records.
enum class Format : std::uint8_t { text, json_lines, csv };

// How it holds that: as it is, compressed, or as members of an archive, each with a format of its
// own (SourceFile::format says nothing then).
enum class Packing : std::uint8_t { none, compressed, archive };

// A file that can be read. Nothing of it has been opened yet.
struct SourceFile {
    std::string path;  // as it can be opened
    // Below its root, '/'-separated; the file's name for a single file. Always UTF-8: a byte of a
    // name that is not is written \xNN, so it can be printed, but not opened.
    std::string relative_path;
    Format format{};
    std::uint64_t size_bytes = 0;
    std::int64_t mtime_ns = 0;
    Packing packing{};
    bool was_named = false;  // asked for itself, not found in a folder
};

// A path that was asked for or found, and cannot be read.
struct Refused {
    std::string path;  // written like SourceFile::relative_path
    Error error;
};

struct Listing {
    std::vector<SourceFile> files;                     // sorted by relative_path (bytes), each once
    std::vector<Refused> refused;                      // sorted by path
    std::map<std::string, std::uint64_t> passed_over;  // files of other endings, by ending (".pdf")
};

struct ListOptions {
    enum class Hidden : std::uint8_t { skip, read };
    enum class Symlinks : std::uint8_t { skip, follow };
    Hidden hidden = Hidden::skip;
    Symlinks symlinks = Symlinks::skip;
    std::uint64_t max_file_bytes = std::uint64_t{256} << 20;
};

// Lists a folder (recursively) or a single file. In a folder only files of known endings are taken
// (.txt .text .md .markdown .log .jsonl .ndjson .csv .tsv, each with or without .gz .bz2 .xz .zst;
// .zip .7z .rar .tar .tar.gz .tgz …; any case); a single file that was named is taken whatever its
// ending, and followed if it is a link. In refused: a folder that cannot be opened, a
// file that is too large, a broken link that should be followed, a socket or pipe with a known
// ending, one of two names that are the same once written in UTF-8. Followed links never lead round
// in a circle, and a file that is there itself is not listed again by a link. Two hard links are
// two files. Fails with Errc::not_found if path itself is not there.
[[nodiscard]] Result<Listing> list(const std::string& path, const ListOptions& options);

// The whole file. Fails with not_found, io, too_large (it may have gone or grown since it was
// listed), unsupported (a folder, pipe, device).
[[nodiscard]] Result<std::string> read_file(const std::string& path, std::uint64_t max_bytes);

// A name as UTF-8: each byte that belongs to no well-formed sequence is written \xNN.
[[nodiscard]] std::string printable(std::string_view name);

// The last ending of a name with its dot, in lower case (".pdf"); empty if it has none.
[[nodiscard]] std::string ending_of(std::string_view name);

// One path a line (LF or CRLF; empty lines skipped), or NUL-separated if the bytes hold a NUL.
// Bytes are kept as they are, white space included.
[[nodiscard]] std::vector<std::string> parse_path_list(std::string_view bytes);

}  // namespace leitong::ingest
