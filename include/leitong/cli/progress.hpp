// A bar on one line of a terminal, wiped when it ends.
#pragma once

#include "leitong/engine/indexing.hpp"
#include "leitong/report/display.hpp"

#include <chrono>
#include <iosfwd>
#include <string>

namespace leitong::cli {

// What the bar says, of at most display.columns - 1 columns (a full line would scroll).
[[nodiscard]] std::string progress_line(const engine::Progress& progress, double seconds,
                                        const report::Display& display);

// Threads: used by one.
class ProgressBar {
public:
    using Clock = std::chrono::steady_clock;

    ProgressBar(std::ostream& out, report::Display display)
        : m_out(&out), m_display(std::move(display)), m_begun(Clock::now()) {}
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;
    ~ProgressBar() { wipe(); }

    // Draws at most ten times a second, and at each new stage.
    void show(const engine::Progress& progress);
    void wipe();

private:
    std::ostream* m_out;
    report::Display m_display;
    Clock::time_point m_begun;  // of the stage
    Clock::time_point m_drawn;
    engine::Stage m_stage = engine::Stage::listing;
    bool m_is_shown = false;
};

}  // namespace leitong::cli
