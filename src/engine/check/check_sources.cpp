#include "check_sources.hpp"

#include "leitong/base/hash.hpp"
#include "leitong/sketch/anchors.hpp"
#include "leitong/text/fold.hpp"
#include "leitong/text/tokens.hpp"

#include <algorithm>
#include <functional>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace leitong::engine {

namespace {

// Of the typed texts that share anchors with a paragraph, so many are looked at.
constexpr std::size_t k_most_texts = 24;
// Of the places where one stands.
constexpr std::size_t k_most_places = 8;
// An anchor of more texts than this is asked only where a paragraph has no other.
constexpr std::size_t k_frequent = 4096;
constexpr std::size_t k_most_lists = 100'000;  // kept for the next paragraph

class SourceSearch {
public:
    SourceSearch(Library& library, const CheckDraft& draft) : m_library(library), m_draft(draft) {}

    Result<std::vector<WorkPlace>> run(std::size_t of_each) {
        for (const std::uint32_t number : m_draft.counted()) {
            LEITONG_TRY(ask(m_draft.paragraph(number)));
        }
        std::vector<std::uint8_t> is_chosen(m_works.size(), 0);
        for (auto& [hash, asked] : m_asked) {
            std::ranges::sort(asked.votes, [&](const Vote& a, const Vote& b) {
                return a.anchors != b.anchors ? a.anchors > b.anchors : is_before(a.work, b.work);
            });
            for (std::size_t i = 0; i < std::min(of_each, asked.votes.size()); ++i) {
                is_chosen[asked.votes[i].work] = 1;
            }
        }
        std::vector<std::uint32_t> chosen;
        for (std::uint32_t work = 0; work < m_works.size(); ++work) {
            if (is_chosen[work] != 0) {
                chosen.push_back(work);
            }
        }
        std::ranges::sort(chosen,
                          [&](std::uint32_t a, std::uint32_t b) { return is_before(a, b); });
        chosen.resize(std::min(chosen.size(), k_most_sources));
        std::vector<WorkPlace> places;
        for (const std::uint32_t work : chosen) {
            places.push_back(m_works[work].place);
        }
        return places;
    }

private:
    struct Vote {
        std::uint32_t work = 0;
        std::uint32_t anchors = 0;
    };
    struct Asked {
        std::vector<Vote> votes;
    };
    struct Work {
        WorkPlace place;
        std::uint64_t anchors = 0;  // shared with paragraphs of the draft
    };
    struct Text {
        TypedId id;
        std::uint32_t anchors = 0;
        base::Hash128 content;
    };

    [[nodiscard]] bool is_before(std::uint32_t a, std::uint32_t b) const {
        const Work& x = m_works[a];
        const Work& y = m_works[b];
        return x.anchors != y.anchors ? x.anchors > y.anchors
                                      : std::tie(x.place.document->name, x.place.work) <
                                            std::tie(y.place.document->name, y.place.work);
    }

    // Paragraphs of one typed view have the same answer: a clause repeated is asked once.
    Result<void> ask(std::string_view paragraph) {
        text::fold(paragraph, m_folded);
        const base::Hash128 hash = text::typed_hash(m_folded);
        auto found = m_asked.find(hash.high);
        if (found == m_asked.end()) {
            LEITONG_TRY_ASSIGN(Asked asked, votes());
            found = m_asked.emplace(hash.high, std::move(asked)).first;
        }
        for (const Vote& vote : found->second.votes) {
            m_works[vote.work].anchors += vote.anchors;
        }
        return {};
    }

    Result<Asked> votes() {
        LEITONG_TRY_ASSIGN(const std::vector<Text> texts, best_texts());
        Asked asked;
        for (const Text& text : texts) {
            LEITONG_TRY_ASSIGN(const auto occurrences, m_library.occurrences(text.id));
            std::size_t places = 0;
            for (const Occurrence& occurrence : occurrences) {
                const store::StoredParagraph& stored = occurrence.stored();
                if (stored.work == 0 || is_structure(stored.role)) {
                    continue;
                }
                vote(asked, work_of(occurrence), text.anchors);
                if (++places == k_most_places) {
                    break;
                }
            }
        }
        return asked;
    }

