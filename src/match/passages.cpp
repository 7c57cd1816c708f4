#include "leitong/match/passages.hpp"

#include "leitong/match/prepared.hpp"
#include "leitong/match/relation.hpp"
#include "leitong/sketch/shingles.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <tuple>
#include <utility>

#include "chains.hpp"
#include "gap_alignment.hpp"
#include "passage_shingles.hpp"
#include "seed_runs.hpp"

namespace leitong::match {

namespace {

// Beside a passage between two texts, others are listed that are worth this part of what is asked
// for, if they are of words.
constexpr double k_beside = 0.8;
// Passages against which one is checked for lying within; of more, the longest.
constexpr std::size_t k_most_covers = 64;

class Finder {
public:
    Finder(const PassageText& a, const PassageText& b, const PassageOptions& options)
        : m_a(a), m_b(b), m_options(options), m_aligner(a, b) {}

    std::vector<Passage> run() {
        if (find_whole()) {
            return std::move(m_found);
        }
        m_found.clear();
        chain(
            seed_runs(m_a, m_b),
            [&](const Stretch& run) {
                return is_promising({&run, 1});
            },
            [&](const std::vector<Stretch>& runs) {
                if (is_promising(runs)) {
                    refine(runs);
                }
            });
        if (!m_is_any_strong) {
            m_found.clear();
        }
        drop_covered();
        return std::move(m_found);
    }

private:
    // Texts that are alike from end to end but for one place: no seeds are needed, since whatever
    // else they share lies within that passage.
    bool find_whole() {
        const std::u32string_view a = m_a.symbols();
        const std::u32string_view b = m_b.symbols();
        const std::uint32_t shorter = std::min(m_a.size(), m_b.size());
        std::uint32_t prefix = 0;
        while (prefix < shorter && a[prefix] == b[prefix]) {
            ++prefix;
        }
        std::uint32_t suffix = 0;
        while (suffix < shorter - prefix && a[a.size() - 1 - suffix] == b[b.size() - 1 - suffix]) {
            ++suffix;
        }
        const std::uint32_t rest = std::max(m_a.size(), m_b.size()) - prefix - suffix;
        const bool is_whole = prefix == m_a.size() && prefix == m_b.size();
        if (shorter == 0 || rest > k_longest_gap || (!is_whole && (prefix == 0 || suffix == 0))) {
            return false;
        }
        std::vector<Stretch> runs{{0, 0, prefix}};
        if (suffix > 0) {
            runs.push_back({m_a.size() - suffix, m_b.size() - suffix, suffix});
        }
        refine(runs);
        return m_found.size() == 1 && m_found[0].a == Span{0, m_a.size()} &&
               m_found[0].b == Span{0, m_b.size()};
    }

    // Evidence as a multiple of what is asked for.
    [[nodiscard]] double worth(std::span<const Stretch> stretches) const {
        std::uint64_t characters = 0;
        std::uint64_t letters = 0;
        for (const Stretch& stretch : stretches) {
            for (std::uint32_t at = stretch.a; at < stretch.a + stretch.length; ++at) {
                const bool is_character = m_a.is_character(at);
                characters += is_character ? 1U : 0U;
                letters += is_character || m_a.is_slot(at) ? 0U : 1U;
            }
        }
        return static_cast<double>(characters) / m_options.least_characters +
               static_cast<double>(letters) / m_options.least_letters;
    }

    // Whether a chain has half of what is asked for in its runs, so that aligning the rest may make
    // a passage of it: in symbols at least, and then in what they are worth.
    [[nodiscard]] bool is_promising(std::span<const Stretch> runs) const {
        std::uint64_t symbols = 0;
        for (const Stretch& run : runs) {
            symbols += run.length;
        }
        const double least =
            k_beside * std::min(m_options.least_characters, m_options.least_letters);
        const bool is_long = static_cast<double>(symbols) >= least / 2;
        return (is_long && worth(runs) >= k_beside / 2) || may_be_paragraphs(runs.front(), symbols);
    }

