#include "leitong/cli/output_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

namespace leitong::cli {

namespace fs = std::filesystem;

OutputFile::OutputFile(std::string path, std::string written_path)
    : m_path(std::move(path)), m_written_path(std::move(written_path)) {}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : m_path(std::move(other.m_path)),
      m_written_path(std::exchange(other.m_written_path, {})),
      m_file(std::move(other.m_file)) {}

OutputFile::~OutputFile() {
    if (!m_written_path.empty() && m_written_path != m_path) {
        m_file.close();
        std::remove(m_written_path.c_str());
    }
}

Result<OutputFile> OutputFile::create(const std::string& path) {
    std::error_code ignored;
    const fs::file_status status = fs::status(path, ignored);
    const bool is_direct = fs::exists(status) && !fs::is_regular_file(status);
    OutputFile file(path, is_direct ? path : path + ".part");
    errno = 0;
    file.m_file.open(file.m_written_path, std::ios::binary | std::ios::trunc);
    if (!file.m_file) {
        const int reason = errno;
        file.m_written_path.clear();
        return tl::unexpected(file.refuse(reason).error());
    }
    return file;
}

bool OutputFile::write_line(std::string_view line) {
    m_file.write(line.data(), static_cast<std::streamsize>(line.size()));
    m_file.put('\n');
    if (!m_file.good() && m_reason == 0) {
        m_reason = errno;
    }
    return m_file.good();
}

Result<void> OutputFile::refuse(int reason) const {
    return fail(reason == ENOSPC || reason == EDQUOT ? Errc::disk_full : Errc::io,
                Msg::cannot_write, m_path,
                std::generic_category().message(reason == 0 ? EIO : reason));
}

Result<void> OutputFile::commit() {
    errno = 0;
    m_file.close();
    if (!m_file) {
        return refuse(m_reason == 0 ? errno : m_reason);
    }
    if (m_written_path != m_path && std::rename(m_written_path.c_str(), m_path.c_str()) != 0) {
        return refuse(errno);
    }
    m_written_path.clear();
    return {};
}

}  // namespace leitong::cli
