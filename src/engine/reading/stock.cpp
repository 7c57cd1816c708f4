// Stock phrases of a store, as records.
#include "leitong/templates/stock.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "engine/common/threads.hpp"
#include "engine/finding/stock_scan.hpp"
#include "reader_impl.hpp"

namespace leitong::engine {

namespace {

class StockListing {
public:
    StockListing(Reader::Impl& impl, const StockFilter& filter)
        : m_impl(impl), m_filter(filter), m_options{filter.min_works, filter.min_letters} {}

    Result<std::vector<StockRecord>> run() {
        LEITONG_TRY(m_impl.check(documents_of(m_filter)));
        const Filter filter = documents_of(m_filter);
        LEITONG_TRY_ASSIGN(const StockCorpus corpus,
                           StockCorpus::load(m_impl.store, [&](const std::string& document) {
                               return Reader::Impl::passes(filter, document);
                           }));
        LEITONG_TRY_ASSIGN(
            templates::StockFinder finder,
            fill_stock_finder({m_impl.path, thread_count(m_filter.threads)}, corpus, m_options));
        std::vector<templates::StockPhrase> phrases = finder.phrases();
        LEITONG_TRY_ASSIGN(std::vector<StockRecord> records, read(corpus, std::move(phrases)));
        std::ranges::sort(records, [](const StockRecord& a, const StockRecord& b) {
            return std::tie(b.works, b.letters, a.text) < std::tie(a.works, a.letters, b.text);
        });
        return records;
    }

private:
    static Filter documents_of(const StockFilter& filter) {
        Filter documents;
        documents.document = filter.document;
        return documents;
    }

    Result<std::vector<StockRecord>> read(const StockCorpus& corpus,
                                          std::vector<templates::StockPhrase> phrases) {
        std::ranges::sort(phrases, {}, &templates::StockPhrase::text);
        std::vector<StockRecord> records;
        records.reserve(phrases.size());
        templates::StockText text(m_options);
        std::string utf8;
        for (std::size_t i = 0; i < phrases.size(); ++i) {
            const templates::StockPhrase& phrase = phrases[i];
            const StockCorpus::Place& first = corpus.entries()[phrase.text].first;
            if (i == 0 || phrases[i - 1].text != phrase.text) {
                LEITONG_TRY_ASSIGN(const auto row, m_impl.store.text(first.text));
                if (!row) {
                    return fail(Errc::store_damaged, Msg::store_bad_row, "texts", first.text.value);
                }
                utf8 = row->text;
                text.read(utf8);
            }
            StockRecord record;
            record.letters = text.letters(phrase.begin, phrase.end);
            if (record.letters < m_filter.min_letters) {
                continue;
            }
            const ByteRange range = text.shown_bytes(phrase.begin, phrase.end, utf8);
            record.text = utf8.substr(range.begin, range.size());
            record.works = phrase.works;
            record.occurrences = phrase.occurrences;
            record.first = {corpus.documents()[first.document],
                            first.work,
                            first.paragraph,
                            {range.begin + first.byte_begin, range.end + first.byte_begin}};
            records.push_back(std::move(record));
        }
        return records;
    }

    Reader::Impl& m_impl;
    const StockFilter& m_filter;
    templates::StockOptions m_options;
};

}  // namespace

Result<std::vector<StockRecord>> Reader::stock(const StockFilter& filter) {
    return m_impl->question([&] { return StockListing(*m_impl, filter).run(); });
}

}  // namespace leitong::engine
