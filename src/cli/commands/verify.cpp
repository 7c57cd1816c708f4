#include "leitong/cli/commands.hpp"
#include "leitong/cli/printing.hpp"
#include "leitong/cli/show.hpp"

namespace leitong::cli {

Result<ExitStatus> run_verify(const Context& context) {
    LEITONG_TRY_ASSIGN(engine::Reader reader, engine::Reader::open(context.invocation.db));
    LEITONG_TRY_ASSIGN(const engine::VerifyReport report, reader.verify());
    Output output(context);
    if (context.invocation.format == Format::jsonl) {
        append_jsonl(output.buffer(), report, context.language());
    } else if (context.invocation.verbosity == Verbosity::normal || !report.problems.empty()) {
        append_text(output.buffer(), report, context.display);
        print_hint(context, output, "status");
    }
    return finished(context, report.problems.empty() ? ExitStatus::done : ExitStatus::failure);
}

}  // namespace leitong::cli
