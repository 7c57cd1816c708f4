#include "leitong/store/side_file.hpp"

#include "leitong/base/descriptor.hpp"
#include "leitong/base/hash.hpp"

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace leitong::store {

namespace {

constexpr std::size_t k_checksum_size = sizeof(std::uint64_t);

std::string path_of(const std::string& store_path, std::string_view name) {
    return store_path + "-" + std::string(name);
}

bool write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written <= 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

}  // namespace

std::optional<std::string> read_side_file(const std::string& store_path, std::string_view name) {
    const base::Descriptor file(::open(path_of(store_path, name).c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status {};
    if (!file.is_open() || ::fstat(file.number(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return std::nullopt;
    }
    std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
    std::size_t size = 0;
    while (size < bytes.size()) {
        const ssize_t got = ::read(file.number(), bytes.data() + size, bytes.size() - size);
        if (got <= 0) {
            return std::nullopt;
        }
        size += static_cast<std::size_t>(got);
    }
    if (size < k_checksum_size) {
        return std::nullopt;
    }
    std::uint64_t checksum = 0;
    std::memcpy(&checksum, bytes.data() + size - k_checksum_size, k_checksum_size);
    bytes.resize(size - k_checksum_size);
    return base::hash64(bytes) == checksum ? std::optional(std::move(bytes)) : std::nullopt;
}

bool write_side_file(const std::string& store_path, std::string_view name, std::string bytes) {
    struct stat status {};
    if (::stat(store_path.c_str(), &status) != 0) {
        return false;
    }
    const std::uint64_t checksum = base::hash64(bytes);
    bytes.append(reinterpret_cast<const char*>(&checksum), k_checksum_size);
    const std::string path = path_of(store_path, name);
    // Two that write at once write files of their own; the last one stays.
    std::string fresh = path + ".XXXXXX";
    const base::Descriptor file(::mkostemp(fresh.data(), O_CLOEXEC));
    if (!file.is_open()) {
        return false;
    }
    const bool is_written = ::fchmod(file.number(), status.st_mode & 0777U) == 0 &&
                            write_all(file.number(), bytes) &&
                            std::rename(fresh.c_str(), path.c_str()) == 0;
    if (!is_written) {
        ::unlink(fresh.c_str());
    }
    return is_written;
}

}  // namespace leitong::store
