#include "passage_search.hpp"

#include "leitong/sketch/anchors.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "parameters.hpp"

namespace leitong::engine {

namespace {

constexpr std::uint64_t k_block_symbols = 4U << 20;

using Pair = std::pair<std::uint32_t, std::uint32_t>;

// Aligns what one thread is given of a block.
class BlockWorker {
public:
    explicit BlockWorker(const PassageIndex& index) : m_index(index) {}

    // The passages of two works that are to be listed.
    void align(SharedPassages& shared, bool wants_verdicts) {
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
    bool is_listed(const SharedPassages& shared, const match::Passage& passage) {
        shared.a->text.tokens(passage.a, m_tokens);
        sketch::anchors(m_tokens, m_anchors);
        return m_anchors.empty() || std::ranges::any_of(m_anchors, [&](std::uint64_t anchor) {
                   const AnchorUse use = m_index.use(anchor);
                   return !use.is_frequent || use.first_work == shared.work_a ||
                          use.first_work == shared.work_b;
               });
    }

    const PassageIndex& m_index;
    std::vector<Token> m_tokens;
    std::vector<std::uint64_t> m_anchors;
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
    std::vector<Pair> found;
    PassageIndex::Scratch scratch = m_index.scratch();
    for (std::uint32_t work = 0; work < m_index.works().size(); ++work) {
        if (!asked(m_index.works()[work])) {
            continue;
        }
        for (const std::uint32_t other : m_index.partners(work, scratch)) {
            found.emplace_back(std::min(work, other), std::max(work, other));
        }
    }
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

// The pairs whose first works fit into a block, with those works' texts. Ends with a document.
Result<std::span<const PassageSearch::Pair>> PassageSearch::next_block(store::Store& store,
                                                                       std::span<const Pair> rest,
                                                                       Texts& texts) const {
    texts.clear();
    std::uint64_t symbols = 0;
    std::size_t size = 0;
    const store::DocumentRow* document = nullptr;
    for (; size < rest.size(); ++size) {
        const std::uint32_t work = rest[size].first;
        if (texts.contains(work)) {
            continue;
        }
        const WorkPlace& place = m_index.works()[work];
        if (symbols >= k_block_symbols && place.document.get() != document) {
            break;
        }
        document = place.document.get();
        LEITONG_TRY_ASSIGN(auto text, read_work(store, place));
        symbols += text->text.size();
        texts.emplace(work, std::move(text));
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

    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    Result<void> status;
    const auto work = [&]() -> Result<void> {
        LEITONG_TRY_ASSIGN(store::Store store,
                           store::Store::open_reader(m_store_path, parameters()));
        LEITONG_TRY(store.begin());
        BlockWorker worker(m_index);
        for (std::size_t i = next++; i + 1 < starts.size(); i = next++) {
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
        }
        return store.commit();
    };
    {
        std::vector<std::jthread> threads;
        const std::size_t count = std::min<std::size_t>(m_threads, turned.size() / 32 + 1);
        for (std::size_t i = 0; i < count; ++i) {
            threads.emplace_back([&] {
                auto done = work();
                if (!done) {
                    const std::lock_guard lock(mutex);
                    status = std::move(done);
                    next = starts.size();
                }
            });
        }
    }
    return status;
}

Result<void> PassageSearch::run(const Asked& asked, const Sink& sink) {
    const std::vector<Pair> all = pairs(asked);
    LEITONG_TRY_ASSIGN(store::Store store, store::Store::open_reader(m_store_path, parameters()));
    LEITONG_TRY(store.begin());
    Texts texts;
    std::span<const Pair> rest = all;
    while (!rest.empty()) {
        LEITONG_TRY_ASSIGN(const std::span<const Pair> block, next_block(store, rest, texts));
        LEITONG_TRY(align(block, texts, sink));
        LEITONG_TRY_ASSIGN(const bool goes_on, sink.end_block());
        if (!goes_on) {
            break;
        }
        rest = rest.subspan(block.size());
    }
    return store.commit();
}

}  // namespace leitong::engine
