#include "kinds.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "lexicon.hpp"

namespace leitong::templates {

namespace {

constexpr bool is_numeric(SlotKind kind) noexcept {
    return kind == SlotKind::number || kind == SlotKind::percent || kind == SlotKind::quantity ||
           kind == SlotKind::ordinal || kind == SlotKind::year;
}

std::string_view text_of(const FillerView& view, const Unit& unit) {
    return view.text.substr(unit.begin, unit.end - unit.begin);
}

bool begins_upper(std::string_view word) noexcept {
    return !word.empty() && word[0] >= 'A' && word[0] <= 'Z';
}

// Characters beside a filler, as symbols, until something else comes.
std::u32string following(const FillerView& view) {
    std::u32string text;
    for (std::size_t i = view.end; i < view.units.size() && text.size() < 6; ++i) {
        if (view.units[i].kind != UnitKind::character) {
            break;
        }
        text += view.units[i].symbol;
    }
    return text;
}

// What the parts of one filler are.
struct Parts {
    std::u32string han;  // its characters
    std::vector<SlotKind> values;
    std::size_t masks = 0;
    std::size_t words = 0;
    std::size_t upper_words = 0;
    std::size_t organisation_words = 0;
    std::size_t months = 0;
    std::size_t units = 0;  // without signs
};

Parts parts_of(const FillerView& view) {
    Parts parts;
    for (std::size_t i = view.begin; i < view.end; ++i) {
        const Unit& unit = view.units[i];
        const std::string_view text = text_of(view, unit);
        switch (unit.kind) {
            case UnitKind::character:
                parts.han += unit.symbol;
                break;
            case UnitKind::value:
                parts.values.push_back(unit.slot);
                parts.masks += unit.masked ? 1U : 0U;
                break;
            case UnitKind::word:
                if (is_function_word(text)) {
                    continue;
                }
                ++parts.words;
                parts.upper_words += begins_upper(text) ? 1U : 0U;
                parts.organisation_words += is_organisation_word(text) ? 1U : 0U;
                parts.months += is_month(text) ? 1U : 0U;
                break;
            case UnitKind::sign:
                continue;
        }
        ++parts.units;
    }
    return parts;
}

std::optional<SlotKind> kind_of_values(const Parts& parts) {
    if (parts.values.size() == 1) {
        return parts.values[0];
    }
    const bool is_dated = std::ranges::any_of(parts.values, [](SlotKind kind) {
        return kind == SlotKind::date || kind == SlotKind::year;
    });
    return is_dated ? SlotKind::date : parts.values[0];
}

// Whether capitals say anything here: not in a text that has no others.
bool has_lower_context(const FillerView& view) {
    const auto is_lower = [&](std::size_t i) {
        const std::string_view text = text_of(view, view.units[i]);
        return view.units[i].kind == UnitKind::word && !begins_upper(text);
    };
    for (std::size_t i = view.begin; i > 0 && i + 4 > view.begin; --i) {
        if (is_lower(i - 1)) {
            return true;
        }
    }
    for (std::size_t i = view.end; i < view.units.size() && i < view.end + 4U; ++i) {
        if (is_lower(i)) {
            return true;
        }
    }
    return false;
}

// Whether a filler begins a sentence, where a capital says nothing either.
bool begins_sentence(const FillerView& view) {
    return view.begin == 0 ||
           (view.units[view.begin - 1].kind == UnitKind::sign &&
            view.units[view.begin - 1].symbol != U',' &&
            view.units[view.begin - 1].symbol != U'"' && view.units[view.begin - 1].symbol != U'(');
}

std::optional<SlotKind> kind_of_words(const FillerView& view, const Parts& parts) {
    if (parts.months > 0 && parts.words <= 3) {
        return SlotKind::date;
    }
    const bool is_name = parts.upper_words == parts.words && parts.words > 0 &&
                         has_lower_context(view) && !begins_sentence(view);
    if (parts.organisation_words > 0 && (is_name || parts.words <= 8)) {
        return SlotKind::organisation;
    }
    if (!is_name) {
        return std::nullopt;
    }
    return parts.words == 2 || parts.words == 3 ? SlotKind::person : SlotKind::organisation;
}

// A capital letter makes a name likely, no more: legal English writes The Covered Work.
bool is_sure(const FillerView& view, SlotKind kind) {
    const Parts parts = parts_of(view);
    const bool by_capitals =
        parts.words > 0 && parts.organisation_words == 0 && kind != SlotKind::date;
    return !by_capitals;
}

// The kind of one filler by itself; none if its text says nothing.
std::optional<SlotKind> kind_of(const FillerView& view) {
    const Parts parts = parts_of(view);
    if (parts.units == 0) {
        return std::nullopt;
    }
    if (parts.values.size() == parts.units) {
        return kind_of_values(parts);
    }
    if (parts.words > 0) {
        return kind_of_words(view, parts);
    }
    if (parts.han.size() == parts.units) {
        if (is_chinese_numeral(parts.han)) {
            return SlotKind::number;
        }
        if (is_place_name(parts.han)) {
            return SlotKind::place;
        }
        return kind_by_ending(parts.han);
    }
    if (parts.values.size() == 1 && !is_numeric(parts.values[0])) {
        return parts.values[0];  // 某市, **集团: the mask knows
    }
    const bool counts = parts.values.size() == 1 && is_numeric(parts.values[0]) &&
                        begins_with_unit(parts.han) && parts.han.size() <= 4;
    if (counts) {
        return SlotKind::quantity;
    }
    if (!parts.values.empty() && parts.han.size() <= parts.values.size()) {
        return SlotKind::date;  // 2021年9月
    }
    return kind_by_ending(parts.han);
}

// A mask with little beside it: a clause in which something is masked is no mask.
bool is_masked(const FillerView& view) {
    constexpr std::size_t k_beside = 2;
    const Parts parts = parts_of(view);
    return parts.masks > 0 && parts.units <= 2 * parts.masks + k_beside;
}

// Whether a filler may be a name: in Chinese a few characters and no sign among them. English names
// have commas and points in them.
bool is_name_like(const FillerView& view) {
    constexpr std::size_t k_longest = 8;
    const Parts parts = parts_of(view);
    if (parts.han.empty()) {
        return true;
    }
    for (std::size_t i = view.begin; i < view.end; ++i) {
        if (view.units[i].kind == UnitKind::sign) {
            return false;
        }
    }
    return parts.han.size() <= k_longest && !is_predicate(parts.han);
}

// Whether a filler reaches over the end of a Chinese clause: no name and no value does.
bool crosses_clause(const FillerView& view) {
    const Parts parts = parts_of(view);
    if (parts.han.empty()) {
        return false;
    }
    for (std::size_t i = view.begin; i < view.end; ++i) {
        const char32_t sign = view.units[i].symbol;
        const bool ends = sign == U',' || sign == 0x3002 || sign == U';' || sign == U'!' ||
                          sign == U'?' || sign == U':';
        if (view.units[i].kind == UnitKind::sign && ends) {
            return true;
        }
    }
    return false;
}

// Kinds of the fillers that show what they are, and of the masks apart.
struct Votes {
    std::map<SlotKind, std::size_t> open;
    std::map<SlotKind, std::size_t> masked;
    std::size_t silent = 0;  // fillers whose text says nothing
    std::size_t unsure = 0;
    std::size_t filled = 0;
    std::map<SlotKind, std::size_t> works_of;  // by kind, as open
    std::size_t works = 0;                     // of all fillers
    std::size_t names = 0;  // fillers that may be names, by their length and signs
};

SlotKind most(const std::map<SlotKind, std::size_t>& votes) {
    return std::ranges::max_element(votes, {}, [](const auto& vote) { return vote.second; })->first;
}

bool all_numeric(const std::map<SlotKind, std::size_t>& votes) {
    return std::ranges::all_of(votes, [](const auto& vote) {
        return is_numeric(vote.first) || vote.first == SlotKind::date;
    });
}

// What follows says of what kind names are; of clauses it says nothing.
std::optional<SlotKind> kind_by_context(std::span<const FillerView> fillers, const Votes& votes) {
    return votes.names * 2 > votes.filled ? kind_by_following(following(fillers.front()))
                                          : std::nullopt;
}

// Whether no more than one filler in five says anything else, or nothing: among many passages one
// is aligned wrongly now and then, and one says 自公布之日 where the others have a date.
bool nearly_all_agree(const std::map<SlotKind, std::size_t>& votes, std::size_t all,
                      SlotKind kind) {
    std::size_t agreeing = 0;
    for (const auto& [other, count] : votes) {
        const bool is_kin = is_numeric(kind) && is_numeric(other);
        agreeing += other == kind || is_kin ? count : 0;
    }
    return agreeing * 5 >= all * 4;
}

KindGuess guess_open(const Votes& votes, std::span<const FillerView> fillers) {
    const SlotKind kind = most(votes.open);
    const bool agree = votes.open.size() == 1 || all_numeric(votes.open);
    // A place among words that say nothing else: 栾川 is in no table of somebody else's county.
    const bool carries = votes.open.at(kind) * 2 >= votes.filled && votes.names == votes.filled;
    if (votes.unsure * 2 > votes.filled) {
        return {kind, Nature::unknown};
    }
    if ((votes.silent == 0 && agree) || nearly_all_agree(votes.open, votes.filled, kind)) {
        return {kind, Nature::typed};
    }
    // Nearly all works have an amount there, and a few a wording of their own beside it: 处以五千.
    if (is_numeric(kind) && nearly_all_agree(votes.works_of, votes.works, kind)) {
        return {kind, Nature::typed};
    }
    // …网, …公司 after the slot says more than how one of the fillers happens to end.
    if (const auto context = kind_by_context(fillers, votes); context && votes.silent > 0) {
        return {*context, Nature::unknown};
    }
    if (carries) {
        return {kind, agree ? Nature::typed : Nature::unknown};
    }
    if (nearly_all_agree(votes.works_of, votes.works, kind)) {
        return {kind, Nature::unknown};
    }
    return {SlotKind::text, Nature::unknown};
}

}  // namespace

KindGuess guess_kind(std::span<const FillerView> fillers) {
    Votes votes;
    for (const FillerView& filler : fillers) {
        if (filler.begin == filler.end) {
            continue;
        }
        ++votes.filled;
        votes.works += filler.works;
        votes.names += is_name_like(filler) ? 1U : 0U;
        const auto kind = crosses_clause(filler) ? std::nullopt : kind_of(filler);
        if (is_masked(filler)) {
            ++votes.masked[kind.value_or(SlotKind::mask)];
        } else if (kind) {
            ++votes.open[*kind];
            votes.works_of[*kind] += filler.works;
            votes.unsure += is_sure(filler, *kind) ? 0U : 1U;
        } else {
            ++votes.silent;
        }
    }
    KindGuess guess;
    if (!votes.open.empty()) {
        guess = guess_open(votes, fillers);
    } else if (!votes.masked.empty()) {
        votes.masked.erase(votes.masked.size() > 1 ? SlotKind::mask : SlotKind::text);
        guess.kind = votes.silent == 0 ? most(votes.masked) : SlotKind::mask;
        const auto context = kind_by_context(fillers, votes);
        if (context && guess.kind == SlotKind::mask && *context != SlotKind::number) {
            guess.kind = *context;
        }
    } else if (const auto context = kind_by_context(fillers, votes); context) {
        guess.kind = *context;  // 提升乡村 and 提高乡村 are no names of 乡
    }
    if (!votes.masked.empty()) {
        guess.nature = Nature::typed;
    }
    return guess;
}

}  // namespace leitong::templates
