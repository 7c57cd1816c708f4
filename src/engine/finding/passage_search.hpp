// Passages of a store, found when they are asked for: pairs of works that may share some are read,
// folded and aligned. Private to engine.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/match/passages.hpp"
#include "leitong/store/store.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/common/threads.hpp"
#include "passage_index.hpp"

namespace leitong::engine {

// A work as it is searched for passages: its text without structure.
struct WorkText {
    match::PassageText text;
    std::vector<std::uint32_t> paragraphs;  // numbers in the document, as they were added
};

[[nodiscard]] Result<std::shared_ptr<const WorkText>> read_work(store::Store& store,
                                                                const WorkPlace& place);

// What two works share.
struct SharedPassages {
    std::uint32_t work_a = 0;  // the lower
    std::uint32_t work_b = 0;
    std::shared_ptr<const WorkText> a;
    std::shared_ptr<const WorkText> b;
    std::vector<match::Passage> passages;         // not empty
    std::vector<match::PassageVerdict> verdicts;  // of each, if the sink wants them
};

// Works are taken in blocks whose texts are held ready at once; every other work is read once a
// block. Memory: a block (about 100 MB) and one work a thread.
class PassageSearch {
public:
    PassageSearch(std::string store_path, const PassageIndex& index, unsigned threads)
        : m_store_path(std::move(store_path)), m_index(index), m_threads(threads) {}

    // Whether a work is asked about. Called by several threads.
    using Asked = std::function<bool(const WorkPlace&)>;
    struct Sink {
        // One call at a time, in no particular order within a block.
        std::function<void(const SharedPassages&)> take;
        // All has been taken of the works with a lower number than what follows as work_a; no
        // document is in two blocks. Returns false to stop.
        std::function<Result<bool>()> end_block;
        bool wants_verdicts = true;
    };

    // Passages between two works of which at least one is asked about.
    [[nodiscard]] Result<void> run(const Asked& asked, const Sink& sink);

private:
    using Pair = std::pair<std::uint32_t, std::uint32_t>;
    using Texts = std::unordered_map<std::uint32_t, std::shared_ptr<const WorkText>>;

    [[nodiscard]] std::vector<Pair> pairs(const Asked& asked) const;
    [[nodiscard]] Result<std::span<const Pair>> next_block(std::span<const Pair> rest,
                                                           Texts& texts) const;
    [[nodiscard]] ReaderThreads readers(std::size_t least_tasks) const {
        return {m_store_path, m_threads, least_tasks};
    }
    [[nodiscard]] Result<void> align(std::span<const Pair> block, const Texts& texts,
                                     const Sink& sink) const;

    std::string m_store_path;
    const PassageIndex& m_index;
    unsigned m_threads;
};

}  // namespace leitong::engine
