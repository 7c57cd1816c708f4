#include "leitong/base/messages.hpp"
#include "leitong/cli/process.hpp"
#include "leitong/cli/run.hpp"

#include <ctime>
#include <exception>
#include <iostream>
#include <istream>
#include <new>
#include <ostream>
#include <string>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace leitong::cli {
namespace {

ExitStatus run_process(const std::vector<std::string>& args, const Variables& variables) {
    const std::atomic<bool>& interrupted = watch_signals();
    DescriptorBuffer in_buffer(STDIN_FILENO, &interrupted);
    DescriptorBuffer out_buffer(STDOUT_FILENO);
    std::istream in(&in_buffer);
    std::ostream out(&out_buffer);
    const Streams streams{.in = in,
                          .out = out,
                          .err = std::cerr,
                          .out_is_terminal = isatty(STDOUT_FILENO) != 0,
                          .err_is_terminal = isatty(STDERR_FILENO) != 0,
                          .columns = terminal_columns(STDOUT_FILENO),
                          .err_columns = terminal_columns(STDERR_FILENO),
                          .out_errno = [&out_buffer] { return out_buffer.write_errno(); }};
    const Environment environment{variables, today(variables, std::time(nullptr)), &interrupted};
    return run(args, streams, environment);
}

// leitong throws nothing itself; what its libraries throw ends here.
ExitStatus run_fenced(const std::vector<std::string>& args) {
    const Variables variables = read_variables();
    const Language language = language_of(args, variables);
    const auto tell_of_memory = [&] {
        std::cerr << "leitong: " << message_template(Msg::out_of_memory, language) << '\n';
    };
    try {
        return run_process(args, variables);
    } catch (const std::bad_alloc&) {
        tell_of_memory();
    } catch (const std::system_error& error) {
        if (error.code() == std::errc::resource_unavailable_try_again) {  // no room for a thread
            tell_of_memory();
        } else {
            std::cerr << "leitong: " << say(language, Msg::internal_failure, error.what()) << '\n';
        }
    } catch (const std::exception& error) {
        std::cerr << "leitong: " << say(language, Msg::internal_failure, error.what()) << '\n';
    }
    return ExitStatus::failure;
}

}  // namespace
}  // namespace leitong::cli

int main(int argc, char** argv) {
    const std::vector<std::string> args(argv + (argc > 0 ? 1 : 0), argv + argc);
    return static_cast<int>(leitong::cli::run_fenced(args));
}
