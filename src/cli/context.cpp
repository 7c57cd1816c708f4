#include "leitong/cli/context.hpp"

#include "leitong/engine/queries.hpp"

#include <istream>
#include <iterator>
#include <ostream>

namespace leitong::cli {

namespace {

constexpr std::size_t k_piece_bytes = std::size_t{64} << 10;

}  // namespace

void Context::complain(std::string_view text) const {
    streams.err << "leitong: " << report::printable(text) << '\n';
}

Result<std::string> read_argument(const Context& context, const std::string& path) {
    if (path == "-") {
        return std::string(std::istreambuf_iterator<char>(context.streams.in), {});
    }
    return engine::read_query_file(path);
}

bool Output::goes_on() {
    if (m_buffer.size() >= k_piece_bytes) {
        flush();
    }
    return m_context->streams.out.good() && !m_context->is_interrupted();
}

void Output::flush() {
    m_context->streams.out.write(m_buffer.data(), static_cast<std::streamsize>(m_buffer.size()));
    m_buffer.clear();
}

}  // namespace leitong::cli
