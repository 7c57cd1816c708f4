// A folder of files that appears whole, or not at all.
#pragma once

#include "leitong/base/result.hpp"

#include <cstdint>
#include <fstream>
#include <set>
#include <string>
#include <string_view>

namespace leitong::cli {

// Writes into another folder beside the one that is wanted, and renames at the end; what was there
// is exchanged in one step and then deleted. Uncommitted, it leaves nothing behind.
class OutputFolder {
public:
    // Fails with Errc::io, or Errc::invalid_argument if there is something else in the folder than
    // what holds a file `mark` that this program once wrote.
    [[nodiscard]] static Result<OutputFolder> create(const std::string& path,
                                                     const std::string& mark);

    OutputFolder(OutputFolder&& other) noexcept;
    OutputFolder& operator=(OutputFolder&&) = delete;
    ~OutputFolder();

    // A whole file; `name` is a relative path. Fails with Errc::io or disk_full.
    [[nodiscard]] Result<void> write(std::string_view name, std::string_view bytes);
    // One file may grow piece by piece beside them.
    [[nodiscard]] Result<void> append(std::string_view name, std::string_view bytes);
    [[nodiscard]] Result<void> commit();

    [[nodiscard]] std::uint64_t files() const noexcept { return m_files; }
    [[nodiscard]] std::uint64_t bytes() const noexcept { return m_bytes; }

private:
    OutputFolder(std::string path, std::string written_path)
        : m_path(std::move(path)), m_written_path(std::move(written_path)) {}
    [[nodiscard]] Result<std::string> path_of(std::string_view name);

    std::string m_path;
    std::string m_written_path;                 // empty once committed
    std::set<std::string, std::less<>> m_made;  // folders
    std::string m_growing_name;
    std::ofstream m_growing;
    std::uint64_t m_files = 0;
    std::uint64_t m_bytes = 0;
};

// "DIR" of "DIR/": what renames and messages want.
[[nodiscard]] std::string without_slash(std::string path);

}  // namespace leitong::cli
