// The lock of a store's one writer: flock on a file beside it, so that it ends with its process.
#pragma once

#include "leitong/base/descriptor.hpp"
#include "leitong/base/result.hpp"

#include <string>
#include <utility>

namespace leitong::store {

class WriterLock {
public:
    // Errc::busy if another process holds it; io if the folder cannot be written.
    [[nodiscard]] static Result<WriterLock> acquire(const std::string& store_path);

private:
    explicit WriterLock(base::Descriptor file) noexcept : m_file(std::move(file)) {}
    base::Descriptor m_file;
};

}  // namespace leitong::store
