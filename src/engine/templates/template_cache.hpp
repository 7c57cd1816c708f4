// What listings of templates have worked out before, kept beside the store. Private to engine.
//
// Everything in it is a function of texts, and found by their hash: a listing says the same with
// it, without it, and with one of another store. Families and sentences that are new are worked
// out.
//
// Stored:  STORE-templates (docs/formats/store.md), by no more than one listing at a time; thrown
//          away if anything about it is off.
// Threads: induce may be called from any.
#pragma once

#include "leitong/base/hash.hpp"
#include "leitong/store/codec.hpp"
#include "leitong/templates/text_template.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/finding/sentence_pairs.hpp"

namespace leitong::engine {

class TemplateCache {
public:
    // To be raised when the same passages make another template, or the same pieces are alike
    // otherwise; a test says so.
    static constexpr std::uint64_t k_recipe = 2;

    // With what was kept of it, if that is sound.
    [[nodiscard]] static TemplateCache load(const std::string& store_path);
    TemplateCache() = default;

    // As templates::induce.
    [[nodiscard]] std::optional<templates::TextTemplate> induce(
        std::span<const templates::Passage> passages);

    [[nodiscard]] std::span<const KnownPair> pairs() const noexcept { return m_pairs; }
    // All that were asked for, sorted.
    void put_pairs(std::vector<KnownPair> pairs);

    // Keeps it, if `least` or more templates are new, or a hundred times as many pairs. Of a
    // listing that was complete, nothing else stays.
    void save(const std::string& store_path, bool is_complete, std::size_t least = 300) const;

private:
    bool read();
    [[nodiscard]] std::string written(bool is_complete) const;

    std::unique_ptr<const std::string> m_bytes;  // stays where it is when the cache is moved
    struct Kept {
        store::BlobView blob;  // of the bytes that were read
        bool is_used = false;
    };
    std::map<base::Hash128, Kept> m_kept;
    std::map<base::Hash128, store::Blob> m_made;
    std::vector<KnownPair> m_pairs;  // sorted by key
    std::size_t m_new_pairs = 0;
    std::unique_ptr<std::mutex> m_mutex = std::make_unique<std::mutex>();  // of the two maps
};

}  // namespace leitong::engine
