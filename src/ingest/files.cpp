#include "leitong/ingest/files.hpp"

#include "leitong/base/descriptor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <set>
#include <sys/stat.h>
#include <system_error>
#include <tuple>
#include <unistd.h>
#include <utility>

#include "formats.hpp"

namespace leitong::ingest {

namespace {

namespace fs = std::filesystem;

std::string reason(int error) {
    return std::generic_category().message(error);
}

Errc code_of(int error) {
    return error == ENOENT || error == ENOTDIR ? Errc::not_found : Errc::io;
}

// --- names

// The length of the well-formed UTF-8 sequence at the beginning of text, or 0.
std::size_t sequence_length(std::string_view text) {
    const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(0);
    const std::size_t length = first < 0x80   ? 1
                               : first < 0xC2 ? 0
                               : first < 0xE0 ? 2
                               : first < 0xF0 ? 3
                               : first < 0xF5 ? 4
                                              : 0;
    if (length > text.size()) {
        return 0;
    }
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80) {
            return 0;
        }
    }
    const unsigned char second = length > 1 ? byte(1) : 0;
    const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    const bool surrogate = first == 0xED && second > 0x9F;
    const bool too_high = first == 0xF4 && second > 0x8F;
    return overlong || surrogate || too_high ? 0 : length;
}

std::string last_part(std::string_view path) {
    while (path.size() > 1 && path.back() == '/') {
        path.remove_suffix(1);
    }
    return std::string(path.substr(path.rfind('/') + 1));
}

std::string join(std::string_view folder, std::string_view name) {
    std::string path(folder);
    if (!path.empty() && path.back() != '/') {
        path += '/';
    }
    return path.append(name);
}

// --- walking

using FileKey = std::pair<dev_t, ino_t>;

enum class Via : std::uint8_t { itself, link };

struct Found {
    SourceFile file;
    Via via{};
    FileKey key;
};

struct Folder {
    std::string path;
    std::string relative_path;  // raw bytes
};

class Walk {
public:
    explicit Walk(const ListOptions& options) : m_options(options) {}

    // Everything below root. What is no link comes first, so that a file or folder that is also
    // reached by a link keeps its own name; then the links, in the order of their names.
    void folder(const std::string& root, const struct stat& status) {
        m_seen_folders.insert({status.st_dev, status.st_ino});
        m_folders.push_back({root, ""});
        read_folders(Via::itself);
        while (!m_links.empty()) {
            auto [relative_path, path] = *m_links.begin();
            m_links.erase(m_links.begin());
            follow(path, relative_path);
            read_folders(Via::link);
        }
    }

    void file(const std::string& path, const std::string& relative_path, KnownFormat known,
              const struct stat& status, Via via) {
        if (!S_ISREG(status.st_mode)) {
            refuse(path, Errc::unsupported, Msg::not_a_regular_file);
            return;
        }
        const auto size_bytes = static_cast<std::uint64_t>(status.st_size);
        if (size_bytes > m_options.max_file_bytes) {
            refuse(path, Errc::too_large, Msg::file_too_large,
                   std::to_string(m_options.max_file_bytes));
            return;
        }
        const std::int64_t mtime_ns =
            std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
        m_found.push_back(
            {{path, printable(relative_path), known.format, size_bytes, mtime_ns, known.packing},
             via,
             {status.st_dev, status.st_ino}});
    }

    template <typename... Arguments>
    void refuse(const std::string& path, Errc code, Msg id, const Arguments&... arguments) {
        const std::string name = printable(path);
        m_listing.refused.push_back({name, {code, message(id, name, arguments...)}});
    }

    // The listing, sorted. A file that links lead to is listed once.
    [[nodiscard]] Listing take() {
        const auto order = [](const Found& found) {
            return std::tie(found.via, found.file.relative_path, found.file.path);
        };
        std::ranges::sort(m_found, {}, order);
        std::set<FileKey> keys;
        std::set<std::string> names;
        for (Found& found : m_found) {
            const bool first_of_key = keys.insert(found.key).second;
            if (found.via == Via::link && !first_of_key) {
                continue;
            }
            if (!names.insert(found.file.relative_path).second) {
                refuse(found.file.path, Errc::invalid_argument, Msg::same_printed_name);
                continue;
            }
            m_listing.files.push_back(std::move(found.file));
        }
        std::ranges::sort(m_listing.files, {}, &SourceFile::relative_path);
        std::ranges::sort(m_listing.refused, {}, &Refused::path);
        return std::move(m_listing);
    }

private:
    // An explicit stack: folders may be nested deeper than the program's own stack allows.
    void read_folders(Via via) {
        while (!m_folders.empty()) {
            const Folder folder = std::move(m_folders.back());
            m_folders.pop_back();
            std::error_code error;
            fs::directory_iterator entries(folder.path, error);
            for (const fs::directory_iterator end; !error && entries != end;
                 entries.increment(error)) {
                entry(folder, entries->path().filename().native(), via);
            }
            if (error) {
                refuse(folder.path, Errc::io, Msg::cannot_list, error.message());
            }
        }
    }

