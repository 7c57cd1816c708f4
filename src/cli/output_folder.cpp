#include "leitong/cli/output_folder.hpp"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace leitong::cli {

namespace fs = std::filesystem;

namespace {

tl::unexpected<Error> refuse(const std::string& path, int reason) {
    return fail(reason == ENOSPC || reason == EDQUOT ? Errc::disk_full : Errc::io,
                Msg::cannot_write, path,
                std::generic_category().message(reason == 0 ? EIO : reason));
}

Result<void> write_file(const std::string& path, std::string_view bytes) {
    errno = 0;
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file) {
        return refuse(path, errno);
    }
    return {};
}

}  // namespace

std::string without_slash(std::string path) {
    while (path.size() > 1 && path.ends_with('/')) {
        path.pop_back();
    }
    return path;
}

OutputFolder::OutputFolder(OutputFolder&& other) noexcept
    : m_path(std::move(other.m_path)),
      m_written_path(std::exchange(other.m_written_path, {})),
      m_made(std::move(other.m_made)),
      m_growing_name(std::move(other.m_growing_name)),
      m_growing(std::move(other.m_growing)),
      m_files(other.m_files),
      m_bytes(other.m_bytes) {}

OutputFolder::~OutputFolder() {
    if (!m_written_path.empty()) {
        std::error_code ignored;
        fs::remove_all(m_written_path, ignored);
    }
}

Result<OutputFolder> OutputFolder::create(const std::string& path, const std::string& mark) {
    const std::string wanted = without_slash(path);
    std::error_code error;
    const fs::file_status status = fs::status(wanted, error);
    if (fs::exists(status)) {
        const bool is_ours =
            fs::is_directory(status) &&
            (fs::is_empty(wanted, error) || fs::is_regular_file(wanted + "/" + mark, error));
        if (!is_ours) {
            return fail(Errc::invalid_argument, Msg::folder_not_ours, wanted, mark);
        }
    }
    // Of this process only, so that two reports into one folder do not mix.
    const std::string written = wanted + ".part-" + std::to_string(::getpid());
    fs::remove_all(written, error);
    if (!fs::create_directories(written, error) && error) {
        return refuse(written, error.value());
    }
    return OutputFolder(wanted, written);
}

Result<std::string> OutputFolder::path_of(std::string_view name) {
    const std::string path = m_written_path + "/" + std::string(name);
    const std::size_t slash = name.rfind('/');
    if (slash != std::string_view::npos && !m_made.contains(name.substr(0, slash))) {
        std::error_code error;
        fs::create_directories(fs::path(path).parent_path(), error);
        if (error) {
            return refuse(path, error.value());
        }
        m_made.emplace(name.substr(0, slash));
    }
    return path;
}

Result<void> OutputFolder::write(std::string_view name, std::string_view bytes) {
    LEITONG_TRY_ASSIGN(const std::string path, path_of(name));
    LEITONG_TRY(write_file(path, bytes));
    ++m_files;
    m_bytes += bytes.size();
    return {};
}

Result<void> OutputFolder::append(std::string_view name, std::string_view bytes) {
    errno = 0;
    if (m_growing_name != name) {
        LEITONG_TRY_ASSIGN(const std::string path, path_of(name));
        m_growing.close();
        m_growing.open(path, std::ios::binary | std::ios::trunc);
        m_growing_name = name;
        ++m_files;
    }
    m_growing.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!m_growing) {
        return refuse(m_written_path + "/" + m_growing_name, errno);
    }
    m_bytes += bytes.size();
    return {};
}

Result<void> OutputFolder::commit() {
    errno = 0;
    if (!m_growing_name.empty()) {
        m_growing.close();
        if (!m_growing) {
            return refuse(m_written_path + "/" + m_growing_name, errno);
        }
    }
    std::error_code error;
    if (!fs::exists(m_path, error)) {
        if (std::rename(m_written_path.c_str(), m_path.c_str()) != 0) {
            return refuse(m_path, errno);
        }
        m_written_path.clear();
        return {};
    }
    if (::renameat2(AT_FDCWD, m_written_path.c_str(), AT_FDCWD, m_path.c_str(), RENAME_EXCHANGE) !=
        0) {
        if (errno != EINVAL && errno != ENOSYS) {
            return refuse(m_path, errno);
        }
        // A file system that cannot exchange: for a moment there is nothing.
        fs::remove_all(m_path, error);
        if (std::rename(m_written_path.c_str(), m_path.c_str()) != 0) {
            return refuse(m_path, errno);
        }
        m_written_path.clear();
        return {};
    }
    fs::remove_all(m_written_path, error);  // what was there before
    m_written_path.clear();
    return {};
}

}  // namespace leitong::cli
