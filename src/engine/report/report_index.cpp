#include "report_index.hpp"

#include "leitong/match/relation.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <numeric>
#include <optional>
#include <unordered_map>

#include "engine/common/copies.hpp"
#include "engine/common/parameters.hpp"
#include "engine/common/threads.hpp"
#include "engine/relating/verification.hpp"

namespace leitong::engine {

namespace {

constexpr std::uint64_t k_symbol_cache_bytes = 64U << 20;  // a thread

bool is_claimed(Relation relation) noexcept {
    return relation == Relation::identical || relation == Relation::variant ||
           relation == Relation::near || relation == Relation::excerpt;
}

// The typed symbols of texts, as excerpts are told from them; of one thread.
class SymbolCache {
public:
    explicit SymbolCache(Library& library) : m_library(library) {}

    struct Entry {
        std::u32string symbols;
        std::size_t tokens = 0;
        [[nodiscard]] match::TypedSymbols view() const noexcept { return {symbols, tokens}; }
    };

    // Valid until the next call but one.
    Result<std::shared_ptr<const Entry>> of(TypedNumber id) {
        if (const auto found = m_entries.find(id); found != m_entries.end()) {
            return found->second;
        }
        LEITONG_TRY_ASSIGN(const auto text, m_library.any_text_of(TypedId{id}));
        auto entry = std::make_shared<const Entry>(
            Entry{text->prepared.folded.typed.symbols, text->prepared.tokens.values.size()});
        m_bytes += entry->symbols.size() * sizeof(char32_t) + 128;
        if (m_bytes > k_symbol_cache_bytes) {
            m_entries.clear();
            m_bytes = entry->symbols.size() * sizeof(char32_t) + 128;
        }
        m_entries.emplace(id, entry);
        return entry;
    }

private:
    Library& m_library;
    std::unordered_map<TypedNumber, std::shared_ptr<const Entry>> m_entries;
    std::uint64_t m_bytes = 0;
};

}  // namespace

void ReportIndex::Works::add(std::uint32_t work) noexcept {
    if (work == k_no_work) {
        return;
    }
    least = std::min(least, work);
    most = std::max(most, work);
}

Result<ReportIndex> ReportIndex::build(store::Store& store, const Options& options) {
    ReportIndex index;
    LEITONG_TRY(index.read_texts(store));
    LEITONG_TRY(index.read_documents(store));
    index.group_occurrences();
    LEITONG_TRY(index.read_clusters(store));
    LEITONG_TRY(index.read_links(store));
    LEITONG_TRY(index.relate_links(options));
    return index;
}

// --- reading

Result<void> ReportIndex::read_texts(store::Store& store) {
    LEITONG_TRY_ASSIGN(const std::uint64_t last, store.last_id());
    const std::size_t size = last + 2;  // ids begin with 1, and tables of firsts have one more
    m_typed_of.resize(size);
    m_letters.resize(size);
    m_letters_hash.resize(size);
    m_shingles.resize(size);
    m_keys.resize(size);
    m_cluster_of.assign(size, k_no_cluster);
    m_works.resize(size);
    m_all_works.resize(size);
    m_originals.resize(size);
    std::optional<Error> damage;
    const auto is_known = [&](std::uint64_t id, std::string_view table) {
        if (id > last) {
            damage = fail(Errc::store_damaged, Msg::store_bad_row, table, id).value();
        }
        return id <= last;
    };
    LEITONG_TRY(store.texts([&](const store::TextRow& row) {
        if (!is_known(row.id.value, "texts") || !is_known(row.typed.value, "texts")) {
            return false;
        }
        m_typed_of[row.id.value] = static_cast<TypedNumber>(row.typed.value);
        m_letters[row.id.value] = static_cast<std::uint32_t>(row.letters);
        m_letters_hash[row.id.value] = row.letters_hash.low;
        return true;
    }));
    LEITONG_TRY(store.signatures([&](const store::SignatureRow& row) {
        if (!is_known(row.id.value, "signatures")) {
            return false;
        }
        m_shingles[row.id.value] = row.shingles;
        m_keys[row.id.value] = store::typed_key(row.typed_hash);
        return true;
    }));
    return damage ? Result<void>(fail(std::move(*damage))) : Result<void>();
}

Result<void> ReportIndex::read_documents(store::Store& store) {
    std::uint32_t works = 0;
    std::map<base::Hash128, std::uint32_t> originals;  // first work of the first of copies
    std::optional<Error> damage;
    LEITONG_TRY(store.documents([&](store::DocumentRow&& row) {
        Document document;
        const auto number = static_cast<std::uint32_t>(m_documents.size());
        document.first_paragraph = static_cast<std::uint32_t>(m_paragraphs.size());
        document.first_work = works;
        document.paragraph_count = static_cast<std::uint32_t>(row.layout.paragraphs.size());
        for (const store::StoredParagraph& stored : row.layout.paragraphs) {
            if (stored.text.value >= m_typed_of.size()) {
                damage = fail(Errc::store_damaged, Msg::store_dangling, "documents", row.id.value,
                              "texts", stored.text.value)
                             .value();
                return false;
            }
            const auto text = static_cast<std::uint32_t>(stored.text.value);
            const std::uint32_t work = stored.work == 0 ? k_no_work : works + stored.work - 1;
            m_paragraphs.push_back({text, m_typed_of[text], number, work, stored.role});
            document.paragraph_bytes.push_back(static_cast<std::uint32_t>(stored.range.size()));
        }
        document.original = originals.emplace(copy_key(row), works).first->second;
        works += static_cast<std::uint32_t>(row.layout.works.size());
        document.row = std::move(row);
        document.row.layout.paragraphs = {};
        m_documents.push_back(std::move(document));
        return true;
    }));
    return damage ? Result<void>(fail(std::move(*damage))) : Result<void>();
}

// A table of lists: counted, then filled.
void ReportIndex::group_occurrences() {
    m_first_occurrence.assign(m_typed_of.size() + 1, 0);
    const auto is_listed = [](const Paragraph& paragraph) {
        return paragraph.typed != 0 && !is_structure(paragraph.role);
    };
    for (const Paragraph& paragraph : m_paragraphs) {
        m_all_works[paragraph.typed].add(paragraph.work);
        if (is_listed(paragraph)) {
            m_works[paragraph.typed].add(paragraph.work);
            m_originals[paragraph.typed].add(original_work(paragraph));
            ++m_first_occurrence[paragraph.typed + 1];
        }
    }
    std::partial_sum(m_first_occurrence.begin(), m_first_occurrence.end(),
                     m_first_occurrence.begin());
    m_occurrences.resize(m_first_occurrence.back());
    std::vector<std::uint32_t> next(m_first_occurrence.begin(), m_first_occurrence.end() - 1);
    for (std::uint32_t i = 0; i < m_paragraphs.size(); ++i) {
        if (is_listed(m_paragraphs[i])) {
            m_occurrences[next[m_paragraphs[i].typed]++] = i;
        }
    }
    // Works are numbered in order of documents, so only those of no work are out of place.
    for (std::size_t typed = 1; typed < m_typed_of.size(); ++typed) {
        const std::span list =
            std::span(m_occurrences)
                .subspan(m_first_occurrence[typed],
                         m_first_occurrence[typed + 1] - m_first_occurrence[typed]);
        std::ranges::stable_sort(
            list, {}, [this](std::uint32_t paragraph) { return m_paragraphs[paragraph].work; });
    }
}

Result<void> ReportIndex::read_clusters(store::Store& store) {
    std::optional<Error> damage;
    LEITONG_TRY(store.clusters([&](const store::ClusterRow& row) {
        const auto rank = static_cast<std::uint32_t>(m_clusters.size());
        Cluster cluster{row.id,
                        row.size,
                        static_cast<TypedNumber>(row.centre.value),
                        row.first_seen,
                        static_cast<std::uint32_t>(m_members.size()),
                        static_cast<std::uint32_t>(row.members.size())};
        for (const store::Neighbour& member : row.members) {
            if (member.typed.value >= m_typed_of.size()) {
                damage = fail(Errc::store_damaged, Msg::store_dangling, "clusters", row.key.value,
                              "signatures", member.typed.value)
                             .value();
                return false;
            }
            const auto typed = static_cast<TypedNumber>(member.typed.value);
            m_cluster_of[typed] = rank;
            m_members.push_back({typed, member.shared});
        }
        m_clusters.push_back(std::move(cluster));
        return true;
    }));
    return damage ? Result<void>(fail(std::move(*damage))) : Result<void>();
}

Result<void> ReportIndex::read_links(store::Store& store) {
    m_first_link.assign(m_typed_of.size() + 1, 0);
    std::uint64_t last = 0;  // rows come in order
    LEITONG_TRY(store.links([&](const store::LinkRow& row) {
        for (; last <= row.id.value && last < m_first_link.size(); ++last) {
            m_first_link[last] = static_cast<std::uint32_t>(m_links.size());
        }
        for (const store::Neighbour& neighbour : row.neighbours) {
            if (neighbour.typed.value < m_typed_of.size()) {
                m_links.push_back({static_cast<TypedNumber>(neighbour.typed.value),
                                   neighbour.is_edge, Relation::similar});
                m_shared.push_back(neighbour.shared);
            }
        }
        return row.id.value + 1 < m_first_link.size();
    }));
    for (; last < m_first_link.size(); ++last) {
        m_first_link[last] = static_cast<std::uint32_t>(m_links.size());
    }
    return {};
}

// --- relations of links

// Edges are variants or near.
Result<Relation> ReportIndex::relation_of_edge(Library& library, TypedNumber a, TypedNumber b) {
    constexpr match::Thresholds k_thresholds;
    LEITONG_TRY_ASSIGN(const auto text_a, representative(library, TypedId{a}));
    LEITONG_TRY_ASSIGN(const auto text_b, representative(library, TypedId{b}));
    return match::relate(text_a->prepared, text_b->prepared,
                         match::compare(text_a->prepared, text_b->prepared), k_thresholds)
        .relation.value_or(Relation::near);
}

// A text is quoted in runs of match::k_quoted_run symbols or more that make up a third of it or
// more (thresholds.partial_excerpt). Of n symbols at most n/24 are starts of such runs, each of
// which costs at most two shingles of three symbols; so at most 3n/4 of its shingles are missing on
// the other side. Texts in words have fewer shingles than letters, and pass.
bool ReportIndex::may_be_excerpt(TypedNumber a, const Link& link) const {
    const TypedNumber shorter = m_shingles[a] <= m_shingles[link.typed] ? a : link.typed;
    const auto at = static_cast<std::size_t>(&link - m_links.data());
    const std::uint32_t missing = m_shingles[shorter] - std::min(m_shared[at], m_shingles[shorter]);
    const std::uint32_t letters = m_letters[shorter];
    return letters == 0 || std::uint64_t{missing} * 4 <= std::uint64_t{letters} * 3 + 10;
}

// The relations of one thread's links, with what it has read.
class ReportIndex::Relating {
public:
    Relating(ReportIndex& index, store::Store& store)
        : m_index(index), m_library(store), m_symbols(m_library) {}

