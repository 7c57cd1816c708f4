#include "drafting.hpp"

#include <algorithm>
#include <utility>

namespace leitong::engine {

namespace {

// Files drafted before they are written: while the writer packs, drafting goes on.
constexpr std::size_t k_drafts_ahead = 1024;
constexpr std::uint64_t k_bytes_ahead = 2U << 20;  // of text; drafts are about eight times that

FileDraft read_and_draft(const Job& job, const DraftOptions& options,
                         const sketch::MinHasher& hasher) {
    const std::optional<ReadBefore> before =
        job.known ? std::optional(ReadBefore{job.known->hash, job.was_whole}) : std::nullopt;
    if (job.file.path == "-") {
        return draft(job.file, job.standard_input, options, hasher, before);
    }
    Result<std::string> bytes = ingest::read_file(job.file.path, options.max_file_bytes);
    if (!bytes) {
        FileDraft failed;
        failed.skipped.push_back({job.file.path, std::move(bytes.error())});
        return failed;
    }
    return draft(job.file, *bytes, options, hasher, before);
}

// Not of the file, which may be packed.
std::uint64_t text_bytes(const FileDraft& draft) noexcept {
    std::uint64_t bytes = 0;
    for (const DocumentDraft& document : draft.documents) {
        bytes += document.utf8.size();
    }
    return bytes;
}

}  // namespace

Drafting::Drafting(const std::vector<Job>& jobs, const DraftOptions& options, unsigned threads)
    : m_jobs(jobs), m_options(options) {
    for (unsigned i = 0; i < std::min<std::size_t>(threads, jobs.size()); ++i) {
        m_threads.emplace_back([this](const std::stop_token& stop) { work(stop); });
    }
}

Drafting::~Drafting() {
    {
        // Under the mutex, so that no thread misses it between its test and its wait.
        const std::lock_guard lock(m_mutex);
        for (std::jthread& thread : m_threads) {
            thread.request_stop();
        }
    }
    m_room.notify_all();
}

FileDraft Drafting::take(std::size_t job) {
    std::unique_lock lock(m_mutex);
    m_ready.wait(lock, [&] { return m_done.contains(job); });
    FileDraft result = std::move(m_done.extract(job).mapped());
    m_taken = job + 1;
    m_bytes_ahead -= text_bytes(result);
    lock.unlock();
    m_room.notify_all();
    return result;
}

void Drafting::work(const std::stop_token& stop) {
    const sketch::MinHasher hasher;
    while (true) {
        std::size_t job = 0;
        {
            std::unique_lock lock(m_mutex);
            m_room.wait(lock, [&] {
                return stop.stop_requested() || m_next >= m_jobs.size() ||
                       (m_next < m_taken + k_drafts_ahead && m_bytes_ahead < k_bytes_ahead);
            });
            if (stop.stop_requested() || m_next >= m_jobs.size()) {
                return;
            }
            job = m_next++;
        }
        FileDraft result = read_and_draft(m_jobs[job], m_options, hasher);
        const std::lock_guard lock(m_mutex);
        m_bytes_ahead += text_bytes(result);
        m_done.emplace(job, std::move(result));
        m_ready.notify_all();
    }
}

}  // namespace leitong::engine
