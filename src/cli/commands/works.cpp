#include "leitong/cli/commands.hpp"
#include "leitong/cli/printing.hpp"
#include "leitong/engine/reading.hpp"

#include <algorithm>

namespace leitong::cli {

namespace {

void print_table(const Context& context, Output& output, const std::vector<WorkRecord>& works) {
    const Language language = context.language();
    if (works.empty()) {
        print_note(context, output, say(language, Msg::no_works));
        print_hint(context, output, "status");
        return;
    }
    report::append_table(output.buffer(), works, context.display);
    print_note(context, output, say(language, Msg::count_works, report::grouped(works.size())));
    const auto most = std::ranges::max_element(works, {}, &WorkRecord::reused_share);
    print_hint(context, output, "pairs --document " + report::shell_word(most->document));
}

}  // namespace

Result<ExitStatus> run_works(const Context& context) {
    LEITONG_TRY_ASSIGN(engine::Reader reader, engine::Reader::open(context.invocation.db));
    LEITONG_TRY_ASSIGN(const std::vector<WorkRecord> works,
                       reader.works(context.invocation.filter));
    Output output(context);
    if (context.invocation.format == Format::text) {
        print_table(context, output, works);
        return finished(context, ExitStatus::done);
    }
    begin_listing<WorkRecord>(context, output);
    for (const WorkRecord& work : works) {
        if (!print_for_programs(context, output, work)) {
            return finished(context, ExitStatus::done);
        }
    }
    end_listing(context, output, {{"works", works.size()}});
    return finished(context, ExitStatus::done);
}

}  // namespace leitong::cli
