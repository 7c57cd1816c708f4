#include "leitong/cli/commands.hpp"
#include "leitong/cli/printing.hpp"
#include "leitong/cli/show.hpp"

namespace leitong::cli {

Result<ExitStatus> run_remove(const Context& context) {
    engine::RunContext run;
    run.interrupted = context.environment.interrupted;
    run.today = context.environment.today;
    run.command = "remove";
    LEITONG_TRY_ASSIGN(const engine::RemoveReport report,
                       engine::remove(context.invocation.db, context.invocation.names, run));
    Output output(context);
    if (context.invocation.format == Format::jsonl) {
        append_jsonl(output.buffer(), report);
    } else if (context.invocation.verbosity == Verbosity::normal) {
        append_text(output.buffer(), report, context.display);
        print_hint(context, output, "documents");
    }
    return ExitStatus::done;
}

}  // namespace leitong::cli
