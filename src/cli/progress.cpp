#include "leitong/cli/progress.hpp"

#include "leitong/report/width.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <ostream>

namespace leitong::cli {

namespace {

constexpr auto k_interval = std::chrono::milliseconds(100);
constexpr std::size_t k_min_bar_columns = 5;
constexpr std::size_t k_max_bar_columns = 20;
constexpr std::string_view k_wipe_line = "\r\x1b[K";

Msg stage_message(engine::Stage stage) noexcept {
    switch (stage) {
        case engine::Stage::listing:
            return Msg::stage_listing;
        case engine::Stage::reading:
            return Msg::stage_reading;
        case engine::Stage::matching:
            return Msg::stage_matching;
        case engine::Stage::clustering:
            return Msg::stage_clustering;
    }
    return Msg::stage_listing;
}

// What columns leave room for; nothing, if that is too short to show anything.
std::string bar(const engine::Progress& progress, std::size_t columns) {
    constexpr std::size_t frame_columns = 3;
    if (progress.total == 0 || columns < k_min_bar_columns + frame_columns) {
        return {};
    }
    const std::size_t size = std::min(columns - frame_columns, k_max_bar_columns);
    const double share =
        std::min(1.0, static_cast<double>(progress.done) / static_cast<double>(progress.total));
    const auto filled = static_cast<std::size_t>(share * static_cast<double>(size));
    return fmt::format("[{}{}] ", std::string(filled, '#'), std::string(size - filled, '.'));
}

// "0:07", "1:02:03".
std::string clock_words(double seconds) {
    const auto whole = static_cast<std::uint64_t>(std::ceil(seconds));
    const std::string below_hours = fmt::format("{:02}:{:02}", whole / 60 % 60, whole % 60);
    return whole >= 3600 ? fmt::format("{}:{}", whole / 3600, below_hours)
                         : fmt::format("{}:{:02}", whole / 60, whole % 60);
}

// What is left if it goes on as it went so far; before the first second nobody can tell.
std::string left_words(const engine::Progress& progress, double seconds, Language language) {
    if (seconds < 1 || progress.done == 0 || progress.done >= progress.total) {
        return {};
    }
    const double left = seconds * static_cast<double>(progress.total - progress.done) /
                        static_cast<double>(progress.done);
    return "  " + say(language, Msg::progress_left, clock_words(left));
}

Msg count_message(engine::Stage stage) noexcept {
    switch (stage) {
        case engine::Stage::listing:
        case engine::Stage::reading:
            return Msg::progress_files;
        case engine::Stage::matching:
            return Msg::progress_comparisons;
        case engine::Stage::clustering:
            return Msg::progress_texts;
    }
    return Msg::progress_files;
}

std::string count_words(const engine::Progress& progress, Language language) {
    std::string count = report::grouped(progress.done);
    count += progress.total > 0 ? "/" + report::grouped(progress.total) : "";
    return say(language, count_message(progress.stage), count);
}

}  // namespace

std::string progress_line(const engine::Progress& progress, double seconds,
                          const report::Display& display) {
    const Language language = display.language;
    const std::string stage = say(language, stage_message(progress.stage)) + "  ";
    std::string rest;
    if (progress.done > 0 || progress.total > 0) {
        rest += count_words(progress, language);
    }
    if (progress.bytes > 0 && seconds >= 0.5) {
        rest += fmt::format("  {:.1f} MB/s", static_cast<double>(progress.bytes) / 1e6 / seconds);
    }
    rest += left_words(progress, seconds, language);
    if (progress.skipped > 0) {
        rest += "  " + say(language, Msg::progress_skipped, report::grouped(progress.skipped));
    }
    const std::size_t columns = std::max<std::size_t>(display.columns, 2) - 1;
    const std::size_t used = report::width_of(stage) + report::width_of(rest);
    return report::cut(stage + bar(progress, columns > used ? columns - used : 0) + rest, columns);
}

void ProgressBar::show(const engine::Progress& progress) {
    const Clock::time_point now = Clock::now();
    const bool is_new_stage = !m_is_shown || progress.stage != m_stage;
    if (is_new_stage) {
        m_begun = now;
        m_stage = progress.stage;
    } else if (now - m_drawn < k_interval) {
        return;
    }
    m_drawn = now;
    m_is_shown = true;
    const double seconds = std::chrono::duration<double>(now - m_begun).count();
    *m_out << k_wipe_line << progress_line(progress, seconds, m_display) << std::flush;
}

void ProgressBar::wipe() {
    if (m_is_shown) {
        *m_out << k_wipe_line << std::flush;
        m_is_shown = false;
    }
}

}  // namespace leitong::cli
