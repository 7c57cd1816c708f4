#include "leitong/cli/commands.hpp"
#include "leitong/cli/printing.hpp"
#include "leitong/engine/reading.hpp"

namespace leitong::cli {

namespace {

void print_table(const Context& context, Output& output, const std::vector<StockRecord>& phrases) {
    const Language language = context.language();
    if (phrases.empty()) {
        print_note(context, output, say(language, Msg::no_stock));
        print_hint(context, output, "help stock");
        return;
    }
    report::append_table(output.buffer(), phrases, context.display);
    print_note(context, output, say(language, Msg::count_stock, report::grouped(phrases.size())));
    print_hint(context, output, "query " + report::shell_word(phrases.front().text));
}

}  // namespace

Result<ExitStatus> run_stock(const Context& context) {
    LEITONG_TRY_ASSIGN(engine::Reader reader, engine::Reader::open(context.invocation.db));
    LEITONG_TRY_ASSIGN(const std::vector<StockRecord> phrases,
                       reader.stock(context.invocation.stock_filter));
    Output output(context);
    if (context.invocation.format == Format::text) {
        print_table(context, output, phrases);
        return finished(context, ExitStatus::done);
    }
    begin_listing<StockRecord>(context, output);
    for (const StockRecord& phrase : phrases) {
        if (!print_for_programs(context, output, phrase)) {
            return finished(context, ExitStatus::done);
        }
    }
    end_listing(context, output, {{"phrases", phrases.size()}});
    return finished(context, ExitStatus::done);
}

}  // namespace leitong::cli
