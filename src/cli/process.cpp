#include "leitong/cli/process.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <sys/ioctl.h>
#include <unistd.h>

namespace leitong::cli {

namespace {

std::atomic<bool> g_interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may touch it");

extern "C" void on_interrupt(int) {
    if (g_interrupted.exchange(true)) {
        _exit(static_cast<int>(ExitStatus::interrupted));
    }
}

constexpr std::size_t k_buffer_bytes = std::size_t{64} << 10;

}  // namespace

const std::atomic<bool>& watch_signals() {
    struct sigaction action {};
    action.sa_handler = on_interrupt;
    sigemptyset(&action.sa_mask);
    // Without SA_RESTART: a read that waits for the user must end.
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, nullptr);
    sigaction(SIGXFSZ, &action, nullptr);  // a file grown too large is an error to be told
    return g_interrupted;
}

DescriptorBuffer::DescriptorBuffer(int descriptor, const std::atomic<bool>* interrupted)
    : m_descriptor(descriptor), m_interrupted(interrupted) {}

DescriptorBuffer::int_type DescriptorBuffer::overflow(int_type character) {
    if (m_output.empty()) {
        m_output.resize(k_buffer_bytes);
        setp(m_output.data(), m_output.data() + m_output.size());
    } else if (sync() != 0) {
        return traits_type::eof();
    }
    if (!traits_type::eq_int_type(character, traits_type::eof())) {
        *pptr() = traits_type::to_char_type(character);
        pbump(1);
    }
    return traits_type::not_eof(character);
}

int DescriptorBuffer::sync() {
    const char* from = pbase();
    while (from < pptr() && m_write_errno == 0) {
        const ssize_t written =
            ::write(m_descriptor, from, static_cast<std::size_t>(pptr() - from));
        if (written >= 0) {
            from += written;
        } else if (errno != EINTR) {
            m_write_errno = errno;
        }
    }
    if (!m_output.empty()) {
        setp(m_output.data(), m_output.data() + m_output.size());
    }
    return m_write_errno == 0 ? 0 : -1;
}

DescriptorBuffer::int_type DescriptorBuffer::underflow() {
    m_input.resize(k_buffer_bytes);
    ssize_t count = -1;
    do {
        if (m_interrupted != nullptr && m_interrupted->load()) {
            return traits_type::eof();
        }
        count = ::read(m_descriptor, m_input.data(), m_input.size());
    } while (count < 0 && errno == EINTR);
    if (count <= 0) {
        return traits_type::eof();
    }
    setg(m_input.data(), m_input.data(), m_input.data() + count);
    return traits_type::to_int_type(m_input[0]);
}

std::size_t terminal_columns(int descriptor) {
    struct winsize size {};
    if (isatty(descriptor) == 0 || ioctl(descriptor, TIOCGWINSZ, &size) != 0) {
        return 0;
    }
    return size.ws_col;
}

Variables read_variables() {
    Variables variables;
    for (const VariableRow& row : variable_rows()) {
        const std::string key(row.name);
        // NOLINTNEXTLINE(concurrency-mt-unsafe): read before there is a second thread
        if (const char* value = std::getenv(key.c_str())) {
            variables.emplace(key, value);
        }
    }
    return variables;
}

std::string today(const Variables& variables, std::time_t now) {
    std::tm broken_down{};
    const auto epoch = variables.find("SOURCE_DATE_EPOCH");
    std::int64_t seconds = 0;
    const bool is_pinned =
        epoch != variables.end() &&
        std::from_chars(epoch->second.data(), epoch->second.data() + epoch->second.size(), seconds)
                .ec == std::errc{};
    if (is_pinned) {
        now = static_cast<std::time_t>(seconds);
    }
    if ((is_pinned ? gmtime_r(&now, &broken_down) : localtime_r(&now, &broken_down)) == nullptr) {
        return "1970-01-01";
    }
    std::array<char, 32> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%d", &broken_down);
    return {text.data(), size};
}

}  // namespace leitong::cli
