// Drafts of many files, made by several threads, handed over in the order of the files. Private to
// engine.
#pragma once

#include "leitong/ingest/files.hpp"
#include "leitong/store/store.hpp"

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "draft.hpp"
#include "drafted_texts.hpp"

namespace leitong::engine {

// One file to be read: where it is, and how it was when it was read before.
struct Job {
    ingest::SourceFile file;
    std::optional<store::FileRow> known;
    std::string standard_input;  // the bytes, for "-"
    bool was_whole = true;       // all of it was read by the last run, with the same options
};

// What is written does not depend on which thread was faster. Memory: drafts of k_bytes_ahead
// of text, and of the files at hand.
class Drafting {
public:
    // `jobs` and `options` must outlive this.
    Drafting(const std::vector<Job>& jobs, const DraftOptions& options, unsigned threads);
    ~Drafting();
    Drafting(const Drafting&) = delete;
    Drafting& operator=(const Drafting&) = delete;

    // Waits for the draft of a job. To be called once for each, in order. Throws what drafting
    // threw, of any job.
    [[nodiscard]] FileDraft take(std::size_t job);

private:
    void work(const std::stop_token& stop);
    // The next few jobs, which are neighbours and so go to one thread. Of m_mutex.
    [[nodiscard]] std::pair<std::size_t, std::size_t> next_jobs();

    const std::vector<Job>& m_jobs;
    const DraftOptions& m_options;
    DraftedTexts m_texts;
    std::mutex m_mutex;
    std::condition_variable m_ready;
    std::condition_variable m_room;
    std::map<std::size_t, FileDraft> m_done;
    std::size_t m_next = 0;
    std::size_t m_taken = 0;
    std::uint64_t m_bytes_ahead = 0;      // of text, in m_done
    std::exception_ptr m_thrown;          // by a thread: there is no memory
    std::vector<std::jthread> m_threads;  // last: they end before what they use
};

}  // namespace leitong::engine
