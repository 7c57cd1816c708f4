#include "page_checksums.hpp"

#include "leitong/base/hash.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <new>
#include <span>

namespace leitong::store {

namespace {

constexpr int k_state_control = 0x4c54;  // opcodes from 100 on are the application's
constexpr sqlite3_int64 k_fewest_page_bytes = 512;
constexpr int k_header_bytes = 100;

using Page = std::span<const std::uint8_t>;

// What precedes the file of the layer below, in one piece of memory of SQLite's, which is aligned
// for pointers and no more.
struct CheckedFile {
    sqlite3_file base{};  // first: SQLite sees this
    sqlite3_int64 page_bytes = 0;
    std::uint32_t last_bad_page = 0;
    bool has_checksums = false;
    bool is_tolerant = false;
};
static_assert(alignof(CheckedFile) <= alignof(void*));
static_assert(sizeof(CheckedFile) % alignof(void*) == 0);

CheckedFile& checked(sqlite3_file* file) noexcept {
    return *reinterpret_cast<CheckedFile*>(file);
}

sqlite3_file* below(sqlite3_file* file) noexcept {
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<CheckedFile*>(file) + 1);
}

const sqlite3_io_methods& methods_below(sqlite3_file* file) noexcept {
    return *below(file)->pMethods;
}

std::uint64_t checksum_of(Page page, std::uint64_t number) noexcept {
    const Page content = page.first(page.size() - k_page_checksum_bytes);
    return base::mix64(base::hash64(content.data(), content.size()) ^ base::mix64(number));
}

std::uint64_t stored_checksum(Page page) noexcept {
    std::uint64_t stored = 0;
    std::memcpy(&stored, page.last(k_page_checksum_bytes).data(), sizeof stored);
    return stored;
}

std::uint64_t number_of(Page page, sqlite3_int64 offset) noexcept {
    return static_cast<std::uint64_t>(offset) / page.size() + 1;
}

bool matches(Page page, sqlite3_int64 offset) noexcept {
    return stored_checksum(page) == checksum_of(page, number_of(page, offset));
}

// The first bytes of a file tell whether its pages have checksums (www.sqlite.org/fileformat2.html,
// 1.3).
void learn(CheckedFile& file, const std::uint8_t* header) noexcept {
    constexpr char k_magic[] = "SQLite format 3";
    constexpr std::size_t k_page_size_at = 16;
    constexpr std::size_t k_reserved_at = 20;
    if (std::memcmp(header, k_magic, sizeof k_magic) != 0) {
        return;
    }
    const int size = header[k_page_size_at] << 8 | header[k_page_size_at + 1];
    file.page_bytes = size == 1 ? 65'536 : size;
    file.has_checksums = header[k_reserved_at] == k_page_checksum_bytes;
}

bool is_page(const CheckedFile& file, int bytes, sqlite3_int64 offset) noexcept {
    const bool has_size_of_page =
        file.page_bytes != 0
            ? bytes == file.page_bytes
            : bytes >= k_fewest_page_bytes && std::has_single_bit(static_cast<unsigned>(bytes));
    return file.has_checksums && has_size_of_page && offset % bytes == 0;
}

int read(sqlite3_file* file, void* buffer, int bytes, sqlite3_int64 offset) {
    const int code = methods_below(file).xRead(below(file), buffer, bytes, offset);
    if (code != SQLITE_OK) {
        return code;
    }
    CheckedFile& state = checked(file);
    const auto* read = static_cast<const std::uint8_t*>(buffer);
    if (offset == 0 && bytes >= k_header_bytes) {
        learn(state, read);
    }
    if (!is_page(state, bytes, offset)) {
        return SQLITE_OK;
    }
    const Page page(read, static_cast<std::size_t>(bytes));
    if (matches(page, offset)) {
        return SQLITE_OK;
    }
    state.last_bad_page = static_cast<std::uint32_t>(number_of(page, offset));
    return state.is_tolerant ? SQLITE_OK : SQLITE_IOERR_DATA;
}

int write(sqlite3_file* file, const void* buffer, int bytes, sqlite3_int64 offset) {
    CheckedFile& state = checked(file);
    // The buffer is a page of SQLite's cache or journal, which it does not read to its last bytes.
    auto* written = static_cast<std::uint8_t*>(const_cast<void*>(buffer));
    if (offset == 0 && bytes >= k_header_bytes) {
        learn(state, written);
    }
    if (is_page(state, bytes, offset)) {
        const Page page(written, static_cast<std::size_t>(bytes));
        const std::uint64_t checksum = checksum_of(page, number_of(page, offset));
        std::memcpy(written + page.size() - k_page_checksum_bytes, &checksum, sizeof checksum);
    }
    return methods_below(file).xWrite(below(file), buffer, bytes, offset);
}

int control(sqlite3_file* file, int op, void* argument) {
    if (op == k_state_control) {
        *static_cast<CheckedFile**>(argument) = &checked(file);
        return SQLITE_OK;
    }
    return methods_below(file).xFileControl(below(file), op, argument);
}

// Version 1: no memory is mapped, no write-ahead log kept; both would pass by what is above.
constexpr sqlite3_io_methods k_methods = {
    .iVersion = 1,
    .xClose = [](sqlite3_file* file) { return methods_below(file).xClose(below(file)); },
    .xRead = read,
    .xWrite = write,
    .xTruncate =
        [](sqlite3_file* file, sqlite3_int64 size) {
            return methods_below(file).xTruncate(below(file), size);
        },
    .xSync = [](sqlite3_file* file,
                int flags) { return methods_below(file).xSync(below(file), flags); },
    .xFileSize =
        [](sqlite3_file* file, sqlite3_int64* size) {
            return methods_below(file).xFileSize(below(file), size);
        },
    .xLock = [](sqlite3_file* file,
                int lock) { return methods_below(file).xLock(below(file), lock); },
    .xUnlock = [](sqlite3_file* file,
                  int lock) { return methods_below(file).xUnlock(below(file), lock); },
    .xCheckReservedLock =
        [](sqlite3_file* file, int* result) {
            return methods_below(file).xCheckReservedLock(below(file), result);
        },
    .xFileControl = control,
    .xSectorSize = [](sqlite3_file* file) { return methods_below(file).xSectorSize(below(file)); },
    .xDeviceCharacteristics =
        [](sqlite3_file* file) { return methods_below(file).xDeviceCharacteristics(below(file)); },
};

sqlite3_vfs* system_of(sqlite3_vfs* vfs) noexcept {
    return static_cast<sqlite3_vfs*>(vfs->pAppData);
}

int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* flags_out) {
    sqlite3_vfs* const system = system_of(vfs);
    if ((flags & SQLITE_OPEN_MAIN_DB) == 0) {
        return system->xOpen(system, name, file, flags, flags_out);
    }
    CheckedFile& state = *new (file) CheckedFile;
    below(file)->pMethods = nullptr;
    const int code = system->xOpen(system, name, below(file), flags, flags_out);
    if (below(file)->pMethods == nullptr) {
        return code;
    }
    state.base.pMethods = &k_methods;
    sqlite3_int64 size = 0;
    // What is new gets checksums from its first page on, in whichever order pages are written.
    state.has_checksums = code == SQLITE_OK && (flags & SQLITE_OPEN_CREATE) != 0 &&
                          methods_below(file).xFileSize(below(file), &size) == SQLITE_OK &&
                          size == 0;
    return code;
}

