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

std::string_view file_of(const store::SkippedRow& row) {
    // A record is named by a line, a member by its path in the archive.
    const std::string_view source = row.source;
    const std::size_t member = source.find('#');
    const std::string_view file = source.substr(0, member);
    const std::size_t colon = file.rfind(':');
    const bool is_line = colon != std::string_view::npos && colon + 1 < file.size() &&
                         file.find_first_not_of("0123456789", colon + 1) == std::string_view::npos;
    return is_line ? file.substr(0, colon) : file;
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