    // Whether so many symbols from a run on may be most of a short paragraph on both sides.
    [[nodiscard]] bool may_be_paragraphs(const Stretch& first, std::uint64_t symbols) const {
        const std::uint32_t own = m_a.short_paragraph_size(first.a);
        const std::uint32_t far = m_b.short_paragraph_size(first.b);
        return own != 0 && far != 0 && std::max(own, far) <= 2 * symbols;
    }

    [[nodiscard]] std::int64_t gain(const Stretch& stretch) const {
        return std::int64_t{stretch.length} - m_a.slots(span_a(stretch));
    }

    void append(const Piece& piece) {
        const bool joins =
            !m_pieces.empty() && piece.edits == 0 && piece.wild == 0 &&
            m_pieces.back().stretch.a + m_pieces.back().stretch.length == piece.stretch.a &&
            m_pieces.back().stretch.b + m_pieces.back().stretch.length == piece.stretch.b;
        if (joins) {
            m_pieces.back().stretch.length += piece.stretch.length;
        } else {
            m_pieces.push_back(piece);
        }
    }

    // A chain to a line of pieces, and that to passages.
    void refine(const std::vector<Stretch>& runs) {
        m_pieces.clear();
        append({0, 0, runs.front()});
        for (std::size_t i = 1; i < runs.size(); ++i) {
            const Stretch& left = runs[i - 1];
            const Stretch& right = runs[i];
            const GapAlignment& gap =
                m_aligner.between({left.a + left.length, right.a}, {left.b + left.length, right.b});
            for (const Piece& piece : gap.pieces) {
                append(piece);
            }
            append({gap.edits_after, gap.wild_after, right});
        }
        extend_back();
        extend_on();
        cut();
    }

    // The best that pieces from the first on come to, or from the last back: what an end has to
    // lose. At least 1, since neither need be worth anything.
    [[nodiscard]] std::uint32_t score_from_first() const {
        std::int64_t best = 1;
        std::int64_t total = 0;
        for (std::size_t i = 0; i < m_pieces.size() && best <= k_drop; ++i) {
            total += gain(m_pieces[i].stretch) - (i == 0 ? 0 : m_pieces[i].edits);
            best = std::max(best, total);
        }
        return static_cast<std::uint32_t>(best);
    }
    [[nodiscard]] std::uint32_t score_from_last() const {
        std::int64_t best = 1;
        std::int64_t total = 0;
        for (std::size_t i = m_pieces.size(); i-- > 0 && best <= k_drop;) {
            total += gain(m_pieces[i].stretch);
            best = std::max(best, total);
            total -= m_pieces[i].edits;
        }
        return static_cast<std::uint32_t>(best);
    }

    void extend_back() {
        while (m_open_steps > 0) {
            const Stretch first = m_pieces.front().stretch;
            const GapAlignment& more =
                m_aligner.backward({0, first.a}, {0, first.b}, score_from_first());
            if (more.pieces.empty()) {
                return;
            }
            m_pieces.front().edits = more.edits_after;
            m_pieces.front().wild = more.wild_after;
            m_later.swap(m_pieces);
            m_pieces.assign(more.pieces.begin(), more.pieces.end());
            for (const Piece& piece : m_later) {
                append(piece);
            }
            spend(first.a - more.pieces.front().stretch.a);
        }
    }

    void extend_on() {
        while (m_open_steps > 0) {
            const Stretch last = m_pieces.back().stretch;
            const GapAlignment& more =
                m_aligner.forward({last.a + last.length, m_a.size()},
                                  {last.b + last.length, m_b.size()}, score_from_last());
            if (more.pieces.empty()) {
                return;
            }
            for (const Piece& piece : more.pieces) {
                append(piece);
            }
            spend(m_pieces.back().stretch.a - last.a);
        }
    }

