#include "passage_search.hpp"

#include "leitong/sketch/anchors.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>

#include "engine/common/parameters.hpp"

namespace leitong::engine {

namespace {

// Of text: some 4 million Chinese characters.
constexpr std::uint64_t k_block_bytes = 12U << 20;

std::uint64_t bytes_of(const WorkPlace& place) {
    const store::StoredLayout& layout = place.document->layout;
    const store::StoredWork& work = layout.works[place.work - 1];
    return layout.paragraphs[work.last_paragraph - 1].range.end -
           layout.paragraphs[work.first_paragraph - 1].range.begin;
}

using Pair = std::pair<std::uint32_t, std::uint32_t>;

// Aligns what one thread is given of a block.
class BlockWorker {
public:
    explicit BlockWorker(const PassageIndex& index) : m_index(index) {}

    // The passages of two works that are to be listed.
    void align(SharedPassages& shared, bool wants_verdicts) const {
        shared.passages = match::find_passages(shared.a->text, shared.b->text);
        std::erase_if(shared.passages,
                      [&](const match::Passage& passage) { return !is_listed(shared, passage); });
        if (!wants_verdicts) {
            return;
        }
        for (const match::Passage& passage : shared.passages) {
            shared.verdicts.push_back(match::judge(shared.a->text, shared.b->text, passage));
        }
    }

private:
    // A passage of frequent anchors only is listed with the first work that has one of them, as the
    // index led to it; between two others it stands in too many pairs to list.
    bool is_listed(const SharedPassages& shared, const match::Passage& passage) const {
        std::vector<Token> tokens;
        std::vector<std::uint64_t> anchors;
        shared.a->text.tokens(passage.a, tokens);
        sketch::anchors(tokens, anchors);
        return anchors.empty() || std::ranges::any_of(anchors, [&](std::uint64_t anchor) {
                   const AnchorUse use = m_index.use(anchor);
                   return !use.is_frequent || use.first_work == shared.work_a ||
                          use.first_work == shared.work_b;
               });
    }

    const PassageIndex& m_index;
};

}  // namespace

Result<std::shared_ptr<const WorkText>> read_work(store::Store& store, const WorkPlace& place) {
    const store::StoredLayout& layout = place.document->layout;
    const store::StoredWork& stored = layout.works[place.work - 1];
    auto made = std::make_shared<WorkText>();
    text::Folded folded;
    for (std::uint32_t p = stored.first_paragraph; p <= stored.last_paragraph; ++p) {
        const store::StoredParagraph& paragraph = layout.paragraphs[p - 1];
        if (is_structure(paragraph.role)) {
            continue;
        }
        LEITONG_TRY_ASSIGN(const auto row, store.text(paragraph.text));
        if (!row) {
            return fail(Errc::store_damaged, Msg::store_dangling, "documents",
                        place.document->id.value, "texts", paragraph.text.value);
        }
        text::fold(row->text, folded);
        made->text.add(folded, paragraph.range.begin);
        made->paragraphs.push_back(p);
    }
    made->text.finish();
    return std::shared_ptr<const WorkText>(std::move(made));
}

std::vector<PassageSearch::Pair> PassageSearch::pairs(const Asked& asked) const {
    const auto works = static_cast<std::uint32_t>(m_index.works().size());
    std::vector<std::vector<Pair>> of_threads(std::max(1U, m_threads));
    std::atomic<std::uint32_t> next{0};
    on_threads(m_threads, [&](unsigned thread) {
        PassageIndex::Scratch scratch = m_index.scratch();
        for (std::uint32_t work = next++; work < works; work = next++) {
            if (!asked(m_index.works()[work])) {
                continue;
            }
            for (const std::uint32_t other : m_index.partners(work, scratch)) {
                of_threads[thread].emplace_back(std::min(work, other), std::max(work, other));
            }
        }
    });
    std::vector<Pair> found = std::move(of_threads.front());
    for (std::size_t thread = 1; thread < of_threads.size(); ++thread) {
        found.insert(found.end(), of_threads[thread].begin(), of_threads[thread].end());
    }
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

// The pairs whose first works fit into a block, with those works' texts. Ends with a document.
Result<std::span<const PassageSearch::Pair>> PassageSearch::next_block(std::span<const Pair> rest,
                                                                       Texts& texts) const {
    texts.clear();
    std::vector<std::uint32_t> works;
    std::uint64_t bytes = 0;
    std::size_t size = 0;
    for (; size < rest.size(); ++size) {
        const std::uint32_t work = rest[size].first;
        if (!works.empty() && works.back() == work) {
            continue;
        }
        const WorkPlace& place = m_index.works()[work];
        if (bytes >= k_block_bytes && place.document != m_index.works()[works.back()].document) {
            break;
        }
        bytes += bytes_of(place);
        works.push_back(work);
    }
    std::vector<std::shared_ptr<const WorkText>> read(works.size());
    LEITONG_TRY(for_each_task(
        readers(4), works.size(), [&](std::size_t i, store::Store& store) -> Result<void> {
            LEITONG_TRY_ASSIGN(read[i], read_work(store, m_index.works()[works[i]]));
            return {};
        }));
    for (std::size_t i = 0; i < works.size(); ++i) {
        texts.emplace(works[i], std::move(read[i]));
    }
    return rest.first(size);
}

Result<void> PassageSearch::align(std::span<const Pair> block, const Texts& texts,
                                  const Sink& sink) const {
    // By second work, so that each is read once.
    std::vector<Pair> turned;
    std::vector<std::size_t> starts;
    for (const auto& [a, b] : block) {
        turned.emplace_back(b, a);
    }
    std::ranges::sort(turned);
    for (std::size_t i = 0; i < turned.size(); ++i) {
        if (i == 0 || turned[i].first != turned[i - 1].first) {
            starts.push_back(i);
        }
    }
    starts.push_back(turned.size());

    std::mutex mutex;
    const BlockWorker worker(m_index);
    return for_each_task(readers(8), starts.size() - 1,
                         [&](std::size_t i, store::Store& store) -> Result<void> {
                             const std::uint32_t b = turned[starts[i]].first;
                             std::shared_ptr<const WorkText> text;
                             if (const auto held = texts.find(b); held != texts.end()) {
                                 text = held->second;
                             } else {
                                 LEITONG_TRY_ASSIGN(text, read_work(store, m_index.works()[b]));
                             }
                             for (std::size_t at = starts[i]; at < starts[i + 1]; ++at) {
                                 const std::uint32_t a = turned[at].second;
                                 SharedPassages shared{a, b, texts.at(a), text, {}, {}};
                                 worker.align(shared, sink.wants_verdicts);
                                 if (!shared.passages.empty()) {
                                     const std::lock_guard lock(mutex);
                                     sink.take(shared);
                                 }
                             }
                             return {};
                         });
}

Result<void> PassageSearch::run(const Asked& asked, const Sink& sink) {
    const std::vector<Pair> all = pairs(asked);
    Texts texts;
    std::span<const Pair> rest = all;
    while (!rest.empty()) {
        LEITONG_TRY_ASSIGN(const std::span<const Pair> block, next_block(rest, texts));
        LEITONG_TRY(align(block, texts, sink));
        LEITONG_TRY_ASSIGN(const bool goes_on, sink.end_block());
        if (!goes_on) {
            break;
        }
        rest = rest.subspan(block.size());
    }
    return {};
}

}  // namespace leitong::engine