    void entry(const Folder& folder, const std::string& name, Via via) {
        if (m_options.hidden == ListOptions::Hidden::skip && name.starts_with('.')) {
            return;
        }
        const std::string path = join(folder.path, name);
        const std::string relative_path = join(folder.relative_path, name);
        struct stat status {};
        if (::lstat(path.c_str(), &status) != 0) {
            // Gone since its folder was read, or not to be looked at.
            const int error = errno;
            refuse(path, code_of(error), Msg::cannot_open, reason(error));
        } else if (S_ISLNK(status.st_mode)) {
            if (m_options.symlinks == ListOptions::Symlinks::follow) {
                m_links.emplace(relative_path, path);
            }
        } else {
            take_entry(path, relative_path, status, via);
        }
    }

    void take_entry(const std::string& path, const std::string& relative_path,
                    const struct stat& status, Via via) {
        if (S_ISDIR(status.st_mode)) {
            if (m_seen_folders.insert({status.st_dev, status.st_ino}).second) {
                m_folders.push_back({path, relative_path});
            }
        } else if (const auto known = known_format(path)) {
            file(path, relative_path, *known, status, via);
        } else {
            ++m_listing.passed_over[printable(ending_of(path))];
        }
    }

    void follow(const std::string& path, const std::string& relative_path) {
        struct stat status {};
        if (::stat(path.c_str(), &status) != 0) {
            const int error = errno;
            refuse(path, code_of(error), Msg::broken_link, reason(error));
            return;
        }
        take_entry(path, relative_path, status, Via::link);
    }

    ListOptions m_options;
    std::vector<Folder> m_folders;                          // to be read
    std::set<std::pair<std::string, std::string>> m_links;  // relative path, path: to be followed
    std::set<FileKey> m_seen_folders;
    std::vector<Found> m_found;
    Listing m_listing;
};

}  // namespace

std::string printable(std::string_view name) {
    std::string text;
    text.reserve(name.size());
    while (!name.empty()) {
        const std::size_t length = sequence_length(name);
        if (length == 0) {
            text += fmt::format("\\x{:02X}", static_cast<unsigned char>(name.front()));
        } else {
            text.append(name.substr(0, length));
        }
        name.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return text;
}

Result<Listing> list(const std::string& path, const ListOptions& options) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) {
        const int error = errno;
        if (code_of(error) == Errc::not_found) {
            return fail(Errc::not_found, Msg::path_not_found, printable(path));
        }
        Walk walk(options);
        walk.refuse(path, Errc::io, Msg::cannot_open, reason(error));
        return walk.take();
    }
    Walk walk(options);
    if (S_ISDIR(status.st_mode)) {
        walk.folder(path, status);
    } else {
        const std::string name = last_part(path);
        walk.file(path, name, known_format(name).value_or(KnownFormat{}), status, Via::itself);
    }
    Listing listing = walk.take();
    for (SourceFile& file : listing.files) {
        file.was_named = !S_ISDIR(status.st_mode);
    }
    return listing;
}

Result<std::string> read_file(const std::string& path, std::uint64_t max_bytes) {
    // Without O_NONBLOCK a named pipe would hang here until somebody writes to it.
    const base::Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file.is_open()) {
        const int error = errno;
        return fail(code_of(error), Msg::cannot_open, printable(path), reason(error));
    }
    struct stat status {};
    if (::fstat(file.number(), &status) != 0) {
        return fail(Errc::io, Msg::cannot_read, printable(path), reason(errno));
    }
    if (S_ISDIR(status.st_mode)) {
        return fail(Errc::unsupported, Msg::is_a_folder, printable(path));
    }
    if (!S_ISREG(status.st_mode)) {
        return fail(Errc::unsupported, Msg::not_a_regular_file, printable(path));
    }
    const auto too_large = [&] {
        return fail(Errc::too_large, Msg::file_too_large, printable(path), max_bytes);
    };
    if (static_cast<std::uint64_t>(status.st_size) > max_bytes) {
        return too_large();
    }
    std::string bytes;
    // One more than there should be, so that the end is seen without a second round.
    bytes.resize(static_cast<std::size_t>(status.st_size) + 1);
    std::size_t size = 0;
    for (;;) {
        if (size == bytes.size()) {
            bytes.resize(bytes.size() * 2);
        }
        const ssize_t got = ::read(file.number(), bytes.data() + size, bytes.size() - size);
        if (got < 0) {
            if (errno == EINTR) {
                continue;
            }
            return fail(Errc::io, Msg::cannot_read, printable(path), reason(errno));
        }
        if (got == 0) {
            break;
        }
        size += static_cast<std::size_t>(got);
        if (size > max_bytes) {
            return too_large();
        }
    }
    bytes.resize(size);
    return bytes;
}

std::vector<std::string> parse_path_list(std::string_view bytes) {
    constexpr std::string_view k_bom = "\xEF\xBB\xBF";
    if (bytes.starts_with(k_bom)) {
        bytes.remove_prefix(k_bom.size());
    }
    const bool by_nul = bytes.find('\0') != std::string_view::npos;
    std::vector<std::string> paths;
    while (!bytes.empty()) {
        std::string_view path = bytes.substr(0, bytes.find(by_nul ? '\0' : '\n'));
        bytes.remove_prefix(std::min(bytes.size(), path.size() + 1));
        if (!by_nul && path.ends_with('\r')) {
            path.remove_suffix(1);
        }
        if (!path.empty()) {
            paths.emplace_back(path);
        }
    }
    return paths;
}

}  // namespace leitong::ingest
