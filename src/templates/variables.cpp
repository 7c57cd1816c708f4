#include "leitong/templates/variables.hpp"

#include "leitong/templates/units.hpp"
#include "leitong/text/fold.hpp"

#include <algorithm>
#include <map>

namespace leitong::templates {

namespace {

bool is_name(SlotKind kind) noexcept {
    return kind == SlotKind::place || kind == SlotKind::organisation || kind == SlotKind::person ||
           kind == SlotKind::title || kind == SlotKind::year || kind == SlotKind::date;
}

// As variables compare them: a mask may stand for whatever the others say.
std::string variable_key(std::string_view filler) {
    return hides_something(filler) ? "*" : filler_key(filler);
}

// The one work in which a slot departs from a variable; none if it is none or several.
std::optional<std::size_t> one_departure(const std::vector<std::string>& fillers,
                                         const std::vector<std::string>& values) {
    std::optional<std::size_t> found;
    for (std::size_t work = 0; work < fillers.size(); ++work) {
        if (variable_key(fillers[work]) != variable_key(values[work])) {
            if (found) {
                return std::nullopt;
            }
            found = work;
        }
    }
    return found;
}

std::size_t distinct(std::vector<std::string> values) {
    std::ranges::transform(values, values.begin(),
                           [](const std::string& value) { return variable_key(value); });
    std::ranges::sort(values);
    return static_cast<std::size_t>(std::unique(values.begin(), values.end()) - values.begin());
}

}  // namespace

std::string plain_filler(std::string_view filler) {
    std::string plain;
    for (const char c : filler) {
        const bool is_space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!is_space) {
            plain += c;
        } else if (!plain.empty() && plain.back() != ' ') {
            plain += ' ';
        }
    }
    if (plain.ends_with(' ')) {
        plain.pop_back();
    }
    return plain;
}

std::string filler_key(std::string_view filler) {
    text::Folded folded;
    text::fold(filler, folded);
    std::string key = text::letters_text(folded);
    return key.empty() ? plain_filler(filler) : key;
}

bool hides_something(std::string_view filler) {
    Symbols symbols;
    std::vector<Unit> units;
    read_units(filler, symbols, units);
    if (std::ranges::any_of(units, &Unit::masked)) {
        return true;
    }
    // A mask alone is no slot to folding where no Chinese letter is beside it.
    const auto is_mask = [&](const Unit& unit) {
        constexpr std::u32string_view k_signs = U"*×□■█○△_";
        const std::string_view text = filler.substr(unit.begin, unit.end - unit.begin);
        return unit.kind == UnitKind::sign ? k_signs.find(unit.symbol) != std::u32string_view::npos
                                           : text.find_first_not_of("xX") == std::string::npos;
    };
    const auto is_mask_or_point = [&](const Unit& unit) {
        return is_mask(unit) || unit.symbol == U'.';
    };
    return std::ranges::any_of(units, is_mask) && std::ranges::all_of(units, is_mask_or_point);
}

std::vector<Variable> bind_variables(std::span<const SlotColumn> slots) {
    std::vector<Variable> variables;
    std::map<std::pair<SlotKind, std::vector<std::string>>, std::size_t> known;
    for (std::size_t slot = 0; slot < slots.size(); ++slot) {
        std::vector<std::string> values;
        std::vector<std::string> keys;
        for (const std::string& filler : slots[slot].fillers) {
            values.push_back(plain_filler(filler));
            keys.push_back(variable_key(filler));
        }
        const auto [entry, is_new] =
            known.try_emplace({slots[slot].kind, std::move(keys)}, variables.size());
        if (is_new) {
            variables.push_back({slots[slot].kind, std::move(values), {}});
        }
        variables[entry->second].slots.push_back(slot);
    }
    return variables;
}

std::vector<OddSlot> find_odd_slots(std::span<const SlotColumn> slots,
                                    std::span<const Variable> variables) {
    std::vector<OddSlot> found;
    std::vector<std::size_t> variable_of(slots.size());
    for (std::size_t variable = 0; variable < variables.size(); ++variable) {
        for (const std::size_t slot : variables[variable].slots) {
            variable_of[slot] = variable;
        }
    }
    for (std::size_t slot = 0; slot < slots.size(); ++slot) {
        for (std::size_t v = 0; v < variables.size(); ++v) {
            const Variable& variable = variables[v];
            const bool may_be = v != variable_of[slot] && is_name(variable.kind) &&
                                variable.slots.size() >= 2 &&
                                variables[variable_of[slot]].slots.size() < variable.slots.size() &&
                                distinct(variable.values) >= 2;
            const auto work =
                may_be ? one_departure(slots[slot].fillers, variable.values) : std::nullopt;
            if (!work || hides_something(variable.values[*work])) {
                continue;
            }
            const std::string value = variable_key(slots[slot].fillers[*work]);
            const auto source = std::ranges::find_if(
                variable.values,
                [&](const std::string& known) { return variable_key(known) == value; });
            if (source != variable.values.end() && !value.empty() && value != "*") {
                found.push_back(
                    {slot, v, *work, static_cast<std::size_t>(source - variable.values.begin())});
                break;
            }
        }
    }
    return found;
}

}  // namespace leitong::templates
