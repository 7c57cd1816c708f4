// The records of a report, from the index of all paragraphs.
#include <algorithm>
#include <future>
#include <map>
#include <set>
#include <thread>

#include "changes.hpp"
#include "edits.hpp"
#include "memory.hpp"
#include "parameters.hpp"
#include "reader_impl.hpp"
#include "report_index.hpp"
#include "reuse.hpp"
#include "run_log.hpp"
#include "skipped.hpp"
#include "stock_share.hpp"
#include "template_listing.hpp"

namespace leitong::engine {

namespace {

// Of whose templates a report tells: those of the larger clusters. All of them would cost as much
// as all else in it.
constexpr std::size_t k_most_families = 2'000;

double share(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

class Report {
public:
    Report(Reader::Impl& impl, const ReportOptions& options, ReportSink& sink)
        : m_impl(impl), m_options(options), m_sink(sink) {}

    Result<void> run() {
        std::optional<RunStamp> since;
        if (m_options.since) {
            LEITONG_TRY_ASSIGN(since, run_named(m_impl.store, *m_options.since));
        }
        const unsigned threads = m_options.threads != 0
                                     ? m_options.threads
                                     : std::max(1U, std::thread::hardware_concurrency());
        // First, since finding them takes much memory for a while.
        LEITONG_TRY_ASSIGN(m_stock, StockRanges::load(m_impl.store, m_impl.path, threads));
        give_back_memory();
        LEITONG_TRY(go_on());
        LEITONG_TRY_ASSIGN(m_index, ReportIndex::build(m_impl.store, {m_impl.path, threads,
                                                                      m_options.interrupted}));
        std::optional<ReportChanges> changes;
        if (since) {
            LEITONG_TRY_ASSIGN(changes,
                               changes_since(m_impl.store, m_impl.library, m_index, *since));
            m_compares = true;
        }
        judge();
        give_back_memory();
        LEITONG_TRY_ASSIGN(m_shared,
                           m_impl.find_reuse({.threads = threads}, DocumentPairs::unwanted));
        m_impl.passages.reset();
        give_back_memory();
        std::future<Result<ReportTemplates>> templates = begin_templates(threads);
        LEITONG_TRY(find_own_letters());
        LEITONG_TRY_ASSIGN(const std::vector<ReportDocument> documents, list_documents());
        LEITONG_TRY_ASSIGN(const ReportOverview overview, overview_of(documents));
        std::vector<ReportClusterHead> clusters;
        for (const ReportIndex::Cluster& cluster : m_index.clusters()) {
            clusters.push_back({cluster.id, cluster.size});
        }
        LEITONG_TRY(m_sink.begin(overview, changes, documents, clusters));
        for (std::uint32_t i = 0; i < documents.size(); ++i) {
            LEITONG_TRY(go_on());
            LEITONG_TRY(document(i));
        }
        for (std::uint32_t i = 0; i < m_index.clusters().size(); ++i) {
            LEITONG_TRY(go_on());
            LEITONG_TRY(cluster(i));
        }
        LEITONG_TRY(go_on());
        LEITONG_TRY_ASSIGN(const ReportTemplates found, templates.get());
        LEITONG_TRY(m_sink.templates(found));
        return m_sink.end();
    }

private:
    [[nodiscard]] Result<void> go_on() const {
        if (m_options.interrupted != nullptr && m_options.interrupted->load()) {
            return fail(Errc::interrupted, Msg::run_interrupted);
        }
        return {};
    }

    // Made from the store alone, while pages are written.
    [[nodiscard]] std::future<Result<ReportTemplates>> begin_templates(unsigned threads) const {
        return std::async(threads > 1 ? std::launch::async : std::launch::deferred,
                          [path = m_impl.path, threads]() -> Result<ReportTemplates> {
                              LEITONG_TRY_ASSIGN(store::Store store,
                                                 store::Store::open_reader(path, parameters()));
                              Reader::Impl impl(std::move(store), path);
                              return impl.question([&] {
                                  return find_templates(
                                      impl, {.threads = threads, .most_families = k_most_families});
                              });
                          });
    }

    Result<void> find_own_letters() {
        const auto stock_of = [&](TextId text) -> Result<StockParagraph> {
            return StockParagraph{m_index.letters(static_cast<std::uint32_t>(text.value)),
                                  m_stock.of(text)};
        };
        for (const auto& [name, covered] : m_shared->covered) {
            LEITONG_TRY_ASSIGN(m_own_letters[name], letters_without_stock(covered, stock_of));
        }
        return {};
    }

    void judge() {
        m_reuse.reserve(m_index.paragraphs().size());
        for (std::uint32_t i = 0; i < m_index.paragraphs().size(); ++i) {
            m_reuse.push_back(m_index.reuse(i));
        }
    }

    [[nodiscard]] std::uint64_t letters_of(std::uint32_t paragraph) const {
        return m_index.letters(m_index.paragraphs()[paragraph].text);
    }

    // --- the list of documents, and the whole

    Result<std::vector<ReportDocument>> list_documents() {
        std::map<FileId, std::string> root_of;
        LEITONG_TRY_ASSIGN(const auto roots, m_impl.store.roots());
        for (const store::RootRow& root : roots) {
            LEITONG_TRY_ASSIGN(const auto files, m_impl.store.files(root.id));
            for (const store::FileRow& file : files) {
                root_of[file.id] = root.name;
            }
        }
        std::vector<ReportDocument> documents;
        documents.reserve(m_index.documents().size());
        for (const ReportIndex::Document& source : m_index.documents()) {
            documents.push_back(listed(source, root_of[source.row.file]));
        }
        return documents;
    }

    ReportDocument listed(const ReportIndex::Document& source, const std::string& root) const {
        const store::DocumentRow& row = source.row;
        ReportDocument document;
        DocumentRecord& record = document.record;
        record.document = row.name;
        record.root = root;
        record.encoding = row.encoding;
        record.encoding_name = row.encoding_name;
        record.size_bytes = row.size_bytes;
        record.replaced = row.replaced;
        record.paragraphs = row.mode;
        record.works = static_cast<std::uint32_t>(row.layout.works.size());
        record.paragraph_count = source.paragraph_count;
        record.letters = row.letters;
        document.paragraph_bytes = source.paragraph_bytes;
        for (std::uint32_t i = 0; i < source.paragraph_count; ++i) {
            const std::uint32_t paragraph = source.first_paragraph + i;
            if (m_reuse[paragraph] == ParagraphReuse::stock) {
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
        const auto found = m_shared->letters.find({document, work});
        return found == m_shared->letters.end() ? 0 : found->second;
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
        overview.clusters = m_index.clusters().size();
        for (const ReportIndex::Cluster& cluster : m_index.clusters()) {
            overview.clustered_paragraphs += cluster.size;
        }
        LEITONG_TRY_ASSIGN(const auto skipped, m_impl.store.skipped());
        for (const store::SkippedRow& row : skipped) {
            overview.skipped.push_back({row.source, reason_of(row)});
        }
        LEITONG_TRY_ASSIGN(overview.parameters, m_impl.store.parameters());
        std::erase_if(overview.parameters, [](const auto& row) { return row.first == "last_id"; });
        return overview;
    }

    // --- one document

    Result<void> document(std::uint32_t number) {
        const ReportIndex::Document& source = m_index.documents()[number];
        LEITONG_TRY_ASSIGN(const auto row, m_impl.store.document(source.row.id));
        if (!row || row->layout.paragraphs.size() != source.paragraph_count) {
            return fail(Errc::store_damaged, Msg::store_bad_row, "documents", source.row.id.value);
        }
        std::vector<ReportParagraph> paragraphs(source.paragraph_count);
        for (std::uint32_t i = 0; i < source.paragraph_count; ++i) {
            const store::StoredParagraph& stored = row->layout.paragraphs[i];
            LEITONG_TRY_ASSIGN(auto text, m_impl.store.text(stored.text));
            if (!text) {
                return fail(Errc::store_damaged, Msg::store_dangling, "documents", row->id.value,
                            "texts", stored.text.value);
            }
            ReportParagraph& paragraph = paragraphs[i];
            paragraph.work = stored.work;
            paragraph.role = stored.role;
            paragraph.range = stored.range;
            paragraph.letters = text->letters;
            paragraph.text = std::move(text->text);
            if (!is_structure(stored.role)) {
                for (const StockRange& stock : m_stock.of(stored.text)) {
                    paragraph.stock.push_back({stock.begin, stock.end});
                }
            }
            place(source.first_paragraph + i, paragraph);
            add_parts(source, paragraph);
        }
        return m_sink.document(number, paragraphs);
    }

    void place(std::uint32_t number, ReportParagraph& paragraph) const {
        const TypedNumber typed = m_index.paragraphs()[number].typed;
        paragraph.reuse = m_reuse[number];
        if (!is_structure(paragraph.role) && m_index.cluster_of(typed) != k_no_cluster) {
            paragraph.cluster = m_index.cluster_of(typed);
        }
        if (paragraph.reuse == ParagraphReuse::reused) {
            paragraph.places =
                m_index.elsewhere(number, m_options.most_places, paragraph.elsewhere);
            paragraph.is_new_reuse = m_compares && !m_index.was_reused(number);
        }
    }

    // A paragraph that is alike as a whole is marked as a whole.
    void add_parts(const ReportIndex::Document& source, ReportParagraph& paragraph) {
        const bool is_whole = std::ranges::any_of(paragraph.elsewhere, [](const auto& place) {
            return place.relation < Relation::excerpt;
        });
        if (paragraph.work == 0 || is_structure(paragraph.role) || is_whole) {
            return;
        }
        const ByteRange& own = paragraph.range;
        std::uint64_t longest = 0;
        for (const PassageMark* mark : marks_from(source.first_work + paragraph.work - 1, own)) {
            const ByteRange range{std::max(mark->range.begin, own.begin),
                                  std::min(mark->range.end, own.end)};
            const ByteRange within{range.begin - own.begin, range.end - own.begin};
            const bool joins =
                !paragraph.parts.empty() && within.begin <= paragraph.parts.back().range.end;
            if (!joins) {
                longest = 0;
                paragraph.parts.push_back({within, {}});
            }
            SharedPartRecord& part = paragraph.parts.back();
            part.range.end = std::max(part.range.end, within.end);
            if (range.size() > longest) {
                longest = range.size();
                part.longest = place_of(*mark);
            }
        }
    }

    // The marks that reach into a range, by where they begin. Ranges of one work are asked for in
    // order, so each mark is looked at as often as it is told.
    const std::vector<const PassageMark*>& marks_from(std::uint32_t work, const ByteRange& range) {
        if (work != m_marked_work) {
            m_marked_work = work;
            m_next_mark = 0;
            m_open_marks.clear();
        }
        std::erase_if(m_open_marks,
                      [&](const PassageMark* mark) { return mark->range.end <= range.begin; });
        const std::vector<PassageMark>& marks = m_shared->marks[work];
        for (; m_next_mark < marks.size() && marks[m_next_mark].range.begin < range.end;
             ++m_next_mark) {
            if (marks[m_next_mark].range.end > range.begin) {
                m_open_marks.push_back(&marks[m_next_mark]);
            }
        }
        return m_open_marks;
    }

    [[nodiscard]] ElsewhereRecord place_of(const PassageMark& mark) const {
        const auto documents = m_index.documents();
        const auto after = std::ranges::upper_bound(
            documents, mark.far_work, {}, [](const auto& document) { return document.first_work; });
        // Documents without works begin where the next does.
        const auto number = static_cast<std::uint32_t>(after - documents.begin()) - 1;
        return {number, mark.far_work - documents[number].first_work + 1, mark.far_paragraph,
                Relation::excerpt};
    }

    // --- one cluster

    Result<void> cluster(std::uint32_t rank) {
        const ReportIndex::Cluster& source = m_index.clusters()[rank];
        ReportCluster cluster;
        cluster.rank = rank;
        cluster.record.id = source.id;
        cluster.record.first_seen = source.first_seen;
        const std::span<const std::uint32_t> centres = m_index.occurrences(source.centre);
        if (centres.empty()) {
            return fail(Errc::store_damaged, Msg::store_dangling, "clusters", rank, "signatures",
                        source.centre);
        }
        const std::uint32_t centre = *std::ranges::min_element(centres);
        LEITONG_TRY_ASSIGN(cluster.record.centre, ref_of(centre));
        const std::uint32_t centre_text = m_index.paragraphs()[centre].text;
        LEITONG_TRY_ASSIGN(cluster.record.text, raw_text(centre_text));
        add_members(source, cluster);
        LEITONG_TRY(add_variants(source, centre_text, cluster));
        return m_sink.cluster(cluster);
    }

    // In order of place, which is that of documents by name.
    void add_members(const ReportIndex::Cluster& source, ReportCluster& cluster) {
        m_members.clear();
        const std::uint32_t centre_size = m_index.shingles(source.centre);
        std::set<std::uint32_t> documents;
        std::set<std::pair<std::uint32_t, std::uint32_t>> works;
        for (const ReportIndex::Member& member : m_index.members(source)) {
            const double similarity =
                member.typed == source.centre
                    ? 1.0
                    : sketch::jaccard(member.shared, centre_size, m_index.shingles(member.typed));
            for (const std::uint32_t paragraph : m_index.occurrences(member.typed)) {
                m_members.emplace_back(paragraph, similarity);
            }
        }
        std::ranges::sort(m_members);
        for (std::uint32_t i = 0; i < m_members.size(); ++i) {
            const ReportIndex::Paragraph& paragraph = m_index.paragraphs()[m_members[i].first];
            documents.insert(paragraph.document);
            // Work 0 of one document is not that of another.
            works.emplace(paragraph.document, paragraph.work);
            cluster.member_documents.push_back(paragraph.document);
            if (m_compares && m_index.is_new(m_members[i].first)) {
                cluster.new_members.push_back(i);
            }
        }
        cluster.record.documents = static_cast<std::uint32_t>(documents.size());
        cluster.record.works = static_cast<std::uint32_t>(works.size());
    }

    // Members are gathered by text, the centre's first, then in order of place.
    Result<void> add_variants(const ReportIndex::Cluster& source, std::uint32_t centre_text,
                              ReportCluster& cluster) {
        std::map<std::uint32_t, std::uint32_t> variant_of;  // by text
        cluster.variants.push_back({cluster.record.text, Relation::identical, 1.0, {}, {}});
        variant_of.emplace(centre_text, 0);
        cluster.record.relation = Relation::identical;
        for (std::uint32_t i = 0; i < m_members.size(); ++i) {
            const auto [paragraph, similarity] = m_members[i];
            LEITONG_TRY_ASSIGN(Ref ref, ref_of(paragraph));
            cluster.record.members.push_back({std::move(ref), similarity});
            const ReportIndex::Paragraph& stored = m_index.paragraphs()[paragraph];
            const auto [found, is_other] = variant_of.emplace(
                stored.text, static_cast<std::uint32_t>(cluster.variants.size()));
            if (is_other) {
                ReportVariant variant;
                variant.similarity = similarity;
                LEITONG_TRY_ASSIGN(variant.text, raw_text(stored.text));
                LEITONG_TRY_ASSIGN(variant.relation, relation_to(centre_text, stored.text));
                variant.edits = edits_of(cluster.record.text, variant.text);
                cluster.record.relation = std::max(cluster.record.relation, variant.relation);
                cluster.variants.push_back(std::move(variant));
            }
            cluster.variants[found->second].members.push_back(i);
        }
        (void)source;
        return {};
    }

    Result<Relation> relation_to(std::uint32_t centre_text, std::uint32_t text) {
        if (m_index.letters_hash(centre_text) == m_index.letters_hash(text)) {
            return Relation::identical;
        }
        constexpr match::Thresholds k_thresholds;
        LEITONG_TRY_ASSIGN(const auto a, m_impl.library.text(TextId{centre_text}));
        LEITONG_TRY_ASSIGN(const auto b, m_impl.library.text(TextId{text}));
        return match::relate(a->prepared, b->prepared, match::compare(a->prepared, b->prepared),
                             k_thresholds)
            .relation.value_or(Relation::near);
    }

    Result<std::string> raw_text(std::uint32_t text) {
        LEITONG_TRY_ASSIGN(auto row, m_impl.store.text(TextId{text}));
        if (!row) {
            return fail(Errc::store_damaged, Msg::store_bad_row, "texts", text);
        }
        return std::move(row->text);
    }

    Result<Ref> ref_of(std::uint32_t paragraph) {
        const ReportIndex::Paragraph& stored = m_index.paragraphs()[paragraph];
        const ReportIndex::Document& document = m_index.documents()[stored.document];
        LEITONG_TRY_ASSIGN(const auto row, m_impl.library.document(document.row.id));
        const std::uint32_t number = paragraph - document.first_paragraph + 1;
        if (!row || number > row->layout.paragraphs.size()) {
            return fail(Errc::store_damaged, Msg::store_bad_row, "documents",
                        document.row.id.value);
        }
        return Reader::Impl::ref({row, number});
    }

    Reader::Impl& m_impl;
    const ReportOptions& m_options;
    ReportSink& m_sink;
    ReportIndex m_index;
    std::vector<ParagraphReuse> m_reuse;                      // by paragraph
    std::vector<std::pair<std::uint32_t, double>> m_members;  // of the cluster at hand
    const Reuse* m_shared = nullptr;
    StockRanges m_stock;
    std::map<std::pair<std::string, std::uint32_t>, std::uint64_t> m_own_letters;  // by work
    std::uint32_t m_marked_work = k_no_work;
    std::size_t m_next_mark = 0;
    std::vector<const PassageMark*> m_open_marks;
    bool m_compares = false;
};

}  // namespace

Result<void> Reader::report(const ReportOptions& options, ReportSink& sink) {
    return m_impl->question([&] { return Report(*m_impl, options, sink).run(); });
}

}  // namespace leitong::engine
