#include "leitong/engine/locking.hpp"

#include "leitong/store/lock.hpp"

#include <utility>

namespace leitong::engine {

struct ProcessLock::Impl {
    store::WriterLock lock;
};

ProcessLock::ProcessLock(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
ProcessLock::ProcessLock(ProcessLock&&) noexcept = default;
ProcessLock& ProcessLock::operator=(ProcessLock&&) noexcept = default;
ProcessLock::~ProcessLock() = default;

Result<ProcessLock> ProcessLock::acquire(const std::string& path) {
    LEITONG_TRY_ASSIGN(store::WriterLock lock, store::WriterLock::acquire(path));
    return ProcessLock(std::make_unique<Impl>(Impl{std::move(lock)}));
}

}  // namespace leitong::engine
