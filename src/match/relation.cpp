#include "leitong/match/relation.hpp"

#include "leitong/match/fillers.hpp"

#include <algorithm>
#include <array>

namespace leitong::match {

namespace {

// Symbols of stretches long enough to be a quotation.
std::uint64_t quoted_length(const std::vector<Stretch>& stretches) noexcept {
    std::uint64_t quoted = 0;
    for (const Stretch& stretch : stretches) {
        quoted += stretch.length >= k_quoted_run ? stretch.length : 0;
    }
    return quoted;
}

TypedSymbols symbols_of(const Prepared& prepared) noexcept {
    return {prepared.folded.typed.symbols, prepared.tokens.values.size()};
}

// At most so many symbols of `text` lie in runs of k_quoted_run or more that `other` has too: those
// of which it has a run of the same hash. Linear, where aligning is not.
std::size_t most_quoted(std::u32string_view text, std::u32string_view other) {
    constexpr unsigned k_bits = 14;
    constexpr std::uint64_t k_base = 0x9E3779B97F4A7C15U;
    std::array<std::uint64_t, (std::size_t{1} << k_bits) / 64> has_run{};
    std::uint64_t first_factor = 1;
    for (std::uint32_t i = 0; i < k_quoted_run; ++i) {
        first_factor *= k_base;
    }
    // Calls each(end, hash) for every run, its first bits.
    const auto for_runs = [&](std::u32string_view symbols, const auto& each) {
        std::uint64_t hash = 0;
        for (std::size_t i = 0; i < symbols.size(); ++i) {
            hash = (hash + symbols[i] + 1) * k_base;
            if (i >= k_quoted_run) {
                hash -= (symbols[i - k_quoted_run] + std::uint64_t{1}) * first_factor * k_base;
            }
            if (i + 1 >= k_quoted_run) {
                each(i + 1, static_cast<std::size_t>(hash >> (64 - k_bits)));
            }
        }
    };
    for_runs(other, [&](std::size_t, std::size_t hash) {
        has_run[hash / 64] |= std::uint64_t{1} << hash % 64;
    });
    std::size_t quoted = 0;
    std::size_t quoted_to = 0;
    for_runs(text, [&](std::size_t end, std::size_t hash) {
        if ((has_run[hash / 64] >> hash % 64 & 1U) != 0) {
            quoted += end - std::max<std::size_t>(quoted_to, end - k_quoted_run);
            quoted_to = end;
        }
    });
    return quoted;
}

// How much text of a paragraph says as much as so many Chinese characters: letters of a spaced
// script say less.
double as_characters(std::size_t characters, const TypedSymbols& paragraph) noexcept {
    const std::size_t tokens = std::max<std::size_t>(paragraph.tokens, 1);
    return static_cast<double>(characters * paragraph.symbols.size() / tokens);
}

// Of fixed text: a row of slots is no quotation. Stretches are of `a`.
double longest_run(const TypedSymbols& a, const std::vector<Stretch>& stretches) noexcept {
    std::size_t longest = 0;
    for (const Stretch& stretch : stretches) {
        const std::u32string_view run = a.symbols.substr(stretch.a, stretch.length);
        const auto slots = std::ranges::count(run, text::k_slot_symbol);
        longest = std::max(longest, run.size() - static_cast<std::size_t>(slots));
    }
    return static_cast<double>(longest);
}

bool is_quoted(const TypedSymbols& a, const TypedSymbols& b, const std::vector<Stretch>& stretches,
               const Thresholds& thresholds) noexcept {
    const TypedSymbols& shorter = a.symbols.size() <= b.symbols.size() ? a : b;
    const auto quoted = static_cast<double>(quoted_length(stretches));
    const auto size = static_cast<double>(shorter.symbols.size());
    const bool is_whole =
        quoted >= thresholds.excerpt * size && quoted >= as_characters(k_shortest_excerpt, shorter);
    const bool is_partial =
        longest_run(a, stretches) >= as_characters(k_longest_partial_run, shorter) &&
        quoted >= thresholds.partial_excerpt * size &&
        quoted >= as_characters(k_shortest_partial_excerpt, shorter);
    return is_whole || is_partial;
}

}  // namespace

Comparison compare(const Prepared& a, const Prepared& b) noexcept {
    Comparison result;
    result.shared = sketch::intersection_size(a.shingles, b.shingles);
    const auto size_a = static_cast<std::uint32_t>(a.shingles.size());
    const auto size_b = static_cast<std::uint32_t>(b.shingles.size());
    result.similarity = sketch::jaccard(result.shared, size_a, size_b);
    result.containment_a = size_a == 0 ? 0.0 : static_cast<double>(result.shared) / size_a;
    result.containment_b = size_b == 0 ? 0.0 : static_cast<double>(result.shared) / size_b;
    return result;
}

bool is_too_short(const Prepared& paragraph) noexcept {
    return paragraph.shingles.size() < k_fewest_shingles;
}

Verdict relate(const Prepared& a, const Prepared& b, const Comparison& comparison,
               const Thresholds& thresholds) {
    if (a.folded.letters.symbols == b.folded.letters.symbols) {
        if (a.folded.letters.symbols.empty()) {
            return {};
        }
        return {is_too_short(a) ? Relation::stock : Relation::identical};
    }
    const bool is_alike = comparison.similarity >= thresholds.similar / 2 ||
                          std::max(comparison.containment_a, comparison.containment_b) >=
                              thresholds.partial_excerpt / 2;
    if (!is_alike) {
        return {};
    }
    if (is_too_short(a) || is_too_short(b)) {
        const bool is_related = comparison.similarity >= thresholds.similar;
        return is_related ? Verdict{Relation::stock} : Verdict{};
    }
    if (fillers_explain_all(a, b)) {
        return {Relation::variant};
    }
    if (comparison.similarity >= thresholds.near) {
        return {Relation::near};
    }
    const std::vector<Stretch> stretches =
        same_stretches(a.folded.typed.symbols, b.folded.typed.symbols);
    const std::size_t size_a = a.folded.typed.size();
    const std::size_t size_b = b.folded.typed.size();
    // The quoting side is the one of which more lies in the other.
    const bool a_is_quoted = comparison.containment_a != comparison.containment_b
                                 ? comparison.containment_a > comparison.containment_b
                                 : size_a <= size_b;
    if (is_quoted(symbols_of(a), symbols_of(b), stretches, thresholds)) {
        return {Relation::excerpt, a_is_quoted};
    }
    const double aligned = static_cast<double>(total_length(stretches)) /
                           static_cast<double>(std::max(size_a, size_b));
    if (comparison.similarity >= thresholds.similar || aligned >= thresholds.similar) {
        return {Relation::similar};
    }
    return {};
}

bool is_excerpt(const TypedSymbols& a, const TypedSymbols& b, const Thresholds& thresholds) {
    const bool is_b_shorter = b.symbols.size() < a.symbols.size();
    const std::u32string_view shorter = is_b_shorter ? b.symbols : a.symbols;
    const std::u32string_view longer = is_b_shorter ? a.symbols : b.symbols;
    const auto least = std::min(thresholds.excerpt, thresholds.partial_excerpt) *
                       static_cast<double>(shorter.size());
    return static_cast<double>(most_quoted(shorter, longer)) >= least &&
           is_quoted(a, b, same_stretches(a.symbols, b.symbols), thresholds);
}

Verdict relate(const Prepared& a, Role role_a, const Prepared& b, Role role_b,
               const Comparison& comparison, const Thresholds& thresholds) {
    Verdict verdict = relate(a, b, comparison, thresholds);
    if (verdict.relation && (is_structure(role_a) || is_structure(role_b))) {
        verdict.relation = Relation::stock;
    }
    return verdict;
}

std::vector<Run> runs(const Prepared& a, const Prepared& b) {
    std::vector<Run> found;
    const std::u32string& in_a = a.folded.typed.symbols;
    const std::u32string& in_b = b.folded.typed.symbols;
    std::vector<Stretch> stretches = same_stretches(in_a, in_b);
    if (stretches.empty() && !in_a.empty()) {
        // A few letters are no evidence, but who asks for them wants to see them.
        const std::size_t at = in_b.find(in_a);
        if (at != std::u32string::npos) {
            stretches.push_back(
                {0, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(in_a.size())});
        }
    }
    for (const Stretch& stretch : stretches) {
        found.push_back({a.folded.typed.bytes(stretch.a, stretch.a + stretch.length),
                         b.folded.typed.bytes(stretch.b, stretch.b + stretch.length)});
    }
    return found;
}

}  // namespace leitong::match
