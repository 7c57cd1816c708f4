#include "leitong/cli/values.hpp"

#include "leitong/base/assert.hpp"
#include "leitong/cli/night.hpp"
#include "leitong/cli/suggest.hpp"
#include "leitong/cli/tokens.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

namespace leitong::cli {

namespace {

template <typename Number>
std::optional<Number> whole(std::string_view text) {
    Number value{};
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (text.empty() || error != std::errc{} || stop != end) {
        return std::nullopt;
    }
    return value;
}

Result<void> check_choice(const OptionRow& row, const std::string& value) {
    const std::vector<std::string_view> choices = choices_of(row);
    if (std::ranges::find(choices, value) != choices.end()) {
        return {};
    }
    std::string list;
    for (const std::string_view choice : choices) {
        list += list.empty() ? "" : ", ";
        list += choice;
    }
    const std::string_view near = nearest(value, choices);
    if (near.empty()) {
        return fail(Errc::invalid_argument, Msg::bad_choice, dashed(row.id), list, value);
    }
    return fail(Errc::invalid_argument, Msg::bad_choice_near, dashed(row.id), list, value, near);
}

// YYYY-MM-DD
bool is_day(std::string_view text) {
    constexpr std::string_view k_shape = "0000-00-00";
    return text.size() == k_shape.size() &&
           std::ranges::equal(text, k_shape, [](char c, char shape) {
               return shape == '-' ? c == '-' : c >= '0' && c <= '9';
           });
}

}  // namespace

std::optional<std::uint64_t> parse_size(std::string_view text) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto number = whole<std::uint64_t>(text.substr(0, digits));
    std::string_view unit = text.substr(digits);
    unsigned shift = 0;
    if (!unit.empty()) {
        constexpr std::string_view letters = "KkMmGg";
        const std::size_t letter = letters.find(unit[0]);
        if (letter != std::string_view::npos) {
            shift = 10 * (static_cast<unsigned>(letter) / 2 + 1);
            unit.remove_prefix(1);
        }
        if (unit == "B" || (unit == "iB" && shift != 0)) {
            unit = {};
        }
    }
    if (!number || !unit.empty() || *number > (UINT64_MAX >> shift)) {
        return std::nullopt;
    }
    return *number << shift;
}

std::optional<ParagraphName> parse_paragraph_name(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0) {
        return std::nullopt;
    }
    const auto paragraph = whole<std::uint32_t>(text.substr(colon + 1));
    if (!paragraph || *paragraph == 0) {
        return std::nullopt;
    }
    return ParagraphName{std::string(text.substr(0, colon)), *paragraph};
}

Result<void> check_value(const OptionRow& row, const std::string& value) {
    switch (row.kind) {
        case ValueKind::none:
            return {};
        case ValueKind::text:
            if (value.empty()) {
                return fail(Errc::invalid_argument, Msg::option_needs_value, dashed(row.id));
            }
            return {};
        case ValueKind::choice:
            return check_choice(row, value);
        case ValueKind::count:
            if (const auto number = whole<std::uint64_t>(value);
                !number || *number < row.low || *number > row.high) {
                return fail(Errc::invalid_argument, Msg::bad_count, dashed(row.id), row.low,
                            row.high, value);
            }
            return {};
        case ValueKind::fraction:
            // Written so that NaN fails too.
            if (const auto number = whole<double>(value);
                !number || !(*number >= 0.0 && *number <= 1.0)) {
                return fail(Errc::invalid_argument, Msg::bad_fraction, dashed(row.id), value);
            }
            return {};
        case ValueKind::size:
            if (const auto bytes = parse_size(value); !bytes || *bytes == 0) {
                return fail(Errc::invalid_argument, Msg::bad_size, dashed(row.id), value);
            }
            return {};
        case ValueKind::run:
            if (!whole<std::uint64_t>(value) && !is_day(value)) {
                return fail(Errc::invalid_argument, Msg::bad_run, dashed(row.id), value);
            }
            return {};
        case ValueKind::condition:
            if (!parse_conditions(value)) {
                return fail(Errc::invalid_argument, Msg::bad_condition, dashed(row.id),
                            metric_names(), value);
            }
            return {};
        case ValueKind::paragraph:
            if (!parse_paragraph_name(value)) {
                return fail(Errc::invalid_argument, Msg::bad_paragraph_name, value);
            }
            return {};
    }
    return {};
}

std::string Values::text(Option option) const {
    if (const auto found = m_typed.find(option); found != m_typed.end()) {
        return found->second;
    }
    const OptionRow* row = row_of(option, m_command);
    LEITONG_ASSERT(row != nullptr, "only a command's own options are asked for");
    return std::string(row->default_value);
}

std::optional<std::string> Values::text_if_given(Option option) const {
    return given(option) ? std::optional(text(option)) : std::nullopt;
}

std::uint64_t Values::count(Option option) const {
    return whole<std::uint64_t>(text(option)).value_or(0);
}

double Values::fraction(Option option) const {
    return whole<double>(text(option)).value_or(0);
}

std::uint64_t Values::size_bytes(Option option) const {
    return parse_size(text(option)).value_or(0);
}

}  // namespace leitong::cli
