// What the pages of a report share: their names, the shell around each, links between them.
// Private to report.
#pragma once

#include "leitong/report/html.hpp"
#include "leitong/report/html_report.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace leitong::report {

// A page is closed before it grows beyond this, which leaves room for its shell.
inline constexpr std::size_t k_page_budget_bytes = k_most_page_bytes - (std::size_t{192} << 10);
inline constexpr std::size_t k_rows_a_list = 100;
inline constexpr std::uint32_t k_clusters_a_shared_page = 100;

// alone: a page that belongs to no report.
enum class Section : std::uint8_t { overview, changes, clusters, templates, documents, alone };

// Where a page lies: in the report's folder, or in a folder of it.
enum class Depth : std::uint8_t { root, folder };

// Where a cluster is shown.
enum class Shown : std::uint8_t { own_page, shared_page, nowhere };

// At most `bytes` of a text, whole characters; is_cut if something is missing.
struct CutText {
    std::string_view text;
    bool is_cut = false;
};
[[nodiscard]] CutText cut_text(std::string_view text, std::size_t bytes) noexcept;

// "zh" for text with Chinese characters in it, else "": for fonts and line breaks.
[[nodiscard]] bool has_han(std::string_view text) noexcept;

// The class of a paragraph's row, which draws the mark in its margin.
[[nodiscard]] Markup relation_row_class(Relation relation) noexcept;

class Site {
public:
    Site(PageSink pages, Language language) : m_pages(std::move(pages)), m_language(language) {}

    void begin(std::span<const ReportDocument> documents,
               std::span<const ReportClusterHead> clusters, bool has_changes);

    [[nodiscard]] Language language() const noexcept { return m_language; }
    [[nodiscard]] std::span<const ReportDocument> documents() const noexcept { return m_documents; }
    [[nodiscard]] std::span<const ReportClusterHead> clusters() const noexcept {
        return m_clusters;
    }
    [[nodiscard]] bool has_changes() const noexcept { return m_has_changes; }
    [[nodiscard]] std::optional<std::uint32_t> rank_of(const std::string& cluster) const;
    [[nodiscard]] std::optional<std::uint32_t> index_of(const std::string& document) const;

    // --- pages
    struct Page {
        std::string path;
        std::string title;  // text
        Section section{};
        Depth depth = Depth::root;
    };
    [[nodiscard]] Result<void> write(const Page& page, const Html& main) const;
    // Links to the pages before and after, of a list in several.
    struct Paging {
        std::string stem;  // "clusters": clusters.html, clusters-2.html …
        std::size_t page = 0;
        std::size_t pages = 1;
    };
    void add_pager(Html& html, const Paging& paging) const;
    [[nodiscard]] static std::string page_path(std::string_view stem, std::size_t page);

    // --- documents
    [[nodiscard]] std::string document_stem(std::uint32_t document) const;  // without folder
    // The first paragraphs of each of its pages, from 0.
    [[nodiscard]] const std::vector<std::uint32_t>& page_starts(std::uint32_t document) const;
    // What people call a document: its title, if it has one that no other has, else its name.
    [[nodiscard]] std::string_view label(std::uint32_t document) const;
    // A link to a document, or to a paragraph (from 1) of it.
    void link_document(Html& html, Depth depth, std::uint32_t document) const;
    // In the margin, a name is its last part only; the rest of it is a tooltip.
    enum class Names : std::uint8_t { whole, last_part };
    struct Place {
        std::uint32_t document = 0;
        std::uint32_t work = 0;
        std::uint32_t paragraph = 0;
    };
    void link_paragraph(Html& html, Depth depth, const Place& place, Names names) const;
    // A document's name, cut where it is very long.
    void add_name(Html& html, std::string_view name) const;

    // --- clusters
    [[nodiscard]] Shown shown(std::uint32_t rank) const noexcept;
    // Opens a link to a cluster; the caller closes it with </a>. Only for clusters that are shown.
    void open_cluster_link(Html& html, Depth depth, std::uint32_t rank, Markup css_class) const;
    [[nodiscard]] static std::string shared_stem();
    [[nodiscard]] std::size_t shared_pages() const noexcept;

    // --- words
    void add_relation(Html& html, Relation relation) const;
    void add_share_without_stock(Html& html, double share) const;
    void add_percent(Html& html, double share) const;
    void add_count(Html& html, std::uint64_t count) const;

private:
    void add_navigation(Html& html, const Page& page) const;

    PageSink m_pages;
    Language m_language;
    std::span<const ReportDocument> m_documents;
    std::span<const ReportClusterHead> m_clusters;
    std::vector<std::uint64_t> m_document_keys;
    std::vector<std::vector<std::uint32_t>> m_page_starts;
    std::unordered_map<std::string_view, std::uint32_t> m_titles;  // how many have it
    std::unordered_map<std::string, std::uint32_t> m_ranks;
    std::unordered_map<std::string, std::uint32_t> m_indices;
    bool m_has_changes = false;
};

// Adds the language of a text as an attribute, where it is known.
void add_lang(Html& html, std::string_view text);

}  // namespace leitong::report
