#include "leitong/cli/commands.hpp"
#include "leitong/cli/printing.hpp"
#include "leitong/engine/reading.hpp"

namespace leitong::cli {

Result<ExitStatus> run_passages(const Context& context) {
    LEITONG_TRY_ASSIGN(engine::Reader reader, engine::Reader::open(context.invocation.db));
    Output output(context);
    begin_listing<PassageRecord>(context, output);
    std::string example;
    const auto print = [&](const PassageRecord& passage) {
        if (example.empty()) {
            example = "explain " + report::place_argument(passage.a) + ' ' +
                      report::place_argument(passage.b);
        }
        return print_record(context, output, passage);
    };
    LEITONG_TRY_ASSIGN(const engine::PassageSummary summary,
                       reader.passages(context.invocation.filter, print));
    if (context.is_interrupted()) {
        return finished(context, ExitStatus::done);
    }
    end_listing(context, output, {{"passages", summary.listed}, {"letters", summary.letters}});
    if (summary.listed == 0) {
        print_note(context, output, say(context.language(), Msg::no_passages));
        print_hint(context, output, "status");
        return finished(context, ExitStatus::done);
    }
    print_note(context, output,
               say(context.language(), Msg::count_passages, report::grouped(summary.listed),
                   report::grouped(summary.letters)));
    print_hint(context, output, example);
    return finished(context, ExitStatus::done);
}

}  // namespace leitong::cli
