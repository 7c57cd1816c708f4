// What a file holds, told from its name. Private to ingest.
#pragma once

#include "leitong/ingest/files.hpp"

#include <optional>
#include <string_view>

namespace leitong::ingest {

struct KnownFormat {
    Format format{};
    Packing packing{};
};

// The format that a name's endings say; nothing if they are not known.
[[nodiscard]] std::optional<KnownFormat> known_format(std::string_view name);

}  // namespace leitong::ingest
