// What a draft shares with each work of a store, paragraph by paragraph. Private to engine.
#pragma once

#include "leitong/match/passages.hpp"

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "check_draft.hpp"
#include "check_sources.hpp"
#include "engine/finding/passage_search.hpp"
#include "engine/reading/reader_impl.hpp"

namespace leitong::engine {

inline constexpr std::size_t k_most_slots = 64;  // told of a paragraph and its source

// Bytes of two slots that face each other.
struct FacingSlots {
    ByteRange draft;
    ByteRange source;
    bool is_same = false;
};

// What a paragraph of the draft shares with a work.
struct Share {
    std::uint64_t letters = 0;
    std::vector<Run> runs;
    std::vector<FacingSlots> slots;
    std::map<std::uint32_t, std::uint64_t> paragraphs;  // of the work: bytes of runs
};

struct SourceWork {
    WorkPlace place;
    std::uint64_t letters = 0;                  // of the draft, without the base text
    std::map<std::size_t, Share> by_paragraph;  // n-th that counts
};

class DraftSources {
public:
    // `most_sources`: told of one paragraph.
    DraftSources(Reader::Impl& impl, CheckDraft& draft, std::size_t most_sources)
        : m_impl(impl), m_draft(draft), m_most_sources(most_sources) {}

    // Marks in the draft what stands in the store and in the base texts, and says which works of
    // the store it is. Once.
    [[nodiscard]] Result<std::vector<SourceWork>> find(
        const std::vector<match::PassageText>& bases);

private:
    void align(const WorkPlace& place, const WorkText& work);
    void add_letters(SourceWork& source, match::Span span) const;
    void add_runs(SourceWork& source, const WorkText& work, match::Stretch stretch) const;
    void add_slots(Share& share, const WorkText& work, match::Stretch stretch) const;
    [[nodiscard]] Result<void> find_whole_paragraphs();
    [[nodiscard]] Result<void> find_whole_paragraph(std::size_t n, const match::Prepared& prepared);
    [[nodiscard]] SourceWork& work_of(const Occurrence& occurrence);

    Reader::Impl& m_impl;
    CheckDraft& m_draft;
    std::size_t m_most_sources;
    std::vector<SourceWork> m_sources;
};

}  // namespace leitong::engine
