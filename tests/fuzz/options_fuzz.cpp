// Any command line parses or is refused with a reason that can be printed, and nothing is opened.
// Words are separated by NUL or line ends.
#include "leitong/cli/help.hpp"
#include "leitong/cli/invocation.hpp"
#include "leitong/report/utf8.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace leitong;
    std::vector<std::string> words(1);
    for (std::size_t i = 0; i < size; ++i) {
        if (data[i] == '\0' || data[i] == '\n') {
            words.emplace_back();
        } else {
            words.back() += static_cast<char>(data[i]);
        }
    }
    // A seed ends with a line end; that is no empty word.
    if (words.back().empty()) {
        words.pop_back();
    }
    const auto parsed = cli::parse(words, {});
    if (!parsed) {
        const std::string reason = report::printable(parsed.error().message.text(Language::en));
        if (parsed.error().code != Errc::invalid_argument || reason.empty() ||
            !report::is_utf8(reason)) {
            std::abort();
        }
        return 0;
    }
    if (parsed->show == cli::Show::help && cli::help_text(parsed->command, {}).empty()) {
        std::abort();
    }
    // Common options may be repeated, and stand before the command.
    words.insert(words.begin(), "--quiet");
    if (!cli::parse(words, {})) {
        std::abort();
    }
    return 0;
}
