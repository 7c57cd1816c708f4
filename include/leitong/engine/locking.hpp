// A lock that ends with its process: for what two processes must not do at once.
#pragma once

#include "leitong/base/result.hpp"

#include <memory>
#include <string>

namespace leitong::engine {

class ProcessLock {
public:
    // Locks the file PATH-lock, made if it is not there. Errc::busy if another process holds it.
    [[nodiscard]] static Result<ProcessLock> acquire(const std::string& path);
    ProcessLock(ProcessLock&&) noexcept;
    ProcessLock& operator=(ProcessLock&&) noexcept;
    ~ProcessLock();

private:
    struct Impl;
    explicit ProcessLock(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

}  // namespace leitong::engine
