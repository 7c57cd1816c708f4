// Passages of a store, as records.
#include <algorithm>

#include "engine/common/threads.hpp"
#include "engine/finding/passage_records.hpp"
#include "engine/finding/passage_search.hpp"
#include "reader_impl.hpp"

namespace leitong::engine {

namespace {

// A record, and what its samples are of.
struct Found {
    std::uint32_t work_a = 0;
    std::uint32_t work_b = 0;
    std::uint32_t main_a = 0;  // paragraphs
    std::uint32_t main_b = 0;
    PassageRecord record;
};

class PassageListing {
public:
    PassageListing(Reader::Impl& impl, const Filter& filter,
                   const std::function<bool(const PassageRecord&)>& sink)
        : m_impl(impl), m_filter(filter), m_sink(sink) {}

    Result<PassageSummary> run() {
        LEITONG_TRY(m_impl.check(m_filter));
        LEITONG_TRY_ASSIGN(const PassageIndex* index, m_impl.passage_index());
        m_works = index->works();
        PassageSearch search(m_impl.path, *index, thread_count(m_filter.threads));
        const auto asked = [&](const WorkPlace& place) {
            return Reader::Impl::passes(m_filter, place.document->name);
        };
        LEITONG_TRY(search.run(asked, {[&](const SharedPassages& shared) { take(shared); },
                                       [&] { return hand_over(); }}));
        return m_summary;
    }

private:
    [[nodiscard]] PassageSide side(std::uint32_t work, const WorkText& text) const {
        return {text.text, text.paragraphs, m_works[work].document->name, m_works[work].work};
    }

    void take(const SharedPassages& shared) {
        const PassageSide a = side(shared.work_a, *shared.a);
        const PassageSide b = side(shared.work_b, *shared.b);
        for (std::size_t i = 0; i < shared.passages.size(); ++i) {
            const match::Passage& passage = shared.passages[i];
            const match::PassageVerdict& verdict = shared.verdicts[i];
            const bool is_wanted = (!m_filter.relation || verdict.relation == *m_filter.relation) &&
                                   verdict.similarity >= m_filter.min_similarity &&
                                   passage.letters >= m_filter.min_letters;
            if (is_wanted) {
                m_found.push_back({shared.work_a, shared.work_b, main_paragraph(a, passage.a),
                                   main_paragraph(b, passage.b),
                                   record_of(a, b, passage, verdict)});
            }
        }
    }

    Result<Sample> sample(std::uint32_t work, std::uint32_t paragraph) {
        const store::DocumentRow& document = *m_works[work].document;
        const store::StoredParagraph& stored = document.layout.paragraphs[paragraph - 1];
        LEITONG_TRY_ASSIGN(const auto row, m_impl.store.text(stored.text));
        if (!row) {
            return fail(Errc::store_damaged, Msg::store_dangling, "documents", document.id.value,
                        "texts", stored.text.value);
        }
        return Sample{row->text, stored.range.begin};
    }

    // What a block of works shares with those after them, in order of place.
    Result<bool> hand_over() {
        std::ranges::sort(m_found, [](const Found& x, const Found& y) {
            return std::tie(x.work_a, x.record.a.range, x.work_b, x.record.b.range) <
                   std::tie(y.work_a, y.record.a.range, y.work_b, y.record.b.range);
        });
        for (Found& found : m_found) {
            LEITONG_TRY_ASSIGN(found.record.sample_a, sample(found.work_a, found.main_a));
            LEITONG_TRY_ASSIGN(found.record.sample_b, sample(found.work_b, found.main_b));
            ++m_summary.listed;
            m_summary.letters += found.record.letters;
            if (!m_sink(found.record)) {
                return false;
            }
            found.record = {};
        }
        m_found.clear();
        return true;
    }

    Reader::Impl& m_impl;
    const Filter& m_filter;
    const std::function<bool(const PassageRecord&)>& m_sink;
    std::span<const WorkPlace> m_works;
    std::vector<Found> m_found;
    PassageSummary m_summary;
};

}  // namespace

Result<const PassageIndex*> Reader::Impl::passage_index() {
    if (!passages) {
        LEITONG_TRY_ASSIGN(PassageIndex loaded, PassageIndex::load(store));
        passages = std::make_unique<PassageIndex>(std::move(loaded));
    }
    return passages.get();
}

Result<PassageSummary> Reader::passages(const Filter& filter,
                                        const std::function<bool(const PassageRecord&)>& sink) {
    return m_impl->question([&] { return PassageListing(*m_impl, filter, sink).run(); });
}

}  // namespace leitong::engine
