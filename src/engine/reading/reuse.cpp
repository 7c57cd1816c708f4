#include "reuse.hpp"

#include <algorithm>
#include <functional>
#include <tuple>

#include "document_records.hpp"
#include "engine/common/copies.hpp"
#include "engine/common/threads.hpp"
#include "engine/finding/cover.hpp"
#include "engine/finding/passage_search.hpp"
#include "reader_impl.hpp"
#include "stock_share.hpp"

namespace leitong::engine {

namespace {

class ReuseSearch {
public:
    ReuseSearch(Reader::Impl& impl, const Filter& filter, DocumentPairs pairs)
        : m_impl(impl), m_filter(filter), m_wants_pairs(pairs == DocumentPairs::wanted) {}

    Result<Reuse> run() {
        LEITONG_TRY(m_impl.check(m_filter));
        LEITONG_TRY_ASSIGN(const PassageIndex* index, m_impl.passage_index());
        m_works = index->works();
        m_reuse.marks.resize(m_works.size());
        PassageSearch search(m_impl.path, *index, thread_count(m_filter.threads));
        const auto asked = [&](const WorkPlace& place) {
            return Reader::Impl::passes(m_filter, place.document->name);
        };
        LEITONG_TRY(search.run(asked, {[&](const SharedPassages& shared) { take(shared); },
                                       [&]() -> Result<bool> {
                                           close_documents();
                                           return true;
                                       },
                                       false}));
        for (auto& [work, cover] : m_covers) {
            const std::pair name(document(work).name, m_works[work].work);
            m_reuse.letters[name] = cover.letters();
            m_reuse.covered[name] = {m_works[work], cover.ranges()};
        }
        for (std::vector<PassageMark>& marks : m_reuse.marks) {
            std::ranges::sort(marks, [](const PassageMark& x, const PassageMark& y) {
                return std::tuple(x.range.begin, ~x.range.end, x.far_work, x.far_paragraph) <
                       std::tuple(y.range.begin, ~y.range.end, y.far_work, y.far_paragraph);
            });
        }
        m_reuse.document = m_filter.document;
        m_reuse.has_pairs = m_wants_pairs;
        return std::move(m_reuse);
    }

private:
    struct Shared {
        const store::DocumentRow* a = nullptr;
        const store::DocumentRow* b = nullptr;
        SideCover in_a;
        SideCover in_b;
    };

    [[nodiscard]] const store::DocumentRow& document(std::uint32_t work) const {
        return *m_works[work].document;
    }

    void take(const SharedPassages& shared) {
        const store::DocumentRow& a = document(shared.work_a);
        const store::DocumentRow& b = document(shared.work_b);
        const bool counts = !are_copies(a, b);
        for (const match::Passage& passage : shared.passages) {
            mark(shared.work_a, *shared.a, passage.a, shared.work_b, *shared.b, passage.b);
            mark(shared.work_b, *shared.b, passage.b, shared.work_a, *shared.a, passage.a);
            for_reused(shared.a->text, passage, [&](match::Span in_a, match::Span in_b) {
                if (counts) {
                    cover(shared.work_a, *shared.a, in_a);
                    cover(shared.work_b, *shared.b, in_b);
                }
                if (m_wants_pairs && &a != &b) {
                    Shared& both = m_shared[{a.name, b.name}];
                    both.a = &a;
                    both.b = &b;
                    both.in_a.add(shared.work_a, shared.a->text, shared.a->paragraphs, in_a);
                    both.in_b.add(shared.work_b, shared.b->text, shared.b->paragraphs, in_b);
                }
            });
        }
    }

    void mark(std::uint32_t work, const WorkText& text, match::Span span, std::uint32_t far_work,
              const WorkText& far_text, match::Span far_span) {
        m_reuse.marks[work].push_back(
            {text.text.bytes(span), far_work,
             far_text.paragraphs[far_text.text.paragraph_at(far_span.begin)]});
    }

    void cover(std::uint32_t work, const WorkText& text, match::Span span) {
        m_covers[work].add(text.text.letters({0, span.begin}), text.text.letters({0, span.end}));
    }

    // Of the documents of a block all is known.
    void close_documents() {
        for (auto& [names, shared] : m_shared) {
            const std::uint64_t in_a = shared.in_a.letters();
            const std::uint64_t in_b = shared.in_b.letters();
            m_reuse.pairs.push_back({names.first, names.second, share(in_a, shared.a->letters),
                                     share(in_b, shared.b->letters),
                                     std::max(shared.in_a.paragraphs(), shared.in_b.paragraphs()),
                                     std::max(in_a, in_b)});
        }
        m_shared.clear();
    }

