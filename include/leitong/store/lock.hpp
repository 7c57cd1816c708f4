// The lock of a store's one writer: flock on a file beside it, so that it ends with its process.
#pragma once

#include "leitong/base/result.hpp"

#include <string>

namespace leitong::store {

class WriterLock {
public:
    // Errc::busy if another process holds it; io if the folder cannot be written.
    [[nodiscard]] static Result<WriterLock> acquire(const std::string& store_path);
    WriterLock(WriterLock&& other) noexcept;
    WriterLock& operator=(WriterLock&& other) noexcept;
    ~WriterLock();

private:
    explicit WriterLock(int descriptor) noexcept : m_descriptor(descriptor) {}
    int m_descriptor = -1;
};

}  // namespace leitong::store
