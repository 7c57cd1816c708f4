// What the listing commands share.
#pragma once

#include "leitong/cli/context.hpp"
#include "leitong/report/csv.hpp"
#include "leitong/report/jsonl.hpp"
#include "leitong/report/text.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace leitong::cli {

// The lines of a listing that stand before its records: the header of CSV.
template <typename Record>
void begin_listing(const Context& context, Output& output) {
    if (context.invocation.format == Format::csv) {
        report::append_csv_header(output.buffer(), static_cast<const Record*>(nullptr));
    }
}

// A record for programs; text is the caller's. Returns whether more is wanted.
template <typename Record>
[[nodiscard]] bool print_for_programs(const Context& context, Output& output,
                                      const Record& record) {
    if (context.invocation.format == Format::jsonl) {
        report::append_jsonl(output.buffer(), record);
    } else {
        report::append_csv(output.buffer(), record);
    }
    return output.goes_on();
}

// The same in whatever format is asked for, where text needs nothing but the record.
template <typename Record>
[[nodiscard]] bool print_record(const Context& context, Output& output, const Record& record) {
    if (context.invocation.format != Format::text) {
        return print_for_programs(context, output, record);
    }
    report::append_text(output.buffer(), record, context.display);
    return output.goes_on();
}

// The last line of a listing for programs (JSON Lines only: a CSV table has no place for it).
inline void end_listing(const Context& context, Output& output,
                        std::initializer_list<std::pair<std::string_view, std::uint64_t>> counts) {
    if (context.invocation.format == Format::jsonl) {
        report::append_summary(output.buffer(), counts);
    }
}

// A dim line for people, if they want such lines.
inline void print_note(const Context& context, Output& output, std::string_view note) {
    if (context.is_talkative()) {
        output.buffer() += report::toned(context.display, report::Tone::dim, note) + '\n';
    }
}

// The last line for people: a command that shows more.
inline void print_hint(const Context& context, Output& output, std::string_view arguments) {
    if (context.is_talkative()) {
        report::append_hint(output.buffer(), arguments, context.display);
    }
}

// The status of a command that ran to its end, unless the user interrupted it.
[[nodiscard]] inline Result<ExitStatus> finished(const Context& context, ExitStatus status) {
    if (context.is_interrupted()) {
        return fail(Errc::interrupted, Msg::run_interrupted);
    }
    return status;
}

}  // namespace leitong::cli
