// A file that appears whole, or not at all.
#pragma once

#include "leitong/base/result.hpp"

#include <fstream>
#include <string>
#include <string_view>

namespace leitong::cli {

// Writes beside the file that is wanted, under another name, and renames at the end. What is no
// regular file (a pipe, /dev/null) is written directly. Uncommitted, it leaves nothing behind.
class OutputFile {
public:
    // Fails with Errc::io.
    [[nodiscard]] static Result<OutputFile> create(const std::string& path);

    OutputFile(OutputFile&& other) noexcept;
    OutputFile& operator=(OutputFile&&) = delete;
    ~OutputFile();

    // False if it could not be written; commit then says why.
    [[nodiscard]] bool write_line(std::string_view line);
    // Fails with Errc::io or disk_full.
    [[nodiscard]] Result<void> commit();

private:
    OutputFile(std::string path, std::string written_path);
    [[nodiscard]] Result<void> refuse(int reason) const;

    std::string m_path;
    std::string m_written_path;  // empty once committed
    std::ofstream m_file;
    int m_reason = 0;  // errno of the first write that failed
};

}  // namespace leitong::cli
