// Texts in archives and compressed files. The owner of libarchive.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/ingest/files.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace leitong::ingest {

struct Member {
    // As the archive has it, '/'-separated: UTF-8 where the archive says so, else bytes of unknown
    // encoding (zip files from Chinese Windows: GBK). Empty for a file that is merely compressed.
    std::string path;
    Format format{};
    std::string bytes;
};

struct RefusedMember {
    std::string path;
    Error error;
};

struct Unpacked {
    std::vector<RefusedMember> refused;                // in order of the archive
    std::map<std::string, std::uint64_t> passed_over;  // members of other endings, by ending
};

// Calls `use` for each member that list() would take as a file of a folder, in order of the
// archive; hidden ones are left out, and what macOS adds. Nothing is written to disk. Refused are
// encrypted members. A file that is only compressed (packing Packing::compressed) is one member of
// `format`. Fails with Errc::bad_record where the archive is damaged or of no kind libarchive
// knows, with Errc::too_large once what was unpacked passes max_bytes (a bomb costs no more than
// that); `use` has been called for what came before. Thread-safe.
[[nodiscard]] Result<Unpacked> unpack(std::string_view bytes, const SourceFile& file,
                                      std::uint64_t max_bytes,
                                      const std::function<void(Member&&)>& use);

}  // namespace leitong::ingest
