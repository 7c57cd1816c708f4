#include "leitong/cli/commands.hpp"
#include "leitong/cli/printing.hpp"
#include "leitong/cli/show.hpp"

namespace leitong::cli {

Result<ExitStatus> run_status(const Context& context) {
    LEITONG_TRY_ASSIGN(engine::Reader reader, engine::Reader::open(context.invocation.db));
    LEITONG_TRY_ASSIGN(const engine::Status status, reader.status());
    Output output(context);
    if (context.invocation.format == Format::jsonl) {
        append_jsonl(output.buffer(), status, context.display.language);
    } else {
        append_text(output.buffer(), status, context.display);
        print_hint(context, output, "documents");
    }
    return finished(context, ExitStatus::done);
}

}  // namespace leitong::cli