    Reader::Impl& m_impl;
    const Filter& m_filter;
    bool m_wants_pairs;
    std::span<const WorkPlace> m_works;
    std::map<std::uint32_t, Cover> m_covers;                         // by work
    std::map<std::pair<std::string, std::string>, Shared> m_shared;  // by names
    Reuse m_reuse;
};

// Letters of the works of a document.
Result<std::vector<std::uint64_t>> letters_of_works(store::Store& store,
                                                    const store::DocumentRow& row) {
    std::vector<std::uint64_t> letters;
    for (const store::StoredWork& work : row.layout.works) {
        std::uint64_t sum = 0;
        for (std::uint32_t p = work.first_paragraph; p <= work.last_paragraph; ++p) {
            const TextId id = row.layout.paragraphs[p - 1].text;
            LEITONG_TRY_ASSIGN(const auto text, store.text(id));
            if (!text) {
                return fail(Errc::store_damaged, Msg::store_dangling, "documents", row.id.value,
                            "texts", id.value);
            }
            sum += text->letters;
        }
        letters.push_back(sum);
    }
    return letters;
}

// Calls `each` for every document that passes.
Result<void> for_documents(store::Store& store, const Filter& filter,
                           const std::function<Result<void>(const store::DocumentRow&)>& each) {
    Result<void> status;
    LEITONG_TRY(store.documents([&](store::DocumentRow&& row) {
        if (Reader::Impl::passes(filter, row.name)) {
            status = each(row);
        }
        return status.has_value();
    }));
    return status;
}

std::uint64_t reused_letters(const Reuse& reuse, const std::string& document, std::uint32_t work) {
    const auto found = reuse.letters.find({document, work});
    return found == reuse.letters.end() ? 0 : found->second;
}

}  // namespace

Result<const Reuse*> Reader::Impl::find_reuse(const Filter& filter, DocumentPairs pairs) {
    const bool lacks_pairs = pairs == DocumentPairs::wanted && reuse && !reuse->has_pairs;
    if (!reuse || reuse->document != filter.document || lacks_pairs) {
        LEITONG_TRY_ASSIGN(Reuse found, ReuseSearch(*this, filter, pairs).run());
        reuse = std::make_unique<Reuse>(std::move(found));
    }
    return reuse.get();
}

Result<std::vector<WorkRecord>> Reader::works(const Filter& filter) {
    return m_impl->question([&]() -> Result<std::vector<WorkRecord>> {
        LEITONG_TRY_ASSIGN(const Reuse* reuse, m_impl->find_reuse(filter));
        LEITONG_TRY_ASSIGN(
            auto without_stock,
            reused_without_stock(m_impl->store, {m_impl->path, thread_count(filter.threads)},
                                 *reuse));
        std::vector<WorkRecord> records;
        LEITONG_TRY(for_documents(
            m_impl->store, filter, [&](const store::DocumentRow& row) -> Result<void> {
                LEITONG_TRY_ASSIGN(const auto letters, letters_of_works(m_impl->store, row));
                for (std::uint32_t i = 0; i < row.layout.works.size(); ++i) {
                    const store::StoredWork& work = row.layout.works[i];
                    const std::uint64_t reused = reused_letters(*reuse, row.name, i + 1);
                    records.push_back({row.name, i + 1, work.title, work.first_paragraph,
                                       work.last_paragraph, letters[i], share(reused, letters[i]),
                                       share(without_stock[{row.name, i + 1}], letters[i])});
                }
                return {};
            }));
        return records;
    });
}

Result<std::vector<DocumentRecord>> Reader::documents(const Filter& filter) {
    return m_impl->question([&]() -> Result<std::vector<DocumentRecord>> {
        LEITONG_TRY_ASSIGN(const Reuse* reuse, m_impl->find_reuse(filter));
        LEITONG_TRY_ASSIGN(
            auto without_stock,
            reused_without_stock(m_impl->store, {m_impl->path, thread_count(filter.threads)},
                                 *reuse));
        LEITONG_TRY_ASSIGN(const auto root_of, roots_of_files(m_impl->store));
        std::vector<DocumentRecord> records;
        LEITONG_TRY(for_documents(
            m_impl->store, filter, [&](const store::DocumentRow& row) -> Result<void> {
                const auto root = root_of.find(row.file);
                DocumentRecord record = record_of(row, root == root_of.end() ? "" : root->second,
                                                  row.layout.paragraphs.size());
                std::uint64_t reused = 0;
                std::uint64_t own = 0;
                for (std::uint32_t work = 1; work <= record.works; ++work) {
                    reused += reused_letters(*reuse, row.name, work);
                    own += without_stock[{row.name, work}];
                }
                record.reused_share = share(reused, row.letters);
                record.reused_share_without_stock = share(own, row.letters);
                records.push_back(std::move(record));
                return {};
            }));
        return records;
    });
}

Result<std::vector<DocumentPairRecord>> Reader::document_pairs(const Filter& filter) {
    return m_impl->question([&]() -> Result<std::vector<DocumentPairRecord>> {
        LEITONG_TRY_ASSIGN(const Reuse* reuse, m_impl->find_reuse(filter));
        return reuse->pairs;
    });
}

}  // namespace leitong::engine