// All but opening is the system's; it must be handed its own table, where it keeps what it needs.
sqlite3_vfs layer_over(sqlite3_vfs* system) noexcept {
    sqlite3_vfs vfs{};
    vfs.iVersion = std::min(system->iVersion, 2);
    vfs.szOsFile = static_cast<int>(sizeof(CheckedFile)) + system->szOsFile;
    vfs.mxPathname = system->mxPathname;
    vfs.zName = "leitong";
    vfs.pAppData = system;
    vfs.xOpen = open;
    vfs.xDelete = [](sqlite3_vfs* v, const char* name, int sync) {
        return system_of(v)->xDelete(system_of(v), name, sync);
    };
    vfs.xAccess = [](sqlite3_vfs* v, const char* name, int flags, int* result) {
        return system_of(v)->xAccess(system_of(v), name, flags, result);
    };
    vfs.xFullPathname = [](sqlite3_vfs* v, const char* name, int bytes, char* out) {
        return system_of(v)->xFullPathname(system_of(v), name, bytes, out);
    };
    vfs.xRandomness = [](sqlite3_vfs* v, int bytes, char* out) {
        return system_of(v)->xRandomness(system_of(v), bytes, out);
    };
    vfs.xSleep = [](sqlite3_vfs* v, int microseconds) {
        return system_of(v)->xSleep(system_of(v), microseconds);
    };
    vfs.xCurrentTime = [](sqlite3_vfs* v, double* days) {
        return system_of(v)->xCurrentTime(system_of(v), days);
    };
    vfs.xGetLastError = [](sqlite3_vfs* v, int bytes, char* out) {
        return system_of(v)->xGetLastError(system_of(v), bytes, out);
    };
    vfs.xCurrentTimeInt64 = [](sqlite3_vfs* v, sqlite3_int64* milliseconds) {
        return system_of(v)->xCurrentTimeInt64(system_of(v), milliseconds);
    };
    return vfs;
}

