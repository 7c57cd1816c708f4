// The records of a report, from the index of all paragraphs.
#include <algorithm>
#include <atomic>
#include <future>
#include <map>

#include "changes.hpp"
#include "cluster_pages.hpp"
#include "document_pages.hpp"
#include "engine/common/memory.hpp"
#include "engine/common/parameters.hpp"
#include "engine/common/run_log.hpp"
#include "engine/common/skipped.hpp"
#include "engine/common/threads.hpp"
#include "engine/reading/document_records.hpp"
#include "engine/reading/reader_impl.hpp"
#include "engine/reading/reuse.hpp"
#include "engine/reading/since.hpp"
#include "engine/reading/stock_share.hpp"
#include "engine/templates/template_listing.hpp"
#include "report_facts.hpp"
#include "report_index.hpp"

namespace leitong::engine {

namespace {

// Of whose templates a report tells: those of the larger clusters. All of them would cost as much
// as all else in it.
constexpr std::size_t k_most_families = 2'000;

class Report {
public:
    Report(Reader::Impl& impl, const ReportOptions& options, ReportSink& sink)
        : m_impl(impl), m_options(options), m_sink(sink), m_facts{.impl = impl} {}

    Result<void> run() {
        std::optional<RunStamp> since;
        if (m_options.since) {
            LEITONG_TRY_ASSIGN(since, run_named(m_impl.store, *m_options.since));
        }
        const unsigned threads = thread_count(m_options.threads);
        // First, since finding them takes much memory for a while.
        LEITONG_TRY_ASSIGN(m_facts.stock, StockRanges::load(m_impl.store, m_impl.path, threads));
        give_back_memory();
        LEITONG_TRY(go_on());
        LEITONG_TRY_ASSIGN(
            m_facts.index,
            ReportIndex::build(m_impl.store, {m_impl.path, threads, m_options.interrupted}));
        std::optional<ReportChanges> changes;
        if (since) {
            LEITONG_TRY_ASSIGN(changes,
                               changes_since(m_impl.store, m_impl.library, m_facts.index, *since));
            m_facts.compares = true;
        }
        judge();
        give_back_memory();
        LEITONG_TRY_ASSIGN(m_facts.shared,
                           m_impl.find_reuse({.threads = threads}, DocumentPairs::unwanted));
        m_impl.passages.reset();
        give_back_memory();
        std::future<Result<ReportTemplates>> templates = begin_templates(threads);
        const EndTemplates when_this_is_left(m_is_left);
        LEITONG_TRY(find_own_letters());
        LEITONG_TRY_ASSIGN(const std::vector<ReportDocument> documents, list_documents());
        LEITONG_TRY_ASSIGN(const ReportOverview overview, overview_of(documents));
        std::vector<ReportClusterHead> clusters;
        for (const ReportIndex::Cluster& cluster : m_facts.index.clusters()) {
            clusters.push_back({cluster.id, cluster.size});
        }
        LEITONG_TRY(m_sink.begin(overview, changes, documents, clusters));
        DocumentPages pages(m_facts, m_options.most_places);
        for (std::uint32_t i = 0; i < documents.size(); ++i) {
            LEITONG_TRY(go_on());
            LEITONG_TRY_ASSIGN(const auto paragraphs, pages.paragraphs(i));
            LEITONG_TRY(m_sink.document(i, paragraphs));
        }
        ClusterPages cluster_pages(m_facts);
        for (std::uint32_t i = 0; i < m_facts.index.clusters().size(); ++i) {
            LEITONG_TRY(go_on());
            LEITONG_TRY_ASSIGN(const ReportCluster cluster, cluster_pages.cluster(i));
            LEITONG_TRY(m_sink.cluster(cluster));
        }
        LEITONG_TRY(go_on());
        forget_pages();
        LEITONG_TRY_ASSIGN(const ReportTemplates found, templates.get());
        LEITONG_TRY(m_sink.templates(found));
        return m_sink.end();
    }

private:
    // However pages end, nobody waits for templates that are not wanted any more.
    class EndTemplates {
    public:
        explicit EndTemplates(std::atomic<bool>& is_left) : m_is_left(is_left) {}
        EndTemplates(const EndTemplates&) = delete;
        EndTemplates& operator=(const EndTemplates&) = delete;
        ~EndTemplates() { m_is_left = true; }

