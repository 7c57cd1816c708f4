// What a command has at hand while it runs.
#pragma once

#include "leitong/cli/run.hpp"
#include "leitong/report/display.hpp"

#include <string>
#include <string_view>

namespace leitong::cli {

struct Context {
    const Invocation& invocation;
    const Streams& streams;
    const Environment& environment;
    report::Display display;

    [[nodiscard]] Language language() const noexcept { return invocation.language; }
    [[nodiscard]] bool is_interrupted() const noexcept {
        return environment.interrupted != nullptr && environment.interrupted->load();
    }
    // Whether summaries and hints are wanted beside the results.
    [[nodiscard]] bool is_talkative() const noexcept {
        return invocation.format == Format::text && invocation.verbosity == Verbosity::normal;
    }
    // A line on stderr, made printable, since it may quote names of files.
    void complain(std::string_view text) const;
};

// The bytes of a file that the command line names; "-" is standard input.
[[nodiscard]] Result<std::string> read_argument(const Context& context, const std::string& path);

// Results on their way to stdout, in large pieces.
class Output {
public:
    explicit Output(const Context& context) : m_context(&context) {}
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;
    ~Output() { flush(); }

    [[nodiscard]] std::string& buffer() noexcept { return m_buffer; }

    // Hands on what is buffered if it is much. False when no more is wanted: nobody reads on, or
    // the user interrupted.
    [[nodiscard]] bool goes_on();
    void flush();

private:
    const Context* m_context;
    std::string m_buffer;
};

}  // namespace leitong::cli
