#include "skipped.hpp"

namespace leitong::engine {

namespace {

constexpr char k_separator = '\x1f';

}  // namespace

std::vector<store::SkippedRow> skipped_rows(const std::vector<SkippedInput>& skipped) {
    std::vector<store::SkippedRow> rows;
    for (const SkippedInput& input : skipped) {
        std::string reason(message_name(input.reason.id));
        for (const std::string& argument : input.reason.arguments) {
            reason += k_separator;
            reason += argument;
        }
        rows.push_back({input.source, static_cast<std::uint8_t>(input.code), std::move(reason)});
    }
    return rows;
}

Message reason_of(const store::SkippedRow& row) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at <= row.reason.size();) {
        const std::size_t end = std::min(row.reason.find(k_separator, at), row.reason.size());
        parts.push_back(row.reason.substr(at, end - at));
        at = end + 1;
    }
    for (std::uint16_t id = 0; id < static_cast<std::uint16_t>(Msg::count_); ++id) {
        if (message_name(static_cast<Msg>(id)) == parts.front()) {
            return {static_cast<Msg>(id), {parts.begin() + 1, parts.end()}};
        }
    }
    return message(Msg::plain, row.reason);
}

}  // namespace leitong::engine
