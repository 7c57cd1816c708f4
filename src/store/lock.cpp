#include "leitong/store/lock.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <system_error>
#include <utility>

namespace leitong::store {

Result<WriterLock> WriterLock::acquire(const std::string& store_path) {
    const std::string path = store_path + "-lock";
    base::Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
    if (!file.is_open()) {
        return fail(errno == ENOSPC ? Errc::disk_full : Errc::io, Msg::cannot_write, path,
                    std::generic_category().message(errno));
    }
    if (::flock(file.number(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) {
            return fail(Errc::busy, Msg::store_busy, store_path);
        }
        return fail(Errc::io, Msg::cannot_write, path, std::generic_category().message(errno));
    }
    return WriterLock(std::move(file));
}

}  // namespace leitong::store
