// What only a process has: signals, file descriptors, a terminal, a clock.
#pragma once

#include "leitong/cli/run.hpp"

#include <atomic>
#include <cstddef>
#include <ctime>
#include <streambuf>
#include <string>
#include <vector>

namespace leitong::cli {

// SIGINT and SIGTERM set the flag that is returned; a second one ends the process with 130 at once.
// SIGPIPE is ignored, so that writing to a pipe that nobody reads fails with EPIPE instead.
[[nodiscard]] const std::atomic<bool>& watch_signals();

// A stream's buffer over a file descriptor, which it does not own. Unlike std::filebuf's, it says
// why writing failed, and reading ends when the user interrupts.
class DescriptorBuffer : public std::streambuf {
public:
    explicit DescriptorBuffer(int descriptor, const std::atomic<bool>* interrupted = nullptr);
    ~DescriptorBuffer() override { sync(); }
    DescriptorBuffer(const DescriptorBuffer&) = delete;
    DescriptorBuffer& operator=(const DescriptorBuffer&) = delete;

    // errno of the first write that failed; 0: none has.
    [[nodiscard]] int write_errno() const noexcept { return m_write_errno; }

protected:
    int_type overflow(int_type character) override;
    int_type underflow() override;
    int sync() override;

private:
    int m_descriptor;
    const std::atomic<bool>* m_interrupted;
    int m_write_errno = 0;
    std::vector<char> m_input;
    std::vector<char> m_output;
};

// Columns of the terminal behind a descriptor; 0 if it is none, or does not say.
[[nodiscard]] std::size_t terminal_columns(int descriptor);

// Those of variable_rows() that are set.
[[nodiscard]] Variables read_variables();

// YYYY-MM-DD: of SOURCE_DATE_EPOCH (UTC) if that is set, so that outputs can be reproduced, else of
// now in local time.
[[nodiscard]] std::string today(const Variables& variables, std::time_t now);

}  // namespace leitong::cli