    private:
        std::atomic<bool>& m_is_left;
    };

    [[nodiscard]] bool is_interrupted() const {
        return m_options.interrupted != nullptr && m_options.interrupted->load();
    }

    [[nodiscard]] Result<void> go_on() const {
        return is_interrupted() ? fail(Errc::interrupted, Msg::run_interrupted) : Result<void>();
    }

    // Templates, if they are made only now, want its room.
    void forget_pages() {
        m_facts.forget();
        m_own_letters.clear();
        give_back_memory();
    }

    // Made from the store alone, while pages are written; with one thread afterwards.
    [[nodiscard]] std::future<Result<ReportTemplates>> begin_templates(unsigned threads) const {
        const auto is_over = [this] { return m_is_left.load() || is_interrupted(); };
        return std::async(threads > 1 ? std::launch::async : std::launch::deferred,
                          [path = m_impl.path, threads, is_over]() -> Result<ReportTemplates> {
                              LEITONG_TRY_ASSIGN(store::Store store,
                                                 store::Store::open_reader(path, parameters()));
                              Reader::Impl impl(std::move(store), path);
                              return impl.question([&] {
                                  return find_templates(impl, {.threads = threads,
                                                               .most_families = k_most_families,
                                                               .is_over = is_over});
                              });
                          });
    }

    Result<void> find_own_letters() {
        const auto stock_of = [&](TextId text) -> Result<StockParagraph> {
            return StockParagraph{m_facts.index.letters(static_cast<std::uint32_t>(text.value)),
                                  m_facts.stock.of(text)};
        };
        for (const auto& [name, covered] : m_facts.shared->covered) {
            LEITONG_TRY_ASSIGN(m_own_letters[name], letters_without_stock(covered, stock_of));
        }
        return {};
    }

    void judge() {
        m_facts.reuse.reserve(m_facts.index.paragraphs().size());
        for (std::uint32_t i = 0; i < m_facts.index.paragraphs().size(); ++i) {
            m_facts.reuse.push_back(m_facts.index.reuse(i));
        }
    }

    [[nodiscard]] std::uint64_t letters_of(std::uint32_t paragraph) const {
        return m_facts.index.letters(m_facts.index.paragraphs()[paragraph].text);
    }

    // --- the list of documents, and the whole

    Result<std::vector<ReportDocument>> list_documents() {
        LEITONG_TRY_ASSIGN(auto root_of, roots_of_files(m_impl.store));
        std::vector<ReportDocument> documents;
        documents.reserve(m_facts.index.documents().size());
        for (const ReportIndex::Document& source : m_facts.index.documents()) {
            documents.push_back(listed(source, root_of[source.row.file]));
        }
        return documents;
    }

    ReportDocument listed(const ReportIndex::Document& source, const std::string& root) const {
        const store::DocumentRow& row = source.row;
        ReportDocument document;
        DocumentRecord& record = document.record;
        record = record_of(row, root, source.paragraph_count);
        document.paragraph_bytes = source.paragraph_bytes;
        for (std::uint32_t i = 0; i < source.paragraph_count; ++i) {
            const std::uint32_t paragraph = source.first_paragraph + i;
            if (m_facts.reuse[paragraph] == ParagraphReuse::stock) {
                document.stock_letters += letters_of(paragraph);
            }
        }
        for (std::uint32_t i = 0; i < row.layout.works.size(); ++i) {
            document.works.push_back(work_of(source, i));
            document.reused_letters += reused_letters(row.name, i + 1);
            document.reused_letters_without_stock += own_letters(row.name, i + 1);
        }
        record.reused_share = share(document.reused_letters, row.letters);
        record.reused_share_without_stock =
            share(document.reused_letters_without_stock, row.letters);
        return document;
    }

