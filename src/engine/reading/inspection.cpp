// What is in a store, whether it is sound, and all of it for other programs.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "engine/common/root_options.hpp"
#include "engine/common/skipped.hpp"
#include "reader_impl.hpp"

namespace leitong::engine {

Result<Status> Reader::status() {
    return m_impl->question([&]() -> Result<Status> {
        Status status;
        status.path = m_impl->path;
        std::error_code error;
        const std::uintmax_t size = std::filesystem::file_size(m_impl->path, error);
        status.size_bytes = error ? 0 : size;
        LEITONG_TRY_ASSIGN(const store::Counts counts, m_impl->store.counts());
        status.documents = counts.documents;
        status.texts = counts.texts;
        status.typed_texts = counts.typed_texts;
        status.clusters = counts.clusters;
        status.pending = counts.pending;
        std::map<FileId, std::uint64_t> documents_of;
        LEITONG_TRY(m_impl->store.documents([&](store::DocumentRow&& row) {
            status.works += row.layout.works.size();
            status.paragraphs += row.layout.paragraphs.size();
            ++documents_of[row.file];
            return true;
        }));
        LEITONG_TRY_ASSIGN(const auto roots, m_impl->store.roots());
        for (const store::RootRow& root : roots) {
            std::uint64_t documents = 0;
            LEITONG_TRY_ASSIGN(const auto files, m_impl->store.files(root.id));
            for (const store::FileRow& file : files) {
                documents += documents_of[file.id];
            }
            status.roots.push_back({root.name, root.path, documents, options_of(root.options, {})});
        }
        LEITONG_TRY(m_impl->store.links([&](const store::LinkRow& link) {
            status.pairs += static_cast<std::uint64_t>(std::ranges::count_if(
                link.neighbours,
                [&](const store::Neighbour& neighbour) { return link.id < neighbour.typed; }));
            return true;
        }));
        LEITONG_TRY_ASSIGN(status.parameters, m_impl->store.parameters());
        std::erase_if(status.parameters,
                      [](const auto& row) { return row.first.ends_with("_id"); });
        LEITONG_TRY_ASSIGN(const auto skipped, m_impl->store.skipped());
        for (const store::SkippedRow& row : skipped) {
            status.skipped.emplace_back(row.source, reason_of(row));
        }
        LEITONG_TRY_ASSIGN(const auto run, m_impl->store.last_run());
        status.last_run = run ? run->day : "";
        status.last_run_number = run ? run->id : 0;
        return status;
    });
}

namespace {

// Reads everything, gathers what does not check.
class Verification {
public:
    explicit Verification(store::Store& store) : m_store(store) {}

    Result<VerifyReport> run() {
        LEITONG_TRY_ASSIGN(const auto bad_pages, m_store.bad_pages());
        for (const std::uint32_t page : bad_pages) {
            m_report.problems.push_back(message(Msg::store_bad_page, page));
        }
        LEITONG_TRY_ASSIGN(const auto pages, m_store.check_pages());
        for (const std::string& problem : pages) {
            m_report.problems.push_back(message(Msg::plain, problem));
        }
        LEITONG_TRY(part(m_store.parameters()));
        LEITONG_TRY(part(m_store.pending()));
        LEITONG_TRY(part(m_store.skipped()));
        LEITONG_TRY(part(m_store.runs([&](const store::RunRow&) { return counted(); })));
        LEITONG_TRY(part(read_roots()));
        LEITONG_TRY_ASSIGN(m_has_all_typed, part(m_store.signatures([&](const auto& row) {
                               m_typed.insert(row.id);
                               return counted();
                           })));
        LEITONG_TRY_ASSIGN(m_has_all_texts, part(m_store.texts([&](const store::TextRow& row) {
                               m_texts.insert(row.id);
                               if (row.typed) {
                                   check_typed("texts", row.id.value, row.typed);
                               }
                               return counted();
                           })));
        LEITONG_TRY(part(m_store.documents([&](store::DocumentRow&& row) {
            for (const store::StoredParagraph& paragraph : row.layout.paragraphs) {
                if (m_has_all_texts && !m_texts.contains(paragraph.text)) {
                    dangling("documents", row.id.value, "texts", paragraph.text.value);
                }
            }
            return counted();
        })));
        LEITONG_TRY_ASSIGN(m_has_all_clusters, part(m_store.clusters([&](const auto& row) {
                               m_clusters.insert(row.key);
                               for (const store::Neighbour& member : row.members) {
                                   check_typed("clusters", row.key.value, member.typed);
                               }
                               return counted();
                           })));
        LEITONG_TRY(part(m_store.links([&](const store::LinkRow& row) {
            if (row.cluster && m_has_all_clusters && !m_clusters.contains(row.cluster)) {
                dangling("links", row.id.value, "clusters", row.cluster.value);
            }
            for (const store::Neighbour& neighbour : row.neighbours) {
                check_typed("links", row.id.value, neighbour.typed);
            }
            return counted();
        })));
        LEITONG_TRY(part(m_store.run_clusters_after(0, [&](const auto&) { return counted(); })));
        LEITONG_TRY(part(m_store.run_documents_after(0, [&](const auto&) { return counted(); })));
        const auto blocks = m_store.postings().verify([&](std::int64_t id) {
            m_report.problems.push_back(message(Msg::store_bad_row, "postings", id));
        });
        m_report.rows += blocks.value_or(0);
        LEITONG_TRY(part(blocks));
        const auto grams = m_store.grams().verify([&](const char* table, std::int64_t row) {
            m_report.problems.push_back(message(Msg::store_bad_row, table, row));
        });
        m_report.rows += grams.value_or(0);
        LEITONG_TRY(part(grams));
        return m_report;
    }

private:
    // A damaged row ends its part, not the whole. Returns whether the part was read to its end; if
    // not, nobody can say that a row of it is missing.
    template <typename T>
    Result<bool> part(const Result<T>& result) {
        if (result) {
            return true;
        }
        if (result.error().code != Errc::store_damaged) {
            return fail(Error(result.error()));
        }
        m_report.problems.push_back(result.error().message);
        return false;
    }

    bool counted() {
        ++m_report.rows;
        return true;
    }

    Result<void> read_roots() {
        LEITONG_TRY_ASSIGN(const auto roots, m_store.roots());
        for (const store::RootRow& root : roots) {
            counted();
            LEITONG_TRY_ASSIGN(const auto files, m_store.files(root.id));
            m_report.rows += files.size();
        }
        return {};
    }

    void check_typed(std::string_view table, std::uint64_t row, TypedId typed) {
        if (m_has_all_typed && !m_typed.contains(typed)) {
            dangling(table, row, "signatures", typed.value);
        }
    }

    void dangling(std::string_view table, std::uint64_t row, std::string_view other,
                  std::uint64_t id) {
        m_report.problems.push_back(message(Msg::store_dangling, table, row, other, id));
    }

    store::Store& m_store;
    VerifyReport m_report;
    std::set<TypedId> m_typed;
    std::set<TextId> m_texts;
    std::set<ClusterKey> m_clusters;
    bool m_has_all_typed = false;
    bool m_has_all_texts = false;
    bool m_has_all_clusters = false;
};

}  // namespace

Result<VerifyReport> Reader::verify() {
    return m_impl->question([&] { return Verification(m_impl->store).run(); });
}

}  // namespace leitong::engine