// Null of a database in memory, which has no file.
CheckedFile* state_of(sqlite3* database) noexcept {
    CheckedFile* state = nullptr;
    const int code = sqlite3_file_control(database, "main", k_state_control, &state);
    return code == SQLITE_OK ? state : nullptr;
}

}  // namespace

const char* checked_pages() noexcept {
    static const char* const k_name = []() -> const char* {
        sqlite3_vfs* const system = sqlite3_vfs_find(nullptr);
        if (system == nullptr || system->iVersion < 2) {
            return nullptr;
        }
        static sqlite3_vfs vfs = layer_over(system);
        return sqlite3_vfs_register(&vfs, 0) == SQLITE_OK ? vfs.zName : nullptr;
    }();
    return k_name;
}

void reserve_page_checksums(sqlite3* database) noexcept {
    int bytes = k_page_checksum_bytes;
    // Refused where pages are laid out already; then it counts for the next VACUUM.
    (void)sqlite3_file_control(database, "main", SQLITE_FCNTL_RESERVE_BYTES, &bytes);
}

bool has_page_checksums(sqlite3* database) noexcept {
    const CheckedFile* const state = state_of(database);
    return state == nullptr || state->has_checksums;
}

void tolerate_bad_pages(sqlite3* database) noexcept {
    if (CheckedFile* const state = state_of(database)) {
        state->is_tolerant = true;
    }
}

std::uint32_t last_bad_page(sqlite3* database) noexcept {
    const CheckedFile* const state = state_of(database);
    return state != nullptr ? state->last_bad_page : 0;
}

int find_bad_pages(sqlite3* database, std::vector<std::uint32_t>& out) {
    CheckedFile* const state = state_of(database);
    if (state == nullptr || !state->has_checksums || state->page_bytes < k_fewest_page_bytes) {
        return SQLITE_OK;
    }
    sqlite3_file* const file = below(&state->base);
    sqlite3_int64 size = 0;
    if (const int code = file->pMethods->xFileSize(file, &size); code != SQLITE_OK) {
        return code;
    }
    std::vector<std::uint8_t> page(static_cast<std::size_t>(state->page_bytes));
    for (sqlite3_int64 offset = 0; offset + state->page_bytes <= size;
         offset += state->page_bytes) {
        const int code =
            file->pMethods->xRead(file, page.data(), static_cast<int>(page.size()), offset);
        if (code != SQLITE_OK) {
            return code;
        }
        const bool is_written =
            std::ranges::any_of(page, [](std::uint8_t byte) { return byte != 0; });
        if (is_written && !matches(page, offset)) {
            out.push_back(static_cast<std::uint32_t>(number_of(page, offset)));
        }
    }
    return SQLITE_OK;
}

}  // namespace leitong::store
