// Passages of a store, as records.
#include <algorithm>

#include "passage_records.hpp"
#include "passage_search.hpp"
#include "reader_impl.hpp"

namespace leitong::engine {

namespace {

class PassageListing {
public:
    PassageListing(Reader::Impl& impl, const Filter& filter,
                   const std::function<bool(const PassageRecord&)>& sink)
        : m_impl(impl), m_filter(filter), m_sink(sink) {}

    Result<PassageSummary> run() {
        LEITONG_TRY(m_impl.check(m_filter));
        LEITONG_TRY_ASSIGN(const PassageIndex* index, m_impl.passage_index());
        m_works = index->works();
        PassageSearch search(m_impl.store, *index);
        LEITONG_TRY(search.run(
            [&](const WorkPlace& place) {
                return Reader::Impl::passes(m_filter, place.document->name);
            },
            [&](const SharedPassages& shared) -> Result<bool> {
                if (shared.work_a != m_work) {
                    LEITONG_TRY_ASSIGN(const bool goes_on, hand_over());
                    if (!goes_on) {
                        return false;
                    }
                    m_work = shared.work_a;
                }
                return collect(shared);
            }));
        LEITONG_TRY(hand_over());
        return m_summary;
    }

private:
    PassageSide side(std::uint32_t work, const WorkText& text) const {
        return {text.text, text.paragraphs, m_works[work].document->name, m_works[work].work};
    }

    Result<Sample> sample(std::uint32_t work, const WorkText& text, match::Span span) {
        const std::uint32_t number = main_paragraph(side(work, text), span);
        const store::StoredParagraph& stored =
            m_works[work].document->layout.paragraphs[number - 1];
        LEITONG_TRY_ASSIGN(const auto row, m_impl.store.text(stored.text));
        if (!row) {
            return fail(Errc::store_damaged, Msg::store_dangling, "documents",
                        m_works[work].document->id.value, "texts", stored.text.value);
        }
        return Sample{row->text, stored.range.begin};
    }

    Result<bool> collect(const SharedPassages& shared) {
        for (const match::Passage& passage : shared.passages) {
            PassageRecord record =
                record_of(side(shared.work_a, *shared.a), side(shared.work_b, *shared.b), passage);
            const bool is_wanted = (!m_filter.relation || record.relation == *m_filter.relation) &&
                                   record.similarity >= m_filter.min_similarity &&
                                   record.letters >= m_filter.min_letters;
            if (!is_wanted) {
                continue;
            }
            LEITONG_TRY_ASSIGN(record.sample_a, sample(shared.work_a, *shared.a, passage.a));
            LEITONG_TRY_ASSIGN(record.sample_b, sample(shared.work_b, *shared.b, passage.b));
            m_records.push_back(std::move(record));
        }
        return true;
    }

    // What one work shares with those after it, in order of place.
    Result<bool> hand_over() {
        std::ranges::sort(m_records, [](const PassageRecord& x, const PassageRecord& y) {
            return std::tie(x.a.range, x.b.document, x.b.range) <
                   std::tie(y.a.range, y.b.document, y.b.range);
        });
        for (const PassageRecord& record : m_records) {
            ++m_summary.listed;
            m_summary.letters += record.letters;
            if (!m_sink(record)) {
                return false;
            }
        }
        m_records.clear();
        return true;
    }

    Reader::Impl& m_impl;
    const Filter& m_filter;
    const std::function<bool(const PassageRecord&)>& m_sink;
    std::span<const WorkPlace> m_works;
    std::uint32_t m_work = 0;
    std::vector<PassageRecord> m_records;
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