    Result<void> relate(TypedNumber a) {
        for (std::uint32_t i = m_index.m_first_link[a]; i < m_index.m_first_link[a + 1]; ++i) {
            Link& link = m_index.m_links[i];
            if (link.typed < a) {
                continue;
            }
            if (link.is_edge) {
                LEITONG_TRY_ASSIGN(link.relation, relation_of_edge(m_library, a, link.typed));
            } else if (m_index.may_be_excerpt(a, link)) {
                LEITONG_TRY(relate_excerpt(a, link));
            }
        }
        return {};
    }

private:
    Result<void> relate_excerpt(TypedNumber a, Link& link) {
        constexpr match::Thresholds k_thresholds;
        const std::uint32_t fewer = std::min(m_index.m_shingles[a], m_index.m_shingles[link.typed]);
        if (fewer < match::k_fewest_shingles) {
            link.relation = Relation::stock;
            return {};
        }
        LEITONG_TRY_ASSIGN(const auto text_a, m_symbols.of(a));
        LEITONG_TRY_ASSIGN(const auto text_b, m_symbols.of(link.typed));
        if (match::is_excerpt(text_a->view(), text_b->view(), k_thresholds)) {
            link.relation = Relation::excerpt;
        }
        return {};
    }

    ReportIndex& m_index;
    Library m_library;
    SymbolCache m_symbols;
};

// Slices of about as many links each: where they begin, and the end.
std::vector<TypedNumber> ReportIndex::link_slices(std::size_t count) const {
    std::vector<TypedNumber> begins{1};
    for (std::size_t i = 1; i < count; ++i) {
        const auto wanted = static_cast<std::uint32_t>(std::uint64_t{m_links.size()} * i / count);
        const auto found =
            std::lower_bound(m_first_link.begin() + begins.back(), m_first_link.end() - 1, wanted);
        begins.push_back(static_cast<TypedNumber>(found - m_first_link.begin()));
    }
    begins.push_back(static_cast<TypedNumber>(m_first_link.size() - 1));
    return begins;
}

Result<void> ReportIndex::relate_links(const Options& options) {
    // Some links cost more than others by far.
    constexpr std::size_t k_slices = 256;
    const std::vector<TypedNumber> begins = link_slices(k_slices);
    std::atomic<std::size_t> next{0};
    const auto work = [&]() -> Result<void> {
        LEITONG_TRY_ASSIGN(store::Store store,
                           store::Store::open_reader(options.store_path, parameters()));
        LEITONG_TRY(store.begin());
        Relating relating(*this, store);
        for (std::size_t slice = next++; slice < k_slices; slice = next++) {
            for (TypedNumber a = begins[slice]; a < begins[slice + 1]; ++a) {
                if (options.interrupted != nullptr && options.interrupted->load()) {
                    return fail(Errc::interrupted, Msg::run_interrupted);
                }
                LEITONG_TRY(relating.relate(a));
            }
        }
        return store.commit();
    };
    LEITONG_TRY(try_on_threads(options.threads, [&](unsigned) {
        auto done = work();
        if (!done) {
            next = k_slices;
        }
        return done;
    }));
    m_shared = {};
    // What was told from the lower side goes to the other.
    for (TypedNumber a = 1; a + 1 < m_first_link.size(); ++a) {
        for (std::uint32_t i = m_first_link[a]; i < m_first_link[a + 1]; ++i) {
            const Link& link = m_links[i];
            if (link.typed < a || link.relation == Relation::similar) {
                continue;
            }
            const auto begin = m_links.begin() + m_first_link[link.typed];
            const auto end = m_links.begin() + m_first_link[link.typed + 1];
            const auto back = std::ranges::lower_bound(begin, end, a, {}, &Link::typed);
            if (back != end && back->typed == a) {
                back->relation = link.relation;
            }
        }
    }
    return {};
}

// --- questions

std::uint32_t ReportIndex::original_work(const Paragraph& paragraph) const {
    const Document& document = m_documents[paragraph.document];
    return paragraph.work == k_no_work ? k_no_work
                                       : paragraph.work - document.first_work + document.original;
}

bool ReportIndex::is_reused(const Paragraph& paragraph, std::uint32_t work,
                            std::span<const Works> works) const {
    const TypedNumber typed = paragraph.typed;
    if (typed == 0 || paragraph.work == k_no_work || is_structure(paragraph.role) ||
        m_shingles[typed] < match::k_fewest_shingles) {
        return false;
    }
    return works[typed].has_other(work) || std::ranges::any_of(links(typed), [&](const Link& link) {
               return is_claimed(link.relation) && works[link.typed].has_other(work);
           });
}

ParagraphReuse ReportIndex::reuse(std::uint32_t number) const {
    const Paragraph& paragraph = m_paragraphs[number];
    if (is_reused(paragraph, paragraph.work, m_works)) {
        return ParagraphReuse::reused;
    }
    const TypedNumber typed = paragraph.typed;
    if (typed == 0 || paragraph.work == k_no_work) {
        return ParagraphReuse::none;
    }
    const bool is_stock = m_all_works[typed].has_other(paragraph.work) ||
                          std::ranges::any_of(links(typed), [&](const Link& link) {
                              return link.relation != Relation::similar &&
                                     m_all_works[link.typed].has_other(paragraph.work);
                          });
    return is_stock ? ParagraphReuse::stock : ParagraphReuse::none;
}

void ReportIndex::mark_new(std::vector<bool> is_new) {
    m_is_new = std::move(is_new);
    m_old_originals.assign(m_works.size(), {});
    for (std::size_t i = 0; i < m_paragraphs.size(); ++i) {
        const Paragraph& paragraph = m_paragraphs[i];
        if (!m_is_new[i] && !is_structure(paragraph.role)) {
            m_old_originals[paragraph.typed].add(original_work(paragraph));
        }
    }
}

bool ReportIndex::is_newly_reused(std::uint32_t number) const {
    const Paragraph& paragraph = m_paragraphs[number];
    const std::uint32_t work = original_work(paragraph);
    return is_reused(paragraph, work, m_originals) &&
           (is_new(number) || !is_reused(paragraph, work, m_old_originals));
}

std::uint64_t ReportIndex::elsewhere(std::uint32_t number, std::uint32_t most,
                                     std::vector<ElsewhereRecord>& out) const {
    out.clear();
    const Paragraph& own = m_paragraphs[number];
    std::uint64_t count = 0;
    const auto work_of = [this](std::uint32_t paragraph) { return m_paragraphs[paragraph].work; };
    const auto add = [&](TypedNumber typed, Relation relation) {
        const std::span<const std::uint32_t> list = occurrences(typed);
        const auto own_range = std::ranges::equal_range(list, own.work, {}, work_of);
        const auto end = std::ranges::lower_bound(list, k_no_work, {}, work_of);
        count += static_cast<std::uint64_t>(end - list.begin()) - own_range.size();
        for (auto at = list.begin(); at != end && out.size() < most; ++at) {
            if (at == own_range.begin() && !own_range.empty()) {
                at = own_range.end() - 1;
                continue;
            }
            const Paragraph& other = m_paragraphs[*at];
            const bool is_identical =
                other.typed == own.typed && m_letters_hash[other.text] == m_letters_hash[own.text];
            const Document& document = m_documents[other.document];
            const std::uint32_t paragraph = *at - document.first_paragraph + 1;
            out.push_back({other.document, other.work - document.first_work + 1, paragraph,
                           is_identical ? Relation::identical : relation});
        }
    };
    if (own.work == k_no_work || is_structure(own.role)) {
        return 0;
    }
    add(own.typed, Relation::variant);
    for (const Relation wanted : {Relation::variant, Relation::near, Relation::excerpt}) {
        for (const Link& link : links(own.typed)) {
            if (link.relation == wanted) {
                add(link.typed, wanted);
            }
        }
    }
    return count;
}

}  // namespace leitong::engine
