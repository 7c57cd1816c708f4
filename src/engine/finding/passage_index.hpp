// Which works, and which paragraphs, may share a passage: those with anchors in common. Made from a
// store whenever passages are listed; nothing of it is stored. Private to engine.
//
// An anchor of few works is evidence between each two of them. One of more than k_most_works works
// leads from each to the first of them only, so that the listing stays linear and nothing frequent
// is lost. Works are counted after copies were merged: works of equal typed texts in equal order
// are one.
//
// Units:   a work is its number in works(), which are in order of document name; a rank is the
//          number of a typed text in order of where it first stands. Both depend on content and
//          names only.
// Memory:  about 20 bytes an anchor that recurs, 50 bytes a paragraph.
// Threads: immutable once loaded; each thread asks with a Scratch of its own.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/store/store.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace leitong::engine {

inline constexpr std::size_t k_most_works = 50;
// Paragraphs that share an anchor: of more, each is led to the first only.
inline constexpr std::size_t k_most_quoted = 64;
// An anchor of more works than this, and of more than one in k_formula_part of all, is of a
// formula.
inline constexpr std::size_t k_formula_works = 10;
inline constexpr std::size_t k_formula_part = 50;
// Works that share single anchors with one work, no two of them in one paragraph: so many are
// looked at, those first that share most.
inline constexpr std::size_t k_most_weak = 64;

struct WorkPlace {
    std::shared_ptr<const store::DocumentRow> document;
    std::uint32_t work = 0;   // from 1
    std::uint32_t group = 0;  // the first work that it is a copy of, or itself
};

// Frequency of an anchor.
struct AnchorUse {
    bool is_frequent = false;
    std::uint32_t works = 0;       // that have it, copies counted once
    std::uint32_t first_work = 0;  // of those that have it, if it is frequent
};

class PassageIndex {
public:
    [[nodiscard]] static Result<PassageIndex> load(store::Store& store);

    [[nodiscard]] std::span<const WorkPlace> works() const noexcept { return m_works; }

    // Tables for counting, reused from question to question.
    struct Scratch {
        std::vector<std::uint32_t> ranks;
        std::vector<std::uint32_t> works;
        std::vector<std::uint8_t> strong;
    };
    [[nodiscard]] Scratch scratch() const;

    // Works that may share a passage with a work, sorted, without itself.
    [[nodiscard]] std::vector<std::uint32_t> partners(std::uint32_t work, Scratch& scratch) const;
    struct Quoting {
        TypedId typed;
        bool is_likely = false;
    };
    // Typed texts that may quote or be quoted by one, sorted, without itself. They are likely to if
    // they share a fifth of the anchors of the one that has fewer; else they share an anchor that
    // hardly any other has.
    [[nodiscard]] std::vector<Quoting> quoting(TypedId typed, Scratch& scratch) const;

    // Whether more than a fifth of the anchors that two typed texts share stand in so many works
    // that they are of formulas (套话), no evidence that one has it from the other. Two that share
    // none are judged by the anchors of the shorter.
    [[nodiscard]] bool share_formulas(TypedId a, TypedId b) const noexcept;

    [[nodiscard]] AnchorUse use(std::uint64_t anchor) const noexcept;

private:
    using Numbers = std::vector<std::uint32_t>;
    // Lists of numbers, one a row.
    struct Lists {
        Numbers start{0};
        Numbers values;
        [[nodiscard]] std::span<const std::uint32_t> operator[](std::size_t row) const noexcept {
            return std::span(values).subspan(start[row], start[row + 1] - start[row]);
        }
        void close() { start.push_back(static_cast<std::uint32_t>(values.size())); }
        [[nodiscard]] std::size_t size() const noexcept { return start.size() - 1; }
    };

    [[nodiscard]] Result<void> read_documents(store::Store& store, const Numbers& typed_of);
    void group_copies();
    void list_works_of_ranks();
    [[nodiscard]] Result<void> read_anchors(store::Store& store);
    void add_anchor(std::uint64_t anchor, const Numbers& ranks, Numbers& works);
    void list_keys_of_ranks();
    [[nodiscard]] bool is_formula(std::uint32_t anchor) const noexcept;
    [[nodiscard]] bool may_stand_for(std::uint32_t work, std::uint32_t asked) const noexcept;
    void count_quoting(std::uint32_t rank, Scratch& scratch, Numbers& found) const;
    void mark_rare(std::uint32_t rank, Numbers& rare) const;
    void count_first_works(std::uint32_t rank, std::uint32_t work, Scratch& scratch,
                           Numbers& strong) const;

    std::vector<WorkPlace> m_works;
    Numbers m_group_size;          // by work that is the first of its group
    std::size_t m_groups = 0;      // works, copies counted once
    Numbers m_rank_of;             // by typed id; k_none: stands in no text
    std::vector<TypedId> m_typed;  // by rank
    Lists m_ranks_of_work;         // in order of text
    Lists m_works_of_rank;
    Numbers m_anchors_of_rank;             // how many, shared or not
    std::vector<std::uint64_t> m_anchors;  // that recur, sorted
    std::vector<AnchorUse> m_uses;
    Lists m_ranks_of_anchor;
    Lists m_anchors_of;  // by rank: numbers of anchors that recur
};

}  // namespace leitong::engine
