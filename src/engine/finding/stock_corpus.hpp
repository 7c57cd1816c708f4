// The texts of a store as stock phrases are counted in them: each typed text once, with the
// independent works it stands in. Private to engine.
//
// Independent: of works that are copies or variants of one another the first counts. Two are if
// paragraphs that make up half of each, or more, are in one cluster with one of the other (equal,
// variants, or near), or if all have equal typed texts, in equal order. Works are taken by name of
// document; each is compared with those that were the first of their kind, so that a chain of
// likenesses joins nothing that is unlike.
//
// Units:   an order is the number of a typed text by where it first stands.
// Memory:  about 40 bytes a paragraph.
// Threads: immutable once loaded.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/store/store.hpp"
#include "leitong/templates/stock.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace leitong::engine {

class StockCorpus {
public:
    // Whether a document is asked about, by name.
    using IsAsked = std::function<bool(const std::string&)>;
    [[nodiscard]] static Result<StockCorpus> load(store::Store& store, const IsAsked& is_asked);

    struct Place {
        std::uint32_t document = 0;  // index into documents()
        std::uint32_t work = 0;
        std::uint32_t paragraph = 0;
        std::uint64_t byte_begin = 0;
        TextId text;
    };
    struct Entry {
        Place first;
        std::uint32_t bytes = 0;
        templates::Asked asked = templates::Asked::no;
    };

    [[nodiscard]] std::span<const std::string> documents() const noexcept { return m_documents; }
    [[nodiscard]] std::span<const Entry> entries() const noexcept { return m_entries; }  // by order
    [[nodiscard]] std::span<const templates::StockPlace> places(std::uint32_t order) const noexcept;
    // The order of the typed text whose first place has this text; none: another text stands there.
    [[nodiscard]] std::optional<std::uint32_t> order_of(TextId text) const noexcept;
    [[nodiscard]] std::uint64_t letters() const noexcept { return m_letters; }
    // No text with a higher number has an order.
    [[nodiscard]] std::uint64_t last_text() const noexcept { return m_first.size(); }

private:
    using Numbers = std::vector<std::uint32_t>;

    [[nodiscard]] Result<void> read_documents(store::Store& store, const IsAsked& is_asked);
    [[nodiscard]] Result<std::vector<std::uint32_t>> clusters_of_orders(store::Store& store) const;
    [[nodiscard]] Result<void> join_copies(store::Store& store);
    void list_places();

    std::vector<std::string> m_documents;
    std::vector<Entry> m_entries;
    Numbers m_typed_of;  // by text
    Numbers m_order_of;  // by typed text
    Numbers m_first;     // by text
    Numbers m_start_of_work{0};
    Numbers m_orders;  // of the paragraphs of all works
    Numbers m_kind_of_work;
    std::vector<std::uint64_t> m_start_of_places;
    std::vector<templates::StockPlace> m_places;
    std::uint64_t m_letters = 0;
};

}  // namespace leitong::engine
