#include "leitong/cli/exit_status.hpp"

#include <array>

namespace leitong::cli {

namespace {

constexpr std::array k_statuses = {
    StatusRow{ExitStatus::done, Msg::exit_done},
    StatusRow{ExitStatus::nothing_found, Msg::exit_nothing_found},
    StatusRow{ExitStatus::failure, Msg::exit_failure},
    StatusRow{ExitStatus::inputs_skipped, Msg::exit_inputs_skipped},
    StatusRow{ExitStatus::busy, Msg::exit_busy},
    StatusRow{ExitStatus::condition_holds, Msg::exit_condition_holds},
    StatusRow{ExitStatus::interrupted, Msg::exit_interrupted},
};

}  // namespace

std::span<const StatusRow> status_rows() noexcept {
    return k_statuses;
}

std::string_view name(Errc code) noexcept {
    switch (code) {
        case Errc::invalid_argument:
            return "invalid-argument";
        case Errc::not_found:
            return "not-found";
        case Errc::io:
            return "unreadable";
        case Errc::disk_full:
            return "disk-full";
        case Errc::too_large:
            return "too-large";
        case Errc::empty:
            return "empty";
        case Errc::binary:
            return "binary";
        case Errc::bad_encoding:
            return "bad-encoding";
        case Errc::bad_record:
            return "bad-record";
        case Errc::busy:
            return "busy";
        case Errc::store_version:
            return "store-version";
        case Errc::store_damaged:
            return "store-damaged";
        case Errc::not_a_store:
            return "not-a-store";
        case Errc::interrupted:
            return "interrupted";
        case Errc::unsupported:
            return "unsupported";
    }
    return "unknown";
}

}  // namespace leitong::cli
