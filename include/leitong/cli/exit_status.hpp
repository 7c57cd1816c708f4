// What the program's exit status says, and the one place where errors become one.
#pragma once

#include "leitong/base/result.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace leitong::cli {

enum class ExitStatus : std::uint8_t {
    done = 0,             // or found
    nothing_found = 1,    // query, check, explain
    failure = 2,          // or wrong usage
    inputs_skipped = 3,   // done, but some inputs could not be read; each is named on stderr
    busy = 4,             // another process is writing this store
    condition_holds = 5,  // nightly --fail-on
    interrupted = 130     // the store stays valid; the same command goes on
};

[[nodiscard]] constexpr ExitStatus status_of(Errc code) noexcept {
    switch (code) {
        case Errc::busy:
            return ExitStatus::busy;
        case Errc::interrupted:
            return ExitStatus::interrupted;
        default:
            return ExitStatus::failure;
    }
}

// What a status means, in words, for --help and the manual. In order of status.
struct StatusRow {
    ExitStatus status{};
    Msg meaning{};
};
[[nodiscard]] std::span<const StatusRow> status_rows() noexcept;

// The name of an error in JSON: "too-large".
[[nodiscard]] std::string_view name(Errc code) noexcept;

}  // namespace leitong::cli
