#include "leitong/cli/commands.hpp"
#include "leitong/cli/printing.hpp"
#include "leitong/engine/reading.hpp"

namespace leitong::cli {

namespace {

void print_end(const Context& context, Output& output, const engine::PairSummary& summary,
               const std::string& example) {
    const Language language = context.language();
    end_listing(context, output, {{"pairs", summary.listed}, {"stand_for", summary.stood_for}});
    if (summary.listed == 0) {
        print_note(context, output, say(language, Msg::no_pairs));
        print_hint(context, output, "status");
        return;
    }
    print_note(context, output,
               summary.stood_for == 0
                   ? say(language, Msg::count_pairs, report::grouped(summary.listed))
                   : say(language, Msg::count_pairs_stand_for, report::grouped(summary.listed),
                         report::grouped(summary.stood_for)));
    print_hint(context, output, example);
}

}  // namespace

Result<ExitStatus> run_pairs(const Context& context) {
    LEITONG_TRY_ASSIGN(engine::Reader reader, engine::Reader::open(context.invocation.db));
    Output output(context);
    begin_listing<PairRecord>(context, output);
    std::string example;
    const auto print = [&](const PairRecord& pair) {
        if (example.empty()) {
            example =
                "explain " + report::place_argument(pair.a) + ' ' + report::place_argument(pair.b);
        }
        return print_record(context, output, pair);
    };
    LEITONG_TRY_ASSIGN(const engine::PairSummary summary,
                       reader.pairs(context.invocation.filter, print));
    if (!context.is_interrupted()) {
        print_end(context, output, summary, example);
    }
    return finished(context, ExitStatus::done);
}

}  // namespace leitong::cli
