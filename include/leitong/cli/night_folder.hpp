// DIR of `nightly --out DIR`: runs/ID, a report each, and the link latest to the last one.
//
// The link is the truth: a night counts from the moment when it is renamed over the old one. Who is
// killed before that leaves runs/ID.part-… or a report that nobody points to; the next night clears
// both away.
#pragma once

#include "leitong/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace leitong::cli {

inline constexpr const char* k_night_json = "night.json";

class NightFolder {
public:
    // Makes DIR and DIR/runs; clears away what killed nights left. Hold the lock of lock_path()
    // while you use it.
    [[nodiscard]] static Result<NightFolder> open(const std::string& path);
    [[nodiscard]] static Result<std::string> lock_path(const std::string& path);

    // The run that `latest` is of, and the day of that run.
    struct Last {
        std::uint64_t run = 0;
        std::string day;
    };
    [[nodiscard]] const std::optional<Last>& last() const noexcept { return m_last; }

    // A free place for the report of a run: DIR/runs/DAY-RUN.
    [[nodiscard]] std::string place_for(const std::string& day, std::uint64_t run) const;
    // Lets `latest` point to a report that is whole, and deletes all but the last `keep`.
    [[nodiscard]] Result<void> publish(const std::string& place, std::size_t keep);

    // Why the last night failed, for whoever looks into DIR; nothing: it did not.
    void note_failure(const std::string& text) const;
    void forget_failure() const;

    [[nodiscard]] std::string latest() const { return m_path + "/latest"; }

private:
    explicit NightFolder(std::string path) : m_path(std::move(path)) {}
    void read_last();
    [[nodiscard]] std::string target_of_latest() const;

    std::string m_path;
    std::optional<Last> m_last;
};

}  // namespace leitong::cli
