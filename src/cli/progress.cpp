#include "leitong/cli/progress.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <ostream>

namespace leitong::cli {

namespace {

constexpr auto k_interval = std::chrono::milliseconds(100);
constexpr std::size_t k_bar_columns = 20;
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

std::string bar(const engine::Progress& progress) {
    const double share =
        std::min(1.0, static_cast<double>(progress.done) / static_cast<double>(progress.total));
    const auto filled = static_cast<std::size_t>(share * k_bar_columns);
    return fmt::format("[{}{}] ", std::string(filled, '#'),
                       std::string(k_bar_columns - filled, '.'));
}

}  // namespace

std::string progress_line(const engine::Progress& progress, double seconds,
                          const report::Display& display) {
    const Language language = display.language;
    std::string line = say(language, stage_message(progress.stage)) + "  ";
    if (progress.total > 0) {
        line += bar(progress);
    }
    if (progress.done > 0 || progress.total > 0) {
        line += report::grouped(progress.done);
        line += progress.total > 0 ? "/" + report::grouped(progress.total) : "";
    }
    if (progress.bytes > 0 && seconds >= 0.5) {
        line += fmt::format("  {:.1f} MB/s", static_cast<double>(progress.bytes) / 1e6 / seconds);
    }
    if (progress.skipped > 0) {
        line += "  " + say(language, Msg::progress_skipped, report::grouped(progress.skipped));
    }
    return report::cut(line, std::max<std::size_t>(display.columns, 2) - 1);
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