    void spend(std::uint64_t symbols) { m_open_steps -= std::min(m_open_steps, symbols); }

    // All maximal stretches of pieces whose every beginning and end is worth having (Ruzzo and
    // Tompa 1999). Linear.
    void cut() {
        struct Part {
            std::size_t first = 0;
            std::size_t last = 0;
            std::int64_t before = 0;  // running total where it begins, and where it ends
            std::int64_t after = 0;
        };
        std::vector<Part> parts;
        std::int64_t total = 0;
        for (std::size_t i = 0; i < m_pieces.size(); ++i) {
            total -= i == 0 ? 0 : m_pieces[i].edits;
            Part part{i, i, total, total + gain(m_pieces[i].stretch)};
            total = part.after;
            // The nearest part to the left that begins lower is joined if it also ends lower.
            for (std::size_t left = parts.size(); left-- > 0;) {
                if (parts[left].before < part.before) {
                    if (parts[left].after >= part.after) {
                        break;
                    }
                    part.first = parts[left].first;
                    part.before = parts[left].before;
                    parts.resize(left);
                }
            }
            parts.push_back(part);
        }
        for (const Part& part : parts) {
            take(part.first, part.last);
        }
    }

    void take(std::size_t first, std::size_t last) {
        Passage passage;
        for (std::size_t i = first; i <= last; ++i) {
            const Piece& piece = m_pieces[i];
            passage.letters += piece.stretch.length;
            passage.edits += i == first ? 0 : piece.edits;
            passage.wild += i == first ? 0 : piece.wild;
            passage.stretches.push_back(piece.stretch);
        }
        passage.a = {passage.stretches.front().a, span_a(passage.stretches.back()).end};
        passage.b = {passage.stretches.front().b, span_b(passage.stretches.back()).end};
        const double evidence = evidence_of(passage);
        const bool is_strong = evidence >= 1 || has_equal_paragraph(passage);
        if (is_strong || (evidence >= k_beside && is_of_words(passage))) {
            m_is_any_strong = m_is_any_strong || is_strong;
            m_found.push_back(std::move(passage));
        }
    }

    // What the best part of it is worth, counted without agreements by chance: a multiple of what
    // is asked for.
    [[nodiscard]] double evidence_of(const Passage& passage) const {
        const std::vector<Stretch> same = without_chance(passage.stretches);
        double evidence = 0;
        double best = 0;
        for (std::size_t i = 0; i < same.size(); ++i) {
            if (i > 0 && passage.edits > 0) {
                const Stretch& left = same[i - 1];
                const std::uint32_t gap =
                    std::max(same[i].a - left.a - left.length, same[i].b - left.b - left.length);
                evidence = std::max(0.0, evidence - gap * unit_at(left.a + left.length - 1));
            }
            evidence += worth({&same[i], 1});
            best = std::max(best, evidence);
            if (best >= 1) {
                break;
            }
        }
        return best;
    }

    // Whether a paragraph of one side is one of the other, however short: that both begin and both
    // end there says what length does not.
    [[nodiscard]] bool has_equal_paragraph(const Passage& passage) const {
        const std::size_t last = m_a.paragraph_at(passage.a.end - 1);
        for (std::size_t n = m_a.paragraph_at(passage.a.begin); n <= last; ++n) {
            const Span own = m_a.paragraph(n);
            const auto begin = facing(passage, own.begin);
            if (!begin || own.size() == 0) {
                continue;
            }
            const Span far = m_b.paragraph(m_b.paragraph_at(*begin));
            const auto end = facing(passage, own.end - 1);
            if (*begin == far.begin && end && *end + 1 == far.end && is_near(own, far)) {
                return true;
            }
        }
        return false;
    }

