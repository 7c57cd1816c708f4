// The gram index: from a gram (sketch/grams.hpp) to the typed texts that have it, and how many
// different grams each typed text has.
//
// Kept in segments: each holds, for some typed texts, a list of them a gram, packed by difference
// in blocks of about 4 KB (a byte or two an entry). What is new is one more segment; neighbours are
// merged when there are more than a few. What is forgotten is a segment too, one that takes away:
// so counts are exact, and removing costs what is removed. When much is gone, all becomes one
// segment without it.
//
// Stored:  yes; docs/formats/store.md.
// Threads: as the Store it belongs to.
// Errors:  Errc::store_damaged for a row whose checksum does not match.
#pragma once

#include "leitong/base/big_vector.hpp"
#include "leitong/base/result.hpp"
#include "leitong/store/codec.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace leitong::store {

class Connection;

inline constexpr unsigned k_gram_key_bits = 22;

// Grams of typed texts that are to be written or forgotten.
class GramBatch {
public:
    // `grams` in any order, repetitions allowed; ids ascending from call to call.
    void add(std::uint32_t id, std::span<const std::uint32_t> grams);
    // Grams held, with repetitions: 4 bytes each, 8 more while they are packed.
    [[nodiscard]] std::size_t size() const noexcept { return m_grams.size(); }
    void clear() noexcept;

    struct Text {
        std::uint32_t id = 0;
        std::uint32_t grams = 0;
    };

private:
    friend struct PackedGrams;
    base::BigVector<Text> m_texts;
    base::BigVector<std::uint32_t> m_grams;
};

// How many different grams a text has, at most 65,535.
struct GramTextSize {
    std::uint32_t id = 0;
    std::uint16_t size = 0;
};

// A batch as it is stored, but for the number of its segment.
struct PackedGrams {
    struct Block {
        std::uint32_t first_gram = 0;
        Blob unbound;
    };
    std::vector<GramTextSize> sizes;  // by id
    std::vector<Block> blocks;        // by gram
    std::uint64_t entries = 0;

    // Thread-safe. Cost: about 10 ns a gram.
    [[nodiscard]] static PackedGrams of(const GramBatch& batch);
};

// The typed texts of one gram, as they are stored.
struct GramList {
    struct Part {
        std::size_t begin = 0;  // of `bytes`
        std::size_t end = 0;
        bool is_gone = false;  // these are to be left out: their texts have size 0
    };
    Blob bytes;
    std::vector<Part> parts;
    std::uint32_t texts = 0;  // that are there

    // Appends the ids of all parts that list something, among them those of texts that are gone.
    // False if the bytes make no sense.
    [[nodiscard]] bool ids(std::vector<std::uint32_t>& out) const;
};

// What is known of all typed texts at once.
struct GramSizes {
    std::vector<std::uint16_t> sizes;  // by id: how many grams, at most 65,535; 0: no such text
    std::uint32_t texts = 0;           // that are there
};

class GramIndex {
public:
    // `connection` must outlive this.
    [[nodiscard]] static Result<GramIndex> open(Connection& connection);
    GramIndex(GramIndex&&) noexcept;
    GramIndex& operator=(GramIndex&&) noexcept;
    ~GramIndex();

    // Writes texts that are new, with ids above all that were ever written; the batch is emptied.
    // Within a transaction of the caller. Cost: about 15 ns a gram.
    [[nodiscard]] Result<void> append(GramBatch& batch);
    // The same for a batch that is packed already.
    [[nodiscard]] Result<void> append(PackedGrams&& packed);
    // Takes away texts that were written before.
    [[nodiscard]] Result<void> forget(GramBatch& batch);

    // Fills `out`; empty if no text has the gram. Cost: a look-up a segment.
    [[nodiscard]] Result<void> find(std::uint32_t gram, GramList& out);
    // Cost: linear in the number of typed texts, about 5 ns each.
    [[nodiscard]] Result<void> sizes(GramSizes& out);

    // Forgets what it knew of segments: call when another connection may have written.
    [[nodiscard]] Result<void> refresh();
    // Checks every row; `bad` is told the table and number of those that are spoilt.
    [[nodiscard]] Result<std::uint64_t> verify(
        const std::function<void(const char* table, std::int64_t row)>& bad);

private:
    struct Impl;
    explicit GramIndex(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

}  // namespace leitong::store
