#include "drafting.hpp"

#include <algorithm>
#include <utility>

namespace leitong::engine {

namespace {

// Files drafted before they are written: while the writer packs, drafting goes on.
constexpr std::size_t k_drafts_ahead = 1024;
constexpr std::uint64_t k_bytes_ahead = 6U << 20;  // of text; drafts are about eight times that
// Neighbours go to one thread, which then meets what they have in common only once; but not so many
// that another thread has nothing to do.
constexpr std::size_t k_together = 16;
constexpr std::uint64_t k_bytes_together = 128U << 10;

FileDraft read_and_draft(const Job& job, const Drafter& drafter) {
    const std::optional<ReadBefore> before =
        job.known ? std::optional(ReadBefore{job.known->hash, job.was_whole}) : std::nullopt;
    if (job.file.path == "-") {
        return drafter.draft(job.file, job.standard_input, before);
    }
    Result<std::string> bytes = ingest::read_file(job.file.path, drafter.options.max_file_bytes);
    if (!bytes) {
        FileDraft failed;
        failed.skipped.push_back({job.file.path, std::move(bytes.error())});
        return failed;
    }
    return drafter.draft(job.file, *bytes, before);
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
        m_threads.emplace_back([this](const std::stop_token& stop) {
            try {
                work(stop);
            } catch (...) {  // there is no memory
                const std::lock_guard lock(m_mutex);
                m_thrown = std::current_exception();
                m_ready.notify_all();
            }
        });
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
    m_ready.wait(lock, [&] { return m_thrown || m_done.contains(job); });
    if (m_thrown) {
        std::rethrow_exception(m_thrown);
    }
    FileDraft result = std::move(m_done.extract(job).mapped());
    m_taken = job + 1;
    m_bytes_ahead -= text_bytes(result);
    lock.unlock();
    m_room.notify_all();
    return result;
}

void Drafting::work(const std::stop_token& stop) {
    Drafter drafter{m_options, m_texts};
    while (true) {
        std::pair<std::size_t, std::size_t> jobs;
        {
            std::unique_lock lock(m_mutex);
            m_room.wait(lock, [&] {
                return stop.stop_requested() || m_next >= m_jobs.size() ||
                       (m_next < m_taken + k_drafts_ahead && m_bytes_ahead < k_bytes_ahead);
            });
            if (stop.stop_requested() || m_next >= m_jobs.size()) {
                return;
            }
            jobs = next_jobs();
        }
        for (drafter.file = jobs.first; drafter.file < jobs.second; ++drafter.file) {
            if (stop.stop_requested()) {
                return;
            }
            FileDraft result = read_and_draft(m_jobs[drafter.file], drafter);
            const std::lock_guard lock(m_mutex);
            m_bytes_ahead += text_bytes(result);
            m_done.emplace(drafter.file, std::move(result));
            m_ready.notify_all();
        }
    }
}

std::pair<std::size_t, std::size_t> Drafting::next_jobs() {
    const std::size_t first = m_next;
    std::uint64_t bytes = m_jobs[m_next++].file.size_bytes;
    while (m_next < m_jobs.size() && m_next - first < k_together &&
           bytes + m_jobs[m_next].file.size_bytes < k_bytes_together) {
        bytes += m_jobs[m_next++].file.size_bytes;
    }
    return {first, m_next};
}

}  // namespace leitong::engine