    static void vote(Asked& asked, std::uint32_t work, std::uint32_t anchors) {
        const auto known = std::ranges::find(asked.votes, work, &Vote::work);
        if (known == asked.votes.end()) {
            asked.votes.push_back({work, anchors});
        } else {
            known->anchors = std::max(known->anchors, anchors);
        }
    }

    std::uint32_t work_of(const Occurrence& occurrence) {
        const std::uint32_t number = occurrence.stored().work;
        const std::uint64_t key = occurrence.document->id.value << 24 | number;
        const auto [known, is_new] =
            m_numbers.try_emplace(key, static_cast<std::uint32_t>(m_works.size()));
        if (is_new) {
            m_works.push_back({{occurrence.document, number, 0}, 0});
        }
        return known->second;
    }

    // The typed texts that share most anchors with the folded paragraph.
    Result<std::vector<Text>> best_texts() {
        if (m_lists.size() > k_most_lists) {
            m_lists.clear();
        }
        text::tokenise(m_folded, m_tokens);
        sketch::anchors(m_tokens.values, m_anchors);
        std::unordered_map<std::uint64_t, std::uint32_t> shared;
        bool has_rare = false;
        for (const bool is_frequent_turn : {false, true}) {
            if (is_frequent_turn && has_rare) {
                break;
            }
            for (const std::uint64_t anchor : m_anchors) {
                LEITONG_TRY_ASSIGN(const auto* list, texts_of(anchor));
                if ((list->size() > k_frequent) != is_frequent_turn) {
                    continue;
                }
                has_rare = has_rare || !list->empty();
                for (const std::uint64_t typed : *list) {
                    ++shared[typed];
                }
            }
        }
        std::vector<Text> texts;
        for (const auto& [typed, anchors] : shared) {
            texts.push_back({TypedId{typed}, anchors, {}});
        }
        return best_of(std::move(texts));
    }

    // Of equally good ones those that come first by content, so that numbers decide nothing.
    Result<std::vector<Text>> best_of(std::vector<Text> texts) {
        std::ranges::sort(texts, std::greater<>{}, &Text::anchors);
        if (texts.size() > k_most_texts) {
            const std::uint32_t least = texts[k_most_texts - 1].anchors;
            texts.erase(
                std::ranges::find_if(texts, [&](const Text& text) { return text.anchors < least; }),
                texts.end());
        }
        for (Text& text : texts) {
            LEITONG_TRY_ASSIGN(const auto signature, m_library.signature(text.id));
            if (signature) {
                text.content = signature->typed_hash;
            } else {
                text.anchors = 0;  // forgotten since
            }
        }
        std::erase_if(texts, [](const Text& text) { return text.anchors == 0; });
        std::ranges::sort(texts, [](const Text& a, const Text& b) {
            return a.anchors != b.anchors ? a.anchors > b.anchors : a.content < b.content;
        });
        texts.resize(std::min(texts.size(), k_most_texts));
        return texts;
    }

    Result<const std::vector<std::uint64_t>*> texts_of(std::uint64_t anchor) {
        const auto [known, is_new] = m_lists.try_emplace(anchor);
        if (is_new) {
            std::vector<std::uint64_t>& list = known->second;
            LEITONG_TRY(m_library.store().postings().find(store::PostingKind::anchor, anchor,
                                                          anchor, list));
            std::ranges::sort(list);
            list.erase(std::unique(list.begin(), list.end()), list.end());
        }
        return &known->second;
    }

    Library& m_library;
    const CheckDraft& m_draft;
    text::Folded m_folded;
    text::Tokens m_tokens;
    std::vector<std::uint64_t> m_anchors;
    std::unordered_map<std::uint64_t, std::vector<std::uint64_t>> m_lists;  // by anchor
    std::unordered_map<std::uint64_t, Asked> m_asked;                       // by typed hash
    std::vector<Work> m_works;
    std::unordered_map<std::uint64_t, std::uint32_t> m_numbers;  // of works, by document and work
};

}  // namespace

Result<std::vector<WorkPlace>> source_works(Library& library, const CheckDraft& draft,
                                            std::size_t of_each) {
    return SourceSearch(library, draft).run(of_each);
}

}  // namespace leitong::engine