    // The symbol of b that an aligned one of a is equal to.
    static std::optional<std::uint32_t> facing(const Passage& passage, std::uint32_t at) {
        const auto after = std::ranges::upper_bound(passage.stretches, at, {}, &Stretch::a);
        if (after == passage.stretches.begin()) {
            return {};
        }
        const Stretch& stretch = *(after - 1);
        const bool is_aligned = at < stretch.a + stretch.length;
        return is_aligned ? std::optional(stretch.b + (at - stretch.a)) : std::nullopt;
    }

    // Whether two paragraphs are what `pairs` calls near, or more.
    [[nodiscard]] bool is_near(Span own, Span far) const {
        const Shingles a = shingles_of(m_a, own);
        const Shingles b = shingles_of(m_b, far);
        return a.size() >= k_fewest_shingles && b.size() >= k_fewest_shingles &&
               jaccard_of(a, b) >= Thresholds{}.near;
    }

    [[nodiscard]] bool is_of_words(const Passage& passage) const {
        return !m_a.is_character(passage.a.begin) && !m_a.is_slot(passage.a.begin);
    }

    // What one symbol is worth.
    [[nodiscard]] double unit_at(std::uint32_t at) const {
        return 1.0 / (m_a.is_character(at) ? m_options.least_characters : m_options.least_letters);
    }

    static bool is_within(const Passage& inner, const Passage& outer) noexcept {
        return inner.a.begin >= outer.a.begin && inner.a.end <= outer.a.end &&
               inner.b.begin >= outer.b.begin && inner.b.end <= outer.b.end;
    }

    void drop_covered() {
        // What covers comes before what it covers.
        std::ranges::sort(m_found, [](const Passage& x, const Passage& y) {
            return std::tuple(x.a.begin, ~x.a.end, x.b.begin, ~x.b.end, x.edits) <
                   std::tuple(y.a.begin, ~y.a.end, y.b.begin, ~y.b.end, y.edits);
        });
        std::vector<Passage> kept;
        std::vector<std::size_t> covers;
        for (Passage& passage : m_found) {
            std::erase_if(covers, [&](std::size_t i) { return kept[i].a.end <= passage.a.begin; });
            if (std::ranges::any_of(covers,
                                    [&](std::size_t i) { return is_within(passage, kept[i]); })) {
                continue;
            }
            covers.push_back(kept.size());
            kept.push_back(std::move(passage));
            if (covers.size() > k_most_covers) {
                covers.erase(std::ranges::min_element(
                    covers, {}, [&](std::size_t i) { return kept[i].a.size(); }));
            }
        }
        m_found = std::move(kept);
    }

    const PassageText& m_a;
    const PassageText& m_b;
    const PassageOptions& m_options;
    GapAligner m_aligner;
    // So many symbols may be aligned beyond runs, so that chains which run side by side over one
    // region stay linear.
    std::uint64_t m_open_steps = 16 * (std::uint64_t{m_a.size()} + m_b.size());
    std::vector<Piece> m_pieces;
    std::vector<Piece> m_later;
    std::vector<Passage> m_found;
    bool m_is_any_strong = false;  // of what was found
};

// Which of two texts is taken for the first, so that the answer is the same for both orders.
bool is_first(const PassageText& a, const PassageText& b) {
    return a.size() != b.size() ? a.size() < b.size() : a.symbols() <= b.symbols();
}

void swap_sides(std::vector<Passage>& passages) {
    for (Passage& passage : passages) {
        std::swap(passage.a, passage.b);
        for (Stretch& stretch : passage.stretches) {
            std::swap(stretch.a, stretch.b);
        }
    }
}

}  // namespace

std::vector<Passage> find_passages(const PassageText& a, const PassageText& b,
                                   const PassageOptions& options) {
    if (is_first(a, b)) {
        return Finder(a, b, options).run();
    }
    std::vector<Passage> found = Finder(b, a, options).run();
    swap_sides(found);
    std::ranges::sort(found, [](const Passage& x, const Passage& y) {
        return std::pair(x.a, x.b) < std::pair(y.a, y.b);
    });
    return found;
}

}  // namespace leitong::match
