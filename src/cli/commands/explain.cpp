#include "leitong/cli/commands.hpp"
#include "leitong/cli/printing.hpp"
#include "leitong/cli/show.hpp"

namespace leitong::cli {

Result<ExitStatus> run_explain(const Context& context) {
    LEITONG_TRY_ASSIGN(engine::Reader reader, engine::Reader::open(context.invocation.db));
    const ParagraphName& a = context.invocation.explain_a;
    const ParagraphName& b = context.invocation.explain_b;
    LEITONG_TRY_ASSIGN(const engine::Explanation explanation,
                       reader.explain(a.document, a.paragraph, b.document, b.paragraph));
    Output output(context);
    if (context.invocation.format == Format::jsonl) {
        append_jsonl(output.buffer(), explanation, context.language());
    } else {
        append_text(output.buffer(), explanation, context.display);
        print_hint(context, output,
                   "query --paragraph " + report::place_argument(explanation.a.ref));
    }
    return finished(context, explanation.relation ? ExitStatus::done : ExitStatus::nothing_found);
}

}  // namespace leitong::cli
