// All paragraphs, typed texts, links and clusters of a store in flat tables, for questions that
// concern every paragraph: is it reused, and where else does it stand? Private to engine.
//
// Cost:    two passes over the store; every link that is no edge is compared once. Memory: about
//          60 bytes a paragraph, 8 a link, and k_symbol_cache_bytes a thread.
// Threads: building uses several; afterwards it is read-only.
#pragma once

#include "leitong/engine/reporting.hpp"
#include "leitong/store/store.hpp"

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "engine/common/library.hpp"
#include "engine/common/sketch_table.hpp"

namespace leitong::engine {

inline constexpr std::uint32_t k_no_cluster = std::numeric_limits<std::uint32_t>::max();
inline constexpr std::uint32_t k_no_work = std::numeric_limits<std::uint32_t>::max();

class ReportIndex {
public:
    struct Paragraph {
        std::uint32_t text = 0;
        TypedNumber typed = 0;  // 0: no letters
        std::uint32_t document = 0;
        std::uint32_t work = k_no_work;  // counted through all documents
        Role role{};
    };
    struct Document {
        store::DocumentRow row;  // its layout's paragraphs are in the table below instead
        std::uint32_t first_paragraph = 0;
        std::uint32_t paragraph_count = 0;
        std::uint32_t first_work = 0;  // counted through all documents
        std::uint32_t original = 0;    // first_work of the first document that says the same
        std::vector<std::uint32_t> paragraph_bytes;
    };
    struct Cluster {
        std::string id;
        std::uint64_t size = 0;
        TypedNumber centre = 0;
        std::string first_seen;
        std::uint32_t first_member = 0;  // in the table of members
        std::uint32_t member_count = 0;
    };
    struct Member {
        TypedNumber typed = 0;
        std::uint32_t shared = 0;  // shingles, with the centre
    };
    struct Options {
        std::string store_path;
        unsigned threads = 1;
        const std::atomic<bool>* interrupted = nullptr;
    };

    [[nodiscard]] static Result<ReportIndex> build(store::Store& store, const Options& options);

    [[nodiscard]] std::span<const Document> documents() const noexcept { return m_documents; }
    [[nodiscard]] std::span<const Paragraph> paragraphs() const noexcept { return m_paragraphs; }
    [[nodiscard]] std::span<const Cluster> clusters() const noexcept { return m_clusters; }
    [[nodiscard]] std::span<const Member> members(const Cluster& cluster) const noexcept {
        return std::span(m_members).subspan(cluster.first_member, cluster.member_count);
    }
    // Of a text, or of a typed text.
    [[nodiscard]] std::uint64_t letters(std::uint32_t text) const { return m_letters[text]; }
    [[nodiscard]] std::uint64_t letters_hash(std::uint32_t text) const {
        return m_letters_hash[text];
    }
    [[nodiscard]] std::uint32_t shingles(TypedNumber typed) const { return m_shingles[typed]; }
    [[nodiscard]] std::uint64_t key(TypedNumber typed) const { return m_keys[typed]; }
    [[nodiscard]] std::uint32_t cluster_of(TypedNumber typed) const { return m_cluster_of[typed]; }
    // Paragraphs that are no structure, by work, then place; those of no work are last.
    [[nodiscard]] std::span<const std::uint32_t> occurrences(TypedNumber typed) const {
        return std::span(m_occurrences)
            .subspan(m_first_occurrence[typed],
                     m_first_occurrence[typed + 1] - m_first_occurrence[typed]);
    }

    [[nodiscard]] ParagraphReuse reuse(std::uint32_t paragraph) const;
    // Tells which paragraphs came since a run, one flag each; then is_newly_reused can be asked.
    void mark_new(std::vector<bool> is_new);
    [[nodiscard]] bool is_new(std::uint32_t paragraph) const {
        return !m_is_new.empty() && m_is_new[paragraph];
    }
    // Whether the paragraph counts as reused (which what a file shares with a copy of itself does
    // not, though it is marked) and did not before the new ones came: it was not there, or none
    // that it is related to was. Relations depend on the two texts only.
    [[nodiscard]] bool is_newly_reused(std::uint32_t paragraph) const;
    // How many paragraphs of other works this one is identical, a variant, near or an excerpt to;
    // the first `most` of them, closest first, go to `out`.
    [[nodiscard]] std::uint64_t elsewhere(std::uint32_t paragraph, std::uint32_t most,
                                          std::vector<ElsewhereRecord>& out) const;

private:
    class Relating;
    struct Link {
        TypedNumber typed = 0;
        bool is_edge = false;
        Relation relation = Relation::similar;
    };
    // The works in which a typed text stands: enough to tell whether there is another than one.
    struct Works {
        std::uint32_t least = k_no_work;
        std::uint32_t most = 0;
        void add(std::uint32_t work) noexcept;
        [[nodiscard]] bool has_other(std::uint32_t work) const noexcept {
            return least != k_no_work && (least != work || most != work);
        }
    };

    [[nodiscard]] Result<void> read_texts(store::Store& store);
    [[nodiscard]] Result<void> read_documents(store::Store& store);
    [[nodiscard]] Result<void> read_clusters(store::Store& store);
    [[nodiscard]] Result<void> read_links(store::Store& store);
    void group_occurrences();
    [[nodiscard]] static Result<Relation> relation_of_edge(Library& library, TypedNumber a,
                                                           TypedNumber b);
    [[nodiscard]] Result<void> relate_links(const Options& options);
    [[nodiscard]] std::vector<TypedNumber> link_slices(std::size_t count) const;
    [[nodiscard]] bool is_reused(const Paragraph& paragraph, std::uint32_t work,
                                 std::span<const Works> works) const;
    [[nodiscard]] std::uint32_t original_work(const Paragraph& paragraph) const;
    [[nodiscard]] bool may_be_excerpt(TypedNumber a, const Link& link) const;
    [[nodiscard]] std::span<const Link> links(TypedNumber typed) const {
        return std::span(m_links).subspan(m_first_link[typed],
                                          m_first_link[typed + 1] - m_first_link[typed]);
    }

    std::vector<Document> m_documents;  // by name
    std::vector<Paragraph> m_paragraphs;
    std::vector<bool> m_is_new;
    std::vector<Cluster> m_clusters;  // by rank
    std::vector<Member> m_members;
    // By text.
    std::vector<TypedNumber> m_typed_of;
    std::vector<std::uint32_t> m_letters;
    std::vector<std::uint64_t> m_letters_hash;
    // By typed text.
    std::vector<std::uint32_t> m_shingles;
    std::vector<std::uint64_t> m_keys;
    std::vector<std::uint32_t> m_cluster_of;
    std::vector<Works> m_works;          // of paragraphs that are no structure
    std::vector<Works> m_all_works;      // of all
    std::vector<Works> m_originals;      // as m_works, works of copies being those of the original
    std::vector<Works> m_old_originals;  // of paragraphs that are not new
    std::vector<std::uint32_t> m_first_occurrence;
    std::vector<std::uint32_t> m_occurrences;
    std::vector<std::uint32_t> m_first_link;
    std::vector<std::uint32_t> m_shared;  // beside m_links, until they are related
    std::vector<Link> m_links;
};

}  // namespace leitong::engine