    // In passages that it shares with other works.
    [[nodiscard]] std::uint64_t reused_letters(const std::string& document,
                                               std::uint32_t work) const {
        const auto found = m_facts.shared->letters.find({document, work});
        return found == m_facts.shared->letters.end() ? 0 : found->second;
    }

    // Of these, in no stock phrase.
    [[nodiscard]] std::uint64_t own_letters(const std::string& document, std::uint32_t work) const {
        const auto found = m_own_letters.find({document, work});
        return found == m_own_letters.end() ? 0 : found->second;
    }

    WorkRecord work_of(const ReportIndex::Document& source, std::uint32_t number) const {
        const store::StoredWork& stored = source.row.layout.works[number];
        WorkRecord work{source.row.name,
                        number + 1,
                        stored.title,
                        stored.first_paragraph,
                        stored.last_paragraph,
                        0,
                        0};
        for (std::uint32_t p = stored.first_paragraph; p <= stored.last_paragraph; ++p) {
            const std::uint32_t paragraph = source.first_paragraph + p - 1;
            work.letters += letters_of(paragraph);
        }
        work.reused_share = share(reused_letters(source.row.name, number + 1), work.letters);
        work.reused_share_without_stock =
            share(own_letters(source.row.name, number + 1), work.letters);
        return work;
    }

    Result<ReportOverview> overview_of(const std::vector<ReportDocument>& documents) {
        ReportOverview overview;
        overview.day = m_options.today;
        LEITONG_TRY_ASSIGN(const auto runs, all_runs(m_impl.store));
        for (const store::RunRow& run : runs) {
            if (run.ended) {
                overview.run = {run.id, run.day, run.command};
            }
        }
        std::map<std::string, std::uint64_t> roots;
        LEITONG_TRY_ASSIGN(const auto root_rows, m_impl.store.roots());
        for (const store::RootRow& root : root_rows) {
            roots[root.name] = 0;
        }
        for (const ReportDocument& document : documents) {
            ++roots[document.record.root];
            ++overview.documents;
            overview.works += document.record.works;
            overview.paragraphs += document.record.paragraph_count;
            overview.letters += document.record.letters;
            overview.reused_letters += document.reused_letters;
            overview.reused_letters_without_stock += document.reused_letters_without_stock;
            overview.stock_letters += document.stock_letters;
        }
        for (const auto& [name, count] : roots) {
            overview.roots.push_back({name, count});
        }
        overview.clusters = m_facts.index.clusters().size();
        for (const ReportIndex::Cluster& cluster : m_facts.index.clusters()) {
            overview.clustered_paragraphs += cluster.size;
        }
        LEITONG_TRY_ASSIGN(const auto skipped, m_impl.store.skipped());
        for (const store::SkippedRow& row : skipped) {
            overview.skipped.push_back({row.source, reason_of(row)});
        }
        LEITONG_TRY_ASSIGN(overview.parameters, m_impl.store.parameters());
        std::erase_if(overview.parameters,
                      [](const auto& row) { return row.first.ends_with("_id"); });
        return overview;
    }

    Reader::Impl& m_impl;
    const ReportOptions& m_options;
    ReportSink& m_sink;
    ReportFacts m_facts;
    std::atomic<bool> m_is_left = false;                                           // by run()
    std::map<std::pair<std::string, std::uint32_t>, std::uint64_t> m_own_letters;  // by work
};

}  // namespace

Result<void> Reader::report(const ReportOptions& options, ReportSink& sink) {
    return m_impl->question([&] { return Report(*m_impl, options, sink).run(); });
}

}  // namespace leitong::engine
