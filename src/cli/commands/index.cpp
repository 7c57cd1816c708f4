#include "leitong/cli/commands.hpp"
#include "leitong/cli/printing.hpp"
#include "leitong/cli/progress.hpp"
#include "leitong/cli/show.hpp"

namespace leitong::cli {

namespace {

Result<engine::IndexReport> index_with_progress(const Context& context) {
    report::Display display = context.display;
    if (context.streams.err_columns > 0) {
        display.columns = context.streams.err_columns;
    }
    ProgressBar bar(context.streams.err, display);
    engine::RunContext run;
    if (context.streams.err_is_terminal && context.invocation.verbosity == Verbosity::normal) {
        run.progress = [&bar](const engine::Progress& progress) { bar.show(progress); };
    }
    run.interrupted = context.environment.interrupted;
    run.standard_input = &context.streams.in;
    run.today = context.environment.today;
    return engine::index(context.invocation.db, context.invocation.index, run);
}

}  // namespace

Result<ExitStatus> run_index(const Context& context) {
    const engine::DryRun dry_run = context.invocation.index.dry_run;
    LEITONG_TRY_ASSIGN(const engine::IndexReport report, index_with_progress(context));
    for (const engine::SkippedInput& skipped : report.skipped) {
        context.complain(skipped_line(skipped, context.language()));
    }
    Output output(context);
    if (context.invocation.format == Format::jsonl) {
        append_jsonl(output.buffer(), report, dry_run, context.language());
    } else if (context.invocation.verbosity == Verbosity::normal) {
        append_text(output.buffer(), report, dry_run, context.display);
        if (dry_run == engine::DryRun::yes || report.total_documents == 0) {
            print_hint(context, output, "help index");
        } else {
            print_hint(context, output, "clusters");
        }
    }
    return report.skipped.empty() ? ExitStatus::done : ExitStatus::inputs_skipped;
}

}  // namespace leitong::cli
